"""Work outside the roster is confirmed by a supervisor, for a day at most, never for oneself."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from access.models import Area, DutyConfirmation
from access.services import duty
from portsec.kernel.errors import InvalidInput, Refused
from tests.scenario import Scenario
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def confirmed(made: Scenario, now: datetime, by: str = "sven", **said: Any) -> DutyConfirmation:
    given = {
        "area": made.area,
        "starts_at": now,
        "ends_at": now + timedelta(hours=8),
        "reason": "A crane stands still.",
    } | said
    area = given.pop("area")
    return duty.confirm(made.erin, area, **given, **getattr(made.cast, by).acts(now))


def test_duty_when_confirmed_then_kept_and_on_record(made: Scenario, now: datetime, record: Record) -> None:
    row = confirmed(made, now)
    assert (row.person, row.area, row.by) == (made.erin, made.area, "user:sven")
    entry = record.one("access.duty.confirmed")
    assert (entry.subject, entry.body["area"]) == (made.erin.reference, "TERMINAL-A")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"ends_at": timedelta(0)}, "ends_at"),
        ({"ends_at": timedelta(hours=25)}, "ends_at"),
        ({"starts_at": timedelta(days=8), "ends_at": timedelta(days=8, hours=1)}, "starts_at"),
        ({"starts_at": timedelta(hours=-3), "ends_at": timedelta(hours=-1)}, "ends_at"),
        ({"reason": "  "}, "reason"),
    ],
    ids=str,
)
def test_duty_when_something_is_wrong_then_400_that_names_it(
    made: Scenario, now: datetime, said: dict[str, Any], field: str
) -> None:
    moved = {key: now + value if isinstance(value, timedelta) else value for key, value in said.items()}
    with unchanged(), pytest.raises(InvalidInput) as refusal:
        confirmed(made, now, **moved)
    assert field in refusal.value.fields


def test_duty_when_the_area_is_of_another_port_then_not_confirmed(
    made: Scenario, elsewhere: Scenario, now: datetime
) -> None:
    other = Area.objects.get(port=elsewhere.port, code="TERMINAL-A")
    with pytest.raises(InvalidInput):
        confirmed(made, now, area=other)


@pytest.mark.parametrize("name", ["carol", "gita", "frank", "emma", "dave"])
def test_duty_when_no_supervisor_confirms_then_refused(made: Scenario, now: datetime, name: str) -> None:
    with unchanged(), pytest.raises(Refused):
        confirmed(made, now, by=name)


def test_duty_when_it_is_ones_own_then_refused(made: Scenario, now: datetime) -> None:
    made.cast.sven.user.person_ref = made.erin.ref
    made.cast.sven.user.save(update_fields=["person_ref"])
    with unchanged(), pytest.raises(Refused) as refusal:
        confirmed(made, now)
    assert refusal.value.verdict.codes == ("own_file",)
