"""The clearance that counts at a moment."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from screening.models import Clearance, Person
from screening.selectors.clearance import clearance_history, current_clearance, current_clearances
from tests.screening import rows

pytestmark = [pytest.mark.db, pytest.mark.django_db]

JUNE = datetime(2026, 6, 15, 12, tzinfo=UTC)


def clearance(of: Person, since: date, until: date = date(2030, 12, 31), state: str = "granted") -> Clearance:
    return Clearance.objects.create(
        person=of,
        port=of.port,
        level="standard",
        valid_from=since,
        valid_until=until,
        state=state,
        state_since=JUNE,
        suspended_until=until if state == "suspended" else None,
    )


def both(person: Person, at: datetime) -> Clearance | None:
    """The one and the many must agree."""
    one = current_clearance(person.pk, at=at)
    assert current_clearances([person.pk], at=at) == ({person.pk: one} if one else {})
    return one


def test_current_when_none_was_ever_given_then_none(erin: Person) -> None:
    assert both(erin, JUNE) is None


def test_current_when_several_have_begun_then_the_newest_in_whatever_state(erin: Person) -> None:
    clearance(erin, date(2025, 1, 1))
    newest = clearance(erin, date(2026, 1, 1), state="suspended")
    clearance(erin, date(2024, 1, 1))
    assert both(erin, JUNE) == newest


def test_current_when_two_began_on_one_day_then_the_later_decided_one(erin: Person) -> None:
    clearance(erin, date(2026, 1, 1))
    second = clearance(erin, date(2026, 1, 1), state="withdrawn")
    assert both(erin, JUNE) == second


def test_current_when_one_is_still_to_begin_then_the_one_before_counts(erin: Person) -> None:
    now = clearance(erin, date(2026, 1, 1))
    clearance(erin, date(2026, 6, 16))
    assert both(erin, JUNE) == now


def test_current_when_it_has_ended_then_still_the_one_that_is_judged(erin: Person) -> None:
    """An older clearance with a later end does not come back."""
    clearance(erin, date(2025, 1, 1), date(2030, 1, 1))
    ended = clearance(erin, date(2026, 1, 1), date(2026, 1, 31))
    assert both(erin, JUNE) == ended


@pytest.mark.parametrize(
    ("at", "begun"),
    [
        (datetime(2026, 6, 14, 21, 59, tzinfo=UTC), False),
        (datetime(2026, 6, 14, 22, 0, tzinfo=UTC), True),
    ],
    ids=["23:59 in the port", "midnight in the port"],
)
def test_current_when_the_day_begins_in_the_port_then_it_counts(
    erin: Person, at: datetime, begun: bool
) -> None:
    first = clearance(erin, date(2026, 6, 15))
    assert both(erin, at) == (first if begun else None)


def test_current_when_many_are_asked_for_then_one_query(erin: Person, django_assert_num_queries: Any) -> None:
    others = [rows.make_person(erin.port, None, f"Smit {number}") for number in range(3)]
    held = {person.pk: clearance(person, date(2026, 1, 1)) for person in [erin, *others[:2]]}
    with django_assert_num_queries(1):
        found = current_clearances([erin.pk, *(person.pk for person in others)], at=JUNE)
    assert found == held


def test_history_when_read_then_newest_first_with_changes(
    erin: Person, django_assert_num_queries: Any
) -> None:
    for _ in range(3):
        rows.cleared(erin)
    with django_assert_num_queries(2):
        read = [(row.pk, len(row.changes.all())) for row in clearance_history(erin)]
    assert [changes for _, changes in read] == [1, 1, 1]
    assert read == sorted(read, reverse=True)
