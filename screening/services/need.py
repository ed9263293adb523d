"""Declares the need for a clearance, and with it begins a case that the person will fill in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from ledger.services import record
from portsec.kernel.errors import InvalidInput, require
from portsec.kernel.scope import Scope
from screening.enums import ApplicationKind, ApplicationState, PersonCategory
from screening.models import Application, Need, Person, Post
from screening.permissions import is_not_own_file, may_enter
from screening.services import application as applications
from screening.services import invitation

# These are invited only after hiring firm and host have signed (`services.sponsorship`).
WAITS_FOR_SPONSORS = frozenset({PersonCategory.CONTRACTOR})
LONGEST_NEED = timedelta(days=10 * 366)  # twice the longest clearance of any policy; beyond is a typing error


@dataclass(frozen=True, slots=True)
class Declared:
    """The new case, and the link to hand over; no link while sponsors have still to sign."""

    application: Application
    invited: invitation.Invited | None


@transaction.atomic
def declare(
    person: Person,
    post: Post,
    *,
    reason: str,
    since: date,
    until: date | None,
    language: str = "en",
    kind: ApplicationKind = ApplicationKind.INITIAL,
    actor: User,
    scope: Scope,
    at: datetime,
) -> Declared:
    """Say why a person needs access, open the case and invite the person.

    Refuses when: the actor may not enter applications for this person or is the person (Refused); the reason
    is empty, the days are impossible, the person has no birth date or the language is unknown
    (InvalidInput); an application for the post is open already (Conflict).
    Records: screening.need.declared, screening.application.submitted, and as `invitation.invite` does.
    """
    require(may_enter(scope, port_id=person.port_id, organisation_id=person.organisation_id))
    require(is_not_own_file(actor, person))
    _check(reason, since, until, at)
    application = applications.open_case(
        person, post, kind=kind, start=ApplicationState.SPONSORING, actor=actor.reference, at=at
    )
    Need.objects.create(
        application=application,
        reason=reason.strip(),
        since=since,
        until=until,
        declared_by=actor.reference,
        declared_at=at,
    )
    record.append(
        "screening.need.declared",
        actor=actor.reference,
        at=at,
        subject=application.reference,
        port=application.port.locode,
        reason=reason.strip(),
        since=since,
        until=until or "the end of the job",
    )
    if PersonCategory(person.category) in WAITS_FOR_SPONSORS:
        return Declared(application, None)
    return Declared(application, invitation.invite(application, language=language, actor=actor, at=at))


def _check(reason: str, since: date, until: date | None, at: datetime) -> None:
    today = timezone.localdate(at)
    if not reason.strip():
        problem = "Say what the work is that needs access."
        raise InvalidInput(problem, fields={"reason": problem})
    if until is None:
        return
    if until < since:
        problem = "The need ends before it begins."
        raise InvalidInput(problem, fields={"until": problem})
    if until < today:
        problem = "The need has ended already."
        raise InvalidInput(problem, fields={"until": problem})
    if until - today > LONGEST_NEED:
        problem = "Enter an end within ten years, or leave it open."
        raise InvalidInput(problem, fields={"until": problem})
