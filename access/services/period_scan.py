"""Judges a stretch of the log at once, however long: in chunks, so that memory stays flat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta

from access.detection.registry import RULES, run
from access.detection.rule import Flag, NotEvaluated
from access.models import EventToScan
from access.scanning.extent import Extent
from access.scanning.lanes import LANES, Lane, Part
from access.selectors import detection, detection_feeds
from access.selectors.detection_events import first_and_last
from access.selectors.rule_setting import overrides
from access.services import anomaly, feed, scan_queue
from access.services.scan import LEAST_STEP, LOOK_AHEAD, parts
from accounts.models import Port

LONGEST_LOOK_BACK = max(rule.look_back for rule in RULES)
INSTANT = timedelta(microseconds=1)

Progress = Callable[[int, int], None]
"""Told the pieces of work done and those that there are."""


@dataclass(slots=True)
class Judged:
    """What the rules say of a period. `found` and `people` count by rule, `new` those that were not known."""

    since: datetime
    until: datetime
    new: int = 0
    found: Counter[str] = field(default_factory=Counter)
    people: dict[str, set[str]] = field(default_factory=dict)
    not_evaluated: dict[tuple[str, str, str], NotEvaluated] = field(default_factory=dict)

    def take(self, flags: Iterable[Flag], not_evaluated: Iterable[NotEvaluated]) -> None:
        """Add what one chunk says. What neighbours say alike is told once, from first to last."""
        for flag in flags:
            self.found[flag.rule] += 1
            self.people.setdefault(flag.rule, set()).add(flag.person)
        for item in not_evaluated:
            name = item.rule, item.code, item.detail
            before = self.not_evaluated.get(name, item)
            since, until = min(before.since, item.since), max(before.until, item.until)
            self.not_evaluated[name] = replace(item, since=since, until=until)


def judge(
    port: Port,
    *,
    since: datetime,
    until: datetime,
    at: datetime,
    chunk: timedelta | None = None,
    progress: Progress | None = None,
) -> Judged:
    """Judge what falls due from `since` to `until`, both included, and keep what is found.

    Lane by lane, in chunks as long as the lane looks back, so that every event is loaded about twice. The
    answer does not depend on the chunks. Nothing is known from before the first event of the log.
    Records: what `anomaly.flag` records. Safe to repeat because: flags are kept once.
    """
    span = first_and_last(port)
    if span is None:
        return Judged(since, until)
    # Before the first event nothing falls due, and nothing later than the longest look-back after the last.
    judged = Judged(max(since, span[0]), min(until, span[1] + LONGEST_LOOK_BACK))
    waiting = EventToScan.objects.filter(port=port, at__range=(judged.since, judged.until))
    claimed = list(waiting.values_list("pk", flat=True))  # what comes meanwhile is not judged here
    if judged.since <= judged.until:
        feed.look(port, since=judged.since, until=judged.until, at=at)
    pieces = list(_pieces(port, judged, chunk))
    for number, piece in enumerate(pieces, start=1):
        _judge_piece(port, piece, judged, begin=span[0], at=at)
        if progress is not None:
            progress(number, len(pieces))
    scan_queue.done(claimed)
    return judged


@dataclass(frozen=True, slots=True)
class _Piece:
    """What is judged at once: a chunk of time in one lane, and there some people or everybody."""

    lane: Lane
    part: Part
    start: datetime
    end: datetime


def _pieces(port: Port, judged: Judged, chunk: timedelta | None) -> Iterator[_Piece]:
    for lane in LANES.values():
        for part in parts(port, lane):
            length = chunk or max(lane.look_back, LEAST_STEP)
            for start, end in _chunks(judged.since, judged.until, length):
                yield _Piece(lane, part, start, end)


def _judge_piece(port: Port, piece: _Piece, judged: Judged, *, begin: datetime, at: datetime) -> None:
    lane, until = piece.lane, min(piece.end + LOOK_AHEAD, judged.until)
    extent = Extent(piece.start, until, max(piece.start - lane.look_back, begin), piece.part.loaded)
    silences = detection_feeds.silences(port, extent.loaded_since, until)
    window = detection.share(port, extent, silences, with_data=lane.needs_data)
    report = run(window, lane.rules, overrides(port))
    flags = [flag for flag in report.flags if flag.due_at <= piece.end and piece.part.judges(flag.person)]
    judged.take(flags, report.not_evaluated)
    judged.new += anomaly.flag(port, flags, at=at)


def _chunks(since: datetime, until: datetime, length: timedelta) -> Iterator[tuple[datetime, datetime]]:
    """Stretches that end with a day in UTC: rules sum up by such days."""
    start = since
    while start <= until:
        day = datetime.combine((start + length).astimezone(UTC).date(), time.min, UTC)
        following = max(day, start + INSTANT)
        end = min(following - INSTANT, until)
        yield start, end
        start = following
