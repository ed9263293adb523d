"""Events of the log as they are delivered: staged, checked, deduplicated, kept and put on record by sets.

An event is kept once and never altered; what it names may be unknown. The rows of a batch travel by COPY into
a table of text. Plain rows are taken from there by one statement; whatever is not plain is read by `tables`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import IntegrityError, connection, transaction

from access.event_months import Month
from access.port_directory import plain_rows
from access.port_directory.raw_rows import RawBatch, raw_batches
from access.port_directory.records import ReaderRow
from access.port_directory.report import FileReport
from access.port_directory.sheet import Sheet, row_reader
from access.port_directory.tables import DATA_EVENTS, GATE_EVENTS
from access.selectors.known_event import IMPORTED
from access.services import area, event_month
from access.services.port_directory import event_statements as statements
from access.services.port_directory.delivery import Errand
from access.services.port_directory.event_statements import Stream
from ledger.services import record

OTHER_CONTENT: Final = "the event is kept already with other content, which stays"
AHEAD: Final = "events that lie ahead of our clock are judged when their time comes"
TOO_LATE: Final = "the event came more than a day late; a log of any age is imported as a directory"
TOO_EARLY: Final = "the event lies more than a day ahead of our clock"
BEHIND: Final = timedelta(minutes=50)  # a clock left in another time zone or season is off by an hour
CLOCK_AHEAD: Final = timedelta(minutes=2)  # as at readers
TRIES: Final = 3  # of a batch in which another delivery kept the same event first

STREAMS: Final = {
    GATE_EVENTS.name: Stream("gate", GATE_EVENTS, "access_gateevent", plain_rows.GATE, statements.GATE),
    DATA_EVENTS.name: Stream("data", DATA_EVENTS, "access_dataevent", plain_rows.DATA, statements.DATA),
}


@dataclass(slots=True)
class Intake:
    """One delivery of events of one kind. `met` are readers that nothing but these events told of.

    `reach`: how far from our clock an event may lie; None for a log of any age.
    """

    errand: Errand
    stream: Stream
    report: FileReport
    source: str = IMPORTED
    reach: timedelta | None = None
    met: set[str] = field(default_factory=set)


def keep_file(intake: Intake, sheet: Sheet[Any]) -> Iterator[int]:
    """Keep a whole file, batch by batch, none of which is half kept. Yields the rows done so far."""
    for batch in raw_batches(sheet.path, len(sheet.header)):
        keep_batch(intake, batch, sheet.header)
        yield intake.report.rows


def keep_batch(intake: Intake, batch: RawBatch, header: Sequence[str]) -> None:
    """Keep one batch in one transaction; `header` names its cells after the line number.

    Readers that nothing else names are made; unknown people, badges and readers are counted.
    Records: access.events.kept with a digest of what was kept. Wakes: detection, through EventToScan.
    Safe to repeat because: an event is known by source and code; what comes again only counts.
    """
    intake.report.rows += batch.rows
    for number, reason in batch.refused:
        intake.report.refuse(number, reason)
    if not batch.text:
        return
    for left in reversed(range(TRIES)):
        try:
            counted = _kept(intake, batch, header)
        except IntegrityError:
            if not left:
                raise
        else:
            _count(intake.report, counted)
            return


def _kept(intake: Intake, batch: RawBatch, header: Sequence[str]) -> FileReport:
    """What became of the batch, counted apart: a batch that is tried again must not count twice."""
    counted = FileReport(intake.report.file)
    with transaction.atomic(), _staged(intake.stream, batch, header):
        _read_doubtful(intake.stream, header, counted)
        _prepare(intake, counted)
        if intake.stream.name == "gate":
            _make_readers(intake, counted)
        _keep(intake, counted)
    return counted


@contextmanager
def _staged(stream: Stream, batch: RawBatch, header: Sequence[str]) -> Iterator[None]:
    """The rows in a temporary table, all cells as text; columns that mean nothing stand there unused."""
    wanted = [column.name for column in stream.table.columns]
    names = [name if name in wanted else f"unused {place}" for place, name in enumerate(header)]
    absent = [name for name in wanted if name not in header]
    cells = ", ".join(f'"{name}" text' for name in (*names, *absent))
    listed = ", ".join(f'"{name}"' for name in ("line", *names))
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE staged (line int, {cells}, known bool)")
        with cursor.copy(f"COPY staged ({listed}) FROM STDIN (FORMAT csv)") as copy:
            copy.write(batch.text)
        yield
        cursor.execute("DROP TABLE staged")


def _read_doubtful(stream: Stream, header: Sequence[str], counted: FileReport) -> None:
    """Rows that are not plain are read by the columns of the file; what cannot be taken is refused."""
    names = [name for name in header if name in stream.table.header]
    with connection.cursor() as cursor:
        cursor.execute(statements.take_doubtful(stream, names))
        doubtful = cursor.fetchall()
        if not doubtful:
            return
        read = row_reader(stream.table, names)
        good = []
        for line, *cells in sorted(doubtful):
            row = read([cell or "" for cell in cells], line, counted)
            if row is not None:
                good.append((line, row))
        listed = ", ".join(f'"{column.name}"' for column in stream.table.columns)
        with cursor.copy(f"COPY staged (line, {listed}) FROM STDIN") as copy:
            for line, row in good:
                cells = [
                    column.cell.write(getattr(row, column.name)) or None for column in stream.table.columns
                ]
                copy.write_row((line, *cells))


def _prepare(intake: Intake, counted: FileReport) -> None:
    """Set aside what is here already, and make the months that the events fall into."""
    with connection.cursor() as cursor:
        cursor.execute(statements.recorded_here(intake.stream), {"port": intake.errand.port.pk})
        counted.unchanged += cursor.rowcount
        if intake.reach is not None:
            near = {"since": intake.errand.at - intake.reach, "until": intake.errand.at + intake.reach}
            cursor.execute(statements.OUT_OF_REACH, near)
            for line, is_late in sorted(cursor.fetchall()):
                counted.refuse(line, TOO_LATE if is_late else TOO_EARLY)
        cursor.execute(statements.MONTHS, {"now": intake.errand.at})
        spans = [(first, last, line) for first, last, line in cursor.fetchall()]
    event_month.make({Month.of(first) for first, _, _ in spans}, at=intake.errand.at)
    ahead = [line for _, _, line in spans if line is not None]
    if ahead:
        counted.remark(AHEAD, min(ahead))
    if intake.reach is not None and spans:
        _judge_clock(max(last for _, last, _ in spans), intake.errand.at, counted)


def _judge_clock(last: datetime, now: datetime, counted: FileReport) -> None:
    """A delivery of old events only comes late or from a clock that is behind; who sends it knows which."""
    if now - last >= BEHIND:
        minutes = (now - last) // timedelta(minutes=1)
        counted.remark(f"the newest event is {minutes} minutes old: sent late, or its clock is behind ours")
    elif last - now >= CLOCK_AHEAD:
        minutes = (last - now) // timedelta(minutes=1)
        counted.remark(f"the newest event lies {minutes} minutes ahead: its clock is ahead of ours")


def _make_readers(intake: Intake, counted: FileReport) -> None:
    port = intake.errand.port
    with connection.cursor() as cursor:
        cursor.execute(statements.UNKNOWN_READERS, {"port": port.pk})
        unknown = [code for (code,) in cursor.fetchall()]
        if unknown:
            area.keep_readers(port, [ReaderRow(code) for code in unknown])
            intake.met |= set(unknown)
        if intake.met:
            cursor.execute("SELECT count(*) FROM staged WHERE reader = ANY(%s)", [list(intake.met)])
            counted.unknown_readers += cursor.fetchone()[0]


def _keep(intake: Intake, counted: FileReport) -> None:
    errand, stream = intake.errand, intake.stream
    told: dict[str, Any] = {"port": errand.port.pk, "source": intake.source, "received_at": errand.at}
    with connection.cursor() as cursor:
        cursor.execute(statements.mark_known(stream), told)
        repeated = cursor.rowcount
        cursor.execute(statements.keep(stream), told)
        fresh, people, badges, first, last, digest = cursor.fetchone()
        if repeated:
            cursor.execute(statements.compare(stream), told)
            for line, is_same in cursor.fetchall():
                if is_same:
                    counted.unchanged += 1
                else:
                    counted.refuse(line, OTHER_CONTENT)
    counted.new += fresh
    counted.unknown_people += people
    counted.unknown_badges += badges
    if fresh:
        record.append(
            "access.events.kept",
            actor=errand.actor,
            at=errand.at,
            subject=f"port:{errand.port.locode}",
            port=errand.port.locode,
            stream=stream.name,
            source=intake.source,
            events=fresh,
            first=first,
            last=last,
            digest=digest,
        )


def _count(report: FileReport, counted: FileReport) -> None:
    """Add what became of a batch to what became of the file."""
    report.new += counted.new
    report.unchanged += counted.unchanged
    report.refused += counted.refused
    report.unknown_people += counted.unknown_people
    report.unknown_badges += counted.unknown_badges
    report.unknown_readers += counted.unknown_readers
    for sentence, lines in counted.remarks.items():
        report.remark(sentence)
        report.remarks[sentence] += lines
