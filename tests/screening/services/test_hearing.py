"""Hearings: notice, link, clock, more time, answers, and what is withheld."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from portsec.kernel.errors import Conflict, InvalidInput, Refused
from screening.enums import Effect, Outcome
from screening.models import Application, Finding, Hearing, HearingMaterial, Observation
from screening.selectors.hearing import hearing_of, was_heard
from screening.services import assessment, decision, hearing
from tests.people import Actor, Cast
from tests.screening import rows
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

CLOCK = timedelta(days=15)  # reply_to_notice of the starting policy


@pytest.fixture
def convicted(case: Application, alice: Actor, now: datetime) -> Application:
    """Assessed, with a conviction that weighs."""
    rows.reviewed(case, alice, rows.TRAFFICKING)
    rows.triage_all(case, alice, at=now)
    assessment.assess(case, **alice.acts(now))
    return case


@pytest.fixture
def opened(convicted: Application, cast: Cast, now: datetime) -> Hearing:
    """Notice of intent, not yet handed over."""
    proposal = decision.propose(
        convicted, Outcome.REFUSE, reason="Weighs.", statement="Bring your papers.", **cast.alice.acts(now)
    )
    decision.give_opinion(proposal, Outcome.REFUSE, reason="The same.", **cast.bob.acts(now))
    return Hearing.objects.get()


def test_notice_when_given_then_every_adverse_finding_is_shown_and_the_clock_waits(
    opened: Hearing, now: datetime
) -> None:
    adverse = Finding.objects.exclude(effect=Effect.NOTE.value)
    assert adverse.exists()
    assert set(opened.materials.values_list("finding", flat=True)) == set(
        adverse.values_list("pk", flat=True)
    )
    assert set(opened.materials.values_list("released", flat=True)) == {True}
    assert (opened.state, opened.served_at) == ("open", None)
    with pytest.raises(Conflict, match="not served"):
        hearing.close_by_clock(opened, at=now + timedelta(days=400))


def test_serve_when_later_than_the_notice_then_the_person_has_the_whole_time(
    opened: Hearing, alice: Actor, now: datetime
) -> None:
    later = now + timedelta(days=9)
    served = hearing.serve(opened, **alice.acts(later))
    assert opened.due_on == timezone.localdate(later) + CLOCK
    assert hearing_of(served.token) == opened
    again = hearing.serve(opened, **alice.acts(later + timedelta(days=2)))
    assert opened.due_on == timezone.localdate(later) + CLOCK, "a new link does not move the clock"
    assert again.token != served.token
    assert Hearing.objects.get().token_hash != again.token.encode()


def test_clock_when_its_last_day_is_around_then_closed_only_the_day_after(
    opened: Hearing, alice: Actor, now: datetime, record: Record
) -> None:
    hearing.serve(opened, **alice.acts(now))
    last = now + CLOCK
    assert hearing.close_due(at=last) == 0
    assert hearing.close_due(at=last + timedelta(days=1)) == 1
    opened.refresh_from_db()
    case = Application.objects.get()
    assert (opened.state, opened.closed_by, case.state) == ("no_reply", "system:clock", "in_review")
    assert record.one("screening.hearing.closed").body == {"result": "no reply"}
    assert hearing.close_due(at=last + timedelta(days=2)) == 0


def test_extend_when_given_then_the_clock_runs_longer_and_only_forward(
    opened: Hearing, cast: Cast, now: datetime
) -> None:
    hearing.serve(opened, **cast.alice.acts(now))
    hearing.ask_for_time(opened, "I wait for the court.", at=now)
    with pytest.raises(Conflict):
        hearing.ask_for_time(opened, "Again.", at=now)
    for wrong in (opened.due_on, opened.due_on - timedelta(days=1)):
        with pytest.raises(InvalidInput):
            hearing.extend(opened, wrong, reason="Court.", **cast.bob.acts(now))
    until = opened.due_on + timedelta(days=20)
    hearing.extend(opened, until, reason="Court.", **cast.bob.acts(now))
    assert opened.ends_on == until
    assert hearing.close_due(at=now + CLOCK + timedelta(days=2)) == 0


def test_answer_when_not_complete_then_the_hearing_stays_open_and_ends_as_heard(
    opened: Hearing, alice: Actor, now: datetime
) -> None:
    hearing.serve(opened, **alice.acts(now))
    hearing.answer_by_link(opened, "First part.", is_complete=False, at=now)
    assert opened.state == "open"
    hearing.close_due(at=now + CLOCK + timedelta(days=1))
    opened.refresh_from_db()
    assert opened.state == "heard"
    with unchanged(), pytest.raises(Conflict):
        hearing.answer_by_link(opened, "Late.", is_complete=True, at=now)


def test_answer_when_complete_then_the_case_is_back_in_review(
    opened: Hearing, cast: Cast, now: datetime
) -> None:
    hearing.serve(opened, **cast.alice.acts(now))
    hearing.take_down(opened, "He said so.", is_complete=True, **cast.bob.acts(now))
    assert (opened.state, Application.objects.get().state) == ("heard", "in_review")
    assert Observation.objects.get().by == cast.bob.reference


def test_answer_when_the_notice_was_not_served_then_conflict(opened: Hearing, now: datetime) -> None:
    with unchanged(), pytest.raises(Conflict):
        hearing.answer_by_link(opened, "Hello.", is_complete=True, at=now)


def test_withhold_when_not_served_then_the_essence_stands_in_its_place(
    opened: Hearing, cast: Cast, now: datetime
) -> None:
    material = opened.materials.all()[0]
    with pytest.raises(InvalidInput) as refusal:
        hearing.withhold(material, legal_ground="", essence="", **cast.alice.acts(now))
    assert set(refusal.value.fields) == {"legal_ground", "essence"}
    hearing.withhold(
        material, legal_ground="Police Act, section 9", essence="A contact.", **cast.alice.acts(now)
    )
    assert material.sentence == "A contact."
    hearing.serve(opened, **cast.alice.acts(now))
    with unchanged(), pytest.raises(Conflict):
        hearing.withhold(material, legal_ground="x", essence="y", **cast.alice.acts(now))


def test_withhold_when_raw_sql_leaves_out_the_essence_then_the_database_refuses(opened: Hearing) -> None:
    with pytest.raises(IntegrityError, match="shown_or_essence"), transaction.atomic():
        HearingMaterial.objects.update(released=False)


def test_key_when_wrong_then_counted_and_shut(opened: Hearing, alice: Actor, now: datetime) -> None:
    hearing.serve(opened, **alice.acts(now))
    born = opened.application.person.birth_date
    assert born is not None
    for _ in range(5):
        assert not hearing.try_key(opened, date(1900, 1, 1), at=now)
    assert not hearing.try_key(opened, born, at=now), "shut for a while"
    assert hearing.try_key(opened, born, at=now + timedelta(minutes=16))
    opened.refresh_from_db()
    assert opened.wrong_keys == 0


@pytest.mark.parametrize("name", ["carol", "frank", "emma", "dave"])
def test_serve_when_the_role_decides_nothing_then_refused(
    opened: Hearing, cast: Cast, now: datetime, name: str
) -> None:
    with unchanged(), pytest.raises(Refused):
        hearing.serve(opened, **getattr(cast, name).acts(now))


def test_was_heard_when_something_new_is_found_afterwards_then_a_notice_of_its_own(
    convicted: Application, cast: Cast, now: datetime
) -> None:
    rows.heard(convicted, cast)
    first = convicted.assessments.first()
    assert first is not None
    assert was_heard(convicted, first)
    again = convicted.assessments.create(
        policy=first.policy, at=now, made_by="x", recommendation="unsuitable", validity_months=60
    )
    again.findings.create(criterion="identity_not_confirmed", effect="bar", sentence="New.", about="check:1")
    assert not was_heard(convicted, again)


def test_refusal_when_raw_sql_skips_the_hearing_then_the_database_refuses(
    convicted: Application, cast: Cast, now: datetime
) -> None:
    decision.propose(convicted, Outcome.REFUSE, reason="Weighs.", **cast.alice.acts(now))
    with pytest.raises(IntegrityError, match="two officers and a closed hearing"), transaction.atomic():
        Application.objects.filter(pk=convicted.pk).update(state="refused", closed_at=now)
