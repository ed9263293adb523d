"""Seeing whom a case is about: with a reason, for oneself alone, for a week."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from access.models import Unmasking
from access.selectors.pseudonym import name_of, pseudonym_of, seen_case, stand_ins
from access.services import unmasking
from portsec.kernel.errors import InvalidInput, NotFound, Refused
from tests.people import Actor
from tests.scenario import Scenario
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def name_for(made: Scenario, actor: Actor, at: datetime) -> str:
    return name_of(seen_case(made.person_case.ref, scope=actor.scope, viewer=actor.user, at=at))


def test_name_when_unmasked_then_for_that_officer_and_a_week(
    made: Scenario, anna: Actor, frank: Actor, now: datetime, record: Record
) -> None:
    hidden = pseudonym_of(made.port.pk, made.erin.log_ref)
    assert name_for(made, anna, now) == hidden
    unmasking.unmask(made.person_case, reason=" To ask the foreman. ", **anna.acts(now))
    assert name_for(made, anna, now) == "Erin Vermeer"
    assert name_for(made, frank, now) == hidden
    assert name_for(made, anna, now + timedelta(days=7)) == hidden
    assert name_for(made, anna, now + timedelta(days=6, hours=23)) == "Erin Vermeer"
    entry = record.one("access.person_case.unmasked")
    assert (entry.actor, entry.subject) == (anna.reference, made.person_case.reference)
    assert entry.body["reason"] == "To ask the foreman."


def test_name_when_no_reason_is_given_then_stays_hidden(made: Scenario, anna: Actor, now: datetime) -> None:
    with unchanged(), pytest.raises(InvalidInput) as refusal:
        unmasking.unmask(made.person_case, reason=" ", **anna.acts(now))
    assert set(refusal.value.fields) == {"reason"}


def test_name_when_the_caller_sees_no_cases_then_refused(made: Scenario, now: datetime) -> None:
    for name in ("carol", "dora", "sven", "alice", "adam"):
        with unchanged(), pytest.raises(Refused):
            unmasking.unmask(made.person_case, reason="x", **getattr(made.cast, name).acts(now))


def test_name_when_the_case_is_about_oneself_then_it_is_not_even_there(
    made: Scenario, anna: Actor, now: datetime
) -> None:
    anna.user.person_ref = made.erin.ref
    with unchanged(), pytest.raises(Refused):
        unmasking.unmask(made.person_case, reason="x", **anna.acts(now))
    with pytest.raises(NotFound):
        seen_case(made.person_case.ref, scope=anna.scope, viewer=anna.user, at=now)
    assert not Unmasking.objects.exists()


def test_stand_ins_when_a_text_names_people_badges_and_accounts_then_all_of_them(
    made: Scenario, now: datetime
) -> None:
    text = f"{made.erin.log_ref} used {made.badge.serial}; dora looked on, and so did nobody."
    found = stand_ins(made.port.pk, [text], {made.erin.log_ref})
    hidden = pseudonym_of(made.port.pk, made.erin.log_ref)
    assert found[made.erin.log_ref] == hidden
    assert found[made.badge.serial] == f"badge of {hidden}"
    assert found["dora"].startswith("account of Person ")
    assert "nobody" not in found
