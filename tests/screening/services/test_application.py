"""Entering, assigning, noting and withdrawing applications."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.models import Organisation, Port
from ledger.models import Job
from portsec.kernel.errors import Conflict, InvalidInput, Refused, Unavailable
from screening.enums import ApplicationKind, ApplicationState
from screening.models import Application, Person, Post
from screening.services import application, reassessment
from tests.people import Actor, Cast
from tests.screening import rows
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

NOON = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)


def test_submit_when_entered_then_case_with_its_checks_waits_for_answers(
    erin: Person, crane: Post, alice: Actor
) -> None:
    case = application.submit(erin, crane, declared_convictions=True, **alice.acts(NOON))
    case.refresh_from_db()
    assert case.ref.startswith("SA-2026-")
    assert (case.kind, case.state) == ("initial", "checking")
    assert (case.port, case.person, case.post, case.level) == (erin.port, erin, crane, crane.level)
    assert (case.declared_convictions, case.declared_history, case.urgent) == (True, False, False)
    assert (case.submitted_by, case.submitted_at, case.closed_at) == (alice.reference, NOON, None)
    assert case.due_on == date(2026, 12, 18), "28 calendar days"
    assert [(check.kind, check.state) for check in case.checks.all()] == [
        ("identity", "requested"),
        ("criminal_record", "requested"),
        ("watchlist", "requested"),
    ]


def test_submit_when_entered_then_case_and_each_check_are_on_record(
    erin: Person, crane: Post, alice: Actor, record: Record
) -> None:
    case = application.submit(erin, crane, **alice.acts(NOON))
    entries = record.new()
    assert [entry.kind for entry in entries] == ["screening.application.submitted"] + [
        "screening.check.requested"
    ] * 3
    assert {(e.actor, e.subject, e.port, e.at) for e in entries} == {
        (alice.reference, f"application:{case.ref}", "XXPEX", NOON)
    }
    assert entries[0].body == {"kind": "First application", "post": "CRANE", "level": "standard"}
    assert [entry.body for entry in entries[1:]] == [
        {"check": "Identity document", "due_on": "2026-12-18"},
        {"check": "Criminal record, Belgium", "due_on": "2026-12-04"},
        {"check": "Watchlists", "due_on": "2026-12-18"},
    ], "another State has ten working days for a record answer"


def test_submit_when_entered_then_one_job_screens_the_applicant(
    erin: Person, crane: Post, alice: Actor
) -> None:
    case = application.submit(erin, crane, **alice.acts(NOON))
    job = Job.objects.get()
    check = case.checks.get(kind="watchlist")
    assert (job.kind, job.subject, job.state) == ("screening.watchlist_check", f"check:{check.pk}", "waiting")
    assert (job.requested_by, job.port) == (alice.reference, "XXPEX")


def test_submit_when_post_is_at_another_port_then_refused_at_that_field(
    erin: Person, other_port: Port, alice: Actor
) -> None:
    elsewhere = rows.make_post(other_port)
    with unchanged(), pytest.raises(InvalidInput) as refusal:
        application.submit(erin, elsewhere, **alice.acts(NOON))
    assert set(refusal.value.fields) == {"post"}


def test_submit_when_one_is_open_for_the_post_then_conflict(
    case: Application, erin: Person, crane: Post, alice: Actor
) -> None:
    with unchanged(), pytest.raises(Conflict, match="open already"):
        application.submit(erin, crane, **alice.acts(NOON))


def test_submit_when_the_earlier_one_is_closed_then_a_second_case(
    case: Application, erin: Person, crane: Post, alice: Actor
) -> None:
    application.withdraw(case, reason="Another offer.", **alice.acts(NOON))
    second = application.submit(erin, crane, **alice.acts(NOON))
    assert second.ref != case.ref


def test_submit_when_no_policy_is_in_force_then_nothing_is_entered(
    erin: Person, crane: Post, alice: Actor
) -> None:
    with unchanged(), pytest.raises(Unavailable, match="policy"):
        application.submit(erin, crane, **alice.acts(NOON.replace(year=2024)))


def test_submit_when_it_is_past_midnight_in_the_port_then_its_new_day_counts(
    erin: Person, crane: Post, alice: Actor
) -> None:
    """23:30 UTC on the 19th is half past midnight on the 20th in the port."""
    case = application.submit(erin, crane, **alice.acts(datetime(2026, 11, 19, 23, 30, tzinfo=UTC)))
    assert case.due_on == date(2026, 12, 18)


def test_submit_when_employer_enters_own_staff_then_taken(
    erin: Person, crane: Post, cast: Cast, now: datetime
) -> None:
    case = application.submit(erin, crane, **cast.emma.acts(now))
    assert case.submitted_by == cast.emma.reference


def test_submit_when_employer_enters_somebody_elses_staff_then_refused(
    port: Port, crane: Post, cast: Cast, now: datetime
) -> None:
    stranger = rows.make_person(
        port, Organisation.objects.create(code="BLUE", name="Blueline"), "Smit", given_names="Jan"
    )
    with unchanged(), pytest.raises(Refused) as refusal:
        application.submit(stranger, crane, **cast.emma.acts(now))
    assert refusal.value.verdict.codes == ("capability_missing", "not_own_staff")


def test_open_case_when_reassessment_then_urgent_with_ground_and_source(erin: Person, crane: Post) -> None:
    case = application.open_case(
        erin,
        crane,
        kind=ApplicationKind.REASSESSMENT,
        actor="user:anna",
        at=NOON,
        ground="Looked up containers without work.",
        source="person_case:PC-2026-00001",
    )
    assert case.urgent
    assert case.due_on == date(2026, 11, 27), "7 calendar days"
    assert (case.ground, case.source) == ("Looked up containers without work.", "person_case:PC-2026-00001")


def test_assign_when_given_to_an_officer_then_owned_and_on_record_once(
    case: Application, cast: Cast, record: Record
) -> None:
    for _ in range(2):
        application.assign(case, cast.bob.user, **cast.alice.acts(NOON))
    case.refresh_from_db()
    assert case.owner == cast.bob.user
    entry = record.one("screening.application.assigned")
    assert (entry.actor, entry.subject, entry.port) == ("user:alice", case.reference, "XXPEX")
    assert entry.body == {"owner": "bob"}


@pytest.mark.parametrize("name", ["frank", "emma", "dave", "anna"])
def test_assign_when_owner_does_not_work_on_cases_then_refused_at_that_field(
    case: Application, cast: Cast, name: str
) -> None:
    owner = cast.everybody()[name].user
    with unchanged(), pytest.raises(InvalidInput) as refusal:
        application.assign(case, owner, **cast.alice.acts(NOON))
    assert set(refusal.value.fields) == {"owner"}


def test_assign_when_owner_is_the_person_concerned_then_refused(case: Application, cast: Cast) -> None:
    cast.bob.user.person_ref = case.person.ref
    cast.bob.user.save()
    with unchanged(), pytest.raises(InvalidInput):
        application.assign(case, cast.bob.user, **cast.alice.acts(NOON))


def test_note_when_kept_then_the_record_names_it_without_its_words(
    case: Application, alice: Actor, record: Record
) -> None:
    note = application.add_note(case, "  Called the employer.  ", **alice.acts(NOON))
    assert (note.text, note.author, note.at) == ("Called the employer.", alice.user, NOON)
    entry = record.one("screening.application.noted")
    assert (entry.actor, entry.subject, entry.port) == (alice.reference, case.reference, "XXPEX")
    assert entry.body == {"note": f"note:{note.pk}"}


def test_note_when_empty_then_refused_at_that_field(case: Application, alice: Actor) -> None:
    with unchanged(), pytest.raises(InvalidInput) as refusal:
        application.add_note(case, " \n ", **alice.acts(NOON))
    assert set(refusal.value.fields) == {"text"}


def test_withdraw_when_given_up_then_closed_and_on_record(
    case: Application, alice: Actor, record: Record
) -> None:
    application.withdraw(case, reason=" Another offer. ", **alice.acts(NOON))
    case.refresh_from_db()
    assert (case.state_word, case.closed_at) == (ApplicationState.WITHDRAWN, NOON)
    entry = record.one("screening.application.withdrawn")
    assert (entry.actor, entry.subject, entry.port) == (alice.reference, case.reference, "XXPEX")
    assert entry.body == {"reason": "Another offer."}


def test_withdraw_when_reason_is_empty_then_refused_at_that_field(case: Application, alice: Actor) -> None:
    with unchanged(), pytest.raises(InvalidInput) as refusal:
        application.withdraw(case, reason=" ", **alice.acts(NOON))
    assert set(refusal.value.fields) == {"reason"}


def test_withdraw_when_decided_then_conflict(case: Application, cast: Cast, now: datetime) -> None:
    application.withdraw(case, reason="Another offer.", **cast.alice.acts(now))
    with unchanged(), pytest.raises(Conflict) as refusal:
        application.withdraw(case, reason="Again.", **cast.alice.acts(now))
    assert refusal.value.code == "step_not_possible"


def test_withdraw_when_it_is_a_reassessment_then_conflict(
    erin: Person, crane: Post, alice: Actor, now: datetime
) -> None:
    case = reassessment.open_reassessment(
        erin, source="person_case:PC-1", reason="Look again.", suspend=False, actor="user:anna", at=now
    )
    with unchanged(), pytest.raises(Conflict, match="reassessment"):
        application.withdraw(case, reason="Not any more.", **alice.acts(now + timedelta(hours=1)))
