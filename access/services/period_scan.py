"""Judges a stretch of the log at once, however long: in chunks, so that memory stays flat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta

from django.db import transaction
from django.db.models import Max, Min

from access.detection.registry import RULES, run
from access.detection.rule import Flag, NotEvaluated
from access.models import DataEvent, EventToScan, GateEvent
from access.selectors import detection
from access.services import anomaly
from accounts.models import Port

LONGEST_LOOK_BACK = max(rule.look_back for rule in RULES)
# Each chunk is loaded with its look-back, so a chunk as long as that loads every event about twice.
CHUNK = LONGEST_LOOK_BACK
# A finding may be undone by what follows it (the right number after a slip of the finger, the rest of a
# shift), so a chunk is judged with a day more than it reports on.
LOOK_AHEAD = timedelta(days=1)
INSTANT = timedelta(microseconds=1)
CLAIMED_AT_ONCE = 10_000  # rows of the queue

Progress = Callable[[int, int], None]
"""Told the chunks done and the chunks that there are."""


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


def span_of_log(port: Port) -> tuple[datetime, datetime] | None:
    """The first and the last event of a port, or None when there is none."""
    ends = [
        model.objects.filter(port=port).aggregate(first=Min("at"), last=Max("at"))
        for model in (GateEvent, DataEvent)
    ]
    told = [end for end in ends if end["first"] is not None]
    if not told:
        return None
    return min(end["first"] for end in told), max(end["last"] for end in told)


def judge(
    port: Port,
    *,
    since: datetime,
    until: datetime,
    at: datetime,
    chunk: timedelta = CHUNK,
    progress: Progress | None = None,
) -> Judged:
    """Judge what falls due from `since` to `until`, both included, and keep what is found.

    The answer does not depend on the chunks. Nothing is known from before the first event of the log.
    Records: what `anomaly.flag` records. Safe to repeat because: flags are kept once.
    """
    span = span_of_log(port)
    if span is None:
        return Judged(since, until)
    # Before the first event nothing falls due, and nothing later than the longest look-back after the last.
    judged = Judged(max(since, span[0]), min(until, span[1] + LONGEST_LOOK_BACK))
    chunks = list(_chunks(judged.since, judged.until, chunk))
    for number, (start, end) in enumerate(chunks, start=1):
        waiting = EventToScan.objects.filter(port=port, at__range=(start, end))
        claimed = list(waiting.values_list("pk", flat=True))  # what comes meanwhile is not judged here
        window = detection.window(
            port,
            since=start,
            until=min(end + LOOK_AHEAD, judged.until),
            loaded_since=max(start - LONGEST_LOOK_BACK, span[0]),
        )
        report = run(window)
        flags = [flag for flag in report.flags if flag.due_at <= end]
        judged.take(flags, report.not_evaluated)
        with transaction.atomic():
            judged.new += anomaly.flag(port, flags, at=at)
            for claim in _batches(claimed):
                EventToScan.objects.filter(pk__in=claim).delete()
        if progress is not None:
            progress(number, len(chunks))
    return judged


def _batches(claimed: list[int]) -> Iterator[list[int]]:
    for place in range(0, len(claimed), CLAIMED_AT_ONCE):
        yield claimed[place : place + CLAIMED_AT_ONCE]


def _chunks(since: datetime, until: datetime, length: timedelta) -> Iterator[tuple[datetime, datetime]]:
    """Stretches that end with a day in UTC: rules sum up by such days."""
    start = since
    while start <= until:
        day = datetime.combine((start + length).astimezone(UTC).date(), time.min, UTC)
        following = max(day, start + INSTANT)
        end = min(following - INSTANT, until)
        yield start, end
        start = following
