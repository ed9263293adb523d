"""What may be answered, by how many hands, until when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from access.enums import FieldClass
from access.reviewing.answers import GRACE, LineFacts, keeping, may_answer_line, may_answer_together
from access.reviewing.words import ReviewLineEvent as Event
from access.reviewing.words import ReviewLineState as State

pytestmark = pytest.mark.unit

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("field_class", "state", "event"),
    [
        (FieldClass.S1, State.OPEN, Event.KEEP),
        (FieldClass.S2, State.REMOVED, Event.KEEP),
        (FieldClass.S3, State.OPEN, Event.KEEP_FIRST),
        (FieldClass.S3, State.HALF_KEPT, Event.VERIFY),
        (FieldClass.S3, State.REMOVED, Event.KEEP_FIRST),
        (FieldClass.S3, State.LAPSED, Event.KEEP_FIRST),
    ],
)
def test_keeping_when_data_are_critical_then_two_hands(
    field_class: FieldClass, state: State, event: Event
) -> None:
    assert keeping(LineFacts(field_class, state)) is event


def test_verifier_when_they_said_keep_themselves_then_refused() -> None:
    line = LineFacts(FieldClass.S3, State.HALF_KEPT, NOW, "dora")
    assert may_answer_line(line, Event.VERIFY, by="dora", at=NOW).codes == ("own_answer",)
    assert may_answer_line(line, Event.VERIFY, by="sven", at=NOW).allowed
    assert may_answer_line(line, Event.REMOVE, by="dora", at=NOW).allowed


def test_answer_when_three_days_have_passed_then_it_stands() -> None:
    line = LineFacts(FieldClass.S1, State.REMOVED, NOW, "dora")
    assert may_answer_line(line, Event.KEEP, by="dora", at=NOW + GRACE).allowed
    late = NOW + GRACE + timedelta(seconds=1)
    assert may_answer_line(line, Event.KEEP, by="dora", at=late).codes == ("grace_is_over",)


@pytest.mark.parametrize("state", [State.OPEN, State.HALF_KEPT])
def test_line_when_it_waits_then_no_time_of_grace_ends_it(state: State) -> None:
    line = LineFacts(FieldClass.S3, state, NOW, "dora")
    assert may_answer_line(line, Event.REMOVE, by="sven", at=NOW + 9 * GRACE).allowed


def test_lines_when_critical_then_never_kept_together() -> None:
    assert may_answer_together(FieldClass.S3, Event.KEEP).codes == ("one_by_one",)
    assert may_answer_together(FieldClass.S3, Event.REMOVE).allowed
    assert may_answer_together(FieldClass.S2, Event.KEEP).allowed
