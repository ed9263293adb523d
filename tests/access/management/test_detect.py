"""A directory with planted misuse is imported, scanned and ranked."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError

from access.detection.registry import RULES
from access.models import EventToScan, Flag, PersonCase
from access.selectors.detection_events import first_and_last
from access.services import period_scan
from accounts.models import Port
from portsec.kernel import clock
from tests.access.management.commands import printed
from tests.access.port_directory import example

pytestmark = [pytest.mark.db, pytest.mark.django_db]

PLANTED = {"P06", "P02", "D22", "D01", "D04"}
IN_THAT_NIGHT = {"P03", "D05", "D09"}
"""What the insider's night raises besides: it is off the roster, and half of what was looked up is no box."""
OF_THE_INSIDER = PLANTED | IN_THAT_NIGHT


@pytest.fixture
def imported(tmp_path: Path, port: Port) -> Port:
    printed("import_port", example.write(tmp_path / "port", example.small_port()))
    return port


def cases(**options: Any) -> list[dict[str, Any]]:
    out, _ = printed("export_cases", **options)
    return [json.loads(line) for line in out.splitlines()]


def test_detect_when_five_kinds_of_misuse_are_planted_then_the_right_person_comes_first(
    imported: Port,
) -> None:
    out, err = printed("detect")
    first, *others = cases()
    assert (first["rank"], first["person"], first["state"]) == (1, example.INSIDER, "open")
    assert {finding["rule"] for finding in first["rules"]} == OF_THE_INSIDER
    assert not others
    assert _found(out) == OF_THE_INSIDER
    assert not err


def _found(out: str) -> set[str]:
    """The rules of which `detect` says that they found something; it names all that it ran."""
    lines = [line.split() for line in out.splitlines() if " findings " in line and " people " in line]
    assert {rule for rule, *_ in lines} == {rule.id for rule in RULES}
    return {rule for rule, number, *_ in lines if number != "0"}


def test_export_cases_when_printed_then_has_exactly_the_agreed_fields(imported: Port) -> None:
    printed("detect")
    case = cases()[0]
    assert list(case) == ["rank", "person", "score", "state", "rules", "opened_at"]
    assert all(list(finding) == ["rule", "severity", "events", "text"] for finding in case["rules"])
    by_rule = {finding["rule"]: finding for finding in case["rules"]}
    assert (by_rule["P06"]["severity"], by_rule["P06"]["events"]) == ("C", ["G190"])
    assert len(by_rule["D04"]["events"]) == 6
    assert 0 < case["score"] < 1
    assert [finding["severity"] for finding in case["rules"]][:2] == ["C", "C"]


def test_export_cases_when_csv_then_has_a_line_for_each_finding(imported: Port) -> None:
    printed("detect")
    out, _ = printed("export_cases", format="csv")
    lines = list(csv.DictReader(StringIO(out)))
    whole = cases()
    assert len(lines) == sum(len(case["rules"]) for case in whole)
    assert lines[0]["person"] == example.INSIDER
    assert lines[0]["events"].split() == whole[0]["rules"][0]["events"]


def test_export_cases_when_a_name_would_run_in_a_spreadsheet_then_is_quoted(imported: Port) -> None:
    printed("detect")
    PersonCase.objects.update(subject="=cmd()")
    out, _ = printed("export_cases", format="csv")
    assert next(csv.DictReader(StringIO(out)))["person"] == "'=cmd()"


def test_detect_when_run_twice_then_finds_nothing_new(imported: Port) -> None:
    printed("detect")
    flags = list(Flag.objects.order_by("pk").values_list("pk", "key"))
    out, _ = printed("detect")
    assert "0 findings are new." in out
    assert list(Flag.objects.order_by("pk").values_list("pk", "key")) == flags
    assert not EventToScan.objects.exists()


@pytest.mark.parametrize("days", [1, 3, 7])
def test_judge_when_in_chunks_then_finds_the_same_as_at_once(imported: Port, days: int) -> None:
    span = first_and_last(imported)
    assert span is not None
    answers = []
    for chunk in (timedelta(days=400), timedelta(days=days)):
        Flag.objects.all().delete()
        PersonCase.objects.all().delete()
        judged = period_scan.judge(imported, since=span[0], until=span[1], at=clock.now(), chunk=chunk)
        flags = Flag.objects.order_by("rule", "key").values_list(
            "rule", "key", "severity", "events", "text", "first_at", "last_at", "points", "tried"
        )
        answers.append((list(flags), judged.found, judged.people, judged.new))
    assert len(answers[0][0]) >= len(OF_THE_INSIDER)
    assert answers[0] == answers[1]


def test_detect_when_a_period_is_given_then_judges_only_that(imported: Port) -> None:
    until = example.REVOKED_AT.isoformat()
    printed("detect", since=example.FIRST_DAY, until=example.REVOKED_AT)
    assert set(Flag.objects.values_list("rule", flat=True)) == {"P02", "D01", "D04"} | IN_THAT_NIGHT
    assert EventToScan.objects.exists()
    assert not EventToScan.objects.filter(at__lte=until).exists()
    printed("detect", since=example.REVOKED_AT)
    assert set(Flag.objects.values_list("rule", flat=True)) == OF_THE_INSIDER


def test_detect_when_the_period_is_longer_than_the_log_then_takes_the_log(imported: Port) -> None:
    out, _ = printed("detect", "--since=1900-01-01T00:00Z", "--until=2199-01-01T00:00Z")
    last = datetime(2026, 3, 15, 18, tzinfo=UTC) + period_scan.LONGEST_LOOK_BACK
    assert out.startswith(f"From 2026-03-02T05:00+00:00 to {last.isoformat(timespec='minutes')}:\n")
    assert cases()[0]["person"] == example.INSIDER


def test_detect_when_people_are_inside_as_the_log_begins_then_they_may_come_out(
    tmp_path: Path, port: Port
) -> None:
    files: example.Rows = {
        "gate_events": [],
        "readers": [{"reader": "G1", "area_from": "OUT", "area_to": "YARD"}],
    }
    example.gate(files, "P1", example.FIRST_DAY, "out")
    example.gate(files, "P1", example.FIRST_DAY + timedelta(hours=10), "in")
    example.gate(files, "P1", example.FIRST_DAY + timedelta(hours=18), "out")
    printed("import_port", example.write(tmp_path, files))
    printed("detect")
    assert not Flag.objects.exists()


def test_detect_when_feeds_are_missing_then_says_what_was_not_evaluated(tmp_path: Path, port: Port) -> None:
    files = example.small_port()
    printed("import_port", example.write(tmp_path, {"gate_events": files["gate_events"]}))
    out, _ = printed("detect")
    told = [line for line in out.splitlines() if line.startswith("not evaluated: ")]
    assert {line.split()[2].rstrip(",") for line in told} >= {"P06", "D22", "D01"}


def test_detect_when_there_are_no_events_then_says_so(port: Port) -> None:
    assert printed("detect")[0] == f"{port.name} ({port.locode}) has no events to scan.\n"
    assert printed("export_cases")[0] == ""


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--since=2026-03-01T08:00:00"], "no offset"),
        (["--until=tomorrow"], "no ISO 8601 time"),
        (["--since=2026-03-09T00:00Z", "--until=2026-03-08T00:00Z"], "lies before 2026-03-09"),
        (["--port=NLRTM"], "There is no port NLRTM"),
    ],
)
def test_detect_when_the_period_is_wrong_then_one_line_says_so(
    imported: Port, args: list[str], said: str
) -> None:
    with pytest.raises(CommandError, match=said):
        printed("detect", *args)
