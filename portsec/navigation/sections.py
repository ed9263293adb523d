"""What stands in the side bar, and for whom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest

from accounts.roles import Capability
from portsec.kernel.scope import Scope
from portsec.navigation import counts

C = Capability
SEES_BADGES = (C.VIEW_BADGES, C.ISSUE_BADGES, C.MANAGE_AREAS)
SEES_AREAS = (C.MANAGE_AREAS, C.WATCH_GATES, C.VIEW_BADGES)
SEES_NEED = (C.MANAGE_CARGO, C.SET_ISPS_LEVEL, C.VIEW_EVENTS)
SEES_RULES = (C.VIEW_PERSON_CASES, C.MANAGE_POLICIES, C.SET_ISPS_LEVEL)
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


SECTIONS: tuple[tuple[str, tuple[Item, ...]], ...] = (
    (
        "",
        (
            Item("Overview", "layout-dashboard", "overview"),
            Item("My access", "key-round", "my-access"),
            Item(
                "Questions to me", "message-circle-question-mark", "my-question-list", (), counts.my_questions
            ),
        ),
    ),
    (
        "Cases",
        (
            Item("Work queue", "inbox", "case-list", (C.VIEW_CASES,), counts.open_applications),
            Item("Declarations", "file-check", "declaration-list", (C.VIEW_CASES,), counts.declarations),
            Item("Requests", "send", "request-list", (C.VIEW_CASES,), counts.requests_overdue),
            Item("Hits to decide", "flag", "person-hit-list", (C.VIEW_CASES,), counts.hits),
            Item("Second opinion", "stamp", "approval-list", (C.COUNTERSIGN_DECISIONS,), counts.proposals),
            Item("Panels", "gavel", "panel-list", DECIDES, counts.panels),
            Item("Hearings", "megaphone", "hearing-list", DECIDES, counts.hearings),
            Item("Remedies", "scale", "remedy-list", DECIDES, counts.remedies),
        ),
    ),
    (
        "People",
        (
            Item("People", "users", "person-list", (C.VIEW_PEOPLE,)),
            Item("Companies", "building-2", "company-list", (C.VIEW_CASES,)),
            Item("Crews", "ship", "crew-list", (C.VIEW_CASES,), counts.crew_waiting),
            Item("Port bans", "ban", "port-ban-list", (C.VIEW_CASES,), counts.bans_unanswered),
            Item("Our people", "badge-check", "outcome-list", (C.VIEW_OUTCOMES,)),
            Item(
                "To sign", "signature", "sponsorship-list", (C.VIEW_OUTCOMES,), counts.sponsorships_unsigned
            ),
            Item(
                "Ending soon",
                "calendar-clock",
                "renewal-list",
                (C.VIEW_CASES, C.VIEW_OUTCOMES),
                counts.prompts,
            ),
            Item("Rights desk", "user-key", "rights-list", (C.VIEW_CASES,), counts.rights),
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
                counts.badge_requests,
            ),
            Item("Badge register", "scan-face", "badge-list", (C.VIEW_BADGES,)),
            Item("Types of badges", "credit-card", "badge-type-list", SEES_BADGES),
            Item("Blank cards", "package", "stock-list", (C.VIEW_BADGES, C.ISSUE_BADGES)),
            Item("Trainings", "book-open-check", "qualification-list", SEES_BADGES),
            Item("Live gates", "radio-tower", "gate-live", (C.WATCH_GATES,)),
            Item("Check a badge", "scan-line", "gate-check", (C.SUBMIT_GATE_ATTEMPTS,)),
            Item("What would the gate say?", "circle-question-mark", "what-if", (C.VIEW_BADGES,)),
            Item("Outside the roster", "calendar-check", "duty-confirm", (C.CONFIRM_DUTY,)),
            Item("Silent alarms", "siren", "silent-alarm-list", (C.ANSWER_DURESS,), counts.silent_alarms),
        ),
    ),
    (
        "Security",
        (
            Item("Areas", "map", "area-map", SEES_AREAS),
            Item("Gates and readers", "settings-2", "gate-set-up", SEES_AREAS),
            Item("Barriers", "blocks", "barrier-list", SEES_AREAS, counts.barriers_overdue),
            Item("Devices", "smartphone-nfc", "device-list", (C.MANAGE_AREAS,)),
            Item(
                "ISPS level",
                "shield-half",
                "isps-level",
                (*SEES_AREAS, C.SET_ISPS_LEVEL),
                counts.level_proposals,
            ),
            Item(
                "Lockdown",
                "lock",
                "lockdown",
                (C.SET_ISPS_LEVEL, C.MANAGE_AREAS, C.WATCH_GATES, C.RECEIVE_VISITS),
                counts.lockdowns,
            ),
        ),
    ),
    (
        "Visits",
        (
            Item("Visitors", "contact-round", "visit-list", (C.RECEIVE_VISITS,), counts.expected_today),
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
            Item("Access requests", "inbox", "access-request-list", SEES_NEED, counts.access_requests),
            Item(
                "Break-glass",
                "siren",
                "break-glass-list",
                (C.SET_ISPS_LEVEL, C.VIEW_EVENTS),
                counts.break_glass,
            ),
            Item("Access reviews", "list-checks", "review-list", SEES_NEED, counts.access_reviews),
            Item("Shrinker", "lightbulb", "shrink-list", SEES_NEED, counts.shrinks),
        ),
    ),
    (
        "Audit",
        (
            Item("Access events", "scroll-text", "event-list", (C.VIEW_EVENTS,)),
            Item("Look-ups", "eye", "data-event-list", (C.VIEW_EVENTS,)),
            Item("Who could see", "scan-eye", "cargo-audit", (C.VIEW_EVENTS,)),
            Item("Container trace", "route", "container-trace", (C.VIEW_EVENTS,)),
            Item("Seizure", "target", "seizure", (C.VIEW_EVENTS,)),
            Item("Who can see now", "user-search", "sight-desk", (C.VIEW_EVENTS,)),
            Item("What would be shown?", "circle-question-mark", "look-up-simulator", (C.VIEW_EVENTS,)),
            Item("Unusual entries", "activity", "unusual-list", (C.VIEW_PERSON_CASES,), counts.person_cases),
            Item("Random sample", "scale", "audit-draw-list", (C.VIEW_PERSON_CASES,), counts.audit_draws),
            Item(
                "Muted patterns",
                "bell-off",
                "muted-pattern-list",
                (C.VIEW_PERSON_CASES,),
                counts.muted_patterns,
            ),
            Item("Detection rules", "sliders-horizontal", "rule-list", SEES_RULES, counts.rule_versions),
            Item("Fairness", "scale", "fairness", (C.VIEW_PERSON_CASES,)),
            Item("Planted records", "container", "honey-container-list", (C.TRIAGE_PERSON_CASES,)),
        ),
    ),
    (
        "Hotline",
        (
            Item("Reports", "inbox", "report-list", (C.READ_REPORTS,)),
            Item("My key", "file-key", "report-key", (C.READ_REPORTS,)),
            Item("Answers kept ready", "reply", "answer-list", (C.READ_REPORTS,)),
            Item("Cards and posters", "megaphone", "campaign-list", (C.READ_REPORTS,)),
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
