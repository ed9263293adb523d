"""What may be answered, by how many hands, and until when an answer can be taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from access.enums import FieldClass
from access.reviewing.transitions import WAITING
from access.reviewing.words import ReviewLineEvent as Event
from access.reviewing.words import ReviewLineState as State
from portsec.kernel.verdict import Verdict, all_of, allow, deny

GRACE = timedelta(hours=72)
"""How long an answer can be corrected: reviewers who cannot mend an error keep everything to be safe (a
complaint about products that we looked at). House proposal of November 2026."""

TWO_HANDS = frozenset({FieldClass.S3})
"""Keeping critical data takes a second verifier. Taking it away takes one: that is the safe side."""


@dataclass(frozen=True, slots=True)
class LineFacts:
    """One line as it stands. `answered_by` is whoever said keep, remove, or nobody."""

    field_class: FieldClass
    state: State
    answered_at: datetime | None = None
    answered_by: str = ""


def keeping(line: LineFacts) -> Event:
    """The event by which "keep" is said of this line now."""
    if line.state is State.HALF_KEPT:
        return Event.VERIFY
    return Event.KEEP_FIRST if line.field_class in TWO_HANDS else Event.KEEP


def may_answer_line(line: LineFacts, event: Event, *, by: str, at: datetime) -> Verdict:
    """Whether this person may say this of the line now, apart from their role."""
    return all_of(_in_time(line, at), _by_another_hand(line, event, by))


def may_answer_together(field_class: FieldClass, event: Event) -> Verdict:
    """Whether several lines may be answered at once. Never on critical data: each one is looked at."""
    if field_class in TWO_HANDS and event is not Event.REMOVE:
        return deny("one_by_one", "Critical data is kept line by line; open each one.")
    return allow()


def _in_time(line: LineFacts, at: datetime) -> Verdict:
    if line.state in WAITING or (line.answered_at is not None and at <= line.answered_at + GRACE):
        return allow()
    return deny("grace_is_over", "An answer can be corrected for three days; this time is over.")


def _by_another_hand(line: LineFacts, event: Event, by: str) -> Verdict:
    if event is Event.VERIFY and by == line.answered_by:
        return deny("own_answer", "You said keep; another reviewer must verify it.")
    return allow()
