"""Answers to checks: identity, criminal record, watchlists."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from ledger.models import Job
from ledger.services import job
from portsec.kernel.errors import Conflict, InvalidInput, Refused, Unavailable
from screening.enums import CheckKind, CheckResult
from screening.models import Application, Check, Conviction, Hit, Person, Post
from screening.services import application, check
from screening.services.check import ConvictionInput
from tests.people import Actor
from tests.screening import rows
from tests.screening.rows import TRAFFICKING
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

CLEAR = {"result": CheckResult.CLEAR, "detail": "Passport, chip read."}


def identity(case: Application) -> Check:
    return rows.check_of(case, CheckKind.IDENTITY)


def criminal_record(case: Application) -> Check:
    return rows.check_of(case, CheckKind.CRIMINAL_RECORD)


def watchlist(case: Application) -> Check:
    return rows.check_of(case, CheckKind.WATCHLIST)


def test_identity_when_answered_then_kept_and_on_record(
    case: Application, alice: Actor, now: datetime, record: Record
) -> None:
    check.answer_identity(identity(case), **CLEAR, **alice.acts(now))
    kept = identity(case)
    assert (kept.state, kept.result, kept.detail) == ("answered", "clear", "Passport, chip read.")
    assert (kept.answered_at, kept.answered_by) == (now, alice.reference)
    entry = record.one("screening.check.answered")
    assert (entry.actor, entry.subject, entry.port, entry.at) == (
        alice.reference,
        case.reference,
        "XXPEX",
        now,
    )
    assert entry.body == {"check": "Identity document", "result": "nothing found"}


def test_identity_when_nothing_is_said_of_the_document_then_refused_at_that_field(
    case: Application, alice: Actor, now: datetime
) -> None:
    with unchanged(), pytest.raises(InvalidInput) as refusal:
        check.answer_identity(identity(case), result=CheckResult.CLEAR, detail=" ", **alice.acts(now))
    assert set(refusal.value.fields) == {"detail"}


def test_identity_when_answered_already_then_conflict(case: Application, alice: Actor, now: datetime) -> None:
    seen = identity(case)
    check.answer_identity(identity(case), **CLEAR, **alice.acts(now))
    for stale in (seen, identity(case)):
        with unchanged(), pytest.raises(Conflict):
            check.answer_identity(
                stale, result=CheckResult.FINDINGS, detail="A second look.", **alice.acts(now)
            )


def test_answer_when_it_is_another_check_then_refused(case: Application, alice: Actor, now: datetime) -> None:
    with unchanged(), pytest.raises(InvalidInput, match="Criminal record"):
        check.answer_identity(criminal_record(case), **CLEAR, **alice.acts(now))
    with unchanged(), pytest.raises(InvalidInput, match="Watchlists"):
        check.answer_record(watchlist(case), [], **alice.acts(now))


@pytest.mark.parametrize("name", ["bob", "frank", "emma", "dave"])
def test_answer_when_right_is_missing_then_that_comes_before_all_else(
    case: Application, cast: Any, now: datetime, name: str
) -> None:
    actor = cast.everybody()[name]
    with unchanged(), pytest.raises(Refused):
        check.answer_identity(identity(case), result=CheckResult.CLEAR, detail="", **actor.acts(now))
    wrong = replace(TRAFFICKING, offence_code="9999 99")
    with unchanged(), pytest.raises(Refused):
        check.answer_record(criminal_record(case), [wrong], **actor.acts(now))


def test_answer_when_case_is_closed_then_conflict(case: Application, alice: Actor, now: datetime) -> None:
    """Who gave up an application need not have their record put on file."""
    application.withdraw(case, reason="Another offer.", **alice.acts(now))
    with unchanged(), pytest.raises(Conflict, match="closed"):
        check.answer_record(criminal_record(case), [TRAFFICKING], **alice.acts(now))
    with unchanged(), pytest.raises(Conflict, match="closed"):
        check.answer_identity(identity(case), **CLEAR, **alice.acts(now))


@pytest.mark.parametrize(
    ("convictions", "result", "word"),
    [([], "clear", "nothing found"), ([TRAFFICKING], "findings", "something found")],
)
def test_record_when_answered_then_result_follows_from_what_it_holds(
    case: Application,
    alice: Actor,
    now: datetime,
    record: Record,
    convictions: list[ConvictionInput],
    result: str,
    word: str,
) -> None:
    check.answer_record(criminal_record(case), convictions, **alice.acts(now))
    assert criminal_record(case).result == result
    entry = record.one("screening.check.answered")
    assert entry.body == {"check": "Criminal record, Belgium", "result": word}


def test_record_when_convictions_are_typed_in_then_codes_and_dates_are_kept(
    case: Application, alice: Actor, now: datetime
) -> None:
    other = replace(TRAFFICKING, offence_code="070100", sanction_code="", sanction_months=None, declared=True)
    check.answer_record(criminal_record(case), [TRAFFICKING, other], **alice.acts(now))
    kept = list(Conviction.objects.filter(check_answered=criminal_record(case)).order_by("pk"))
    assert [(row.offence_code, row.sanction_code, row.declared) for row in kept] == [
        ("0701 00", "1001", False),
        ("0701 00", "", True),
    ]
    assert (kept[0].country, kept[0].decided_on, kept[0].sanction_months) == ("ES", date(2022, 3, 1), 30)


@pytest.mark.parametrize(
    "wrong",
    [
        {"offence_code": "9999 99"},
        {"sanction_code": "99999"},
        {"decided_on": date(2100, 1, 1)},
        {"released_on": date(2100, 1, 1)},
    ],
    ids=str,
)
def test_record_when_one_row_is_wrong_then_none_is_kept_and_the_row_is_named(
    case: Application, alice: Actor, now: datetime, wrong: dict[str, Any]
) -> None:
    with unchanged(), pytest.raises(InvalidInput, match="Conviction 2") as refusal:
        check.answer_record(
            criminal_record(case), [TRAFFICKING, replace(TRAFFICKING, **wrong)], **alice.acts(now)
        )
    assert {f"convictions.1.{name}" for name in wrong} <= set(refusal.value.fields)
    assert not any(name.startswith("convictions.0") for name in refusal.value.fields)


def test_last_answer_when_in_then_the_case_goes_to_review(
    case: Application, alice: Actor, now: datetime
) -> None:
    rows.answer_watchlist(case)
    check.answer_identity(identity(case), **CLEAR, **alice.acts(now))
    case.refresh_from_db()
    assert case.state == "checking"
    check.answer_record(criminal_record(case), [], **alice.acts(now))
    case.refresh_from_db()
    assert case.state == "in_review"


def test_watchlist_when_run_by_the_job_then_answered_and_on_record(
    case: Application, now: datetime, record: Record
) -> None:
    done = job.run(Job.objects.get().pk, at=now + timedelta(hours=1))
    assert done is not None
    assert (done.state, done.result) == ("done", {"hits": 0})
    kept = watchlist(case)
    assert (kept.state, kept.result, kept.answered_by) == ("answered", "clear", "system:screening")
    entry = record.one("screening.check.answered")
    assert (entry.actor, entry.subject) == ("system:screening", case.reference)
    assert entry.body == {"check": "Watchlists", "result": "nothing found"}


def test_watchlist_when_somebody_resembles_an_entry_then_findings_with_hits(
    case: Application, now: datetime
) -> None:
    rows.load_list(rows.entity("7", "Erin Dominguez", sex="", births=(), nationalities=()))
    assert check.answer_watchlist(watchlist(case), at=now) == 1
    assert watchlist(case).result == "findings"
    assert watchlist(case).detail == "1 possible match to decide"


def test_watchlist_when_run_again_then_nothing_is_done_twice(case: Application, now: datetime) -> None:
    rows.load_list(rows.entity("7", "Erin Dominguez", sex="", births=(), nationalities=()))
    check.answer_watchlist(watchlist(case), at=now)
    with unchanged():
        assert check.answer_watchlist(watchlist(case), at=now + timedelta(days=1)) == 1


def test_watchlist_when_two_workers_hold_the_same_copy_then_the_second_changes_nothing(
    case: Application, now: datetime
) -> None:
    """The first worker's lease ran out while it was still at work."""
    rows.load_list(rows.entity("7", "Erin Dominguez", sex="", births=(), nationalities=()))
    late = watchlist(case)
    check.answer_watchlist(watchlist(case), at=now)
    with unchanged():
        assert check.answer_watchlist(late, at=now + timedelta(minutes=3)) == 1


def test_watchlist_when_case_is_closed_then_the_person_is_not_screened(
    case: Application, alice: Actor, now: datetime
) -> None:
    rows.load_list(rows.entity("7", "Erin Dominguez", sex="", births=(), nationalities=()))
    application.withdraw(case, reason="Another offer.", **alice.acts(now))
    done = job.run(Job.objects.get().pk, at=now + timedelta(hours=1))
    assert done is not None
    assert (done.state, done.result) == ("done", {"hits": 0})
    assert watchlist(case).state == "requested"
    assert not Hit.objects.exists()


@pytest.fixture
def without_list(erin: Person, crane: Post, alice: Actor) -> Application:
    return rows.make_case(erin, crane, alice)


def test_watchlist_when_no_list_is_loaded_then_unavailable(without_list: Application, now: datetime) -> None:
    with unchanged(), pytest.raises(Unavailable, match="No watchlist is loaded"):
        check.answer_watchlist(watchlist(without_list), at=now)


def test_watchlist_job_when_no_list_is_loaded_then_it_waits_and_parks_with_the_reason(
    without_list: Application, now: datetime
) -> None:
    waiting = Job.objects.get()
    states = []
    for attempt in range(5):
        done = job.run(waiting.pk, at=now + timedelta(hours=attempt + 1))
        assert done is not None
        assert "No watchlist is loaded; load one with `manage.py load_watchlist`." in done.error
        states.append(done.state)
        assert watchlist(without_list).state == "requested"
        Job.objects.update(due_at=now)
    assert states == ["waiting"] * 4 + ["parked"]


def test_watchlist_job_when_a_list_is_loaded_meanwhile_then_done(
    without_list: Application, now: datetime
) -> None:
    waiting = Job.objects.get()
    job.run(waiting.pk, at=now + timedelta(hours=1))
    rows.load_list()
    done = job.run(waiting.pk, at=now + timedelta(hours=2))
    assert done is not None
    assert (done.state, done.error) == ("done", "")
    assert watchlist(without_list).result == "clear"
