"""Keeps when areas are open: by weekday, and on days with hours of their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from access.gate.opening_hours import Span
from access.models import Area, OpeningSpan, OtherDay
from access.permissions.area import may_manage_areas
from access.zoning.changes import altered
from access.zoning.week import DAYS, span_problem, words_of
from accounts.models import User
from ledger.services import record
from portsec.kernel.errors import InvalidInput, require
from portsec.kernel.scope import Scope
from screening.public_holidays import named_holidays

Week = Mapping[int, Sequence[Span]]
FIRST_YEAR, LAST_YEAR = 2020, 2100


@transaction.atomic
def set_week(area: Area, week: Week, *, actor: User, scope: Scope, at: datetime) -> bool:
    """Set the hours of every weekday anew (0 is Monday); without any stretch the area never closes.

    True when something differed.
    Refuses when: the actor sets up no areas there (Refused); stretches of a day overlap (InvalidInput).
    Records: access.opening_hours.changed. Safe to repeat because: equal hours change nothing.
    """
    require(may_manage_areas(scope, area.port_id))
    problems = {f"day_{day}": span_problem(spans) for day, spans in week.items()}
    if wrong := {name: problem for name, problem in problems.items() if problem}:
        raise InvalidInput(" ".join(wrong.values()), fields=wrong)
    held = _held(area)
    before, after = _told(week_of(held)), _told(week)
    if before == after:
        return False
    OpeningSpan.objects.filter(area=held, other_day=None).delete()
    OpeningSpan.objects.bulk_create(
        OpeningSpan(area=held, weekday=day, opens=span.opens, closes=span.closes)
        for day, spans in sorted(week.items())
        for span in spans
    )
    _record(held, altered(before, after, dict(zip(DAYS, DAYS, strict=True))), actor=actor, at=at)
    return True


@transaction.atomic
def set_day(
    area: Area, day: date, name: str, spans: Sequence[Span], *, actor: User, scope: Scope, at: datetime
) -> None:
    """Give a day hours of its own, or other ones; without a stretch the area is closed all day.

    Refuses when: the actor sets up no areas there (Refused); the name is empty or stretches overlap
    (InvalidInput). Records: access.opening_hours.changed.
    Safe to repeat because: the same day is written over with the same hours.
    """
    require(may_manage_areas(scope, area.port_id))
    if not name.strip():
        raise InvalidInput("Say what kind of day it is.", fields={"name": "Say what kind of day it is."})
    if problem := span_problem(spans):
        raise InvalidInput(problem, fields={"spans": problem})
    held = _held(area)
    _keep(held, {day: name.strip()}, spans)
    _record(held, [f"{day} {name.strip()}: {words_of(spans).lower()}"], actor=actor, at=at)


@transaction.atomic
def remove_day(area: Area, day: date, *, actor: User, scope: Scope, at: datetime) -> None:
    """Let a day have the hours of its weekday again.

    Refuses when: the actor sets up no areas there (Refused). Records: access.opening_hours.changed.
    Safe to repeat because: a day without hours of its own stays as it is.
    """
    require(may_manage_areas(scope, area.port_id))
    held = _held(area)
    gone, _ = OtherDay.objects.filter(area=held, day=day).delete()
    if gone:
        _record(held, [f"{day}: the hours of its weekday again"], actor=actor, at=at)


@transaction.atomic
def fill_in_holidays(
    area: Area, country: str, year: int, *, actor: User, scope: Scope, at: datetime
) -> list[date]:
    """Close the area on the public holidays of a State in a year; the days that are new.

    A day that has hours already keeps them: somebody decided it.
    Refuses when: the actor sets up no areas there (Refused); the State's holidays are not known, or the year
    is out of reach (InvalidInput). Records: access.opening_hours.changed.
    Safe to repeat because: days that stand already are passed over.
    """
    require(may_manage_areas(scope, area.port_id))
    if not FIRST_YEAR <= year <= LAST_YEAR:
        problem = f"Choose a year from {FIRST_YEAR} to {LAST_YEAR}."
        raise InvalidInput(problem, fields={"year": problem})
    holidays = named_holidays(country, year)
    if not holidays:
        problem = f"The public holidays of {country} are not known here; enter the days one by one."
        raise InvalidInput(problem, fields={"country": problem})
    held = _held(area)
    standing = set(OtherDay.objects.filter(area=held, day__in=holidays).values_list("day", flat=True))
    new = {day: name for day, name in holidays.items() if day not in standing}
    _keep(held, new, ())
    if new:
        _record(held, [f"closed on {day} {name}" for day, name in sorted(new.items())], actor=actor, at=at)
    return sorted(new)


def week_of(area: Area) -> dict[int, tuple[Span, ...]]:
    """The hours of each weekday as they stand."""
    week: dict[int, tuple[Span, ...]] = {}
    for row in OpeningSpan.objects.filter(area=area, other_day=None).order_by("weekday", "opens"):
        week[row.weekday or 0] = (*week.get(row.weekday or 0, ()), Span(row.opens, row.closes))
    return week


def words_of_day(day: OtherDay) -> str:
    """The hours of an other day in words."""
    return words_of([Span(row.opens, row.closes) for row in day.spans.all()])


def _held(area: Area) -> Area:
    return Area.objects.select_for_update(of=("self",), no_key=True).select_related("port").get(pk=area.pk)


def _keep(area: Area, days: Mapping[date, str], spans: Sequence[Span]) -> None:
    OtherDay.objects.filter(area=area, day__in=days).delete()
    rows = OtherDay.objects.bulk_create(
        OtherDay(area=area, day=day, name=name[:120]) for day, name in sorted(days.items())
    )
    OpeningSpan.objects.bulk_create(
        OpeningSpan(area=area, other_day=row, opens=span.opens, closes=span.closes)
        for row in rows
        for span in spans
    )


def _told(week: Week) -> dict[str, str]:
    return {name: words_of(week.get(day, ())).lower() for day, name in enumerate(DAYS)}


def _record(area: Area, changes: Iterable[str], *, actor: User, at: datetime) -> None:
    record.append(
        "access.opening_hours.changed",
        actor=actor.reference,
        at=at,
        subject=area.reference,
        port=area.port.locode,
        area=area.code,
        changes=list(changes),
    )
