"""X03: somebody looks up a box without a reason, and then takes the shift that handles it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from access.detection.physical_facts import ShiftChange
from access.detection.places import Place, Places
from access.detection.rule import Family, Given, Hit, Parameter, Rule, Tried
from access.detection.unexplained import LookUp
from access.detection.window import Feed, Window
from access.detection.without_reason import between, without_reason
from access.detection.wording import counted, length, listed, moment
from access.detection.work import Work
from access.enums import Severity
from access.need_to_know.work_order import WINDOW

_START = date(2026, 11, 22)

PARAMETERS = (Parameter("within", 72, "hours", "from the look to asking for the shift; start value", _START),)


def shift_taken_toward_box(window: Window, given: Given) -> Iterator[Hit]:
    """Somebody looked up a box or ship with no work that makes it necessary, and within three days swapped
    into or volunteered for the shift that handles it.

    Whoever is paid to be at a box has to be on duty there; planners and drivers arranged it so (Rotterdam
    planner, six years, 2019). Swaps alone are everyday: only with the look-up do they count. One finding per
    shift taken.
    """
    places = window.once(Places)
    for change in window.context.shift_changes or ():
        if not window.history_since <= change.at <= window.until:
            continue
        look_ups = window.once(without_reason).get(change.person, ())
        found = [
            look_up
            for look_up in between(look_ups, change.at - given.duration("within"), change.at)
            if _handles(window, change, look_up, places.of(look_up.fact.object, look_up.fact.at))
        ]
        if found:
            yield _hit(change, found)


def _handles(window: Window, change: ShiftChange, look_up: LookUp, place: Place | None) -> bool:
    """Whether the shift lies at the box or its ship, while it is there."""
    work = Work(window)
    containers = work.containers(look_up.fact.object)
    visit = work.visit(containers[0], look_up.fact.at) if containers else None
    call = window.vessel_calls.get(visit.vessel_call if visit else look_up.fact.object)
    at_ship = call is not None and change.area in call.handled_from
    if call is not None and at_ship:
        return _overlap(change, call.starts_at, call.ends_at)
    if visit is None or place is None or not (not change.area or place.holds(change.area)):
        return False
    return _overlap(change, visit.discharged_at, visit.gate_out_at)


def _overlap(change: ShiftChange, since: datetime | None, until: datetime | None) -> bool:
    return (since is None or change.ends_at > since) and (until is None or change.starts_at < until)


def _hit(change: ShiftChange, found: list[LookUp]) -> Hit:
    names = tuple(sorted({look_up.fact.object for look_up in found}))
    last = found[-1]
    return Hit(
        person=change.person,
        key=f"{change.person}:{change.starts_at.isoformat()}:{change.at.isoformat()}",
        events=tuple(look_up.fact.id for look_up in found),
        first_at=found[0].fact.at,
        last_at=last.fact.at,
        due_at=change.at,
        text=(
            f"{counted(len(names), 'object')} looked up with no work that makes it necessary: "
            f"{listed(names)}. {length(change.at - last.fact.at)} later the person took the shift of "
            f"{moment(change.starts_at)} that handles it."
        ),
        objects=names,
        tried=(*(Tried(failed.code, failed.sentence) for failed in last.answer.failed),),
    )


RULE = Rule(
    id="X03",
    version=1,
    family=Family.CROSS,
    severity=Severity.HIGH,
    title="Look-up, then a swap into its shift",
    innocent=(
        "Overtime that everybody takes; a swap asked for by the colleague; a look at the work of a shift "
        "that was already agreed on."
    ),
    parameters=PARAMETERS,
    look_back=timedelta(days=5),
    detect=shift_taken_toward_box,
    needs=frozenset({Feed.DATA, Feed.CARGO, Feed.WORK_ORDERS, Feed.SHIFT_CHANGES}),
    stopped_by=frozenset({Feed.WORK_ORDERS, Feed.RELEASE_CHAIN}),
    reach=WINDOW,
)
