"""What stands in the side bar, for whom, and how much waits there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from access.selectors.person_case import open_cases
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


def _to_sign(request: HttpRequest) -> int:
    return to_sign(scope=request.scope).count()


SECTIONS: tuple[tuple[str, tuple[Item, ...]], ...] = (
    ("", (Item("Overview", "layout-dashboard", "overview"),)),
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
            Item("Badge register", "scan-face", "badge-list", (C.VIEW_BADGES,)),
            Item("Live gates", "radio-tower", "gate-live", (C.WATCH_GATES,)),
            Item("Check a badge", "scan-line", "gate-check", (C.WATCH_GATES,)),
        ),
    ),
    ("Cargo", (Item("Look up", "container", "look-up", (C.LOOK_UP_CARGO,)),)),
    (
        "Audit",
        (
            Item("Access events", "scroll-text", "event-list", (C.VIEW_EVENTS,)),
            Item("Look-ups", "eye", "data-event-list", (C.VIEW_EVENTS,)),
            Item("Unusual entries", "activity", "unusual-list", (C.VIEW_PERSON_CASES,), _person_cases),
        ),
    ),
    ("Administration", (Item("Accounts", "key-round", "account-list", (C.MANAGE_ACCOUNTS,)),)),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Template context of every page of a signed-in person."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"theme": "auto"}
    roles = sorted({Role(row.role).label for row in user.role_assignments.all() if row.ended_at is None})
    return {
        "navigation": _sections(request),
        "port_name": _port_name(request.scope),
        "user_label": str(user),
        "role_label": ", ".join(roles),
        "theme": user.theme,
        "keys": "on" if user.keys_on else "off",
        "theme_url": reverse("theme"),
    }


def _sections(request: HttpRequest) -> list[dict[str, Any]]:
    shown = []
    for label, items in SECTIONS:
        links = [_link(request, item) for item in items if item.is_for(request.scope)]
        if links:
            shown.append({"label": label, "items": links})
    return shown


def _link(request: HttpRequest, item: Item) -> dict[str, Any]:
    url = reverse(item.url_name)
    current = request.path == url or (url != "/" and request.path.startswith(url))
    return {
        "label": item.label,
        "icon": item.icon,
        "url": url,
        "count": item.count(request) if item.count else None,
        "current": current,
    }


def _port_name(scope: Scope) -> str:
    ports = {port for held in scope.capabilities.values() for port in held}
    return ", ".join(Port.objects.filter(pk__in=ports).values_list("name", flat=True)) or "No port"
