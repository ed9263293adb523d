"""Events as they come into the log: read as the files say, kept once, in their months, and on record."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError

from access.event_months import AHEAD, TABLES, Month, outside
from access.models import DataEvent, EventKey, EventToScan, GateEvent
from access.port_directory.report import FileReport, ImportReport
from access.port_directory.sheet import open_sheet
from access.port_directory.tables import DATA_EVENTS, GATE_EVENTS
from access.selectors.event_export import logged_events
from access.selectors.known_event import gate_events_named
from access.services import event_month
from access.services.port_directory import import_directory
from access.services.port_directory.event_statements import digest_row
from access.services.port_directory.events import STREAMS
from accounts.models import Port
from ledger.models import Entry
from portsec.kernel.scope import Scope
from tests.moment import port_now

pytestmark = [pytest.mark.db, pytest.mark.django_db]

EVENT = "event,at,reader,direction,badge,person,result,reason"
LOOK = "event,at,account,person,action,object,field_class,rows,result,purpose"
ALWAYS = {"since": datetime(1900, 1, 1, tzinfo=UTC), "until": datetime(2200, 1, 1, tzinfo=UTC)}

# Cells that are plain, and cells that only `tables` can read or refuse, beside each other.
MOMENTS = (
    *("2026-03-01T08:00:00Z", "2026-03-31T08:00:00+02:00", "2026-03-30T23:59:59.123456-05:30"),
    *(
        "2026-02-30T08:00:00Z",
        "2026-03-01T08:00:00",
        "2026-03-01",
        "2026-03-01T24:00:00Z",
        "20260301T080000Z",
    ),
    *(
        "2026-03-01 08:00:00+01:00",
        "1899-03-01T08:00:00Z",
        "2026-03-01T08:00Z",
        "2026-03-01T08:00:00.5Z",
        "soon",
    ),
    *("2024-02-29T08:00:00Z", "2026-02-29T08:00:00Z", "2026-03-01T08:00:00+15:00", "2026-03-01T08:00:60Z"),
)
OBJECTS = (
    *("CSQU3054383", "csqu 305438-3", "CSQU3054380", "ABC-12345678", "B/L 77", "MSCU12345", "", "x" * 61),
    *("12345678901", "ABCD1234567", "CSQX3054383", "csqu3054383", " CSQU3054383 ", "Überführung"),
)


def run(directory: Path, port: Port, *, at: datetime | None = None, **files: str) -> ImportReport:
    directory.mkdir(exist_ok=True)
    for name, content in files.items():
        (directory / f"{name}.csv").write_text(content, encoding="utf-8")
    return import_directory(directory, port=port, actor="system:test", at=at or port_now())


def test_gate_events_when_oddly_written_then_kept_as_the_columns_read_them(
    tmp_path: Path, port: Port
) -> None:
    rows = [f"{number},{at},R1,in,B1,P1,granted," for number, at in enumerate(MOMENTS)]
    rows += [
        f"d{number},{MOMENTS[0]},R1,{way},B1,P1,granted," for number, way in enumerate(("OUT", " in", "up"))
    ]
    rows += [
        f"r{number},{MOMENTS[0]},R1,in,,,refused,{why}" for number, why in enumerate(("a b", "A", " a  b "))
    ]
    rows += [
        f"t{number},{MOMENTS[0]},{reader},in,é,P\u00a01,granted,"
        for number, reader in enumerate(("R" * 41, "R|", "Ř"))
    ]
    _compare(tmp_path, port, GATE_EVENTS.name, "\n".join([EVENT, *rows]))


def test_data_events_when_oddly_written_then_kept_as_the_columns_read_them(
    tmp_path: Path, port: Port
) -> None:
    rows = [f"{number},{MOMENTS[0]},jan,P1,read,{name},S2,1,ok," for number, name in enumerate(OBJECTS)]
    rows += [
        f"n{number},{MOMENTS[0]},jan,,read,,,{count},ok,x"
        for number, count in enumerate(("", "0", "-1", "2147483648", "7"))
    ]
    rows += [
        f"w{number},{MOMENTS[0]},{who},read,,,,ok,{'p' * 201}"
        for number, who in enumerate((",", "a,", ",P1"))
    ]
    _compare(tmp_path, port, DATA_EVENTS.name, "\n".join([LOOK, *rows]))


def _compare(directory: Path, port: Port, name: str, content: str) -> None:
    """What the database keeps of a file is what `tables` makes of it, row by row, and what it refuses too."""
    report = run(directory, port, **{name: content})
    table = STREAMS[name].table
    expected_report = FileReport(table.file)
    expected = {
        line.row.event: {
            column.name: column.cell.write(getattr(line.row, column.name)) for column in table.columns
        }
        for line in open_sheet(directory / table.file, table).lines(expected_report)
    }
    scope = Scope.system(reason="test")
    kept = {
        event.cells["event"]: dict(event.cells) for event in logged_events(table, port, scope=scope, **ALWAYS)
    }
    assert kept == expected
    assert kept
    assert expected_report.refused
    assert sorted(map(str, report.refused)) == sorted(map(str, expected_report.refused))


def test_events_when_kept_then_the_record_holds_their_digest(tmp_path: Path, port: Port) -> None:
    rows = [f"{number},2026-03-01T08:00:00Z,R1,in,B1,P1,granted,a b" for number in (1, 2)]
    run(tmp_path, port, gate_events="\n".join([EVENT, *rows]))
    entry = Entry.objects.get(kind="access.events.kept")
    assert (entry.body["events"], entry.body["stream"], entry.body["source"]) == (2, "gate", "import")
    assert _digest(entry) == entry.body["digest"]
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE access_gateevent DISABLE TRIGGER USER")
        cursor.execute("UPDATE access_gateevent SET direction = 'out' WHERE code = '2'")
    assert _digest(entry) != entry.body["digest"]


def _digest(entry: Entry) -> str:
    row = digest_row(STREAMS[GATE_EVENTS.name])
    span = [entry.body["first"], entry.body["last"]]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {row} FROM access_gateevent WHERE number BETWEEN %s AND %s ORDER BY number",  # noqa: S608
            span,
        )
        return hashlib.sha256("\n".join(text for (text,) in cursor.fetchall()).encode()).hexdigest()


def test_event_when_it_stands_twice_in_a_file_then_the_second_is_the_same_or_refused(
    tmp_path: Path, port: Port
) -> None:
    first = "1,2026-03-01T08:00:00Z,R1,in,B1,P1,granted,"
    report = run(tmp_path, port, gate_events="\n".join([EVENT, first, first, first.replace("in", "out")]))
    (file,) = (one for one in report.files if one.file == "gate_events.csv")
    assert (file.rows, file.new, file.unchanged, [row.line for row in file.refused]) == (3, 1, 1, [4])
    assert GateEvent.objects.get().direction == "in"
    assert EventToScan.objects.count() == 1


def test_event_when_it_comes_again_with_another_time_then_the_database_refuses_a_second(
    tmp_path: Path, port: Port
) -> None:
    run(tmp_path, port, gate_events=f"{EVENT}\n1,2026-03-01T08:00:00Z,R1,in,B1,P1,granted,")
    event = GateEvent.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        GateEvent.objects.create(
            port=port,
            source=event.source,
            code=event.code,
            at=event.at + timedelta(days=40),
            received_at=event.received_at,
            reader_code="R1",
            direction="in",
            result="granted",
        )
    assert EventKey.objects.get().number == event.number


def test_event_when_ahead_of_our_clock_then_kept_and_told(tmp_path: Path, port: Port) -> None:
    at = port_now()
    later = (at + timedelta(hours=2)).isoformat()
    report = run(tmp_path, port, at=at, gate_events=f"{EVENT}\n1,{later},R1,in,B1,P1,granted,")
    assert (
        "gate_events.csv: events that lie ahead of our clock are judged when their time comes (line 2)"
        in (report.files[0].sentences)
    )
    assert GateEvent.objects.get().at == at + timedelta(hours=2)


def test_person_when_of_thousands_of_events_then_all_are_kept(tmp_path: Path, port: Port) -> None:
    start = datetime(2026, 3, 1, tzinfo=UTC)
    rows = (
        f"{n},{(start + timedelta(seconds=n)).isoformat()},jan,P1,read,CSQU3054383,S2,1,ok,"
        for n in range(30_000)
    )
    report = run(tmp_path, port, data_events="\n".join([LOOK, *rows]))
    assert (report.new, len(report.refused)) == (30_000, 0)
    assert DataEvent.objects.filter(person_ref="P1").count() == 30_000


def test_events_when_of_many_months_then_each_month_has_its_table(tmp_path: Path, port: Port) -> None:
    now = port_now()
    long_ago = Month.of(now).later(-7)
    times = (long_ago.start, now, datetime(1950, 1, 1, tzinfo=UTC))
    rows = "\n".join(f"{n},{at.isoformat()},R1,in,B1,P1,granted," for n, at in enumerate(times))
    run(tmp_path, port, gate_events=f"{EVENT}\n{rows}")
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableoid::regclass::text FROM access_gateevent ORDER BY at")
        tables = [name for (name,) in cursor.fetchall()]
    parent = TABLES[0]
    assert tables == [outside(parent), long_ago.table(parent), Month.of(now).table(parent)]
    assert event_month.outside_months()[parent] == 1


def test_months_when_made_ahead_then_once_and_the_log_finds_its_events(port: Port) -> None:
    at = port_now() + timedelta(days=200)
    assert event_month.make_ahead(at=at) == len(TABLES) * (AHEAD + 1)
    assert event_month.make_ahead(at=at) == 0
    assert list(gate_events_named(port.pk, ["import"], ["nothing"])) == []
