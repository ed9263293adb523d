"""Importing a port directory: what is kept, what is refused, and that twice is once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connections

from access.models import (
    Area,
    Badge,
    CargoVisit,
    DataEvent,
    EventToScan,
    GateEvent,
    Reader,
    TravelTime,
    VesselCall,
    WorkOrder,
)
from access.port_directory.report import FileReport, ImportReport
from access.services.port_directory import import_directory
from access.services.port_directory.directory import LOCK
from accounts.models import Organisation, Port
from ledger.models import Entry
from portsec.kernel.errors import Conflict, InvalidInput
from screening.models import Clearance, ClearanceChange, Person, Post
from screening.selectors.clearance import current_clearance
from tests.access.port_directory import example

pytestmark = [pytest.mark.db, pytest.mark.django_db]

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
EVENT = "event,at,reader,direction,badge,person,result"


def run(directory: Path, port: Port, *, at: datetime = NOW, **files: str) -> ImportReport:
    directory.mkdir(exist_ok=True)
    for name, content in files.items():
        (directory / f"{name}.csv").write_text(content, encoding="utf-8")
    return import_directory(directory, port=port, actor="system:test", at=at)


def one(report: ImportReport, name: str) -> FileReport:
    return next(file for file in report.files if file.file == f"{name}.csv")


def refusals(report: ImportReport) -> list[str]:
    return [str(row) for row in report.refused]


def everything_kept() -> dict[str, list[object]]:
    """Every row of every table, except the record that an import took place."""
    kept: dict[str, list[object]] = {}
    for model in apps.get_models():
        if model._meta.app_label in {"access", "accounts", "screening", "ledger"}:
            rows: Iterable[object] = model._default_manager.order_by("pk").values_list()
            if model is Entry:
                rows = (
                    Entry.objects.exclude(kind="access.port_directory.imported").order_by("pk").values_list()
                )
            kept[model.__name__] = list(rows)
    return kept


def test_directory_when_imported_then_every_file_is_kept(tmp_path: Path, port: Port) -> None:
    report = run(example.write(tmp_path, example.small_port()), port)
    assert not report.refused
    assert not report.refused_files
    assert Person.objects.filter(port=port).count() == 7
    kim = Person.objects.get(port=port, external_ref="P2")
    assert (kim.category, kim.nationality, kim.job_title) == ("contractor", "BE", "Planner")
    assert kim.birth_date == date(1980, 5, 17)
    assert kim.organisation == Organisation.objects.get(code="QUAY")
    assert Organisation.objects.get(code="LINE").country == "DK"
    post = Post.objects.get(port=port, code="planner")
    assert (post.areas, post.field_classes, post.risk) == (["GATEHOUSE", "YARD"], ["S2", "S3"], 3)
    assert Area.objects.get(port=port, code="GATEHOUSE").parent == Area.objects.get(port=port, code="YARD")
    reader = Reader.objects.get(port=port, code="G1")
    assert reader.area_from is None
    assert reader.area_to is not None
    assert TravelTime.objects.get().minimum_seconds == 240
    assert WorkOrder.objects.filter(port=port).count() == 6 * 14 + 9
    visit = CargoVisit.objects.get(port=port, container=example.box(1000))
    assert visit.vessel_call == VesselCall.objects.get(port=port, code="VC1")


def test_directory_when_imported_twice_then_nothing_changes(tmp_path: Path, port: Port) -> None:
    example.write(tmp_path, example.small_port())
    run(tmp_path, port)
    before = everything_kept()
    again = run(tmp_path, port, at=NOW + timedelta(days=3))
    assert everything_kept() == before
    assert (again.new, again.changed, refusals(again)) == (0, 0, [])
    assert all(file.unchanged == file.rows for file in again.files)


def test_import_when_done_then_is_recorded_once(tmp_path: Path, port: Port) -> None:
    run(example.write(tmp_path, example.small_port()), port)
    entry = Entry.objects.get(kind="access.port_directory.imported")
    assert entry.subject == f"port:{port.locode}"
    assert entry.body["refused"] == 0
    assert entry.body["rows"] > 500
    assert "gate_events.csv" in entry.body["files"]
    kinds = set(Entry.objects.values_list("kind", flat=True))
    assert {"screening.person.registered", "screening.clearance.suspended", "access.badge.changed"} <= kinds
    assert not any("gate_attempt" in kind for kind in kinds)


def test_events_when_new_then_wait_for_detection_and_name_whom_they_concern(
    tmp_path: Path, port: Port
) -> None:
    run(example.write(tmp_path, example.small_port()), port)
    events = GateEvent.objects.filter(port=port, source="import")
    assert EventToScan.objects.filter(port=port, stream="gate").count() == events.count()
    assert EventToScan.objects.filter(stream="data").count() == DataEvent.objects.count()
    event = events.get(code="G1")
    assert event.person == Person.objects.get(external_ref="P1")
    assert event.badge == Badge.objects.get(serial="B-P1")
    assert event.reader == Reader.objects.get(code="G1")
    assert events.exclude(reasons=[]).get().reasons == ["badge_revoked"]
    numbers = list(events.order_by("number").values_list("code", flat=True))
    assert numbers == [f"G{place}" for place in range(1, len(numbers) + 1)]


def test_event_when_person_badge_and_reader_are_unknown_then_is_kept_and_counted(
    tmp_path: Path, port: Port
) -> None:
    report = run(
        tmp_path,
        port,
        gate_events=f"{EVENT}\nE1,2026-03-01T08:00Z,NEW,in,B9,P9,granted\nE2,2026-03-01T09:00Z,NEW,out,,,granted\n",
        data_events="event,at,account,person,action,object,result\nD1,2026-03-01T08:00Z,tos,P9,read,x,ok\n",
    )
    event = GateEvent.objects.get(code="E1")
    assert (event.badge_serial, event.badge, event.person_ref, event.person) == ("B9", None, "P9", None)
    assert event.reader == Reader.objects.get(port=port, code="NEW")
    assert report.unknown == {"people": 3, "badges": 2, "readers": 2}
    assert not report.refused


def test_event_when_only_the_badge_is_named_then_its_holder_is_the_person(tmp_path: Path, port: Port) -> None:
    report = run(
        tmp_path,
        port,
        people="person,family_name\nP1,Example\n",
        badges="badge,person,valid_from,valid_until\nB1,P1,2026-01-01,2026-12-31\n",
        gate_events=f"{EVENT}\nE1,2026-03-01T08:00Z,G1,in,B1,,granted\n",
    )
    event = GateEvent.objects.get()
    assert event.person == Person.objects.get(external_ref="P1")
    assert event.person_ref == ""
    assert report.unknown["people"] == 0


def test_event_when_it_comes_again_with_other_content_then_the_first_one_stays(
    tmp_path: Path, port: Port
) -> None:
    run(tmp_path, port, gate_events=f"{EVENT}\nE1,2026-03-01T08:00Z,G1,in,B1,P1,granted\n")
    report = run(
        tmp_path,
        port,
        gate_events=(
            f"{EVENT}\nE1,2026-03-01T09:00:00+01:00,G1,in,B1,P1,granted\n"
            "E1,2026-03-01T08:00Z,G1,in,B1,P2,granted\nE2,2026-03-01T08:00Z,G1,in,B1,P1,granted\n"
            "E2,2026-03-01T08:00Z,G1,out,B1,P1,granted\n"
        ),
    )
    assert (one(report, "gate_events").new, one(report, "gate_events").unchanged) == (1, 1)
    assert [text.split(": ")[0] for text in refusals(report)] == ["gate_events.csv:3", "gate_events.csv:5"]
    assert GateEvent.objects.get(code="E1").person_ref == "P1"
    assert EventToScan.objects.count() == 2


def test_event_when_its_container_is_written_by_hand_then_names_the_same_box(
    tmp_path: Path, port: Port
) -> None:
    run(
        tmp_path,
        port,
        data_events=(
            "event,at,account,action,object,result\n"
            "D1,2026-03-01T08:00Z,tos,read,csqu 305438-3,ok\n"
            "D2,2026-03-01T08:00Z,tos,read,CSQU3054389,not_found\n"
        ),
    )
    assert list(DataEvent.objects.order_by("code").values_list("object_ref", flat=True)) == [
        "CSQU3054383",
        "CSQU3054389",
    ]


def test_clearance_when_suspended_later_then_holds_from_that_day_at_the_port(
    tmp_path: Path, port: Port
) -> None:
    run(
        tmp_path,
        port,
        people="person,family_name\nP1,Example\n",
        clearances=(
            "person,level,valid_from,valid_until,state\n"
            "P1,enhanced,2026-05-04,,suspended\nP1,enhanced,2025-01-01,2029-12-31,granted\n"
        ),
    )
    person = Person.objects.get(external_ref="P1")
    changes = ClearanceChange.objects.filter(clearance__person=person).order_by("at")
    assert [(change.state, change.at.isoformat()) for change in changes] == [
        ("granted", "2024-12-31T23:00:00+00:00"),
        ("suspended", "2026-05-03T22:00:00+00:00"),
    ]
    before = current_clearance(person.pk, at=datetime(2026, 5, 3, 12, tzinfo=UTC))
    after = current_clearance(person.pk, at=datetime(2026, 5, 3, 23, tzinfo=UTC))
    assert before is not None
    assert after is not None
    assert (before.state, after.state) == ("granted", "suspended")


def test_clearance_when_its_end_changes_then_the_kept_one_changes_and_is_recorded(
    tmp_path: Path, port: Port
) -> None:
    rows = "person,level,valid_from,valid_until\nP1,{},2025-01-01,{}\n"
    run(tmp_path, port, people="person\nP1\n", clearances=rows.format("standard", "2026-12-31"))
    report = run(tmp_path, port, clearances=rows.format("enhanced", "2027-12-31"))
    clearance = Clearance.objects.get()
    assert (clearance.level, clearance.valid_until) == ("enhanced", date(2027, 12, 31))
    assert one(report, "clearances").changed == 1
    assert Entry.objects.filter(kind="screening.clearance.granted").count() == 2


def test_clearance_when_the_person_is_not_in_people_csv_then_refused(tmp_path: Path, port: Port) -> None:
    report = run(
        tmp_path,
        port,
        people="person\nP1\n",
        clearances="person,level,valid_from,valid_until\nP2,standard,2025-01-01,2029-12-31\n",
    )
    assert refusals(report) == ["clearances.csv:2: person P2 is not known"]


def test_clearance_when_there_is_no_people_csv_then_the_number_alone_is_registered(
    tmp_path: Path, port: Port
) -> None:
    report = run(
        tmp_path, port, clearances="person,level,valid_from,valid_until\nP2,standard,2025-01-01,2029-12-31\n"
    )
    assert Clearance.objects.get().person == Person.objects.get(external_ref="P2")
    assert "registered by number alone" in one(report, "clearances").sentences[0]


def test_person_when_a_later_file_is_thinner_then_nothing_is_forgotten(tmp_path: Path, port: Port) -> None:
    run(tmp_path, port, people="person,family_name,role,birth_date\nP1,Example,Crane driver,1980-01-01\n")
    report = run(tmp_path, port, people="person,family_name,role\nP1,Other,\n")
    person = Person.objects.get()
    assert (person.family_name, person.job_title, person.birth_date) == (
        "Other",
        "Crane driver",
        date(1980, 1, 1),
    )
    assert one(report, "people").changed == 1
    assert person.version == 2


def test_person_when_birth_or_country_is_impossible_then_counts_as_unknown(
    tmp_path: Path, port: Port
) -> None:
    report = run(
        tmp_path,
        port,
        people="person,family_name,birth_date,nationality\nP1,Example,2090-01-01,Atlantis\nP2,Two,1.1.80,NLD\n",
    )
    assert Person.objects.get(external_ref="P1").birth_date is None
    assert Person.objects.get(external_ref="P2").nationality == "NL"
    assert len(one(report, "people").sentences) == 3
    assert not report.refused


def test_places_when_their_own_file_lacks_them_then_are_made(tmp_path: Path, port: Port) -> None:
    report = run(
        tmp_path,
        port,
        readers="reader,area_from,area_to\nG1,OUT,YARD\n",
        travel_times="reader_from,reader_to,minimum_seconds\nG1,G2,60\n",
        cargo="container,vessel_call\nCSQU3054383,VC7\n",
    )
    assert Area.objects.get(port=port).code == "YARD"
    assert set(Reader.objects.values_list("code", flat=True)) == {"G1", "G2"}
    assert VesselCall.objects.get().code == "VC7"
    said = " ".join(sentence for file in report.files for sentence in file.sentences)
    assert "made areas that areas.csv does not have: YARD" in said
    assert run(tmp_path, port).new == 0


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("A1,A9\nA2,A1\nA3,\n", ["areas.csv:2: parent A9", "areas.csv:3: parent A1"]),
        ("A1,A2\nA2,A1\nA3,\n", ["areas.csv:2: the area would lie in itself", "areas.csv:3: the area would"]),
        ("A1,A1\nA3,\n", ["areas.csv:2: the area would lie in itself"]),
    ],
)
def test_area_when_it_has_no_place_then_refused(
    tmp_path: Path, port: Port, rows: str, said: list[str]
) -> None:
    report = run(tmp_path, port, areas=f"area,parent\n{rows}")
    assert [text[: len(wanted)] for text, wanted in zip(refusals(report), said, strict=True)] == said
    assert Area.objects.get().code == "A3"


def test_rows_when_a_thing_stands_twice_then_the_second_is_the_same_or_refused(
    tmp_path: Path, port: Port
) -> None:
    report = run(
        tmp_path,
        port,
        organisations="organisation,name\nQUAY,Quay\nQUAY,Quay\nQUAY,Other\n",
        roster=(
            "person,starts_at,ends_at\nP1,2026-03-01T06:00Z,2026-03-01T14:00Z\n"
            "P1,2026-03-01T06:00Z,2026-03-01T15:00Z\n"
        ),
    )
    assert refusals(report) == [
        "organisations.csv:4: line 2 says the same with other values",
        "roster.csv:3: line 2 says the same with other values",
    ]
    assert one(report, "organisations").unchanged == 1


def test_visit_when_its_discharge_is_told_later_then_is_the_same_visit(tmp_path: Path, port: Port) -> None:
    header = "container,vessel_call,discharged_at,risk\n"
    run(tmp_path, port, cargo=f"{header}CSQU3054383,VC1,,3\n")
    report = run(tmp_path, port, cargo=f"{header}CSQU3054383,VC1,2026-03-02T08:00Z,\n")
    visit = CargoVisit.objects.get()
    assert visit.discharged_at == datetime(2026, 3, 2, 8, tzinfo=UTC)
    assert visit.risk == 3
    assert one(report, "cargo").new == 0


def test_visit_when_another_call_brings_the_container_then_is_another_visit(
    tmp_path: Path, port: Port
) -> None:
    header = "container,vessel_call,discharged_at\n"
    run(tmp_path, port, cargo=f"{header}CSQU3054383,VC2,\n")
    run(tmp_path, port, cargo=f"{header}CSQU3054383,VC1,2026-03-02T08:00Z\n")
    assert CargoVisit.objects.count() == 2


def test_kind_of_organisation_when_unknown_then_is_other(tmp_path: Path, port: Port) -> None:
    report = run(tmp_path, port, organisations="organisation,kind\nDIVERS,diving school\n")
    organisation = Organisation.objects.get(code="DIVERS")
    assert (organisation.kind, organisation.name) == ("other", "DIVERS")
    assert "kept as other" in one(report, "organisations").sentences[0]


def test_badge_when_revoked_in_a_later_file_then_takes_the_step_and_is_recorded(
    tmp_path: Path, port: Port
) -> None:
    row = "badge,person,areas,valid_from,valid_until,state\nB1,P1,YARD,2026-01-01,2029-12-31,{}\n"
    run(tmp_path, port, people="person\nP1\n", badges=row.format("active"))
    report = run(tmp_path, port, badges=row.format("revoked"), at=NOW + timedelta(days=1))
    badge = Badge.objects.get()
    assert (badge.state, badge.state_since) == ("revoked", NOW + timedelta(days=1))
    assert [change.state for change in badge.changes.all()] == ["active", "revoked"]
    assert one(report, "badges").new == 1
    assert Entry.objects.filter(kind="access.badge.changed", subject=badge.person.reference).count() == 1


def test_badge_when_its_holder_is_made_known_later_then_belongs_to_them(tmp_path: Path, port: Port) -> None:
    row = "badge,person,valid_from,valid_until\nB1,P1,2026-01-01,2029-12-31\n"
    report = run(tmp_path, port, badges=row)
    assert "not known here" in one(report, "badges").sentences[0]
    run(tmp_path, port, people="person,family_name\nP1,Example\n", badges=row)
    assert Badge.objects.get().person == Person.objects.get(external_ref="P1")


def test_files_when_unreadable_then_are_left_out_whole_and_the_others_go_on(
    tmp_path: Path, port: Port
) -> None:
    tmp_path.joinpath("areas.csv").write_bytes(b"area\nA1\nA\xff\n")
    report = run(tmp_path, port, readers="name\nG1\n", organisations="organisation\nQUAY\n")
    assert report.refused_files == [
        "areas.csv: is not UTF-8 (line 3)",
        "readers.csv: lacks the column reader",
    ]
    assert not Area.objects.exists()
    assert Organisation.objects.filter(code="QUAY").exists()


def test_files_when_columns_or_names_are_unknown_then_are_remarked(tmp_path: Path, port: Port) -> None:
    report = run(tmp_path, port, organisations="organisation,shoe\nQUAY,43\n", gate_event="x\n")
    assert one(report, "organisations").sentences == [
        "organisations.csv: the column 'shoe' means nothing here and is left out"
    ]
    assert report.remarks == ("gate_event.csv is no file of a port directory and was left out",)


def test_directory_when_it_has_no_file_then_refused(tmp_path: Path, port: Port) -> None:
    with pytest.raises(InvalidInput, match="has no file of a port directory"):
        run(tmp_path, port)
    assert not Entry.objects.exists()


def test_ports_when_they_number_alike_then_stay_apart(tmp_path: Path, port: Port, other_port: Port) -> None:
    for place in (port, other_port):
        run(example.write(tmp_path, example.small_port()), place)
    assert Person.objects.filter(external_ref="P1").count() == 2
    assert GateEvent.objects.filter(port=other_port).values(
        "reader__port", "person__port"
    ).distinct().get() == {
        "reader__port": other_port.pk,
        "person__port": other_port.pk,
    }


@pytest.mark.django_db(transaction=True)
def test_import_when_another_one_runs_then_refused(tmp_path: Path, port: Port) -> None:
    second = connections.create_connection("default")
    try:
        with second.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [LOCK, port.pk])
        with pytest.raises(Conflict, match="Another import"):
            run(tmp_path, port, organisations="organisation\nQUAY\n")
    finally:
        with second.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock_all()")
        second.close()
    assert run(tmp_path, port).new == 1
