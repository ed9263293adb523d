"""The register of barriers and their inspections."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from access.enums import BarrierCondition, BarrierKind
from access.models import Area, Barrier, BarrierInspection
from access.selectors.barrier import barrier_register, overdue_barriers
from access.services import barrier as barriers
from access.services.barrier import BarrierDetails
from accounts.models import Port
from portsec.kernel.errors import Conflict, InvalidInput, Refused
from tests.people import Cast
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

FENCE = BarrierDetails(code="F1", name="North fence", area="YARD")
DAY = timedelta(days=1)


@pytest.fixture
def fence(port: Port, cast: Cast, now: datetime) -> Barrier:
    Area.objects.create(port=port, code="YARD", name="Yard")
    first = timezone.localdate(now)
    return barriers.define(port, FENCE, first_inspection_on=first, **cast.sven.acts(now))


def look(fence: Barrier, cast: Cast, now: datetime, **given: Any) -> BarrierInspection:
    today = timezone.localdate(now)
    found = {"on": today, "condition": BarrierCondition.GOOD, "remark": "", "next_on": today + 90 * DAY}
    return barriers.inspect(fence, **found | given, **cast.sven.acts(now))


def test_barrier_when_inspected_then_condition_and_next_day_follow(
    fence: Barrier, cast: Cast, now: datetime, record: Record
) -> None:
    look(fence, cast, now, condition=BarrierCondition.DEFECT, remark="A hole near post 14.")
    fence.refresh_from_db()
    assert fence.condition_word is BarrierCondition.DEFECT
    assert fence.next_inspection_on == timezone.localdate(now) + 90 * DAY
    assert record.one("access.barrier.inspected").body["remark"] == "A hole near post 14."


def test_inspection_when_entered_late_then_a_newer_one_still_counts(
    fence: Barrier, cast: Cast, now: datetime
) -> None:
    today = timezone.localdate(now)
    look(fence, cast, now)
    look(fence, cast, now, on=today - 3 * DAY, condition=BarrierCondition.WORN, remark="Rust.")
    fence.refresh_from_db()
    assert (fence.condition, fence.inspected_on) == ("good", today)
    assert fence.inspections.count() == 2


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"on": 1}, "on"),
        ({"next_on": 0}, "next_on"),
        ({"condition": BarrierCondition.WORN}, "remark"),
    ],
)
def test_inspection_when_something_is_impossible_then_named_by_field(
    fence: Barrier, cast: Cast, now: datetime, given: dict[str, Any], field: str
) -> None:
    today = timezone.localdate(now)
    asked = {name: today + value * DAY if name != "condition" else value for name, value in given.items()}
    with unchanged(), pytest.raises(InvalidInput) as error:
        look(fence, cast, now, **asked)
    assert set(error.value.fields) == {field}


def test_inspection_when_on_file_then_nobody_alters_it(fence: Barrier, cast: Cast, now: datetime) -> None:
    made = look(fence, cast, now)
    for query in (BarrierInspection.objects.filter(pk=made.pk),):
        with pytest.raises(DatabaseError), transaction.atomic():
            query.update(remark="Nothing was wrong.")
        with pytest.raises(DatabaseError), transaction.atomic():
            query.delete()


def test_register_when_some_are_overdue_then_they_come_first(
    fence: Barrier, port: Port, cast: Cast, now: datetime
) -> None:
    acts, today = cast.sven.acts(now), timezone.localdate(now)
    worn = barriers.define(
        port,
        BarrierDetails(code="B1", name="Boom", kind=BarrierKind.BOOM.value, area="YARD"),
        first_inspection_on=today + DAY,
        **acts,
    )
    look(worn, cast, now, condition=BarrierCondition.WORN, remark="Slow.")
    later = today + DAY
    rows = barrier_register(scope=cast.sven.scope, today=later).order_by("urgency", "next_inspection_on")
    assert [row.code for row in rows] == ["F1", "B1"]
    assert [row.code for row in overdue_barriers(scope=cast.gita.scope, today=later)] == ["F1"]
    assert not overdue_barriers(scope=cast.dora.scope, today=later).exists()


def test_barrier_when_inspected_once_then_not_removed(
    fence: Barrier, cast: Cast, now: datetime, record: Record
) -> None:
    look(fence, cast, now)
    with unchanged(), pytest.raises(Conflict):
        barriers.remove(fence, reason="Gone.", **cast.sven.acts(now))


def test_barrier_when_it_stands_nowhere_then_refused(port: Port, cast: Cast, now: datetime) -> None:
    nowhere = BarrierDetails(code="F2", name="Fence")
    with pytest.raises(InvalidInput) as error:
        barriers.define(port, nowhere, first_inspection_on=timezone.localdate(now), **cast.sven.acts(now))
    assert set(error.value.fields) == {"area"}


def test_barrier_when_actor_keeps_none_then_refused(fence: Barrier, cast: Cast, now: datetime) -> None:
    acts, today = cast.gita.acts(now), timezone.localdate(now)
    for command in (
        lambda: barriers.define(fence.port, FENCE, first_inspection_on=today, **acts),
        lambda: barriers.change(fence, FENCE, **acts),
        lambda: barriers.remove(fence, reason="Gone.", **acts),
        lambda: barriers.inspect(
            fence, on=today, condition=BarrierCondition.GOOD, remark="", next_on=today + DAY, **acts
        ),
    ):
        with unchanged(), pytest.raises(Refused):
            command()
