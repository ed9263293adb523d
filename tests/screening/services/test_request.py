"""Requests on their way: sent, unclear, cleared up, chased."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from portsec.kernel.errors import Conflict, InvalidInput, Refused
from screening.enums import CheckKind
from screening.models import Application, Check
from screening.request_clock import Term, end_of
from screening.services import application, check, request
from screening.suitability.words import ClockUnit
from tests.people import Actor, Cast
from tests.screening import rows
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

TEN = Term(10, ClockUnit.WORKING)


@pytest.fixture
def spain(case: Application, alice: Actor, now: datetime) -> Check:
    return check.ask(case, CheckKind.CRIMINAL_RECORD, "ES", **alice.acts(now))


@pytest.fixture
def late(spain: Check, now: datetime) -> Check:
    Check.objects.filter(pk=spain.pk).update(due_on=now.date() - timedelta(days=8))
    return rows.check_of(spain.application, CheckKind.CRIMINAL_RECORD, "ES")


def test_request_when_sent_then_its_clock_runs_from_that_day(
    spain: Check, alice: Actor, now: datetime, record: Record
) -> None:
    later = now + timedelta(days=5)
    request.send(spain, **alice.acts(later))
    assert spain.sent_on == later.date()
    assert spain.due_on == end_of(TEN, later.date(), "ES")
    assert record.one("screening.check.sent").body == {
        "check": "Criminal record, Spain",
        "due_on": spain.due_on.isoformat(),
    }


def test_request_when_sent_twice_then_conflict(spain: Check, alice: Actor, now: datetime) -> None:
    request.send(spain, **alice.acts(now))
    with unchanged(), pytest.raises(Conflict, match="sent already"):
        request.send(spain, **alice.acts(now))


def test_request_when_it_goes_to_no_state_then_refused(
    case: Application, alice: Actor, now: datetime
) -> None:
    with unchanged(), pytest.raises(InvalidInput, match="not a request"):
        request.send(rows.check_of(case, CheckKind.IDENTITY), **alice.acts(now))


def test_request_when_identity_is_unclear_then_the_clock_stands_and_starts_anew_with_the_data(
    late: Check, alice: Actor, now: datetime, record: Record
) -> None:
    request.mark_unclear(late, **alice.acts(now))
    assert (late.unclear_since, late.due_on) == (now.date(), now.date())
    assert not request.is_overdue(late, now.date() + timedelta(days=30))
    given = now + timedelta(days=3)
    request.give_data(late, **alice.acts(given))
    assert late.unclear_since is None
    assert late.due_on == end_of(TEN, given.date(), "ES")
    assert record.kinds() == ["screening.check.unclear", "screening.check.data_given"]


def test_request_when_unclear_and_then_answered_then_not_late(
    late: Check, alice: Actor, now: datetime
) -> None:
    request.mark_unclear(late, **alice.acts(now))
    check.answer_record(late, [], **alice.acts(now + timedelta(days=20)))
    assert late.late_days == 0


def test_data_when_nobody_asked_for_it_then_conflict(spain: Check, alice: Actor, now: datetime) -> None:
    with unchanged(), pytest.raises(Conflict):
        request.give_data(spain, **alice.acts(now))


def test_unclear_when_said_twice_then_conflict(spain: Check, alice: Actor, now: datetime) -> None:
    request.mark_unclear(spain, **alice.acts(now))
    with unchanged(), pytest.raises(Conflict):
        request.mark_unclear(spain, **alice.acts(now))


def test_reminder_when_overdue_then_counted_and_on_record_in_the_states_language(
    late: Check, alice: Actor, now: datetime, record: Record
) -> None:
    request.chase(late, **alice.acts(now))
    assert (late.chasers, late.chased_at) == (1, now)
    assert record.one("screening.check.chased").body == {
        "check": "Criminal record, Spain",
        "number": 1,
        "language": "Español",
    }
    request.chase(late, **alice.acts(now + timedelta(days=1)))
    assert late.chasers == 2


def test_reminder_when_sent_today_already_then_conflict(late: Check, alice: Actor, now: datetime) -> None:
    request.chase(late, **alice.acts(now))
    with unchanged(), pytest.raises(Conflict, match="today already"):
        request.chase(late, **alice.acts(now))


def test_reminder_when_not_overdue_or_answered_then_conflict(
    spain: Check, alice: Actor, now: datetime
) -> None:
    with unchanged(), pytest.raises(Conflict, match="not overdue"):
        request.chase(spain, **alice.acts(now))
    check.answer_record(spain, [], **alice.acts(now))
    with unchanged(), pytest.raises(Conflict):
        request.chase(spain, **alice.acts(now + timedelta(days=90)))


def test_reminders_when_several_are_ticked_then_those_that_may_go_out_do(
    case: Application, late: Check, alice: Actor, now: datetime, record: Record
) -> None:
    home = rows.check_of(case, CheckKind.CRIMINAL_RECORD, "BE")
    assert request.chase_all([late, home, late], **alice.acts(now)) == 1
    assert len(record.new("screening.check.chased")) == 1


@pytest.mark.parametrize("name", ["bob", "frank", "emma", "dave"])
def test_steps_when_right_is_missing_then_refused(late: Check, cast: Cast, now: datetime, name: str) -> None:
    acts: dict[str, Any] = cast.everybody()[name].acts(now)
    for step in (request.send, request.mark_unclear, request.give_data, request.chase):
        with unchanged(), pytest.raises(Refused):
            step(late, **acts)
    with unchanged(), pytest.raises(Refused):
        request.chase_all([late], **acts)


def test_steps_when_the_case_is_closed_then_conflict(
    case: Application, late: Check, alice: Actor, now: datetime
) -> None:
    application.withdraw(case, reason="Another offer.", **alice.acts(now))
    for step in (request.send, request.mark_unclear, request.chase):
        with unchanged(), pytest.raises(Conflict):
            step(late, **alice.acts(now))
