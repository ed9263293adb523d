"""An officer's decision on a person-case: taking, closing, opening again, escalating."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from access.enums import PersonCaseEvent, PersonCaseState
from access.models import Flag, PersonCase
from access.services import anomaly
from access.transitions import PERSON_CASE_TRANSITIONS
from portsec.kernel.errors import Conflict, InvalidInput, Refused
from screening.models import Application, Clearance
from screening.services import person
from tests.people import MAKER
from tests.scenario import Scenario
from tests.witness import Record, failing_at, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

E = PersonCaseEvent


def slight(made: Scenario) -> None:
    """One person may dismiss a case without grave findings."""
    Flag.objects.filter(case=made.person_case).update(severity="M")


def test_assign_when_taken_then_owned_and_on_record_once(
    made: Scenario, now: datetime, record: Record
) -> None:
    anna = made.cast.anna
    for _ in range(2):
        anomaly.assign(made.person_case, **anna.acts(now))
    assert PersonCase.objects.get().owner == anna.user
    entry = record.one("access.person_case.assigned")
    assert (entry.actor, entry.subject, entry.port) == (
        "user:anna",
        made.person_case.reference,
        "XXPEX",
    )
    assert entry.body == {"case": made.person_case.ref, "owner": "anna"}


@pytest.mark.parametrize(
    ("event", "state", "word"),
    [(E.EXPLAIN, "explained", "explained"), (E.DISMISS, "dismissed", "dismissed")],
)
def test_triage_when_closed_then_kept_and_on_record(
    made: Scenario, now: datetime, record: Record, event: PersonCaseEvent, state: str, word: str
) -> None:
    slight(made)
    anomaly.triage(made.person_case, event, reason=" Spare shift. ", **made.cast.anna.acts(now))
    kept = PersonCase.objects.get()
    assert (kept.state, kept.reason, kept.closed_at, kept.closed_by) == (
        state,
        "Spare shift.",
        now,
        made.cast.anna.user,
    )
    entry = record.one("access.person_case.closed")
    assert (entry.actor, entry.subject, entry.port) == ("user:anna", kept.reference, "XXPEX")
    assert entry.body == {"case": kept.ref, "outcome": word, "reason": "Spare shift."}


def test_triage_when_opened_again_then_as_if_never_closed_and_on_record(
    made: Scenario, now: datetime, record: Record
) -> None:
    anna = made.cast.anna
    slight(made)
    anomaly.triage(made.person_case, E.DISMISS, reason="Spare shift.", **anna.acts(now))
    record.new()
    anomaly.triage(made.person_case, E.REOPEN, reason="The roster was wrong.", **anna.acts(now))
    kept = PersonCase.objects.get()
    assert (kept.state, kept.reason, kept.closed_at, kept.closed_by) == (
        "open",
        "The roster was wrong.",
        None,
        None,
    )
    entry = record.one("access.person_case.reopened")
    assert entry.body == {"case": kept.ref, "reason": "The roster was wrong."}


def test_triage_when_opened_again_beside_a_newer_case_then_conflict(made: Scenario, now: datetime) -> None:
    anna = made.cast.anna
    anomaly.triage(made.person_case, E.EXPLAIN, reason="Spare shift.", **anna.acts(now))
    PersonCase.objects.create(
        port=made.port,
        ref="PC-2026-99999",
        subject=made.person_case.subject,
        opened_at=now,
        updated_at=now,
    )
    with unchanged(), pytest.raises(Conflict, match="newer open case"):
        anomaly.triage(made.person_case, E.REOPEN, reason="Look again.", **anna.acts(now))


@pytest.mark.parametrize("state", PersonCaseState)
def test_triage_when_any_event_comes_then_only_steps_of_the_table_are_taken(
    made: Scenario, now: datetime, state: PersonCaseState
) -> None:
    PersonCase.objects.update(state=state.value)
    made.person_case.refresh_from_db()
    for event in PersonCaseEvent:
        if event not in anomaly.OTHER_STEP and (state, event) not in PERSON_CASE_TRANSITIONS:
            with unchanged(), pytest.raises(Conflict) as refusal:
                anomaly.triage(made.person_case, event, reason="Look.", **made.cast.anna.acts(now))
            assert refusal.value.code == "step_not_possible"


def test_triage_when_escalation_is_asked_for_then_refused(made: Scenario, now: datetime) -> None:
    with unchanged(), pytest.raises(InvalidInput, match="Escalate"):
        anomaly.triage(made.person_case, E.ESCALATE, reason="Look.", **made.cast.anna.acts(now))
    with unchanged(), pytest.raises(InvalidInput, match="police"):
        anomaly.triage(made.person_case, E.HAND_OVER, reason="Look.", **made.cast.anna.acts(now))


def test_decision_when_reason_is_empty_then_refused_at_that_field(made: Scenario, now: datetime) -> None:
    acts = made.cast.anna.acts(now)
    with unchanged(), pytest.raises(InvalidInput) as refusal:
        anomaly.triage(made.person_case, E.EXPLAIN, reason=" ", **acts)
    assert set(refusal.value.fields) == {"reason"}
    with unchanged(), pytest.raises(InvalidInput) as refusal:
        anomaly.escalate(made.person_case, reason="", suspend=True, **acts)
    assert set(refusal.value.fields) == {"reason"}


def test_decision_when_the_case_moved_meanwhile_then_conflict(made: Scenario, now: datetime) -> None:
    stale = PersonCase.objects.get()
    acts = made.cast.anna.acts(now)
    anomaly.triage(made.person_case, E.EXPLAIN, reason="Spare shift.", **acts)
    with unchanged(), pytest.raises(Conflict, match="meanwhile"):
        anomaly.triage(stale, E.DISMISS, reason="Nothing.", **acts)
    with unchanged(), pytest.raises(Conflict, match="meanwhile"):
        anomaly.escalate(stale, reason="Look.", suspend=True, **acts)


def test_escalate_when_done_then_case_reassessment_and_suspension_together(
    made: Scenario, now: datetime, record: Record
) -> None:
    opened = anomaly.escalate(
        made.person_case, reason=" Tried the gate. ", suspend=True, **made.cast.anna.acts(now)
    )
    kept = PersonCase.objects.get()
    assert (kept.state, kept.reason, kept.reassessment_ref) == ("escalated", "Tried the gate.", opened.ref)
    assert (kept.closed_at, kept.closed_by) == (now, made.cast.anna.user)
    assert (opened.kind, opened.person, opened.source) == ("reassessment", made.erin, kept.reference)
    assert Clearance.objects.get(pk=made.clearance.pk).state == "suspended"
    entries = record.new()
    assert [entry.kind for entry in entries][-3:] == [
        "screening.clearance.suspended",
        "screening.reassessment.opened",
        "access.person_case.escalated",
    ]
    assert {entry.actor for entry in entries} == {"user:anna"}
    assert entries[-1].subject == kept.reference
    assert entries[-1].body == {
        "case": kept.ref,
        "application": opened.ref,
        "reason": "Tried the gate.",
    }


def test_escalate_when_no_suspension_is_asked_for_then_the_clearance_stands(
    made: Scenario, now: datetime
) -> None:
    anomaly.escalate(made.person_case, reason="Look.", suspend=False, **made.cast.anna.acts(now))
    assert Clearance.objects.get(pk=made.clearance.pk).state == "granted"


def test_escalate_when_a_second_case_of_the_person_follows_then_the_open_reassessment_serves_both(
    made: Scenario, now: datetime
) -> None:
    anna = made.cast.anna
    first = anomaly.escalate(made.person_case, reason="Look.", suspend=False, **anna.acts(now))
    another = PersonCase.objects.create(
        port=made.port,
        ref="PC-2026-99999",
        subject=made.person_case.subject,
        person=made.erin,
        opened_at=now,
        updated_at=now,
    )
    later = now + timedelta(hours=1)
    assert anomaly.escalate(another, reason="More.", suspend=True, **anna.acts(later)) == first
    assert Application.objects.filter(kind="reassessment").count() == 1
    assert Clearance.objects.get(pk=made.clearance.pk).state == "suspended"


@pytest.mark.parametrize(
    "kind",
    [
        "screening.application.submitted",
        "screening.check.requested",
        "screening.clearance.suspended",
        "screening.reassessment.opened",
        "access.person_case.escalated",
    ],
)
def test_escalate_when_it_fails_in_the_middle_then_nothing_of_it_stays(
    made: Scenario, now: datetime, kind: str
) -> None:
    with unchanged(), failing_at(kind), pytest.raises(Exception, match="the disk is full"):
        anomaly.escalate(made.person_case, reason="Look.", suspend=True, **made.cast.anna.acts(now))


@pytest.fixture
def nameless(made: Scenario, now: datetime) -> PersonCase:
    """A case of somebody whom the log names by a number that nobody registered."""
    return PersonCase.objects.create(
        port=made.port, ref="PC-2026-77777", subject="E-77", opened_at=now, updated_at=now
    )


def test_escalate_when_the_person_is_not_registered_then_refused_until_they_are(
    made: Scenario, nameless: PersonCase, now: datetime
) -> None:
    acts = made.cast.anna.acts(now)
    with unchanged(), pytest.raises(InvalidInput, match="register them first"):
        anomaly.escalate(nameless, reason="Look.", suspend=True, **acts)
    registered = person.register(
        port=made.port, family_name="Roe", given_names="Jane", external_ref="E-77", actor=MAKER, at=now
    )
    opened = anomaly.escalate(nameless, reason="Look.", suspend=True, **acts)
    assert opened.person == registered
    assert PersonCase.objects.get(pk=nameless.pk).person == registered


def test_own_case_when_the_number_was_registered_after_it_opened_then_refused_all_the_same(
    made: Scenario, nameless: PersonCase, now: datetime
) -> None:
    registered = person.register(
        port=made.port, family_name="Roe", given_names="Jane", external_ref="E-77", actor=MAKER, at=now
    )
    for number in (registered.ref, "E-77"):
        made.cast.anna.user.person_ref = number
        with unchanged(), pytest.raises(Refused) as refusal:
            anomaly.triage(nameless, E.DISMISS, reason="It is me.", **made.cast.anna.acts(now))
        assert refusal.value.verdict.codes == ("own_file",)
