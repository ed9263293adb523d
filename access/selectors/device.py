"""Reads readers as devices: who has one, when it was last heard of, how old its list is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, CharField, DateTimeField, F, Q, QuerySet, Value, When

from access.credential.status_token import TIME_TO_LIVE
from access.enums import DeviceStanding
from access.models import DeviceEnrolment, Reader
from access.selectors.isps_level import level_of
from accounts.models import Port
from accounts.roles import Capability
from portsec.kernel.errors import NotFound
from portsec.kernel.scope import Scope

NEWEST_CODES = 10


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of a port's devices have a fresh list, and how old the oldest list among them is."""

    port: Port
    devices: int
    fresh: int
    oldest: datetime | None


def reader_of(account_id: int | None) -> Reader | None:
    """The reader whose device this account is."""
    if account_id is None:
        return None
    return Reader.objects.select_related("port", "device").filter(device_id=account_id).first()


def visible_device_readers(*, scope: Scope) -> QuerySet[Reader]:
    """Readers of the ports where the caller sets them up."""
    readers = Reader.objects.select_related("port", "device", "gate", "area_from", "area_to")
    if scope.is_system:
        return readers
    return readers.filter(port_id__in=scope.ports(Capability.MANAGE_AREAS.value))


def device_readers(*, scope: Scope, at: datetime, text: str = "", standing: str = "") -> QuerySet[Reader]:
    """The same with the `standing` of each, narrowed."""
    readers = visible_device_readers(scope=scope)
    limits = [
        When(port=port, then=Value(at - lives)) for port, lives in _times_to_live(readers, at=at).items()
    ]
    fresh_since = Case(*limits, output_field=DateTimeField()) if limits else Value(at)
    readers = readers.annotate(fresh_since=fresh_since).annotate(
        standing=Case(
            When(Q(device_key=None) | Q(device=None), then=Value(DeviceStanding.NO_DEVICE.value)),
            When(list_issued_at=None, then=Value(DeviceStanding.NO_LIST.value)),
            When(list_issued_at__gt=F("fresh_since"), then=Value(DeviceStanding.FRESH.value)),
            default=Value(DeviceStanding.TOO_OLD.value),
            output_field=CharField(),
        )
    )
    if standing:
        readers = readers.filter(standing=standing)
    return readers.filter(Q(code__icontains=text) | Q(gate__name__icontains=text)) if text else readers


def coverage(*, scope: Scope, at: datetime) -> list[Coverage]:
    """For each port in reach that has devices: how far the newest list has come."""
    found: dict[int, Coverage] = {}
    for reader in device_readers(scope=scope, at=at):
        standing = vars(reader)["standing"]
        if standing == DeviceStanding.NO_DEVICE.value:
            continue
        held = found.get(reader.port_id, Coverage(reader.port, 0, 0, None))
        is_fresh = standing == DeviceStanding.FRESH.value
        times = [moment for moment in (held.oldest, reader.list_issued_at) if moment is not None]
        oldest = min(times, default=None)
        found[reader.port_id] = Coverage(held.port, held.devices + 1, held.fresh + is_fresh, oldest)
    return list(found.values())


def access_device_reader(pk: int, *, scope: Scope, at: datetime) -> Reader:
    """One reader with its standing. Raises NotFound when absent or out of reach."""
    found = device_readers(scope=scope, at=at).filter(pk=pk).first()
    if found is None:
        raise NotFound("reader")
    return found


def newest_codes(reader: Reader) -> list[DeviceEnrolment]:
    """The last codes that were made for a reader."""
    return list(reader.enrolments.all()[:NEWEST_CODES])


def _times_to_live(readers: QuerySet[Reader], *, at: datetime) -> dict[Port, timedelta]:
    ports = Port.objects.filter(pk__in=readers.order_by().values("port_id"))
    return {port: TIME_TO_LIVE[level_of(port, at=at).value] for port in ports}
