"""Cargo, work and grants: rows that are only merged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from access.port_directory import tables
from access.port_directory.records import CargoRow, VesselCallRow
from access.port_directory.table import Table
from access.services import cargo, grant, release_right, work
from access.services.merge import Merged
from access.services.port_directory.delivery import Delivery
from accounts.models import Port

MERGED: dict[str, Callable[[Port, Sequence[Any]], Merged]] = {
    tables.ROSTER.name: work.keep_roster,
    tables.VESSEL_CALLS.name: cargo.keep_calls,
    tables.WORK_ORDERS.name: work.keep_orders,
    tables.RELEASE_CHAIN.name: cargo.keep_hops,
    tables.TRUCK_APPOINTMENTS.name: work.keep_appointments,
    tables.INCIDENTS.name: cargo.keep_incidents,
    tables.GRANTS.name: grant.keep_many,
}


def keep_merged(table: Table[Any]) -> Callable[[Delivery[Any]], None]:
    """The keeper of a table whose rows need nothing but merging."""
    merge_rows = MERGED[table.name]

    def keep(delivery: Delivery[Any]) -> None:
        delivery.count(merge_rows(delivery.errand.port, delivery.rows), len(delivery.lines))

    return keep


def keep_cargo(delivery: Delivery[CargoRow]) -> None:
    """Vessel calls that only the cargo names are made: containers of one call are one list.

    The release right of a container that has left ends.
    """
    missing = cargo.missing_calls(delivery.errand.port, [row.vessel_call for row in delivery.rows])
    if missing:
        cargo.keep_calls(delivery.errand.port, [VesselCallRow(code) for code in missing])
        delivery.report.remark(f"made {len(missing)} vessel calls that vessel_calls.csv does not have")
    delivery.count(cargo.keep_visits(delivery.errand.port, delivery.rows), len(delivery.lines))
    release_right.end_gone(delivery.errand.port, at=delivery.errand.at)
