"""When areas are open: weeks, other days, public holidays."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from access.gate.opening_hours import Span
from access.models import Area, OpeningSpan, OtherDay
from access.selectors.area_plan import area_plan
from access.services import opening_hours
from accounts.models import Port
from portsec.kernel.errors import InvalidInput, Refused
from tests.people import Cast
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

EARLY, LATE = Span(time(6), time(14)), Span(time(14), time(22))
CHRISTMAS = date(2026, 12, 25)


@pytest.fixture
def office(port: Port) -> Area:
    return Area.objects.create(port=port, code="OFFICE", name="Office")


def is_open(area: Area, moment: str) -> bool:
    at = datetime.fromisoformat(moment)
    facts = area_plan(area.port, at=at).facts[area.code]
    return all(hours.is_open(at) for hours in facts.needs.hours)


def test_week_when_set_then_gates_read_it(office: Area, cast: Cast, now: datetime, record: Record) -> None:
    assert opening_hours.set_week(office, {0: (EARLY, LATE), 4: (EARLY,)}, **cast.sven.acts(now))
    assert is_open(office, "2026-11-23T12:00+01:00")  # a Monday
    assert not is_open(office, "2026-11-24T12:00+01:00")
    assert not is_open(office, "2026-11-27T15:00+01:00")
    assert record.one("access.opening_hours.changed").body["changes"] == [
        "Monday closed → 06:00–14:00, 14:00–22:00",
        "Friday closed → 06:00–14:00",
    ]
    assert not opening_hours.set_week(office, {0: (LATE, EARLY), 4: (EARLY,)}, **cast.sven.acts(now))
    opening_hours.set_week(office, {}, **cast.sven.acts(now))
    assert is_open(office, "2026-11-24T12:00+01:00")  # without any stretch it never closes


def test_week_when_stretches_overlap_then_the_day_is_named(office: Area, cast: Cast, now: datetime) -> None:
    overlapping = (EARLY, Span(time(13), time(15)))
    with unchanged(), pytest.raises(InvalidInput) as error:
        opening_hours.set_week(office, {2: overlapping}, **cast.sven.acts(now))
    assert set(error.value.fields) == {"day_2"}


def test_day_when_given_hours_of_its_own_then_they_replace_the_week(
    office: Area, cast: Cast, now: datetime
) -> None:
    acts = cast.sven.acts(now)
    opening_hours.set_day(office, CHRISTMAS, "Christmas", (), **acts)
    assert not is_open(office, "2026-12-25T12:00+01:00")
    assert is_open(office, "2026-12-26T12:00+01:00")
    opening_hours.set_day(office, CHRISTMAS, "Christmas", (EARLY,), **acts)
    assert is_open(office, "2026-12-25T12:00+01:00")
    assert OtherDay.objects.count() == 1
    opening_hours.remove_day(office, CHRISTMAS, **acts)
    opening_hours.remove_day(office, CHRISTMAS, **acts)
    assert not OpeningSpan.objects.exists()


def test_holidays_when_filled_in_then_closed_with_the_names_of_the_state(
    office: Area, cast: Cast, now: datetime, record: Record
) -> None:
    acts = cast.sven.acts(now)
    opening_hours.set_day(office, CHRISTMAS, "Night shift only", (LATE,), **acts)
    record.new()
    new = opening_hours.fill_in_holidays(office, "BE", 2026, **acts)
    assert date(2026, 7, 21) in new  # the national day
    assert CHRISTMAS not in new
    assert is_open(office, "2026-12-25T15:00+01:00")
    assert not is_open(office, "2026-07-21T12:00+02:00")
    assert len(record.one("access.opening_hours.changed").body["changes"]) == len(new)
    assert opening_hours.fill_in_holidays(office, "BE", 2026, **acts) == []
    assert record.kinds() == []


@pytest.mark.parametrize(("country", "year", "field"), [("XX", 2026, "country"), ("BE", 1999, "year")])
def test_holidays_when_not_known_then_said(
    office: Area, cast: Cast, now: datetime, country: str, year: int, field: str
) -> None:
    with pytest.raises(InvalidInput) as error:
        opening_hours.fill_in_holidays(office, country, year, **cast.sven.acts(now))
    assert set(error.value.fields) == {field}


def test_hours_when_actor_sets_up_no_areas_then_refused(office: Area, cast: Cast, now: datetime) -> None:
    acts = cast.gita.acts(now)
    for command in (
        lambda: opening_hours.set_week(office, {0: (EARLY,)}, **acts),
        lambda: opening_hours.set_day(office, CHRISTMAS, "Christmas", (), **acts),
        lambda: opening_hours.remove_day(office, CHRISTMAS, **acts),
        lambda: opening_hours.fill_in_holidays(office, "BE", 2026, **acts),
    ):
        with unchanged(), pytest.raises(Refused):
            command()
