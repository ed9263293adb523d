"""Keeps vessel calls, cargo visits, release chains and incidents. The one writer of these tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from access.models import CargoVisit, Incident, ReleaseHop, VesselCall
from access.port_directory.records import CargoRow, IncidentRow, ReleaseHopRow, VesselCallRow
from access.services.merge import Merged, merge
from accounts.models import Port
from portsec.kernel.errors import Conflict

LOWEST_RISK = 1  # of a container of which nobody said anything else


def keep_calls(port: Port, rows: Sequence[VesselCallRow]) -> Merged:
    """Keep vessel calls, each code once."""
    return merge(
        VesselCall,
        {
            "code": [row.vessel_call for row in rows],
            "vessel": [row.vessel for row in rows],
            "imo": [row.imo for row in rows],
            "berth": [row.berth for row in rows],
            "eta": [row.eta for row in rows],
            "ata": [row.ata for row in rows],
            "etd": [row.etd for row in rows],
        },
        same={"port": port.pk},
        key=("port", "code"),
        update=("vessel", "imo", "berth", "eta", "ata", "etd"),
    )


def keep_departure(port: Port, code: str, *, at: datetime) -> None:
    """Keep that a ship has left, in the caller's transaction; a call that nobody delivered is passed over."""
    VesselCall.objects.filter(port=port, code=code).update(etd=at)


def missing_calls(port: Port, codes: Iterable[str]) -> list[str]:
    """Which of these codes are no vessel calls of the port."""
    wanted = set(codes) - {""}
    known = VesselCall.objects.filter(port=port, code__in=wanted).values_list("code", flat=True)
    return sorted(wanted - set(known))


@transaction.atomic
def keep_visits(port: Port, rows: Sequence[CargoRow]) -> Merged:
    """Keep cargo visits, each container and discharge once; vessel calls must be known.

    A visit that was announced without its discharge is the same one when a row of the same vessel call tells
    it, unless the rows hold both.
    """
    _tell_discharges(port, rows)
    calls = dict(VesselCall.objects.filter(port=port).values_list("code", "pk"))
    risks = _known_risks(port, rows)
    return merge(
        CargoVisit,
        {
            "container": [row.container for row in rows],
            "owner": [row.owner for row in rows],
            "origin": [row.origin for row in rows],
            "bill_of_lading": [row.bill_of_lading for row in rows],
            "vessel_call": [calls.get(row.vessel_call) for row in rows],
            "terminal": [row.terminal for row in rows],
            "block": [row.block for row in rows],
            "discharged_at": [row.discharged_at for row in rows],
            "gate_out_at": [row.gate_out_at for row in rows],
            "risk": [
                row.risk or risks.get((row.container, row.discharged_at), LOWEST_RISK) for row in rows
            ],
        },
        same={"port": port.pk},
        key=("port", "container", "discharged_at"),
        update=(
            "owner", "origin", "bill_of_lading", "vessel_call", "terminal", "block", "gate_out_at", "risk"
        ),
    )  # fmt: skip


def keep_hops(port: Port, rows: Sequence[ReleaseHopRow]) -> Merged:
    """Keep the steps of release chains, each once."""
    return merge(
        ReleaseHop,
        {
            "container": [row.container for row in rows],
            "from_organisation": [row.from_organisation for row in rows],
            "to_organisation": [row.to_organisation for row in rows],
            "at": [row.at for row in rows],
            "person_ref": [row.person for row in rows],
        },
        same={"port": port.pk},
        key=("port", "container", "from_organisation", "to_organisation", "at"),
        update=("person_ref",),
    )


def hold(visit: CargoVisit) -> CargoVisit:
    """The visit, held until the end of the caller's transaction, without standing in the way of rows that
    refer to it. Raises Conflict where the container has left."""
    held = CargoVisit.objects.select_for_update(no_key=True, of=("self",)).select_related("port")
    visit = held.get(pk=visit.pk)
    if visit.gate_out_at is not None:
        raise Conflict("This container has left already.")
    return visit


def add_hop(visit: CargoVisit, *, giver: str, receiver: str, person_ref: str, at: datetime) -> None:
    """Keep one step of a release chain that was taken here, in the caller's transaction."""
    ReleaseHop.objects.create(
        port=visit.port,
        container=visit.container,
        from_organisation=giver,
        to_organisation=receiver,
        at=at,
        person_ref=person_ref,
    )


def end_hop(visit: CargoVisit, *, giver: str, receiver: str, began: datetime, at: datetime) -> None:
    """Keep that the giver took this step back, in the caller's transaction."""
    ReleaseHop.objects.filter(
        port=visit.port,
        container=visit.container,
        from_organisation=giver,
        to_organisation=receiver,
        at=began,
        ended_at__isnull=True,
    ).update(ended_at=at)


def keep_gate_out(visit: CargoVisit, *, at: datetime) -> None:
    """Keep that the container has left, in the caller's transaction. Raises Conflict where it had already."""
    left = CargoVisit.objects.filter(pk=visit.pk, gate_out_at__isnull=True).update(gate_out_at=at)
    if left != 1:
        raise Conflict("This container has left already.")


def imitate(pattern: CargoVisit, container: str, *, at: datetime) -> CargoVisit:
    """Keep a made-up visit that looks like this one, in the caller's transaction.

    It names no ship and no bill of lading: through those, ordinary work would come across it.
    """
    return CargoVisit.objects.create(
        port=pattern.port,
        container=container,
        owner=pattern.owner,
        origin=pattern.origin,
        terminal=pattern.terminal,
        block=pattern.block,
        discharged_at=at,
        risk=pattern.risk,
    )


def keep_incidents(port: Port, rows: Sequence[IncidentRow]) -> Merged:
    """Keep incidents, each code once."""
    return merge(
        Incident,
        {
            "code": [row.incident for row in rows],
            "at": [row.at for row in rows],
            "kind": [row.kind for row in rows],
            "container": [row.container for row in rows],
            "area": [row.area for row in rows],
        },
        same={"port": port.pk},
        key=("port", "code"),
        update=("at", "kind", "container", "area"),
    )


def _tell_discharges(port: Port, rows: Sequence[CargoRow]) -> None:
    """A visit announced for a vessel call has its discharge told; the row itself is merged afterwards."""
    announced = {(row.container, row.vessel_call) for row in rows if row.discharged_at is None}
    told = {
        (row.container, row.vessel_call): row.discharged_at
        for row in rows
        if row.discharged_at is not None and row.vessel_call
    }
    waiting = CargoVisit.objects.filter(
        port=port,
        container__in={container for container, _ in told.keys() - announced},
        discharged_at__isnull=True,
        vessel_call__isnull=False,
    ).select_related("vessel_call")
    for visit in waiting:
        discharged_at = told.get((visit.container, visit.vessel_call.code if visit.vessel_call else ""))
        same = CargoVisit.objects.filter(port=port, container=visit.container, discharged_at=discharged_at)
        if discharged_at is not None and not same.exists():
            CargoVisit.objects.filter(pk=visit.pk).update(discharged_at=discharged_at)


def _known_risks(port: Port, rows: Sequence[CargoRow]) -> dict[tuple[str, object], int]:
    """The kept risk of visits whose row says nothing of it."""
    silent = {row.container for row in rows if row.risk is None}
    if not silent:
        return {}
    visits = CargoVisit.objects.filter(port=port, container__in=silent)
    return {(visit.container, visit.discharged_at): visit.risk for visit in visits}
