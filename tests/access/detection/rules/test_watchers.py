"""G11: watchers who open files without a case."""

from __future__ import annotations

from dataclasses import replace

import pytest

from access.detection.facts import DataFact
from tests.access.detection.port import at, flags, look, person, report

pytestmark = pytest.mark.unit

FRANK = person("frank", role="Internal auditor")


def opened(
    name: str = "dave", by: str = "frank", *, case: str = "", kind: str = "person", **more
) -> DataFact:
    return replace(look(at(more.pop("hour", 9)), name, by, object_type=kind, **more), work_ref=case)


def test_file_opened_without_a_case_is_flagged() -> None:
    data = [opened(), opened("erin", kind="vetting_file", hour=10), opened("carol", case="PC-1")]
    (flag,) = flags("G11", data=data, people=[FRANK])
    assert (flag.person, flag.key) == ("frank", "frank:2026-03-03")
    assert flag.events == (data[0].id, data[1].id)
    assert "2 files of people (person, vetting file) opened" in flag.text
    assert "2 of 3 such look-ups of that day had none" in flag.text


@pytest.mark.parametrize(
    "role",
    ["Security officer", "port_security", "HR adviser", "Human resources", "Vetting officer", "analyst"],
)
def test_roles_that_watch_are_known_by_their_words(role: str) -> None:
    assert flags("G11", data=[opened()], people=[person("frank", role=role)])


@pytest.mark.parametrize("role", ["", "crane driver", "threshold planner", "chr clerk"])
def test_other_roles_are_for_other_rules(role: str) -> None:
    assert not flags("G11", data=[opened()], people=[person("frank", role=role)])


def test_file_opened_for_a_case_is_silent() -> None:
    assert not flags("G11", data=[opened(case="PC-1")], people=[FRANK])
    assert not flags("G11", data=[opened(explanation="E9")], people=[FRANK])


def test_own_file_cargo_and_refused_look_ups_are_for_other_rules() -> None:
    data = [
        opened("frank"),
        opened("account-frank", kind="account"),
        opened("MSCU1", kind="container"),
        opened(result="denied"),
    ]
    assert not flags("G11", data=data, people=[FRANK])


def test_least_number_of_files_can_be_raised() -> None:
    data = [opened(), opened(hour=10), opened("erin", hour=11)]
    assert flags("G11", {"G11": {"files": 2}}, data=data, people=[FRANK])
    assert not flags("G11", {"G11": {"files": 3}}, data=data, people=[FRANK])


def test_day_on_which_most_name_no_case_is_not_judged() -> None:
    auditors = [person(f"auditor-{number}", role="auditor") for number in range(9)]
    lacking = [opened(by=f"auditor-{number}") for number in range(5)]
    naming = [opened(by=f"auditor-{number}", case="PC-1") for number in range(5, 9)]
    said = report("G11", data=[*lacking, *naming], people=auditors)
    assert (said.flags, said.not_evaluated[0].code) == ((), "no_case_ids")
    assert len(flags("G11", data=[*lacking[1:], *naming], people=auditors)) == 4
    next_day = replace(opened(by="auditor-8"), at=at(9, 1))
    assert [flag.person for flag in flags("G11", data=[*lacking, *naming, next_day], people=auditors)] == [
        "auditor-8"
    ]


def test_without_people_it_is_not_evaluated() -> None:
    assert report("G11", data=[]).not_evaluated[0].code == "feed_missing"
