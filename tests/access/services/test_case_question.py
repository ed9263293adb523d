"""Asking people what a look-up or an entry was for."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from access.casework.words import AnswerReason
from access.models import CaseQuestion, GateEvent, WorkOrder
from access.selectors.case_finding import events_named
from access.selectors.case_question import answers_of, open_questions
from access.services import case_question
from accounts.models import User
from portsec.kernel.errors import Conflict, InvalidInput, NotFound, Refused
from tests.people import Actor
from tests.scenario import CONTAINER, Scenario
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.fixture
def erin(made: Scenario) -> Actor:
    """Her account, as the account of the person whom the case is about."""
    User.objects.filter(username="erin").update(person_ref=made.erin.ref)
    CaseQuestion.objects.all().delete()
    return Actor(User.objects.get(username="erin"))


def asked(made: Scenario, actor: Actor, at: datetime) -> list[CaseQuestion]:
    flag = made.person_case.flags.get()
    return case_question.ask(made.person_case, events_named(made.person_case, flag.events), **actor.acts(at))


def test_question_when_asked_then_one_an_event_due_in_a_day_and_on_record(
    made: Scenario, anna: Actor, erin: Actor, now: datetime, record: Record
) -> None:
    made_now = asked(made, anna, now)
    events = made.person_case.flags.get().events
    assert len(made_now) == len(events)
    first = made_now[0]
    assert (first.account, first.asked_at, first.due_at) == ("erin", now, now + timedelta(hours=24))
    entry = record.one("access.case_question.asked")
    assert entry.subject == made.person_case.reference, (
        "not under the person, who could read their own record"
    )
    assert entry.body == {"case": made.person_case.ref, "questions": len(events)}
    with unchanged(), pytest.raises(Conflict):
        asked(made, anna, now)


def test_question_when_the_person_has_no_account_then_nobody_is_asked(
    made: Scenario, anna: Actor, now: datetime
) -> None:
    with unchanged(), pytest.raises(InvalidInput, match="no account"):
        asked(made, anna, now)


def test_question_when_too_many_none_or_somebody_elses_events_then_refused(
    made: Scenario, anna: Actor, erin: Actor, now: datetime
) -> None:
    own = events_named(made.person_case, made.person_case.flags.get().events)
    other = GateEvent(port=made.port, person_ref="E-99", at=now)
    for wanted in ([], [own[0]] * 6, [other]):
        with unchanged(), pytest.raises(InvalidInput):
            case_question.ask(made.person_case, wanted, **anna.acts(now))


def test_question_when_the_actor_may_not_decide_the_case_then_refused(
    made: Scenario, frank: Actor, erin: Actor, now: datetime
) -> None:
    with unchanged(), pytest.raises(Refused):
        asked(made, frank, now)


def test_answer_when_tapped_then_kept_and_the_case_knows(
    made: Scenario, anna: Actor, erin: Actor, now: datetime, record: Record
) -> None:
    question = asked(made, anna, now)[0]
    record.new()
    case_question.answer(question, AnswerReason.NOT_ME, actor=erin.user, at=now + timedelta(hours=2))
    kept = CaseQuestion.objects.get(pk=question.pk)
    assert (kept.answer, kept.answered_at) == ("not_me", now + timedelta(hours=2))
    assert record.one("access.case_question.answered").subject == made.person_case.reference
    with unchanged(), pytest.raises(Conflict):
        case_question.answer(question, AnswerReason.SLIP, actor=erin.user, at=now)


def test_answer_when_somebody_else_was_asked_then_as_if_absent(
    made: Scenario, anna: Actor, erin: Actor, now: datetime
) -> None:
    question = asked(made, anna, now)[0]
    with unchanged(), pytest.raises(NotFound):
        case_question.answer(question, AnswerReason.SLIP, actor=made.cast.hugo.user, at=now)


def test_answer_when_something_else_is_said_then_with_words(
    made: Scenario, anna: Actor, erin: Actor, now: datetime
) -> None:
    question = asked(made, anna, now)[0]
    with unchanged(), pytest.raises(InvalidInput):
        case_question.answer(question, AnswerReason.OTHER, remark=" ", actor=erin.user, at=now)


def test_answer_when_work_is_named_then_the_records_say_what_they_make_of_it(
    made: Scenario, anna: Actor, erin: Actor, now: datetime
) -> None:
    question = asked(made, anna, now)[0]
    CaseQuestion.objects.filter(pk=question.pk).update(about=CONTAINER)
    case_question.answer(question, AnswerReason.WORK_ORDER, work_ref="W-1", actor=erin.user, at=now)

    def check() -> str:
        shown = answers_of(made.person_case, at=now)
        return next(one.check for one in shown if one.question.pk == question.pk)

    assert "opened by somebody else" in check()
    WorkOrder.objects.update(opened_by=made.person_case.subject)
    assert "opened by the person who was asked" in check()
    WorkOrder.objects.update(object_ref="GESU3927660")
    assert "but for GESU3927660" in check()
    WorkOrder.objects.all().delete()
    assert check() == "There is no work order W-1."


def test_answer_when_none_comes_within_a_day_then_late(
    made: Scenario, anna: Actor, erin: Actor, now: datetime
) -> None:
    question = asked(made, anna, now)[0]
    assert not answers_of(made.person_case, at=now + timedelta(hours=23))[0].is_late
    assert answers_of(made.person_case, at=now + timedelta(hours=25))[0].is_late
    assert question in list(open_questions(erin.user))


def test_question_when_read_by_who_was_asked_then_a_case_and_the_lot_look_alike(
    made: Scenario, anna: Actor, erin: Actor, now: datetime
) -> None:
    asked(made, anna, now)
    CaseQuestion.objects.create(
        port=made.port,
        draw=made.port.audit_draws.get(),
        account="erin",
        stream="gate",
        event_name="x",
        happened_at=now,
        about="GA1",
        asked_at=now,
        due_at=now + case_question.TO_ANSWER,
        asked_by="system:lot",
    )
    for question in open_questions(erin.user):
        loaded = set(question.__dict__) - question.get_deferred_fields()
        assert not loaded & {"case_id", "draw_id", "asked_by", "event_name"}
