"""From clearance rows to what a person's clearance was, and since when."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from access.port_directory import clearance_history
from access.port_directory.clearance_history import Outcome, Spell
from access.port_directory.records import ClearanceRow
from access.port_directory.sheet import Line

pytestmark = pytest.mark.unit

ZONE = ZoneInfo("Europe/Brussels")
START, END = date(2025, 1, 1), date(2029, 12, 31)
MIDNIGHT = datetime(2024, 12, 31, 23, tzinfo=UTC)


def row(
    state: str = "granted",
    since: date | datetime = START,
    until: date | datetime | None = END,
    level: int | None = 2,
) -> ClearanceRow:
    return ClearanceRow("P1", level, since, until, state)


def follow(*rows: ClearanceRow, kept: tuple[Spell, ...] = ()) -> Outcome:
    lines = [Line(number, one) for number, one in enumerate(rows, start=2)]
    return clearance_history.follow(lines, kept, zone=ZONE)


def test_clearance_when_granted_then_begins_at_the_port_s_midnight() -> None:
    assert follow(row()).new == [(2, Spell(MIDNIGHT, "granted", 2, END))]


def test_clearance_when_the_rows_are_out_of_order_then_apply_by_valid_from() -> None:
    suspended = row("suspended", date(2026, 5, 1), None, None)
    outcome = follow(suspended, row())
    assert [(number, spell.state, spell.level, spell.last_day) for number, spell in outcome.new] == [
        (3, "granted", 2, END),
        (2, "suspended", 2, END),
    ]


def test_suspension_when_a_moment_is_given_then_holds_from_it() -> None:
    at = datetime(2026, 5, 1, 10, 30, tzinfo=UTC)
    assert follow(row(), row("suspended", at)).new[1][1].since == at


def test_end_when_a_moment_is_given_then_its_day_is_the_last_one_touched() -> None:
    midnight = datetime(2026, 1, 1, tzinfo=ZONE)
    assert follow(row(until=midnight)).new[0][1].last_day == date(2025, 12, 31)


def test_withdrawal_when_after_the_end_then_ends_on_its_own_day() -> None:
    outcome = follow(row(until=date(2025, 6, 30)), row("withdrawn", date(2026, 5, 1), None))
    assert outcome.new[1][1].last_day == date(2026, 5, 1)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (row(until=None), "valid_until is missing"),
        (row(until=date(2024, 12, 31)), "valid_until lies before valid_from"),
    ],
)
def test_row_when_it_has_no_possible_end_then_refused(wrong: ClearanceRow, said: str) -> None:
    outcome = follow(wrong)
    assert not outcome.new
    assert said in outcome.refused[0][1]


def test_level_when_not_given_then_is_the_lowest_with_a_remark() -> None:
    outcome = follow(row(level=None))
    assert outcome.new[0][1].level == 1
    assert "no level is given" in outcome.remarks[0][1]


def test_row_when_known_then_is_unchanged_and_what_is_open_stays() -> None:
    known = Spell(MIDNIGHT, "granted", 2, END, key=7)
    assert follow(row(), row("granted", START, None, None), kept=(known,)).unchanged == 2


def test_row_when_it_has_another_end_then_changes_the_kept_one() -> None:
    known = Spell(MIDNIGHT, "granted", 2, END, key=7)
    outcome = follow(row(until=date(2030, 6, 30), level=3), kept=(known,))
    assert outcome.changed == [(2, Spell(MIDNIGHT, "granted", 3, date(2030, 6, 30), key=7))]


def test_row_when_two_officers_decided_the_clearance_here_then_refused() -> None:
    known = Spell(MIDNIGHT, "granted", 2, END, key=7, fixed=True)
    assert "two officers decided" in follow(row(level=3), kept=(known,)).refused[0][1]
    assert follow(row(), kept=(known,)).unchanged == 1


def test_rows_when_they_contradict_each_other_then_the_second_is_refused() -> None:
    outcome = follow(row(level=2), row(level=3))
    assert len(outcome.new) == 1
    assert outcome.refused == [(3, "line 2 says the same with other values")]


def test_row_when_a_later_state_of_that_day_is_known_then_refused() -> None:
    known = Spell(datetime(2026, 5, 1, 15, tzinfo=UTC), "suspended", 2, END, key=7)
    outcome = follow(row("granted", datetime(2026, 5, 1, 9, tzinfo=UTC)), kept=(known,))
    assert "a later state is already known" in outcome.refused[0][1]


STATES = st.sampled_from(["granted", "suspended", "withdrawn"])
ROWS = st.lists(
    st.tuples(STATES, st.integers(0, 900), st.sampled_from([None, 1, 2, 3]), st.booleans()), max_size=6
)


@settings(deadline=None)  # other work on the machine is no fault of ours
@given(ROWS)
def test_any_rows_when_taken_twice_then_the_second_time_changes_nothing(
    found: list[tuple[str, int, int | None, bool]],
) -> None:
    rows = [
        row(state, date.fromordinal(START.toordinal() + day), END if ends else None, level)
        for state, day, level, ends in found
    ]
    first = follow(*rows)
    kept = tuple(sorted((spell for _, spell in first.new), key=lambda spell: spell.since))
    again = follow(*rows, kept=kept)
    assert (again.new, again.changed) == ([], [])
