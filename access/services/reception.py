"""Lets visitors in and out at the reception. One of two writers of visits; `visit` is the other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from access.enums import BadgeEvent, BadgeState, VisitEvent, VisitState
from access.models import Area, Badge, Visit
from access.permissions.visit import may_receive
from access.selectors.visit_facts import arrival_facts, escort_facts, escort_with_badge, visit_areas
from access.services import badge, badge_type, visit
from access.transitions import BADGE_TRANSITIONS
from access.visiting.arrival import STANDING, IdentityPaper, arrival_checks, has_room, may_lead
from access.visiting.standing import as_told
from accounts.models import User
from portsec.kernel.errors import Conflict, InvalidInput, require
from portsec.kernel.scope import Scope
from portsec.kernel.verdict import Verdict, all_of
from screening.models import Person


@dataclass(frozen=True, slots=True)
class Arrived:
    """A visitor who was let in, and what stands in the code of their card."""

    visit: Visit
    badge: Badge
    qr_text: str


def checklist(expected: Visit, escort: Person | None, *, at: datetime) -> dict[str, Verdict]:
    """What must hold before this visitor is let in, each with its verdict: the red and green list."""
    return dict(arrival_checks(arrival_facts(expected, escort, at=at)))


def told(checks: dict[str, Verdict], *, in_full: bool) -> dict[str, Verdict]:
    """The same for a reader who may not know why somebody may not come."""
    return checks if in_full else {name: _neutral(name, verdict) for name, verdict in checks.items()}


def arrive(
    expected: Visit,
    *,
    paper: IdentityPaper,
    agrees: bool,
    escort: str = "",
    arrived_with: str = "",
    actor: User,
    scope: Scope,
    at: datetime,
) -> Arrived:
    """Let a visitor in: identity compared, escort beside them, with a card until the end of the day.

    `escort` is the number of the badge that the escort shows; without one the escort whom the host named.
    Refuses when: the actor may not receive, is the host or the visitor (Refused); the paper was not compared,
    or the escort's badge is unknown (InvalidInput); anything on the list does not hold (Refused, with all
    reasons); the visit was changed meanwhile (Conflict).
    Records: access.visit.arrived, access.badge.issued.
    """
    require(may_receive(actor, scope, expected))
    if not agrees:
        problem = "Compare name, birth date and picture with the paper first."
        raise InvalidInput(problem, fields={"agrees": problem})
    leader = _leader(expected, escort)
    with transaction.atomic():
        # One after the other: two arrivals of one escort, and an arrival beside a suspension.
        _hold(expected.visitor, leader)
        checks = told(checklist(expected, leader, at=at), in_full=False)
        require(all_of(*checks.values()))
        areas = list(Area.objects.filter(port=expected.port, code__in=expected.areas))
        issued = badge.lend(
            expected.visitor,
            badge_type=badge_type.visitors(expected.port, at=at),
            areas=areas,
            valid_until=badge.end_of(timezone.localdate(at)),
            actor=actor,
            at=at,
        )
        visit.take_step(
            expected,
            VisitEvent.ARRIVE,
            arrived_at=at,
            document_seen=paper.value,
            escort=leader,
            arrived_with=arrived_with.strip(),
            badge=issued.badge,
        )
        visit.note(
            expected,
            "arrived",
            actor=actor.reference,
            at=at,
            paper=paper.label.lower(),
            escort=leader.reference if leader else "",
            badge=issued.badge.serial,
            areas=expected.areas,
        )
    return Arrived(expected, issued.badge, issued.credential)


@transaction.atomic
def turn_away(expected: Visit, *, reason: str, actor: User, scope: Scope, at: datetime) -> Visit:
    """Send a visitor away; who comes back is announced anew.

    Refuses when: the actor may not receive, is the host or the visitor (Refused); the reason is empty
    (InvalidInput); the visitor was let in, or the visit is over (Conflict).
    Records: access.visit.turned_away.
    """
    require(may_receive(actor, scope, expected))
    said = visit.reason_given(reason)
    visit.take_step(expected, VisitEvent.TURN_AWAY, closed_reason=said)
    visit.note(expected, "turned_away", actor=actor.reference, at=at, reason=said)
    return expected


@transaction.atomic
def leave(present: Visit, *, card_back: bool, actor: User, scope: Scope, at: datetime) -> Visit | None:
    """Sign a visitor out. A card that does not come back is lost from now on, and opens nothing.

    Returns the visit of the days that are left, if there are any: the visitor is expected again tomorrow.
    Refuses when: the actor may not receive, is the host or the visitor (Refused); the visitor is not on site
    (Conflict).
    Records: access.visit.left, access.badge.changed.
    """
    require(may_receive(actor, scope, present))
    visit.take_step(present, VisitEvent.LEAVE, left_at=at)
    if present.badge is not None:
        _take_card(present.badge, card_back, actor=actor, at=at)
    card = "handed in" if card_back else "not handed in"
    visit.note(present, "left", actor=actor.reference, at=at, card=card)
    tomorrow = timezone.localdate(at) + timedelta(days=1)
    return visit.expect_again(present, tomorrow, at=at) if tomorrow <= present.last_day else None


@transaction.atomic
def change_escort(present: Visit, *, escort: str, actor: User, scope: Scope, at: datetime) -> Visit:
    """Put a visitor on site into other hands; `escort` is the number of the badge that the new escort shows.

    Refuses when: the actor may not receive, is the host or the visitor, or the escort may not lead or has too
    many along (Refused); the badge is unknown (InvalidInput); the visitor is not on site (Conflict).
    Records: access.visit.escort_changed.
    """
    require(may_receive(actor, scope, present))
    if present.state_word is not VisitState.ARRIVED:
        raise Conflict("The visitor is not on site.")
    leader = _leader(present, escort)
    _hold(present.visitor, leader)
    if leader is None:
        raise InvalidInput("Name the escort.", fields={"escort": "Enter the number of the escort's badge."})
    facts = escort_facts(leader, present.port, visitor=present.visitor, at=at)
    areas = visit_areas(present.port, present.areas, at=at)
    require(all_of(may_lead(facts, areas), has_room(facts, areas)))
    changed = Visit.objects.filter(pk=present.pk, state=VisitState.ARRIVED.value).update(escort=leader)
    if changed != 1:
        raise Conflict("The visit was changed meanwhile; look again.")
    present.refresh_from_db()
    visit.note(present, "escort_changed", actor=actor.reference, at=at, escort=leader.reference)
    return present


def _leader(planned: Visit, serial: str) -> Person | None:
    """Who leads: the holder of the badge that is shown, else whom the host named."""
    if not serial.strip():
        return planned.escort
    leader = escort_with_badge(serial, planned.port)
    if leader is None:
        problem = "Nobody at this port holds a badge of this number."
        raise InvalidInput(problem, fields={"escort": problem})
    return leader


def _hold(*people: Person | None) -> None:
    """In the order of their keys, so that two who hold the same people never wait for each other."""
    keys = sorted({person.pk for person in people if person is not None})
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").values_list("pk"))


def _take_card(card: Badge, is_back: bool, *, actor: User, at: datetime) -> None:
    """A card that ran out or was taken back meanwhile stays as it is, unless it is handed in."""
    event = BadgeEvent.HAND_IN if is_back else BadgeEvent.REPORT_LOST
    if (card.state_word, event) not in BADGE_TRANSITIONS or card.state_word is BadgeState.RETURNED:
        return
    reason = "The visitor handed it in." if is_back else "The visitor left without handing it in."
    badge.take_step(card, event, reason=reason, actor=actor.reference, at=at)


def _neutral(name: str, verdict: Verdict) -> Verdict:
    return as_told(verdict) if name == STANDING else verdict
