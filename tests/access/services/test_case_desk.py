"""The desk of the day: as many cases as the budget allows, the highest first."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from access.enums import PersonCaseEvent
from access.models import CaseDesk, Flag, PersonCase
from access.selectors.rule_outcome import rule_outcomes, rule_weights
from access.services import anomaly, case_desk
from accounts.models import Port
from ledger.models import Job
from screening.models import Person
from tests.access.services.test_flag import flag, keep
from tests.people import Cast
from tests.screening import rows
from tests.witness import unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def cases(port: Port, now: datetime, *strengths: float) -> None:
    """One case for each, of these points."""
    for number, points in enumerate(strengths, start=1):
        keep(port, flag(f"E-{number}", f"k{number}", points=points, last_at=now), at=now)


def on_desk() -> list[str]:
    return sorted(PersonCase.objects.filter(on_desk=True).values_list("subject", flat=True))


def test_desk_when_placed_then_the_highest_within_the_budget(port: Port, now: datetime) -> None:
    cases(port, now, 2.0, 3.0, 2.5)
    desk = case_desk.place(port, at=now)
    assert desk.budget == 1, "at least one, however small the port"
    assert on_desk() == ["E-2"]
    assert (desk.on_desk, desk.waiting, desk.decided) == (1, 2, 0)
    assert desk.threshold == pytest.approx(PersonCase.objects.get(subject="E-2").score)


def test_desk_when_the_port_is_large_then_more_places(port: Port, now: datetime) -> None:
    for number in range(3):
        rows.make_person(port, None, external_ref=f"X-{number}")
    Person.objects.bulk_create(
        Person(port=port, ref=f"P-BULK-{number}", family_name="X", search_name="x", created_at=now)
        for number in range(1_000)
    )
    cases(port, now, 2.0, 3.0, 2.5)
    assert case_desk.place(port, at=now).budget == 2
    assert on_desk() == ["E-2", "E-3"]


def test_desk_when_a_case_is_decided_then_its_place_is_used_up_until_tomorrow(
    port: Port, cast: Cast, now: datetime
) -> None:
    cases(port, now, 2.0, 3.0)
    case_desk.place(port, at=now)
    case = PersonCase.objects.get(subject="E-2")
    anomaly.triage(case, PersonCaseEvent.EXPLAIN, reason="Spare shift.", **cast.anna.acts(now))
    desk = case_desk.place(port, at=now)
    assert (desk.decided, desk.on_desk, desk.waiting) == (1, 0, 1)
    tomorrow = case_desk.place(port, at=now + timedelta(days=1))
    assert (tomorrow.decided, on_desk()) == (0, ["E-1"])
    assert CaseDesk.objects.count() == 2


def test_desk_when_a_case_is_critical_then_there_at_once_and_beside_the_budget(
    port: Port, cast: Cast, now: datetime
) -> None:
    cases(port, now, 3.0)
    critical = flag("E-9", "c", severity=anomaly.Severity.CRITICAL, last_at=now)
    keep(port, critical, at=now)
    assert on_desk() == ["E-9"], "no placing is waited for"
    case_desk.place(port, at=now)
    assert on_desk() == ["E-9"], "it took the one place"


def test_desk_when_placed_again_then_the_same(port: Port, now: datetime) -> None:
    cases(port, now, 2.0, 3.0)
    case_desk.place(port, at=now)
    with unchanged():
        case_desk.place(port, at=now)


def test_flag_when_new_then_a_worker_is_asked_to_place_the_cases(port: Port, now: datetime) -> None:
    cases(port, now, 2.0)
    assert Job.objects.filter(kind="access.case_desk", subject="port:XXPEX").count() == 1
    keep(port, flag("E-1", "k1", points=2.0, last_at=now), at=now + timedelta(minutes=1))
    assert Job.objects.filter(kind="access.case_desk").count() == 1, "nothing was new"


def test_weights_when_cases_are_decided_then_they_move_the_rank_of_what_follows(
    port: Port, cast: Cast, now: datetime
) -> None:
    for number in range(12):
        keep(port, flag(f"H-{number}", f"h{number}", last_at=now), at=now)
    keep(port, flag("C-1", "c1", rule="D04", last_at=now), at=now)
    PersonCase.objects.filter(subject__startswith="H-").update(state="explained")
    PersonCase.objects.filter(subject="C-1").update(state="escalated")
    outcomes = rule_outcomes(port.pk)
    assert (outcomes["P06"].harmless, outcomes["D04"].confirmed) == (12, 1)
    assert rule_weights(port.pk)["P06"] < 1
    assert rule_weights(port.pk)["D04"] == 1, "one decided case teaches nothing"
    keep(port, flag("N-1", "n1", last_at=now), flag("N-2", "n2", rule="D04", last_at=now), at=now)
    assert PersonCase.objects.get(subject="N-1").score < PersonCase.objects.get(subject="N-2").score
    assert Flag.objects.get(key="n1").points == Flag.objects.get(key="n2").points, "what was found stays"
