"""What detection found, kept in person-cases: once, growing with later events, ranked as it fades."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from access.detection.rule import Family, Flag, Parameter, Tried
from access.detection.score import SEVERITY_POINTS, combine
from access.enums import PersonCaseEvent, Severity
from access.models import Flag as Kept
from access.models import PersonCase
from access.selectors.finding import as_detected
from access.services import anomaly
from accounts.models import Port
from screening.models import Person
from tests.people import Cast
from tests.screening import rows
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def flag(person: str = "E-1", key: str = "k", *events: str, **said: Any) -> Flag:
    severity = said.pop("severity", Severity.HIGH)
    given: dict[str, Any] = {
        "rule": "P06",
        "version": 1,
        "family": Family.PHYSICAL,
        "first_at": NOON,
        "last_at": NOON,
        "due_at": NOON,
        "text": "A badge was used.",
        "innocent": "It was found again.",
        "points": SEVERITY_POINTS[severity].value,
        "parameters": (Parameter("refresh", 15, "minutes", "a start value", date(2026, 11, 22)),),
        "tried": (Tried("late_list", "The list was up to date."),),
    }
    return Flag(severity=severity, person=person, key=key, events=events or ("e1",), **given | said)


def keep(port: Port, *flags: Flag, at: datetime = NOON) -> int:
    return anomaly.flag(port, flags, at=at)


def close(case: PersonCase, cast: Cast, event: PersonCaseEvent = PersonCaseEvent.EXPLAIN) -> None:
    anomaly.triage(case, event, reason="Spare shift.", **cast.anna.acts(NOON))


def case_of(person: str = "E-1", state: str = "open") -> PersonCase:
    return PersonCase.objects.get(subject=person, state=state)


def test_flags_when_found_then_one_case_for_each_person_and_on_record(port: Port, record: Record) -> None:
    assert keep(port, flag("E-1", "a"), flag("E-2", "b"), flag("E-1", "c")) == 3
    assert {case.subject: case.flags.count() for case in PersonCase.objects.all()} == {"E-1": 2, "E-2": 1}
    first = case_of("E-1")
    entries = record.new()
    assert [entry.kind for entry in entries] == [
        "access.person_case.opened",
        "access.flag.raised",
        "access.flag.raised",
        "access.person_case.opened",
        "access.flag.raised",
    ]
    assert {(entry.actor, entry.port) for entry in entries} == {("system:detection", "XXPEX")}
    assert entries[0].subject == first.reference
    assert entries[0].body == {"case": first.ref}
    assert entries[1].body == {"case": first.ref, "rule": "P06", "severity": "high"}
    assert first.ref.startswith("PC-2026-")
    assert (first.opened_at, first.updated_at) == (NOON, NOON)


def test_flag_when_kept_then_everything_that_the_officer_must_see(port: Port) -> None:
    said = flag("E-1", "a", "e1", "e2", first_at=NOON - timedelta(hours=1))
    keep(port, said)
    kept = Kept.objects.get()
    assert (kept.rule, kept.version, kept.family, kept.severity, kept.key) == ("P06", 1, "P", "H", "a")
    assert (kept.events, kept.first_at, kept.last_at, kept.found_at) == (
        ["e1", "e2"],
        NOON - timedelta(hours=1),
        NOON,
        NOON,
    )
    assert (kept.text, kept.innocent, kept.points) == (said.text, said.innocent, said.points)
    assert kept.parameters == [
        {
            "name": "refresh",
            "value": 15,
            "unit": "minutes",
            "reason": "a start value",
            "since": "2026-11-22",
        }
    ]
    assert kept.tried == [{"code": "late_list", "why": "The list was up to date."}]
    assert as_detected(kept) == replace(said, parameters=(), tried=())


@pytest.mark.parametrize("number", ["external", "own"])
def test_case_when_the_person_is_registered_then_named(port: Port, erin: Person, number: str) -> None:
    if number == "external":
        Person.objects.filter(pk=erin.pk).update(external_ref="E-1")
    keep(port, flag("E-1" if number == "external" else erin.ref))
    assert PersonCase.objects.get().person == erin


@pytest.fixture
def erin(port: Port) -> Person:
    return rows.make_person(port, None)


def test_case_when_the_same_number_is_known_at_another_port_then_nobody_is_named(
    port: Port, other_port: Port
) -> None:
    rows.make_person(other_port, None, external_ref="E-1")
    keep(port, flag("E-1"))
    assert PersonCase.objects.get().person is None


def test_flag_when_nobody_is_named_then_a_case_of_the_badge_or_account(port: Port) -> None:
    keep(port, flag("", "B100001:lost"))
    assert PersonCase.objects.get().subject == "badge or account of B100001:lost"


def test_informational_when_alone_then_no_case(port: Port) -> None:
    with unchanged():
        assert keep(port, flag(severity=Severity.INFORMATIONAL)) == 0


def test_informational_when_with_others_or_in_an_open_case_then_kept(port: Port) -> None:
    slight = flag("E-1", "slight", severity=Severity.INFORMATIONAL)
    assert keep(port, slight, flag("E-1", "grave")) == 2
    assert keep(port, replace(slight, key="another")) == 1
    assert case_of().flags.count() == 3


def test_flag_when_found_again_then_kept_once(port: Port) -> None:
    keep(port, flag())
    with unchanged():
        assert keep(port, flag()) == 0
        assert keep(port, flag(text="Told otherwise."), at=NOON + timedelta(hours=1)) == 0
        assert keep(port, flag(), flag()) == 0


def test_flag_when_the_same_key_is_found_by_another_rule_or_port_then_its_own(
    port: Port, other_port: Port
) -> None:
    assert keep(port, flag(), flag(rule="P02"), flag()) == 2
    assert keep(other_port, flag()) == 1
    assert PersonCase.objects.count() == 2


def test_flag_when_it_grows_in_an_open_case_then_the_row_and_the_score_follow(
    port: Port, record: Record
) -> None:
    keep(port, flag("E-1", "k", "e1"))
    before = Kept.objects.get()
    score = case_of().score
    record.new()
    later = NOON + timedelta(hours=2)
    grown = flag(
        "E-1",
        "k",
        "e1",
        "e2",
        severity=Severity.CRITICAL,
        last_at=later,
        text="Twice.",
        innocent="Hardly.",
        parameters=(),
        tried=(),
    )
    assert keep(port, grown, at=later) == 0, "no new flag"
    after = Kept.objects.get()
    assert (after.pk, after.key, after.found_at) == (before.pk, "k", NOON)
    assert (after.events, after.severity, after.last_at) == (["e1", "e2"], "C", later)
    assert (after.text, after.innocent, after.parameters, after.tried) == ("Twice.", "Hardly.", [], [])
    assert case_of().score > score
    assert (case_of().bypass, case_of().updated_at) == (True, later)
    with unchanged():
        assert keep(port, grown, at=later + timedelta(hours=1)) == 0
        assert keep(port, flag("E-1", "k", "e1"), at=later) == 0, "a window that saw less takes nothing back"


def test_flag_when_its_case_is_closed_and_nothing_is_new_then_it_stays_closed(port: Port, cast: Cast) -> None:
    keep(port, flag())
    close(case_of(), cast)
    with unchanged():
        assert keep(port, flag()) == 0


def test_flag_when_it_grows_after_closing_then_a_new_flag_in_a_new_case(
    port: Port, cast: Cast, record: Record
) -> None:
    keep(port, flag("E-1", "k", "e1"))
    first = case_of()
    close(first, cast)
    record.new()
    grown = flag("E-1", "k", "e1", "e2")
    assert keep(port, grown) == 1
    second = case_of()
    assert second != first
    assert second.flags.get().key == f"k after {first.ref}"
    assert first.flags.get().events == ["e1"], "what was explained stays as it was"
    assert record.kinds() == ["access.person_case.opened", "access.flag.raised"]
    for _ in range(3):
        with unchanged():
            assert keep(port, grown) == 0


def test_flag_when_it_grows_on_in_the_new_case_then_that_row_follows(port: Port, cast: Cast) -> None:
    keep(port, flag("E-1", "k", "e1"))
    first = case_of()
    close(first, cast)
    keep(port, flag("E-1", "k", "e1", "e2"))
    assert keep(port, flag("E-1", "k", "e1", "e2", "e3")) == 0
    assert case_of().flags.get().events == ["e1", "e2", "e3"]


def test_flag_when_the_new_case_is_closed_too_then_only_new_events_open_a_third(
    port: Port, cast: Cast
) -> None:
    keep(port, flag("E-1", "k", "e1"))
    close(case_of(), cast)
    keep(port, flag("E-1", "k", "e1", "e2"))
    second = case_of()
    close(second, cast)
    with unchanged():
        assert keep(port, flag("E-1", "k", "e1", "e2")) == 0
    assert keep(port, flag("E-1", "k", "e1", "e2", "e3")) == 1
    assert case_of().flags.get().key == f"k after {second.ref}"
    assert PersonCase.objects.count() == 3


def test_flag_when_its_key_is_too_long_for_the_column_then_kept_all_the_same(port: Port, cast: Cast) -> None:
    """Numbers of an imported log may be long; detection must not stop for them."""
    long, other = "x" * 250 + "1", "x" * 250 + "2"
    assert keep(port, flag("E-1", long), flag("E-1", other)) == 2
    with unchanged():
        assert keep(port, flag("E-1", long), flag("E-1", other)) == 0
    close(case_of(), cast)
    assert keep(port, flag("E-1", long, "e1", "e2")) == 1


def test_score_when_kept_then_as_the_pure_rules_add_it_up(port: Port) -> None:
    found = [flag("E-1", "a"), flag("E-1", "b", rule="D01", family=Family.DATA, severity=Severity.MEDIUM)]
    keep(port, *found)
    assert case_of().score == pytest.approx(combine(found, NOON).score)
    assert not case_of().bypass


def test_score_when_ranked_later_then_faded(port: Port) -> None:
    keep(port, flag())
    case = case_of()
    month = NOON + timedelta(days=30)
    score = anomaly.rescore(case, at=month)
    assert score.points == pytest.approx(SEVERITY_POINTS[Severity.HIGH].value / 2)
    kept = case_of()
    assert (kept.score, kept.updated_at) == (pytest.approx(score.score), month)
    assert kept.score < case.score


def test_flags_when_all_are_kept_then_every_case_has_one(port: Port, cast: Cast) -> None:
    """No scan leaves a case without findings behind."""
    for events in (("e1",), ("e1", "e2"), ("e1", "e2"), ("e1", "e2", "e3")):
        keep(port, flag("E-1", "k", *events))
        for case in PersonCase.objects.filter(state="open"):
            close(case, cast)
    assert not PersonCase.objects.filter(flags=None).exists()
