"""Stretches in which a feed was dead: rules that lean on it neither fire nor pass there, and say so."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from statistics import median

from access.detection.rhythm import Patience, silent_sources
from access.detection.rule import Hit, Parameter, Unjudged
from access.detection.window import Feed, Window, grouped
from access.detection.wording import counted, day, moment

_START = date(2026, 11, 22)

PATIENCE = Patience(
    history=timedelta(days=14),
    gaps=100,
    factor=2,
    least=timedelta(minutes=30),
    longest=timedelta(days=7),
    chance=1e-6,
)
"""As rule G08 has it for single sources: silent beyond the feed's own rhythm, while the others go on.
Start values of November 2026, to be replayed on own history."""

ROSTER_SHARE = Parameter(
    "roster_share", 30, "% of the same weekday", "so few are not on leave, the list is missing", _START
)
ROSTER_WEEKS = Parameter("roster_weeks", 4, "weeks", "a public holiday among them does no harm", _START)
ROSTER_PEOPLE = Parameter("roster_people", 8, "people", "a smaller roster may well be empty", _START)


@dataclass(frozen=True, slots=True)
class DeadFeed:
    """Nothing came from a feed in this stretch, though it should have."""

    feed: Feed
    since: datetime
    until: datetime
    detail: str

    def holds(self, found: Hit) -> bool:
        """Whether the finding began or ended in the stretch."""
        return self.since <= found.first_at <= self.until or self.since <= found.last_at <= self.until

    def unjudged(self) -> Unjudged:
        return Unjudged("feed_silent", self.detail, self.since, self.until)


def dead_feeds(window: Window) -> Sequence[DeadFeed]:
    """To be asked for with `window.once`. Feeds of which too little is known are taken to be alive."""
    return [*_silent(window), *_empty_rosters(window)]


def _silent(window: Window) -> Iterator[DeadFeed]:
    times = _times(window)
    together = sorted(at for own in times.values() for at in own)
    feeds = {feed.value: feed for feed in times}
    by_name = {feed.value: own for feed, own in times.items()}
    period = (window.since - PATIENCE.longest, window.until)
    for silence in silent_sources(by_name, together, period, window.history_since, PATIENCE):
        feed, own = feeds[silence.source], by_name[silence.source]
        following = bisect_right(own, silence.since)
        until = own[following] if following < len(own) else window.until
        detail = (
            f"{feed.label} were silent from {moment(silence.since)} to {moment(until)}, while the "
            "other feeds went on. What leans on them was not judged for that time."
        )
        yield DeadFeed(feed, silence.since, until, detail)


def _times(window: Window) -> Mapping[Feed, list[datetime]]:
    """When each feed brought something, in order, inside the loaded time."""
    context = window.context
    found = {
        Feed.GATE: [event.at for event in window.gate_events],
        Feed.DATA: [event.at for event in window.data_events],
        Feed.WORK_ORDERS: sorted(order.opened_at for order in context.work_orders or ()),
        Feed.RELEASE_CHAIN: sorted(hop.at for hop in context.release_chain or ()),
    }
    since, until = window.history_since, window.until
    return {feed: [at for at in times if since <= at <= until] for feed, times in found.items() if times}


def _empty_rosters(window: Window) -> Iterator[DeadFeed]:
    """Days with far fewer people on the roster than on the same weekday of the weeks before."""
    spans = grouped(window.context.roster or (), lambda span: day(span.starts_at))
    people = {on: len({span.person for span in of_day}) for on, of_day in spans.items()}
    if not people:
        return
    on, last = max(min(people), day(window.history_since)), day(window.until)
    while on <= last:
        weeks = range(1, int(ROSTER_WEEKS.value) + 1)
        before = [people[then] for back in weeks if (then := on - timedelta(weeks=back)) in people]
        usual = median(before) if before else 0
        there = people.get(on, 0)
        if usual >= ROSTER_PEOPLE.value and 100 * there < ROSTER_SHARE.value * usual:
            begin = datetime.combine(on, time(), UTC)
            detail = (
                f"Only {counted(there, 'person', 'people')} stood on the roster of {on}, where the same "
                f"weekday has {usual:g}: the roster seems to be missing. What leans on it was not judged for "
                "that day."
            )
            yield DeadFeed(Feed.ROSTER, begin, begin + timedelta(days=1), detail)
        on += timedelta(days=1)
