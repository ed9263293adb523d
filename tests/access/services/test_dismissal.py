"""Dismissing a grave case takes two people; handing one to the police takes a name that was looked at."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from access.casework.words import HandOverGround
from access.enums import PersonCaseEvent, Severity
from access.models import Flag, PersonCase
from access.selectors.finding import as_detected
from access.services import anomaly, unmasking
from access.services.anomaly import Liaison
from accounts.models import User
from accounts.roles import Role
from portsec.kernel.errors import Conflict, InvalidInput, Refused
from tests import people
from tests.people import Actor
from tests.scenario import Scenario
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

E = PersonCaseEvent
POLICE = Liaison("Insp. Claes, port police", HandOverGround.REPORT, " PV-118 ")


@pytest.fixture
def ines(made: Scenario, now: datetime) -> Actor:
    """A second analyst."""
    return people.make_actor("ines", Role.ANALYST, made.port, at=now)


def triage(made: Scenario, event: PersonCaseEvent, who: Actor, at: datetime) -> PersonCase:
    return anomaly.triage(PersonCase.objects.get(), event, reason="A drill.", **who.acts(at))


@pytest.mark.parametrize(
    ("severity", "state"), [("C", "to_confirm"), ("H", "to_confirm"), ("M", "dismissed")]
)
def test_dismissal_when_asked_for_then_grave_cases_wait_for_a_second_person(
    made: Scenario, anna: Actor, now: datetime, severity: str, state: str
) -> None:
    Flag.objects.update(severity=severity)
    assert triage(made, E.DISMISS, anna, now).state == state


def test_dismissal_when_proposed_then_still_open_and_on_record(
    made: Scenario, anna: Actor, now: datetime, record: Record
) -> None:
    case = triage(made, E.DISMISS, anna, now)
    assert (case.proposed_by, case.proposed_at, case.closed_at) == (anna.user, now, None)
    assert record.one("access.person_case.dismissal_proposed").body["reason"] == "A drill."


def test_dismissal_when_confirmed_by_a_second_person_then_closed_by_both(
    made: Scenario, anna: Actor, ines: Actor, now: datetime, record: Record
) -> None:
    triage(made, E.DISMISS, anna, now)
    case = triage(made, E.CONFIRM_DISMISSAL, ines, now)
    assert (case.state, case.proposed_by, case.closed_by) == ("dismissed", anna.user, ines.user)
    assert record.one("access.person_case.closed").actor == ines.reference


def test_dismissal_when_confirmed_by_oneself_or_ones_other_account_then_refused(
    made: Scenario, anna: Actor, ines: Actor, now: datetime
) -> None:
    User.objects.filter(pk__in=(anna.user.pk, ines.user.pk)).update(person_ref="P-77")
    anna.user.refresh_from_db()
    ines.user.refresh_from_db()
    triage(made, E.DISMISS, anna, now)
    for hand in (anna, ines):
        with unchanged(), pytest.raises(Refused) as refusal:
            triage(made, E.CONFIRM_DISMISSAL, hand, now)
        assert refusal.value.verdict.codes == ("own_proposal",)


def test_dismissal_when_kept_open_then_nothing_is_proposed_any_more(
    made: Scenario, anna: Actor, ines: Actor, now: datetime
) -> None:
    triage(made, E.DISMISS, anna, now)
    case = triage(made, E.REOPEN, ines, now)
    assert (case.state, case.proposed_by, case.proposed_at) == ("open", None, None)


def test_dismissal_when_something_new_is_found_meanwhile_then_open_again(
    made: Scenario, anna: Actor, now: datetime, record: Record
) -> None:
    triage(made, E.DISMISS, anna, now)
    found = as_detected(Flag.objects.get())
    record.new()
    fresh = replace(found, key="another", severity=Severity.MEDIUM, events=("e9",))
    assert anomaly.flag(made.port, [fresh], at=now) == 1
    case = PersonCase.objects.get()
    assert (case.state, case.proposed_by) == ("open", None)
    assert record.one("access.person_case.reopened").actor == "system:detection"


def test_police_when_the_name_was_not_looked_at_then_refused(
    made: Scenario, anna: Actor, now: datetime
) -> None:
    with unchanged(), pytest.raises(Refused) as refusal:
        anomaly.hand_over(made.person_case, POLICE, reason="Two boxes.", **anna.acts(now))
    assert refusal.value.verdict.codes == ("case_masked",)


def test_police_when_handed_over_then_kept_with_ground_and_on_record(
    made: Scenario, anna: Actor, now: datetime, record: Record
) -> None:
    unmasking.unmask(made.person_case, reason="For the report.", **anna.acts(now))
    record.new()
    anomaly.hand_over(made.person_case, POLICE, reason="Two boxes.", **anna.acts(now))
    case = PersonCase.objects.get()
    assert (case.state, case.closed_by, case.on_desk) == ("handed", anna.user, False)
    assert (case.handed_to, case.handed_ref, case.handed_ground) == (POLICE.name, "PV-118", "report")
    assert record.one("access.person_case.handed_over").body == {
        "case": case.ref,
        "ground": "report of a suspected crime",
        "handed_to": POLICE.name,
        "handed_ref": "PV-118",
        "reason": "Two boxes.",
    }
    with unchanged(), pytest.raises(Conflict):
        anomaly.hand_over(case, POLICE, reason="Again.", **anna.acts(now))


def test_police_when_the_case_is_escalated_then_it_may_go_there_too(
    made: Scenario, anna: Actor, now: datetime
) -> None:
    anomaly.escalate(made.person_case, reason="Look.", suspend=True, **anna.acts(now))
    unmasking.unmask(made.person_case, reason="For the report.", **anna.acts(now))
    case = PersonCase.objects.get()
    anomaly.hand_over(case, POLICE, reason="Two boxes.", **anna.acts(now))
    assert (case.state, case.reassessment_ref != "") == ("handed", True)


def test_police_when_nobody_is_named_then_refused_at_that_field(
    made: Scenario, anna: Actor, now: datetime
) -> None:
    unmasking.unmask(made.person_case, reason="For the report.", **anna.acts(now))
    with unchanged(), pytest.raises(InvalidInput) as refusal:
        anomaly.hand_over(made.person_case, replace(POLICE, name=" "), reason="x", **anna.acts(now))
    assert set(refusal.value.fields) == {"handed_to"}


def test_name_when_a_week_has_passed_then_hidden_again(made: Scenario, anna: Actor, now: datetime) -> None:
    unmasking.unmask(made.person_case, reason="For the report.", **anna.acts(now - timedelta(days=7)))
    with unchanged(), pytest.raises(Refused):
        anomaly.hand_over(made.person_case, POLICE, reason="Two boxes.", **anna.acts(now))
