"""The import of a whole port directory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from access.port_directory import tables
from access.port_directory.report import FileReport, ImportReport
from access.port_directory.sheet import Sheet, UnreadableFile, open_sheet, unknown_columns
from access.port_directory.table import Table
from access.port_directory.tables import TABLES
from access.services import presence
from access.services.port_directory import badges, clearances, events, merged, people, places, trainings
from access.services.port_directory.delivery import Delivery, Distinct, Errand
from accounts.models import Port
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput

LOCK = 7_101_613  # the first key of the advisory lock of imports; the second is the port

Progress = Callable[[str, int, int], None]
"""Told the file, the rows done and the rows that there are."""

KEEPERS: dict[str, Callable[[Delivery[Any]], None]] = {
    tables.ORGANISATIONS.name: people.keep_organisations,
    tables.PEOPLE.name: people.keep_people,
    tables.POSTS.name: people.keep_posts,
    tables.CLEARANCES.name: clearances.keep_clearances,
    tables.AREAS.name: places.keep_areas,
    tables.READERS.name: places.keep_readers,
    tables.GATES.name: places.keep_gates,
    tables.TRAVEL_TIMES.name: places.keep_travel_times,
    tables.BADGES.name: badges.keep_badges,
    tables.TRAININGS.name: trainings.keep_trainings,
    tables.CARGO.name: merged.keep_cargo,
}


def import_directory(
    directory: Path, *, port: Port, actor: str, at: datetime, progress: Progress | None = None
) -> ImportReport:
    """Read the files of a port directory into the database, in the order in which they build on each other.

    A bad row is reported and left out; a file that cannot be read is left out whole. Every file but the logs
    is kept in one transaction; a log in batches, so that no batch is half kept.
    Refuses when: the directory has none of the files (InvalidInput); another import is running for the port
    (Conflict).
    Who is inside is read from the log anew where it came with the files.
    Records: access.port_directory.imported once, and what registering people, clearances and badges records.
    Wakes: detection, through EventToScan, for events that are new.
    Safe to repeat because: rows are known by their keys, and equal rows change nothing.
    """
    found = [table for table in TABLES if (directory / table.file).is_file()]
    if not found:
        raise InvalidInput(f"{directory} has no file of a port directory, such as {tables.PEOPLE.file}.")
    errand = Errand(
        port=port,
        actor=actor,
        at=at,
        zone=timezone.get_default_timezone(),
        files=frozenset(table.name for table in found),
    )
    with _alone(port):
        reports = tuple(_import_file(directory, table, errand, progress) for table in found)
        if tables.GATE_EVENTS in found:
            presence.rebuild(port, at=at)
    report = ImportReport(reports, tuple(_strangers(directory)))
    _record(report, errand)
    return report


def _import_file(directory: Path, table: Table[Any], errand: Errand, progress: Progress | None) -> FileReport:
    report = FileReport(table.file)
    try:
        sheet = open_sheet(directory / table.file, table)
    except UnreadableFile as error:
        report.refused_whole = error.detail
        return report
    for name in unknown_columns(sheet):
        report.remark(f"the column '{name}' means nothing here and is left out")
    if table.name in events.STREAMS:
        _keep_log(sheet, errand, report, progress)
    else:
        _keep_whole(sheet, errand, report)
    if progress is not None:
        progress(table.file, sheet.rows, sheet.rows)
    return report


def _keep_whole(sheet: Sheet[Any], errand: Errand, report: FileReport) -> None:
    keep = KEEPERS.get(sheet.table.name) or merged.keep_merged(sheet.table)
    lines = list(Distinct(sheet.table, report).lines(sheet.lines(report)))
    with transaction.atomic():
        keep(Delivery(errand, lines, report))


def _keep_log(sheet: Sheet[Any], errand: Errand, report: FileReport, progress: Progress | None) -> None:
    intake = events.Intake(errand, events.STREAMS[sheet.table.name], report)
    for done in events.keep_file(intake, sheet):
        if progress is not None:
            progress(sheet.table.file, done, sheet.rows)


@contextmanager
def _alone(port: Port) -> Iterator[None]:
    """Holds off a second import into the same port: both would make what neither found.

    Inside a transaction the lock ends with it; else it is the session's, and is given back here.
    """
    within = connection.in_atomic_block
    lock = "pg_try_advisory_xact_lock" if within else "pg_try_advisory_lock"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {lock}(%s, %s)", [LOCK, port.pk])
        if not cursor.fetchone()[0]:
            raise Conflict(f"Another import into {port.name} is running; wait until it has ended.")
        try:
            yield
        finally:
            if not within:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK, port.pk])


def _strangers(directory: Path) -> Iterator[str]:
    known = {table.file for table in TABLES}
    for path in sorted(directory.glob("*.csv")):
        if path.name not in known:
            yield f"{path.name} is no file of a port directory and was left out"


@transaction.atomic
def _record(report: ImportReport, errand: Errand) -> None:
    record.append(
        "access.port_directory.imported",
        actor=errand.actor,
        at=errand.at,
        subject=f"port:{errand.port.locode}",
        port=errand.port.locode,
        files=[one.file for one in report.files if not one.refused_whole],
        rows=report.rows,
        refused=len(report.refused),
    )
