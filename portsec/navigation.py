"""What stands in the side bar, for whom, and how much waits there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from access.selectors.access_request import requests_to_answer
from access.selectors.badge_request import requests_to_decide
from access.selectors.barrier import overdue_barriers
from access.selectors.break_glass import escalated, to_review
from access.selectors.isps_level import open_proposals
from access.selectors.lockdown import MAY_SEE_LOCKDOWNS, lockdowns_in_force
from access.selectors.person_case import open_cases
from access.selectors.review import open_campaigns
from access.selectors.shrink import open_proposals as shrink_proposals
from access.selectors.silent_alarm import open_alarms
from access.selectors.visit import narrowed, visits_received
from accounts.models import Port
from accounts.roles import Capability, Role
from portsec.kernel import clock
from portsec.kernel.scope import Scope
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

C = Capability
SEES_BADGES = (C.VIEW_BADGES, C.ISSUE_BADGES, C.MANAGE_AREAS)
SEES_AREAS = (C.MANAGE_AREAS, C.WATCH_GATES, C.VIEW_BADGES)
SEES_NEED = (C.MANAGE_CARGO, C.SET_ISPS_LEVEL, C.VIEW_EVENTS)
DECIDES = (C.PROPOSE_DECISIONS, C.COUNTERSIGN_DECISIONS)
Count = Callable[[HttpRequest], int]


@dataclass(frozen=True, slots=True)
class Item:
    """One link. It is shown to callers who hold one of the capabilities; `count` says what waits there."""

    label: str
    icon: str
    url_name: str
    capabilities: tuple[Capability, ...] = ()
    count: Count | None = None

    def is_for(self, scope: Scope) -> bool:
        return not self.capabilities or any(scope.holds(item.value) for item in self.capabilities)


def _open_applications(request: HttpRequest) -> int:
    return case_files(scope=request.scope).filter(state__in=OPEN_STATES).count()


def _declarations(request: HttpRequest) -> int:
    return case_files(scope=request.scope).filter(state=ApplicationState.RECEIVED.value).count()


def _proposals(request: HttpRequest) -> int:
    return proposals_for(request.user, scope=request.scope).count()


def _overdue_requests(request: HttpRequest) -> int:
    return overdue_requests(scope=request.scope, today=clock.today()).count()


def _panels(request: HttpRequest) -> int:
    return open_panels(scope=request.scope).count()


def _hearings(request: HttpRequest) -> int:
    return open_hearings(scope=request.scope).count()


def _remedies(request: HttpRequest) -> int:
    return open_remedies(scope=request.scope).count()


def _rights(request: HttpRequest) -> int:
    return open_requests(scope=request.scope).count()


def _badge_requests(request: HttpRequest) -> int:
    return requests_to_decide(request.user, scope=request.scope).count()


def _person_cases(request: HttpRequest) -> int:
    return open_cases(scope=request.scope).count()


def _crew_waiting(request: HttpRequest) -> int:
    return waiting_members(scope=request.scope).count()


def _bans_to_answer(request: HttpRequest) -> int:
    return bans_to_answer(request.user, scope=request.scope).count()


def _hits(request: HttpRequest) -> int:
    return hits_to_decide(scope=request.scope).count()


def _prompts(request: HttpRequest) -> int:
    return open_prompts(scope=request.scope, at=clock.now()).count()


def _expected_today(request: HttpRequest) -> int:
    return narrowed(visits_received(scope=request.scope), at=clock.now(), standing="expected").count()


def _to_sign(request: HttpRequest) -> int:
    return to_sign(scope=request.scope).count()


def _overdue_barriers(request: HttpRequest) -> int:
    return overdue_barriers(scope=request.scope, today=clock.today()).count()


def _level_proposals(request: HttpRequest) -> int:
    return open_proposals(scope=request.scope).count()


def _lockdowns(request: HttpRequest) -> int:
    return lockdowns_in_force(scope=request.scope).count()


def _access_requests(request: HttpRequest) -> int:
    return requests_to_answer(request.user, scope=request.scope).count()


def _break_glass(request: HttpRequest) -> int:
    return to_review(scope=request.scope).count()


def _access_reviews(request: HttpRequest) -> int:
    return open_campaigns(scope=request.scope).count()


def _shrinks(request: HttpRequest) -> int:
    return shrink_proposals(scope=request.scope).count()


def _silent_alarms(request: HttpRequest) -> int:
    return open_alarms(scope=request.scope).count()


SECTIONS: tuple[tuple[str, tuple[Item, ...]], ...] = (
    (
        "",
        (
            Item("Overview", "layout-dashboard", "overview"),
            Item("My access", "key-round", "my-access"),
        ),
    ),
    (
        "Cases",
        (
            Item("Work queue", "inbox", "case-list", (C.VIEW_CASES,), _open_applications),
            Item("Declarations", "file-check", "declaration-list", (C.VIEW_CASES,), _declarations),
            Item("Requests", "send", "request-list", (C.VIEW_CASES,), _overdue_requests),
            Item("Hits to decide", "flag", "person-hit-list", (C.VIEW_CASES,), _hits),
            Item("Second opinion", "stamp", "approval-list", (C.COUNTERSIGN_DECISIONS,), _proposals),
            Item("Panels", "gavel", "panel-list", DECIDES, _panels),
            Item("Hearings", "megaphone", "hearing-list", DECIDES, _hearings),
            Item("Remedies", "scale", "remedy-list", DECIDES, _remedies),
        ),
    ),
    (
        "People",
        (
            Item("People", "users", "person-list", (C.VIEW_PEOPLE,)),
            Item("Companies", "building-2", "company-list", (C.VIEW_CASES,)),
            Item("Crews", "ship", "crew-list", (C.VIEW_CASES,), _crew_waiting),
            Item("Port bans", "ban", "port-ban-list", (C.VIEW_CASES,), _bans_to_answer),
            Item("Our people", "badge-check", "outcome-list", (C.VIEW_OUTCOMES,)),
            Item("To sign", "signature", "sponsorship-list", (C.VIEW_OUTCOMES,), _to_sign),
            Item("Ending soon", "calendar-clock", "renewal-list", (C.VIEW_CASES, C.VIEW_OUTCOMES), _prompts),
            Item("Rights desk", "user-key", "rights-list", (C.VIEW_CASES,), _rights),
            Item("Retention", "calendar-x", "retention", (C.VIEW_CASES,)),
        ),
    ),
    (
        "Rules and lists",
        (
            Item("Policies", "book-open", "policy-list", (C.VIEW_CASES, C.MANAGE_POLICIES)),
            Item("Posts", "briefcase", "post-list", (C.VIEW_CASES, C.MANAGE_POLICIES)),
            Item("Watchlists", "list-checks", "watchlist-list", (C.VIEW_CASES, C.LOAD_WATCHLISTS)),
            Item("Rescreening", "refresh-cw", "rescreening-list", (C.VIEW_CASES, C.LOAD_WATCHLISTS)),
        ),
    ),
    (
        "Badges",
        (
            Item("Issue desk", "id-card", "desk", (C.ISSUE_BADGES,)),
            Item(
                "Badge requests",
                "inbox",
                "badge-request-list",
                (C.VIEW_BADGES, C.REQUEST_BADGES),
                _badge_requests,
            ),
            Item("Badge register", "scan-face", "badge-list", (C.VIEW_BADGES,)),
            Item("Types of badges", "credit-card", "badge-type-list", SEES_BADGES),
            Item("Blank cards", "package", "stock-list", (C.VIEW_BADGES, C.ISSUE_BADGES)),
            Item("Trainings", "book-open-check", "qualification-list", SEES_BADGES),
            Item("Live gates", "radio-tower", "gate-live", (C.WATCH_GATES,)),
            Item("Check a badge", "scan-line", "gate-check", (C.SUBMIT_GATE_ATTEMPTS,)),
            Item("What would the gate say?", "circle-question-mark", "what-if", (C.VIEW_BADGES,)),
            Item("Outside the roster", "calendar-check", "duty-confirm", (C.CONFIRM_DUTY,)),
            Item("Silent alarms", "siren", "silent-alarm-list", (C.ANSWER_DURESS,), _silent_alarms),
        ),
    ),
    (
        "Security",
        (
            Item("Areas", "map", "area-map", SEES_AREAS),
            Item("Gates and readers", "settings-2", "gate-set-up", SEES_AREAS),
            Item("Barriers", "blocks", "barrier-list", SEES_AREAS, _overdue_barriers),
            Item("Devices", "smartphone-nfc", "device-list", (C.MANAGE_AREAS,)),
            Item(
                "ISPS level", "shield-half", "isps-level", (*SEES_AREAS, C.SET_ISPS_LEVEL), _level_proposals
            ),
            Item(
                "Lockdown",
                "lock",
                "lockdown",
                (C.SET_ISPS_LEVEL, C.MANAGE_AREAS, C.WATCH_GATES, C.RECEIVE_VISITS),
                _lockdowns,
            ),
        ),
    ),
    (
        "Visits",
        (
            Item("Visitors", "contact-round", "visit-list", (C.RECEIVE_VISITS,), _expected_today),
            Item("My visitors", "calendar-plus", "visit-mine", (C.ANNOUNCE_VISITS,)),
            Item("Ship crews", "ship", "visit-crew", (C.RECEIVE_VISITS,)),
            Item("Who is inside", "users-round", "muster", (C.WATCH_GATES,)),
        ),
    ),
    (
        "Cargo",
        (
            Item("Cargo visits", "container", "cargo", (C.LOOK_UP_CARGO,)),
            Item("Quick look-up", "search", "look-up", (C.LOOK_UP_CARGO,)),
            Item("Grants", "key", "grant-list", (C.MANAGE_CARGO, C.VIEW_EVENTS)),
            Item("Release rights", "key-round", "release-list", (C.LOOK_UP_CARGO,)),
            Item("Release desk", "truck", "release-desk", (C.MANAGE_CARGO,)),
        ),
    ),
    (
        "Need to know",
        (
            Item("Access requests", "inbox", "access-request-list", SEES_NEED, _access_requests),
            Item(
                "Break-glass",
                "siren",
                "break-glass-list",
                (C.SET_ISPS_LEVEL, C.VIEW_EVENTS),
                _break_glass,
            ),
            Item("Access reviews", "list-checks", "review-list", SEES_NEED, _access_reviews),
            Item("Shrinker", "lightbulb", "shrink-list", SEES_NEED, _shrinks),
        ),
    ),
    (
        "Audit",
        (
            Item("Access events", "scroll-text", "event-list", (C.VIEW_EVENTS,)),
            Item("Look-ups", "eye", "data-event-list", (C.VIEW_EVENTS,)),
            Item("Who could see", "scan-eye", "cargo-audit", (C.VIEW_EVENTS,)),
            Item("Who can see now", "user-search", "sight-desk", (C.VIEW_EVENTS,)),
            Item("What would be shown?", "circle-question-mark", "look-up-simulator", (C.VIEW_EVENTS,)),
            Item("Unusual entries", "activity", "unusual-list", (C.VIEW_PERSON_CASES,), _person_cases),
        ),
    ),
    (
        "Administration",
        (
            Item("Accounts", "key-round", "account-list", (C.MANAGE_ACCOUNTS,)),
            Item("Teams", "users", "team-list", (C.MANAGE_ACCOUNTS,)),
            Item("Personnel systems", "plug", "personnel-feed-list", (C.MANAGE_ACCOUNTS,)),
        ),
    ),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Template context of every page of a signed-in person."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"theme": "auto"}
    roles = sorted({Role(row.role).label for row in user.role_assignments.all() if row.ended_at is None})
    return {
        "navigation": _sections(request),
        "banners": _banners(request),
        "port_name": _port_name(request.scope),
        "user_label": str(user),
        "role_label": ", ".join(roles),
        "theme": user.theme,
        "keys": "on" if user.keys_on else "off",
        "theme_url": reverse("theme"),
    }


def _banners(request: HttpRequest) -> list[dict[str, str]]:
    """What somebody must know before anything else: what is locked down, and what was opened by force."""
    return [*_lockdown_banners(request), *_break_glass_banners(request)]


def _break_glass_banners(request: HttpRequest) -> list[dict[str, str]]:
    """The alarm of the security desk; once nobody looked in time, of everybody who watches look-ups."""
    page, scope = reverse("break-glass-list"), request.scope
    if request.path.startswith(page):
        return []
    waiting, late = to_review(scope=scope).first(), escalated(scope=scope).count()
    if waiting is None and not late:
        return []
    due = "" if waiting is None else f"{timezone.localtime(waiting.review_due_at):%-d %B, %H:%M}"
    return [
        {
            "title": "Break-glass was not reviewed in time" if late else "Somebody broke the glass",
            "text": f"{late} wait too long." if late else f"Look at it before {due}.",
            "tone": "bad" if late else "wait",
            "icon": "siren",
            "url": page,
            "link": "Look at it",
        }
    ]


def _lockdown_banners(request: HttpRequest) -> list[dict[str, str]]:
    """For everybody at the gates."""
    page, scope = reverse("lockdown"), request.scope
    if not scope.ports(*MAY_SEE_LOCKDOWNS) or request.path.startswith(page):
        return []
    return [
        {
            "title": f"{row} is closed",
            "text": "Nobody comes in but those whom the lockdown names. Ways out stay open.",
            "tone": "bad",
            "icon": "lock",
            "url": page,
            "link": "See the lockdown",
        }
        for row in lockdowns_in_force(scope=scope)
    ]


def _sections(request: HttpRequest) -> list[dict[str, Any]]:
    """The links of the caller. Of several that fit the address the longest is the current one."""
    shown: list[dict[str, Any]] = []
    for label, items in SECTIONS:
        links = [_link(request, item) for item in items if item.is_for(request.scope)]
        if links:
            shown.append({"label": label, "items": links})
    every = [link for section in shown for link in section["items"]]
    fitting = [link for link in every if _leads_to(link["url"], request.path)]
    if fitting:
        max(fitting, key=lambda link: len(link["url"]))["current"] = True
    return shown


def _leads_to(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))


def _link(request: HttpRequest, item: Item) -> dict[str, Any]:
    url = reverse(item.url_name)
    return {
        "label": item.label,
        "icon": item.icon,
        "url": url,
        "count": item.count(request) if item.count else None,
        "current": False,
    }


def _port_name(scope: Scope) -> str:
    ports = {port for held in scope.capabilities.values() for port in held}
    return ", ".join(Port.objects.filter(pk__in=ports).values_list("name", flat=True)) or "No port"
