"""Keeps work orders, rosters and appointments of trucks. The one writer of these tables."""

from __future__ import annotations

from collections.abc import Sequence

from access.models import RosterSpan, TruckAppointment, WorkOrder
from access.port_directory.records import RosterRow, TruckAppointmentRow, WorkOrderRow
from access.services.merge import Merged, merge
from accounts.models import Port


def keep_orders(port: Port, rows: Sequence[WorkOrderRow]) -> Merged:
    """Keep work orders, each reference and object once."""
    return merge(
        WorkOrder,
        {
            "ref": [row.work_ref for row in rows],
            "kind": [row.kind for row in rows],
            "person_ref": [row.person for row in rows],
            "team": [row.team for row in rows],
            "object_ref": [row.object for row in rows],
            "opened_at": [row.opened_at for row in rows],
            "closed_at": [row.closed_at for row in rows],
            "opened_by": [row.opened_by for row in rows],
        },
        same={"port": port.pk},
        key=("port", "ref", "object_ref"),
        update=("kind", "person_ref", "team", "opened_at", "closed_at", "opened_by"),
    )


def keep_roster(port: Port, rows: Sequence[RosterRow]) -> Merged:
    """Keep roster spans, each person, kind and start once."""
    return merge(
        RosterSpan,
        {
            "person_ref": [row.person for row in rows],
            "kind": [row.kind for row in rows],
            "starts_at": [row.starts_at for row in rows],
            "ends_at": [row.ends_at for row in rows],
            "area": [row.area for row in rows],
        },
        same={"port": port.pk},
        key=("port", "person_ref", "kind", "starts_at"),
        update=("ends_at", "area"),
    )


def keep_appointments(port: Port, rows: Sequence[TruckAppointmentRow]) -> Merged:
    """Keep appointments of trucks, each reference once."""
    return merge(
        TruckAppointment,
        {
            "ref": [row.appointment for row in rows],
            "plate": [row.plate for row in rows],
            "container": [row.container for row in rows],
            "opens_at": [row.opens_at for row in rows],
            "closes_at": [row.closes_at for row in rows],
        },
        same={"port": port.pk},
        key=("port", "ref"),
        update=("plate", "container", "opens_at", "closes_at"),
    )
