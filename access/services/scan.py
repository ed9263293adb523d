"""Scans the log as it grows: claims new events, has them judged and keeps what was found.

Each lane of rules (`access.scanning.lanes`) goes on by itself. The lane of single persons follows the events
in shares of the people, so that workers share the work; the others look at the log again when they are due.
"""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from access.detection.registry import run
from access.detection.rule import NotEvaluated
from access.models import EventToScan, ReopenedSpan, ScanState
from access.scanning.extent import Extent
from access.scanning.lanes import LANES, Lane, Part, parts_by_team, shard_of
from access.scanning.words import ScanLane
from access.selectors import detection, detection_feeds
from access.selectors.detection_events import first_and_last
from access.selectors.rule_setting import overrides
from access.services import anomaly, feed, scan_queue
from accounts.models import Port
from ledger.services import job

SCAN_JOB = "access.scan"
SHARDS = 4  # shares of the people, so that up to four workers scan one port at a time
MOST_EVENTS = 20_000  # claimed at a time, so that a scan ends well within the worker's time limit
SHARE_OF_A_WORKER = 10  # a lane waits ten times as long as it took, so that it keeps a tenth of a worker busy
OVERLAP = timedelta(hours=1)  # judged again each time: what was on its way when the last scan looked
LATE = OVERLAP / 2
LEAST_STEP = timedelta(days=7)  # of a history that came in at once; longer where a lane looks back further
LOOK_AHEAD = timedelta(days=1)
"""A finding may be undone by what follows it (the right number after a slip of the finger, the rest of a
shift), so a step of a long history is judged with a day more than it reports on."""
SLOT_FORMAT = "%Y-%m-%dT%H:%M:%S"


@dataclass(slots=True)
class Scanned:
    """What one scan did."""

    events: int = 0
    flags: int = 0
    not_evaluated: list[NotEvaluated] = field(default_factory=list)

    def add(self, other: Scanned) -> None:
        self.events += other.events
        self.flags += other.flags
        self.not_evaluated += other.not_evaluated


def request(port: Port, *, at: datetime) -> None:
    """Ask workers to scan a port that has new events or lanes that are due.

    Safe to repeat because: the slot is the second of asking, and a scan without work is cheap.
    """
    feed.request(port, at=at)
    has_new = EventToScan.objects.filter(port=port, at__lte=at).exists()
    states = {(state.lane, state.shard): state for state in ScanState.objects.filter(port=port)}
    for lane in LANES.values():
        for shard in range(_shards(port, lane)):
            state = states.get((lane.word.value, shard))
            if _is_due(lane, state, at) or (has_new and lane.word is ScanLane.PERSON):
                job.request(
                    SCAN_JOB,
                    f"port:{port.locode}/{lane.word}/{shard}",
                    actor=anomaly.DETECTION,
                    at=at,
                    slot=at.strftime(SLOT_FORMAT),
                    port=port.locode,
                )


def scan(port: Port, *, at: datetime) -> Scanned:
    """Scan everything that is new or due, in every lane, one after the other.

    Records and safe to repeat: as `scan_people` and `scan_lane`.
    """
    done = Scanned()
    feed.look(port, since=at - feed.LATEST, until=at, at=at)
    for shard in range(SHARDS):
        done.add(scan_people(port, shard, at=at))
    for lane in LANES.values():
        if lane.word is not ScanLane.PERSON:
            for shard in range(_shards(port, lane)):
                done.add(scan_lane(port, lane.word, shard, at=at))
    return done


@transaction.atomic
def scan_people(port: Port, shard: int, *, at: datetime) -> Scanned:
    """Judge the people of one share who have new events, and every hour all of them, in one transaction.

    A long backlog is worked off oldest first, one part at a time. Late events re-open the stretch they fall
    into, here and in the other lanes.
    Records: what `anomaly.flag` records.
    Safe to repeat because: claimed events leave the queue in the transaction that keeps their flags, and
    flags are kept once. While another worker is at this share, nothing is done.
    """
    lane = LANES[ScanLane.PERSON]
    state = _free_state(port, lane, shard, at)
    if state is None:
        return Scanned()
    began = time.monotonic()
    claim = scan_queue.claim(port, shard, SHARDS, at=at, most=MOST_EVENTS)
    until = at if claim.is_whole else claim.latest or at
    people, since = claim.subjects, claim.earliest or until
    everybody = claim.is_whole and _is_due(lane, state, at)
    if everybody:
        people |= _people_of(port, shard)
        since = min(since, state.everybody_at or state.scanned_until)
    found = Scanned(len(claim.rows))
    if people:
        found = _judge(port, lane, since, until, Part(people, people), at=at)
        found.events = len(claim.rows)
    if claim.earliest is not None:
        _reopen(port, claim.earliest, at)
    scan_queue.done(claim.rows)
    state.everybody_at = until if everybody else state.everybody_at
    _keep_state(state, until, found, time.monotonic() - began)
    return found


@transaction.atomic
def scan_lane(port: Port, word: ScanLane, shard: int, *, at: datetime) -> Scanned:
    """Judge what fell due since the last scan of a lane that compares people, and what late events re-opened.

    Records: what `anomaly.flag` records.
    Safe to repeat because: flags are kept once. While another worker is at this lane, nothing is done.
    """
    lane = LANES[word]
    state = _free_state(port, lane, shard, at)
    if state is None:
        return Scanned()
    began = time.monotonic()
    late = ReopenedSpan.objects.filter(port=port, lane=word.value, shard=shard)
    spans = list(late.values_list("pk", "since"))
    since = min([state.scanned_until - OVERLAP, *(start for _, start in spans)])
    until = min(at, since + max(lane.look_back, LEAST_STEP))
    all_parts = parts(port, lane)
    found = _judge(port, lane, since, until, all_parts[shard], at=at) if shard < len(all_parts) else Scanned()
    ReopenedSpan.objects.filter(pk__in=[pk for pk, _ in spans]).delete()
    if until < at:
        ReopenedSpan.objects.create(port=port, lane=word.value, shard=shard, since=until)
    state.everybody_at = at if until == at else None  # not done: due again at once
    _keep_state(state, until, found, time.monotonic() - began)
    return found


def _judge(port: Port, lane: Lane, since: datetime, until: datetime, part: Part, *, at: datetime) -> Scanned:
    """Everything that facts from `since` on can change, up to `until`, about the people to be judged."""
    log = first_and_last(port)
    start = min(since, until) - lane.reach
    # Nothing is known from before the log began: whoever was inside then must not seem to have crept in.
    loaded_since = max(start - lane.look_back, min(log[0], start)) if log else start - lane.look_back
    extent = Extent(start, min(until + LOOK_AHEAD, at), loaded_since, part.loaded)
    silences = detection_feeds.silences(port, loaded_since, extent.until)
    window = detection.share(port, extent, silences, with_data=lane.needs_data)
    report = run(window, lane.rules, overrides(port))
    flags = [flag for flag in report.flags if flag.due_at <= until and part.judges(flag.person)]
    return Scanned(0, anomaly.flag(port, flags, at=at), list(report.not_evaluated))


def parts(port: Port, lane: Lane) -> list[Part]:
    """What the lane judges one after the other, or on several workers at once."""
    if lane.word is ScanLane.TEAMS:
        return parts_by_team(detection.people(port))
    return [Part()]


def _shards(port: Port, lane: Lane) -> int:
    return SHARDS if lane.word is ScanLane.PERSON else len(parts(port, lane))


def _people_of(port: Port, shard: int) -> frozenset[str]:
    """The registered people of one share."""
    everybody = detection.people(port)
    return frozenset(one.person for one in everybody if shard_of(one.person, SHARDS) == shard)


def _is_due(lane: Lane, state: ScanState | None, at: datetime) -> bool:
    """Whether people without new events are to be judged again: some findings fall due without any."""
    if state is None or state.everybody_at is None:
        return True
    pause = max(lane.every, timedelta(seconds=SHARE_OF_A_WORKER * state.seconds))
    return at - state.everybody_at >= pause


def _reopen(port: Port, earliest: datetime, at: datetime) -> None:
    """Tell the other lanes of events that are later than the stretch that they judge again anyway."""
    if at - earliest > LATE:
        ReopenedSpan.objects.bulk_create(
            ReopenedSpan(port=port, lane=lane.word.value, shard=shard, since=earliest)
            for lane in LANES.values()
            if lane.word is not ScanLane.PERSON
            for shard in range(_shards(port, lane))
        )


def _free_state(port: Port, lane: Lane, shard: int, at: datetime) -> ScanState | None:
    """The state of one share, locked; None while another worker scans it."""
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    ScanState.objects.get_or_create(
        port=port, lane=lane.word.value, shard=shard, defaults={"scanned_until": midnight}
    )
    states = ScanState.objects.select_for_update(skip_locked=True)
    return states.filter(port=port, lane=lane.word.value, shard=shard).first()


def _keep_state(state: ScanState, until: datetime, found: Scanned, seconds: float) -> None:
    once = {(item.rule, item.code, item.detail): item for item in found.not_evaluated}
    state.scanned_until = max(until, state.scanned_until)
    state.seconds = seconds
    state.not_evaluated = [_plain(asdict(item)) for item in once.values()]
    state.save()


def _plain(item: dict[str, object]) -> dict[str, object]:
    return {key: value.isoformat() if isinstance(value, datetime) else value for key, value in item.items()}
