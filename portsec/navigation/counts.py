"""How much waits behind a link of the side bar, for whoever asks."""

from __future__ import annotations

from django.http import HttpRequest

from access.selectors.access_request import requests_to_answer
from access.selectors.audit_draw import open_draws
from access.selectors.badge_request import requests_to_decide
from access.selectors.barrier import overdue_barriers
from access.selectors.break_glass import to_review
from access.selectors.case_question import open_questions
from access.selectors.isps_level import open_proposals
from access.selectors.lockdown import lockdowns_in_force
from access.selectors.muted_pattern import proposed_patterns
from access.selectors.person_case import open_cases
from access.selectors.review import open_campaigns
from access.selectors.rule_setting import versions_to_confirm
from access.selectors.shrink import open_proposals as shrink_proposals
from access.selectors.silent_alarm import open_alarms
from access.selectors.visit import narrowed, visits_received
from portsec.kernel import clock
from screening.enums import ApplicationState
from screening.selectors.application import OPEN_STATES, case_files, proposals_for
from screening.selectors.crew import waiting_members
from screening.selectors.decision import open_panels
from screening.selectors.hearing import open_hearings
from screening.selectors.port_ban import bans_to_answer
from screening.selectors.remedy import open_remedies
from screening.selectors.renewal import open_prompts
from screening.selectors.request import overdue_requests
from screening.selectors.rights import open_requests
from screening.selectors.screening_run import hits_to_decide
from screening.selectors.sponsorship import to_sign


def open_applications(request: HttpRequest) -> int:
    return case_files(scope=request.scope).filter(state__in=OPEN_STATES).count()


def declarations(request: HttpRequest) -> int:
    return case_files(scope=request.scope).filter(state=ApplicationState.RECEIVED.value).count()


def proposals(request: HttpRequest) -> int:
    return proposals_for(request.user, scope=request.scope).count()


def requests_overdue(request: HttpRequest) -> int:
    return overdue_requests(scope=request.scope, today=clock.today()).count()


def panels(request: HttpRequest) -> int:
    return open_panels(scope=request.scope).count()


def hearings(request: HttpRequest) -> int:
    return open_hearings(scope=request.scope).count()


def remedies(request: HttpRequest) -> int:
    return open_remedies(scope=request.scope).count()


def rights(request: HttpRequest) -> int:
    return open_requests(scope=request.scope).count()


def badge_requests(request: HttpRequest) -> int:
    return requests_to_decide(request.user, scope=request.scope).count()


def person_cases(request: HttpRequest) -> int:
    return open_cases(scope=request.scope).count()


def crew_waiting(request: HttpRequest) -> int:
    return waiting_members(scope=request.scope).count()


def bans_unanswered(request: HttpRequest) -> int:
    return bans_to_answer(request.user, scope=request.scope).count()


def hits(request: HttpRequest) -> int:
    return hits_to_decide(scope=request.scope).count()


def prompts(request: HttpRequest) -> int:
    return open_prompts(scope=request.scope, at=clock.now()).count()


def expected_today(request: HttpRequest) -> int:
    return narrowed(visits_received(scope=request.scope), at=clock.now(), standing="expected").count()


def sponsorships_unsigned(request: HttpRequest) -> int:
    return to_sign(scope=request.scope).count()


def barriers_overdue(request: HttpRequest) -> int:
    return overdue_barriers(scope=request.scope, today=clock.today()).count()


def level_proposals(request: HttpRequest) -> int:
    return open_proposals(scope=request.scope).count()


def lockdowns(request: HttpRequest) -> int:
    return lockdowns_in_force(scope=request.scope).count()


def access_requests(request: HttpRequest) -> int:
    return requests_to_answer(request.user, scope=request.scope).count()


def break_glass(request: HttpRequest) -> int:
    return to_review(scope=request.scope).count()


def access_reviews(request: HttpRequest) -> int:
    return open_campaigns(scope=request.scope).count()


def shrinks(request: HttpRequest) -> int:
    return shrink_proposals(scope=request.scope).count()


def silent_alarms(request: HttpRequest) -> int:
    return open_alarms(scope=request.scope).count()


def rule_versions(request: HttpRequest) -> int:
    return versions_to_confirm(request.user, scope=request.scope, at=clock.now()).count()


def my_questions(request: HttpRequest) -> int:
    return open_questions(request.user).count()


def audit_draws(request: HttpRequest) -> int:
    return open_draws(scope=request.scope).count()


def muted_patterns(request: HttpRequest) -> int:
    return proposed_patterns(scope=request.scope).count()
