"""Takes in the work that explains look-ups, as other systems deliver it row by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from access.permissions.look_up import may_deliver_work
from access.port_directory import tables
from access.port_directory.json_rows import Remark, read_rows
from access.port_directory.report import FileReport
from access.port_directory.table import Table
from access.services.port_directory.delivery import Delivery, Errand
from access.services.port_directory.merged import keep_cargo, keep_merged
from accounts.models import Port, User
from ledger.services import record
from portsec.kernel.errors import require
from portsec.kernel.scope import Scope


@dataclass(frozen=True, slots=True)
class Delivered:
    """How many rows were new, changed, or there already, and what is to be known of single ones."""

    rows: int
    new: int
    changed: int
    unchanged: int
    remarks: tuple[Remark, ...]
    notes: tuple[str, ...]


def deliver(
    port: Port, table: Table[Any], given: Sequence[Any], *, actor: User, scope: Scope, at: datetime
) -> Delivered:
    """Keep rows of one table: all of them, or none if one cannot be taken.

    Refuses when: the actor does not keep the port's cargo data (Refused); a row or cell cannot be taken
    (InvalidInput, by row and column).
    Records: access.work_context.delivered; access.release_right.ended for containers that have left.
    Safe to repeat because: rows are known by their keys, and equal rows change nothing.
    """
    require(may_deliver_work(scope, port.pk))
    read = read_rows(table, given)
    report = FileReport(table.name)
    errand = Errand(port, actor.reference, at, timezone.get_default_timezone(), frozenset({table.name}))
    keep = keep_cargo if table is tables.CARGO else keep_merged(table)
    with transaction.atomic():
        keep(Delivery(errand, read.lines, report))
        record.append(
            "access.work_context.delivered",
            actor=actor.reference,
            at=at,
            subject=f"port:{port.locode}",
            port=port.locode,
            table=table.name,
            rows=len(given),
            new=report.new,
            changed=report.changed,
        )
    return Delivered(
        rows=len(given),
        new=report.new,
        changed=report.changed,
        unchanged=report.unchanged + read.same,
        remarks=read.remarks,
        notes=tuple(report.remarks),
    )
