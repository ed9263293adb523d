"""Claims new events, has them judged and keeps what was found."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from access.detection.lateness import reopened
from access.detection.registry import RULES, run
from access.detection.rule import Report
from access.models import EventToScan, ScanState
from access.selectors import detection
from access.services import anomaly
from access.services.period_scan import span_of_log
from accounts.models import Port
from ledger.services import job

SCAN_JOB = "access.scan"
MOST_EVENTS = 20_000  # claimed at a time, so that a scan ends well within the worker's time limit
IDLE_SCAN = timedelta(minutes=10)  # findings such as "never left" fall due without any new event
SLOT_FORMAT = "%Y-%m-%dT%H:%M:%S"


@dataclass(frozen=True, slots=True)
class Scanned:
    """What one scan did."""

    events: int
    flags: int
    report: Report


def request(port: Port, *, at: datetime) -> None:
    """Ask a worker to scan a port that has new events or was not scanned for a while.

    Safe to repeat because: the slot is the second of asking, and a scan without work is cheap.
    """
    state = ScanState.objects.filter(port=port).first()
    is_idle = state is None or at - state.scanned_until > IDLE_SCAN
    if is_idle or EventToScan.objects.filter(port=port).exists():
        slot = at.strftime(SLOT_FORMAT)
        job.request(
            SCAN_JOB, f"port:{port.locode}", actor=anomaly.DETECTION, at=at, slot=slot, port=port.locode
        )


@transaction.atomic
def scan(port: Port, *, at: datetime) -> Scanned:
    """Judge everything that is new or falls due by now, in one transaction.

    A long backlog is worked off oldest first, one part at a time.
    Records: what `anomaly.flag` records.
    Safe to repeat because: claimed events leave the queue in the transaction that keeps their flags, and
    flags are kept once. Late events re-open the stretch they fall into.
    """
    state = _locked_state(port, at)
    queue = EventToScan.objects.select_for_update(skip_locked=True).filter(port=port, at__lte=at)
    claimed = list(queue.order_by("at", "pk").values_list("pk", "at")[:MOST_EVENTS])
    until = claimed[-1][1] if len(claimed) == MOST_EVENTS else at
    earliest = min(state.scanned_until, claimed[0][1]) if claimed else state.scanned_until
    report = _judge(port, since=earliest, until=until)
    flags = anomaly.flag(port, report.flags, at=at)
    EventToScan.objects.filter(pk__in=[pk for pk, _ in claimed]).delete()
    ScanState.objects.filter(pk=state.pk).update(
        scanned_until=until, not_evaluated=[_plain(asdict(item)) for item in report.not_evaluated]
    )
    return Scanned(len(claimed), flags, report)


def _judge(port: Port, *, since: datetime, until: datetime) -> Report:
    """Everything that facts from `since` on can change, up to `until`."""
    span = reopened(RULES, since, until)
    log = span_of_log(port)
    # Nothing is known from before the log began: whoever was inside then must not seem to have crept in.
    loaded_since = max(span.load_since, log[0]) if log else span.load_since
    return run(detection.window(port, since=span.since, until=span.until, loaded_since=loaded_since))


def _locked_state(port: Port, at: datetime) -> ScanState:
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    ScanState.objects.get_or_create(port=port, defaults={"scanned_until": midnight})
    return ScanState.objects.select_for_update().get(port=port)


def _plain(item: dict[str, object]) -> dict[str, object]:
    return {key: value.isoformat() if isinstance(value, datetime) else value for key, value in item.items()}
