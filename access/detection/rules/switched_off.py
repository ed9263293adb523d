"""P14: somebody turns a control off that no work asks for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from access.detection.controls import alarms, is_ordered, reads_near
from access.detection.physical_facts import Alarm
from access.detection.rule import Family, Given, Hit, Parameter, Rule, Tried
from access.detection.window import Feed, Window
from access.detection.wording import counted, day, listed, moment
from access.enums import Severity

_START = date(2026, 11, 22)

PARAMETERS = (
    Parameter("times", 3, "times", "who does it so often has made it a habit; start value", _START),
    Parameter("within", 30, "days", "the span in which they count; start value", _START),
    Parameter("near", 15, "minutes", "somebody who passes then may have been let in; start value", _START),
)


def control_switched_off(window: Window, given: Given) -> Iterator[Hit]:
    """A door was released by hand, an alarm masked, a reader put into free mode or a camera turned off, with
    no work order for it.

    Guards and control rooms open ways for teams; staff in the field complain that nobody can tell what
    unlocked a reader, so the cause is always to be logged. Medium; high for the third time in 30 days by one
    operator, or when a badge was read beside it at that time. One finding per operator, area and day.
    """
    by_operator: defaultdict[str, list[Alarm]] = defaultdict(list)
    for alarm in window.once(alarms):
        if alarm.operator and alarm.kind.is_switched_off and not is_ordered(window, alarm):
            by_operator[alarm.operator].append(alarm)
    for operator, own in by_operator.items():
        days: defaultdict[tuple[str, date], list[Alarm]] = defaultdict(list)
        for alarm in own:
            days[alarm.area, day(alarm.at)].append(alarm)
        for (area, on), of_day in days.items():
            last = of_day[-1]
            times = sum(last.at - given.duration("within") <= alarm.at <= last.at for alarm in own)
            yield _hit(window, operator, f"{operator}:{area}:{on}", of_day, times, given)


def _hit(window: Window, operator: str, key: str, of_day: Sequence[Alarm], times: int, given: Given) -> Hit:
    near = given.duration("near")
    passed = {fact.id for alarm in of_day for fact in reads_near(window, alarm, near) if fact.granted}
    kinds = sorted({alarm.kind.label.lower() for alarm in of_day})
    is_high = times >= given.number("times") or bool(passed)
    return Hit(
        person=operator,
        key=key,
        events=(*(alarm.id for alarm in of_day), *sorted(passed)),
        first_at=of_day[0].at,
        last_at=of_day[-1].at,
        due_at=of_day[-1].at + near,
        text=(
            f"{listed(kinds).capitalize()} at {of_day[0].area} on {moment(of_day[0].at)} by one operator, "
            f"with no work order. {counted(times, 'time')} in 30 days; {counted(len(passed), 'badge read')} "
            "beside it."
        ),
        severity=Severity.HIGH if is_high else Severity.MEDIUM,
        tried=(Tried("work_order", "No order that somebody else opened covers it."),),
    )


RULE = Rule(
    id="P14",
    version=1,
    family=Family.PHYSICAL,
    severity=Severity.MEDIUM,
    title="Control switched off",
    innocent=(
        "Maintenance or a repair whose order was not entered; a door opened for a delivery or an ambulance; "
        "a fault that the system reports as an act."
    ),
    parameters=PARAMETERS,
    look_back=timedelta(days=31),
    detect=control_switched_off,
    needs=frozenset({Feed.ALARMS}),
)
