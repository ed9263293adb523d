"""What a badge rests on and for how long, what came before and after it, and where its card is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from access.accountability.return_clock import days_over, is_to_return
from access.accountability.validity import Axis, Span, axis
from access.badging.facts import Bounds
from access.enums import BadgeState
from access.models import Badge, BadgeRequest
from access.selectors.badge_bound import bounds_of
from screening.enums import ClearanceState
from screening.models import Clearance
from screening.selectors.timeline import display_names


@dataclass(frozen=True, slots=True)
class ReturnClock:
    """By when the card is to be handed in; `over` counts the days since, negative while there is time."""

    due_on: date
    over: int
    reminded_on: date | None
    escalated_on: date | None


@dataclass(frozen=True, slots=True)
class Life:
    """The life of a badge beside its states."""

    validity: Axis
    before: Badge | None
    after: Badge | None
    request: BadgeRequest | None
    blank_of: str
    clock: ReturnClock | None


def life_of(badge: Badge, clearance: Clearance | None, *, at: datetime) -> Life:
    """The life of one badge; `clearance` is the one that counts for its holder."""
    today = timezone.localdate(at)
    request = badge.request
    return Life(
        validity=axis(_spans(badge, clearance, at), today),
        before=request.replaces if request else Badge.objects.filter(replaced_by=badge).first(),
        after=badge.replaced_by,
        request=request,
        blank_of=_blank_of(badge),
        clock=_clock(badge, today),
    )


def _spans(badge: Badge, clearance: Clearance | None, at: datetime) -> list[Span]:
    """Only what is there: a bar without an end would say that something holds for good."""
    bounds = bounds_of([badge.person], at=at)[badge.person.pk] if badge.person else Bounds()
    starts, works = timezone.localdate(badge.valid_from), badge.state_word is BadgeState.ACTIVE
    spans = []
    if clearance is not None:
        granted = clearance.state_word is ClearanceState.GRANTED
        spans.append(Span("Clearance", clearance.valid_from, clearance.valid_until, granted))
    for name, until in (
        ("Need", bounds.need or (badge.request.needed_until if badge.request else None)),
        ("Contract", bounds.contract),
        ("Employment", bounds.left),
    ):
        if until is not None:
            spans.append(Span(name, None, until))
    spans.append(Span("Badge", starts, timezone.localdate(badge.valid_until), works))
    signed = badge.credentials.order_by("-issued_at").first()
    if signed is not None:
        begins, ends = timezone.localdate(signed.issued_at), timezone.localdate(signed.expires_at)
        spans.append(Span("Credential", begins, ends, works and signed.ended_at is None))
    return spans


def _blank_of(badge: Badge) -> str:
    """Whose blank card became this one; empty where the port kept no stock."""
    used = badge.stock_moves.order_by("-pk").first()
    return display_names([used.giver]).get(used.giver, used.giver) if used else ""


def _clock(badge: Badge, today: date) -> ReturnClock | None:
    """None where the card need not come back, or has."""
    due = badge.return_due_on
    if due is None or not is_to_return(badge.state_word, right_ended=True):
        return None
    return ReturnClock(due, days_over(due, today), badge.reminded_on, badge.escalated_on)
