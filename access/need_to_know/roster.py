"""The explanation by the roster: a shift that handles the vessel call."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from access.enums import FieldClass, RosterKind
from access.need_to_know.explanation import FULL, Explanation, FailedExplanation
from access.need_to_know.facts import LookUpFacts, ShiftFact, VesselCallFact
from access.need_to_know.work_order import WINDOW, own_orders, strongest

HIGHEST_CLASS = FieldClass.S2
"""A shift handles a whole ship, so it must not open the release right of each box on board."""

TOLERANCE = timedelta(minutes=60)
"""People read in before their shift and hand over after it. House proposal of November 2026."""

WORKING = frozenset({RosterKind.SHIFT, RosterKind.ON_CALL})


NOT_HANDLED = "No shift or order of the requester handles the vessel call of this object now."


def shift_handles_vessel_call(facts: LookUpFacts) -> Explanation | FailedExplanation:
    """The requester is at work on the vessel call that carries this object, by roster or by order.

    E3. Whoever discharges a ship needs to know where its boxes stand and go, but nothing above S2.
    """
    if facts.is_critical:
        return FailedExplanation("E3", f"A shift on a vessel call opens nothing above {HIGHEST_CLASS.value}.")
    call = facts.resource.vessel_call if facts.resource else None
    if call is None or not facts.holder_known:
        return FailedExplanation("E3", NOT_HANDLED)
    by_shift = _by_shift(facts, call)
    if isinstance(by_shift, Explanation):
        return by_shift
    by_order = strongest(facts, "E3", "work order", own_orders(facts, {call.ref} - {""}))
    if isinstance(by_order, Explanation):
        sentence = f"Work order {by_order.source} names the vessel call of this object."
        return replace(by_order, sentence=sentence)
    coming = (failed.opens_at for failed in (by_shift, by_order) if failed.opens_at is not None)
    return replace(by_shift, opens_at=min(coming, default=None))


def at_work(facts: LookUpFacts) -> tuple[ShiftFact, ...]:
    """The duties of the requester that run now; none while on leave or sick, whatever else is rostered."""
    now = [shift for shift in facts.shifts if _opens(shift) <= facts.at <= _closes(shift)]
    away = (shift.kind not in WORKING and shift.starts_at <= facts.at < shift.ends_at for shift in now)
    return () if any(away) else tuple(shift for shift in now if shift.kind in WORKING)


def next_duty(facts: LookUpFacts) -> datetime | None:
    """When the next duty of the requester may begin to read; None where none is known."""
    coming = (_opens(shift) for shift in facts.shifts if shift.kind in WORKING and _opens(shift) > facts.at)
    return min(coming, default=None)


def _by_shift(facts: LookUpFacts, call: VesselCallFact) -> Explanation | FailedExplanation:
    if call.starts_at is None or call.ends_at is None:
        return FailedExplanation("E3", NOT_HANDLED)  # a call without both ends would go on for ever
    begins, ends = call.starts_at - WINDOW, call.ends_at + WINDOW
    if begins <= facts.at <= ends:
        handling = [shift for shift in at_work(facts) if shift.area and shift.area in call.handled_from]
        if handling:
            until = min(max(_closes(shift) for shift in handling), ends)
            sentence = "The requester's rostered shift handles the vessel call that carries this object."
            return Explanation("E3", FULL, sentence, call.ref, until)
    coming = (
        max(_opens(shift), begins)
        for shift in facts.shifts
        if shift.kind in WORKING
        and shift.area
        and shift.area in call.handled_from
        and facts.at < max(_opens(shift), begins) <= min(_closes(shift), ends)
    )
    return FailedExplanation("E3", NOT_HANDLED, min(coming, default=None))


def _opens(shift: ShiftFact) -> datetime:
    return shift.starts_at - TOLERANCE


def _closes(shift: ShiftFact) -> datetime:
    return shift.ends_at + TOLERANCE
