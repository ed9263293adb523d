"""The explanation by the roster: a shift that handles the vessel call."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from access.enums import FieldClass, RosterKind
from access.need_to_know.explanation import FULL, Explanation, FailedExplanation
from access.need_to_know.facts import LookUpFacts, VesselCallFact
from access.need_to_know.work_order import WINDOW, own_orders, strongest

HIGHEST_CLASS = FieldClass.S2
"""A shift handles a whole ship, so it must not open the release right of each box on board."""

TOLERANCE = timedelta(minutes=60)
"""People read in before their shift and hand over after it. House proposal of November 2026."""

WORKING = frozenset({RosterKind.SHIFT, RosterKind.ON_CALL})


def shift_handles_vessel_call(facts: LookUpFacts) -> Explanation | FailedExplanation:
    """The requester is at work on the vessel call that carries this object, by roster or by order.

    E3. Whoever discharges a ship needs to know where its boxes stand and go, but nothing above S2.
    """
    if facts.protection.rank > HIGHEST_CLASS.rank:
        return FailedExplanation("E3", f"A shift on a vessel call opens nothing above {HIGHEST_CLASS.value}.")
    call = facts.resource.vessel_call if facts.resource else None
    if call is not None and facts.holder_known:
        if _is_handled_now(facts.at, call) and _is_rostered(facts, call):
            sentence = "The requester's rostered shift handles the vessel call that carries this object."
            return Explanation("E3", FULL, sentence, call.ref)
        by_order = strongest(facts, "E3", "work order", own_orders(facts, {call.ref} - {""}))
        if isinstance(by_order, Explanation):
            return replace(
                by_order, sentence=f"Work order {by_order.source} names the vessel call of this object."
            )
    return FailedExplanation(
        "E3", "No shift or order of the requester handles the vessel call of this object now."
    )


def _is_handled_now(at: datetime, call: VesselCallFact) -> bool:
    """A call without both ends is not shown to be going on, or it would go on for ever."""
    if call.starts_at is None or call.ends_at is None:
        return False
    return call.starts_at - WINDOW <= at <= call.ends_at + WINDOW


def _is_rostered(facts: LookUpFacts, call: VesselCallFact) -> bool:
    return any(
        shift.kind in WORKING
        and bool(shift.area)
        and shift.area in call.handled_from
        and shift.starts_at - TOLERANCE <= facts.at <= shift.ends_at + TOLERANCE
        for shift in facts.shifts
    )
