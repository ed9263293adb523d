"""Claims new events, has them judged and keeps what was found."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from access.detection.registry import RULES, run
from access.detection.rule import Report
from access.models import EventToScan, ScanState
from access.selectors import detection
from access.services import anomaly
from accounts.models import Port
from ledger.services import job

SCAN_JOB = "access.scan"
LONGEST_LOOK_BACK = max(rule.look_back for rule in RULES)
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

    Records: what `anomaly.flag` records.
    Safe to repeat because: claimed events leave the queue in the transaction that keeps their flags, and
    flags are kept once. Late events re-open the stretch they fall into.
    """
    state = _locked_state(port, at)
    claimed = EventToScan.objects.select_for_update().filter(port=port, at__lte=at)
    earliest = claimed.aggregate(first=Min("at"))["first"]
    since = min(state.scanned_until, earliest) if earliest else state.scanned_until
    report = run(detection.window(port, since=since, until=at, look_back=LONGEST_LOOK_BACK))
    flags = anomaly.flag(port, report.flags, at=at)
    events, _ = claimed.delete()
    ScanState.objects.filter(pk=state.pk).update(
        scanned_until=at, not_evaluated=[_plain(asdict(item)) for item in report.not_evaluated]
    )
    return Scanned(events, flags, report)


def scan_period(port: Port, *, since: datetime, until: datetime, at: datetime) -> Scanned:
    """Judge a period of the log once, synchronously; what `manage.py detect` does.

    Safe to repeat because: flags are kept once.
    """
    report = run(detection.window(port, since=since, until=until, look_back=LONGEST_LOOK_BACK))
    with transaction.atomic():
        flags = anomaly.flag(port, report.flags, at=at)
        events, _ = EventToScan.objects.filter(port=port, at__range=(since, until)).delete()
    return Scanned(events, flags, report)


def _locked_state(port: Port, at: datetime) -> ScanState:
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    ScanState.objects.get_or_create(port=port, defaults={"scanned_until": midnight})
    return ScanState.objects.select_for_update().get(port=port)


def _plain(item: dict[str, object]) -> dict[str, object]:
    return {key: value.isoformat() if isinstance(value, datetime) else value for key, value in item.items()}
