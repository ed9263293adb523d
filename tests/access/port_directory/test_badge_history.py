"""From badge rows to the states that a badge was in, and since when."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from access.enums import BadgeState
from access.port_directory import badge_history, days
from access.port_directory.badge_history import Details, KeptBadge, Outcome, Step, next_starts
from access.port_directory.records import BadgeRow
from access.port_directory.sheet import Line

pytestmark = pytest.mark.unit

ZONE = ZoneInfo("Europe/Brussels")
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ISSUED = datetime(2026, 1, 5, 6, tzinfo=UTC)
END = datetime(2031, 1, 5, tzinfo=UTC)
ACTIVE, REVOKED, LOST = BadgeState.ACTIVE, BadgeState.REVOKED, BadgeState.LOST


def row(
    state: str, since: date | datetime = ISSUED, until: date | datetime | None = END, **more: object
) -> BadgeRow:
    return BadgeRow("B1", "P1", ("TERMINAL-A",), since, until, state, **more)  # type: ignore[arg-type]


def follow(
    *rows: BadgeRow, kept: KeptBadge | None = None, next_start: datetime | None = None, at: datetime = NOW
) -> Outcome:
    lines = [Line(number, one) for number, one in enumerate(rows, start=2)]
    return badge_history.follow(lines, kept, next_start=next_start, zone=ZONE, at=at)


def kept(*steps: Step, until: datetime = END, fixed: bool = False) -> KeptBadge:
    return KeptBadge(steps, Details("P1", ("TERMINAL-A",), until), fixed)


def test_badge_when_active_then_has_one_step() -> None:
    outcome = follow(row("active"))
    assert outcome.steps == [Step(ACTIVE, ISSUED)]
    assert outcome.details == Details("P1", ("TERMINAL-A",), END)
    assert (outcome.new, outcome.refused, outcome.remarks) == (1, [], [])


def test_badge_when_rows_tell_its_history_then_each_state_holds_from_its_row() -> None:
    revoked_at = datetime(2026, 3, 10, 14, 30, tzinfo=UTC)
    outcome = follow(row("revoked", revoked_at), row("active"))
    assert outcome.steps == [Step(ACTIVE, ISSUED), Step(REVOKED, revoked_at)]
    assert outcome.remarks == []


def test_badge_when_days_are_given_then_they_are_days_at_the_port() -> None:
    outcome = follow(row("active", date(2026, 1, 5), date(2026, 12, 31)))
    assert outcome.steps == [Step(ACTIVE, datetime(2026, 1, 4, 23, tzinfo=UTC))]
    assert outcome.details is not None
    assert outcome.details.valid_until == datetime(2026, 12, 31, 23, tzinfo=UTC)


def test_badge_when_only_listed_as_revoked_then_is_so_from_the_import_on() -> None:
    outcome = follow(row("revoked"))
    assert outcome.steps == [Step(ACTIVE, ISSUED), Step(REVOKED, NOW)]
    assert "earlier uses are not judged" in outcome.remarks[0][1]


def test_badge_when_only_listed_as_revoked_and_ended_then_is_so_from_its_end() -> None:
    ended = datetime(2026, 6, 1, tzinfo=UTC)
    outcome = follow(row("revoked", until=ended))
    assert outcome.steps == [Step(ACTIVE, ISSUED), Step(REVOKED, ended)]
    assert "the end of the badge" in outcome.remarks[0][1]


def test_badge_when_lost_and_the_holder_has_another_then_is_so_from_the_other_one_on() -> None:
    following = datetime(2026, 4, 1, tzinfo=UTC)
    assert follow(row("lost"), next_start=following).steps[1] == Step(LOST, following)


@pytest.mark.parametrize("state", ["suspended", "expired"])
def test_badge_when_suspended_or_expired_then_the_next_badge_says_nothing(state: str) -> None:
    outcome = follow(row(state), next_start=datetime(2026, 4, 1, tzinfo=UTC))
    assert outcome.steps[1].at == NOW


def test_badge_when_listed_again_as_it_is_known_then_nothing_changes() -> None:
    first = follow(row("revoked"))
    assert first.details is not None
    again = follow(
        row("revoked"), kept=KeptBadge(tuple(first.steps), first.details), at=NOW + timedelta(days=7)
    )
    assert (again.steps, again.details, again.unchanged) == ([], None, 1)


def test_badge_when_listed_as_revoked_after_it_was_active_then_takes_the_step() -> None:
    outcome = follow(row("revoked"), kept=kept(Step(ACTIVE, ISSUED)))
    assert outcome.steps == [Step(REVOKED, NOW)]


def test_badge_when_an_old_file_comes_again_then_it_stays_revoked() -> None:
    outcome = follow(row("active"), kept=kept(Step(ACTIVE, ISSUED), Step(REVOKED, NOW)))
    assert (outcome.steps, outcome.unchanged) == ([], 1)


def test_badge_when_revoked_then_never_becomes_active_again() -> None:
    outcome = follow(
        row("active", NOW), kept=kept(Step(ACTIVE, ISSUED), Step(REVOKED, NOW - timedelta(days=1)))
    )
    assert outcome.refused == [(2, "a badge that is revoked cannot become active")]


def test_badge_when_suspended_and_resumed_then_both_are_kept() -> None:
    suspended, resumed = NOW - timedelta(days=9), NOW - timedelta(days=2)
    outcome = follow(row("active"), row("suspended", suspended), row("active", resumed))
    assert [step.state.value for step in outcome.steps] == ["active", "suspended", "active"]


def test_row_when_older_than_what_is_known_then_refused() -> None:
    outcome = follow(
        row("suspended", NOW - timedelta(days=9)),
        kept=kept(Step(ACTIVE, ISSUED), Step(LOST, NOW - timedelta(days=5))),
    )
    assert outcome.refused[0][0] == 2
    assert "this row is older" in outcome.refused[0][1]


def test_badge_when_renewed_under_its_number_then_has_a_later_end_and_no_new_step() -> None:
    rows = (row("active", until=NOW), row("active", NOW, END))
    first = follow(*rows)
    assert first.steps == [Step(ACTIVE, ISSUED)]
    assert first.details == Details("P1", ("TERMINAL-A",), END)
    again = follow(*rows, kept=KeptBadge(tuple(first.steps), first.details))
    assert (again.steps, again.details, again.unchanged) == ([], None, 2)


def test_badge_when_the_end_is_not_known_then_has_none() -> None:
    outcome = follow(row("active", until=None))
    assert outcome.details is not None
    assert outcome.details.valid_until == days.NO_END
    assert "no valid_until" in outcome.remarks[0][1]


def test_row_when_its_end_lies_before_the_start_then_refused() -> None:
    outcome = follow(row("active", until=ISSUED))
    assert outcome.refused == [(2, "valid_until does not lie after the start of the badge")]


def test_details_when_left_open_then_stay_as_known() -> None:
    outcome = follow(BadgeRow("B1", "", (), ISSUED, None, "active"), kept=kept(Step(ACTIVE, ISSUED)))
    assert (outcome.details, outcome.unchanged) == (None, 1)


def test_badge_when_issued_here_then_is_revoked_by_a_file_but_keeps_its_details() -> None:
    outcome = follow(
        row("revoked", NOW, NOW + timedelta(days=1)), kept=kept(Step(ACTIVE, ISSUED), fixed=True)
    )
    assert outcome.steps == [Step(REVOKED, NOW)]
    assert outcome.details is None
    assert "issued here" in outcome.remarks[0][1]


def test_badge_when_only_listed_as_suspended_before_it_begins_then_has_that_state_alone() -> None:
    later = NOW + timedelta(days=3)
    assert [step.state.value for step in follow(row("suspended", later)).steps] == ["suspended"]


def test_next_starts_when_a_person_has_three_badges_then_each_but_the_last_has_a_next() -> None:
    days_of = [ISSUED + timedelta(days=number) for number in range(3)]
    badges = [
        ("B2", "P1", days_of[1]),
        ("B1", "P1", days_of[0]),
        ("B3", "P1", days_of[2]),
        ("B9", "", ISSUED),
    ]
    assert next_starts(badges) == {"B1": days_of[1], "B2": days_of[2]}


STATES = st.sampled_from([state.value for state in BadgeState])
ROWS = st.lists(st.tuples(STATES, st.integers(0, 300)), min_size=1, max_size=6)


@settings(deadline=None)  # other work on the machine is no fault of ours
@given(ROWS)
def test_any_rows_when_taken_twice_then_the_second_time_changes_nothing(found: list[tuple[str, int]]) -> None:
    rows = [row(state, ISSUED + timedelta(days=day)) for state, day in found]
    first = follow(*rows)
    if first.details is None:
        return
    again = follow(*rows, kept=KeptBadge(tuple(first.steps), first.details), at=NOW + timedelta(days=1))
    assert (again.steps, again.details) == ([], None)
    assert [line for line, _ in again.refused] == [line for line, _ in first.refused]


@settings(deadline=None)  # other work on the machine is no fault of ours
@given(ROWS)
def test_any_rows_when_followed_then_steps_are_in_order_and_allowed(found: list[tuple[str, int]]) -> None:
    steps = follow(*(row(state, ISSUED + timedelta(days=day)) for state, day in found)).steps
    assert steps == sorted(steps, key=lambda step: step.at)
    for before, after in pairwise(steps):
        assert (before.state, after.state) in badge_history.ALLOWED
