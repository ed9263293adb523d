"""Gates, trainings and appointments of trucks in a port directory: kept, changed, refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from access.models import Gate, Reader, Training, TrainingCertificate, TruckAppointment
from access.port_directory.report import FileReport
from access.services import qualification
from accounts.models import Port
from portsec.kernel.scope import Scope
from screening.models import Person
from tests.access.services.test_port_directory import NOW, one, refusals, run
from tests.people import Cast

pytestmark = [pytest.mark.db, pytest.mark.django_db]

PEOPLE = "person,family_name\nP1,Example\n"
HEADER = "person,training,first_day,last_day\n"


def counts(report: FileReport) -> tuple[int, int, int]:
    return report.new, report.changed, report.unchanged


def test_gates_when_imported_then_kept_with_their_readers(tmp_path: Path, port: Port) -> None:
    files = {
        "readers": "reader,area_to\nG1,YARD\n",
        "gates": "gate,name,kind,readers\nNORTH,North gate,VEHICLE,G2 G1\nSIDE,,,\n",
    }
    report = run(tmp_path, port, **files)
    north = Gate.objects.get(port=port, code="NORTH")
    assert (north.name, north.kind, north.highest_level) == ("North gate", "vehicle", 3)
    assert [reader.code for reader in north.readers.all()] == ["G1", "G2"]
    side = Gate.objects.get(port=port, code="SIDE")
    assert (side.name, side.kind) == ("SIDE", "pedestrian")
    assert counts(one(report, "gates")) == (2, 0, 0)
    assert counts(one(run(tmp_path, port), "gates")) == (0, 0, 2)


def test_gates_when_a_thinner_file_comes_then_nothing_is_lost_and_moves_are_counted(
    tmp_path: Path, port: Port
) -> None:
    run(tmp_path, port, gates="gate,name,kind,readers\nNORTH,North gate,vehicle,G1 G2\nSIDE,Side,,\n")
    report = run(tmp_path, port, gates="gate,readers\nNORTH,\nSIDE,G2\n")
    assert counts(one(report, "gates")) == (0, 1, 1)
    places = dict(Reader.objects.values_list("code", "gate__code"))
    assert places == {"G1": "NORTH", "G2": "SIDE"}
    assert Gate.objects.get(code="NORTH").name == "North gate"


def test_gates_when_a_reader_stands_at_two_then_the_second_row_is_refused(tmp_path: Path, port: Port) -> None:
    report = run(tmp_path, port, gates="gate,kind,readers\nNORTH,,G1\nSIDE,,G1\nPIER,harbour,\n")
    assert sorted(refusals(report)) == [
        "gates.csv:3: reader G1 stands at gate NORTH already",
        "gates.csv:4: kind 'harbour' is none of pedestrian, vehicle, rail, quay",
    ]
    assert list(Gate.objects.values_list("code", flat=True)) == ["NORTH"]


def test_trainings_when_imported_then_certificates_of_people_that_are_known(
    tmp_path: Path, port: Port
) -> None:
    rows = "P1,Safety,2026-01-01,2026-12-31\nP1,forklift,2025-05-05,\nP9,safety,2026-01-01,\n"
    report = run(tmp_path, port, people=PEOPLE, trainings=HEADER + rows)
    assert refusals(report) == ["trainings.csv:4: person P9 is not known"]
    kept = TrainingCertificate.objects.order_by("training__code")
    assert [(one.training.code, one.first_day, one.last_day) for one in kept] == [
        ("forklift", date(2025, 5, 5), None),
        ("safety", date(2026, 1, 1), date(2026, 12, 31)),
    ]
    assert set(Training.objects.filter(port=port).values_list("code", "name")) == {
        ("forklift", "forklift"),
        ("safety", "safety"),
    }
    assert counts(one(run(tmp_path, port), "trainings")) == (0, 0, 2)


def test_trainings_when_the_last_day_differs_then_changed_and_an_empty_one_erases_nothing(
    tmp_path: Path, port: Port
) -> None:
    run(tmp_path, port, people=PEOPLE, trainings=HEADER + "P1,safety,2026-01-01,2026-12-31\n")
    longer = run(tmp_path, port, trainings=HEADER + "P1,safety,2026-01-01,2027-06-30\n")
    assert counts(one(longer, "trainings")) == (0, 1, 0)
    silent = run(tmp_path, port, trainings=HEADER + "P1,safety,2026-01-01,\n")
    assert counts(one(silent, "trainings")) == (0, 0, 1)
    assert TrainingCertificate.objects.get().last_day == date(2027, 6, 30)


def test_trainings_when_one_was_taken_back_here_then_a_file_does_not_bring_it_back(
    tmp_path: Path, port: Port, cast: Cast
) -> None:
    files = {"people": PEOPLE, "trainings": HEADER + "P1,safety,2026-01-01,\n"}
    run(tmp_path, port, **files)
    system = Scope.system(reason="test")
    held = TrainingCertificate.objects.get()
    qualification.revoke(held, reason="Forged.", actor=cast.sven.user, scope=system, at=NOW)
    report = run(tmp_path, port)
    assert counts(one(report, "trainings")) == (0, 0, 1)
    assert (
        "trainings.csv: the certificate was taken back here and stays so (line 2)"
        in one(report, "trainings").sentences
    )
    assert not TrainingCertificate.objects.filter(revoked_at=None).exists()
    assert Person.objects.get(external_ref="P1").training_certificates.count() == 1


def test_trainings_when_they_end_before_they_begin_then_refused(tmp_path: Path, port: Port) -> None:
    report = run(tmp_path, port, people=PEOPLE, trainings=HEADER + "P1,safety,2026-01-02,2026-01-01\n")
    assert refusals(report) == ["trainings.csv:2: last_day lies before first_day"]


def test_appointments_when_imported_then_plates_have_one_form(tmp_path: Path, port: Port) -> None:
    files = {
        "truck_appointments": "appointment,plate,container,opens_at,closes_at\n"
        "TA1,1-abc 234,CSQU3054383,2026-11-22T08:00Z,2026-11-22T09:00Z\n"
        "TA2,- -,,2026-11-22T08:00Z,2026-11-22T09:00Z\n"
        "TA3,XYZ,,2026-11-22T09:00Z,2026-11-22T09:00Z\n"
    }
    report = run(tmp_path, port, **files)
    assert refusals(report) == [
        "truck_appointments.csv:3: plate '- -' is no number plate of at most 20 letters and digits",
        "truck_appointments.csv:4: closes_at does not lie after opens_at",
    ]
    kept = TruckAppointment.objects.get(port=port)
    assert (kept.ref, kept.plate, kept.container) == ("TA1", "1ABC234", "CSQU3054383")
    assert counts(one(run(tmp_path, port), "truck_appointments")) == (0, 0, 1)
