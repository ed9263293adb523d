"""Suspensions end by themselves: the last day, prolonging once, and one state for all who read it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from access.selectors.clearance_facts import clearance_facts
from portsec.kernel.errors import Conflict, Refused
from portsec.kernel.scope import Scope
from screening.enums import ClearanceState, PersonStanding
from screening.models import Clearance, Person
from screening.selectors.clearance import clearance_history, current_clearance, current_clearances
from screening.selectors.standing import people_register, standing_of
from screening.services import clearance, reassessment
from tests.people import Actor, Cast
from tests.screening import rows
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

CLOCK = timedelta(days=60)  # interim_suspension of the starting policy
EVERYBODY = Scope.system(reason="test")


@pytest.fixture
def held(erin: Person) -> Clearance:
    return rows.cleared(erin)


def states(person: Person, at: datetime) -> set[str]:
    """The state as gates, data decisions, lists and pages read it."""
    current = current_clearance(person.pk, at=at)
    facts = clearance_facts(current)
    listed = people_register(scope=EVERYBODY, at=at).get(pk=person.pk)
    assert current is not None
    assert facts is not None
    return {
        current.state,
        facts.state,
        current_clearances([person.pk], at=at)[person.pk].state,
        listed.clearance_state,  # type: ignore[attr-defined]
    }


@pytest.mark.parametrize(
    ("days", "state", "word"),
    [
        (0, "suspended", PersonStanding.SUSPENDED),
        (60, "suspended", PersonStanding.SUSPENDED),
        (61, "granted", PersonStanding.CLEARED),
    ],
)
def test_suspension_when_its_last_day_is_around_then_all_readers_agree(
    held: Clearance, bob: Actor, now: datetime, days: int, state: str, word: PersonStanding
) -> None:
    clearance.suspend(held, reason="Look.", **bob.acts(now))
    assert held.suspended_until == timezone.localdate(now) + CLOCK
    at = now + timedelta(days=days)
    assert states(held.person, at) == {state}
    assert standing_of(people_register(scope=EVERYBODY, at=at).get(pk=held.person_id), at=at) is word


def test_lapse_when_swept_then_on_record_once_and_by_no_officer(
    held: Clearance, bob: Actor, now: datetime, record: Record
) -> None:
    clearance.suspend(held, reason="Look.", **bob.acts(now))
    record.new()
    assert clearance.lapse_due(at=now + CLOCK) == 0
    late = now + CLOCK + timedelta(days=1)
    assert clearance.lapse_due(at=late) == 1
    assert clearance.lapse_due(at=late) == 0
    held.refresh_from_db()
    assert (held.state, held.suspended_until, held.suspended_by) == ("granted", None, "")
    entry = record.one("screening.clearance.lapsed")
    assert (entry.actor, entry.subject) == ("system:clock", held.person.reference)
    assert clearance_history(held.person)[0].changes.last().reason == clearance.LAPSED  # type: ignore[union-attr]


def test_lapse_when_withdrawn_meanwhile_then_withdrawn_stays(
    held: Clearance, bob: Actor, now: datetime
) -> None:
    clearance.suspend(held, reason="Look.", **bob.acts(now))
    clearance.withdraw_all(held.person, actor="user:bob", reason="Banned.", at=now)
    late = now + CLOCK + timedelta(days=1)
    assert clearance.lapse_due(at=late) == 0
    assert states(held.person, late) == {"withdrawn"}


def test_change_when_the_suspension_has_lapsed_then_it_is_recorded_as_lapsed_first(
    held: Clearance, bob: Actor, now: datetime, record: Record
) -> None:
    clearance.suspend(held, reason="Look.", **bob.acts(now))
    record.new()
    late = now + CLOCK + timedelta(days=5)
    seen = current_clearance(held.person_id, at=late)
    assert seen is not None
    clearance.suspend(seen, reason="Again.", **bob.acts(late))
    assert record.kinds() == ["screening.clearance.lapsed", "screening.clearance.suspended"]
    assert seen.suspended_until == timezone.localdate(late) + CLOCK


def test_prolong_when_by_another_officer_then_once_more_the_same_time_and_never_again(
    held: Clearance, cast: Cast, now: datetime
) -> None:
    clearance.suspend(held, reason="Look.", **cast.bob.acts(now))
    with unchanged(), pytest.raises(Refused) as refusal:
        clearance.prolong(held, reason="Not done.", **cast.bob.acts(now))
    assert refusal.value.verdict.codes == ("own_suspension",)
    clearance.prolong(held, reason="Not done.", **cast.bea.acts(now))
    assert held.suspended_until == timezone.localdate(now) + 2 * CLOCK
    for officer in (cast.bea, cast.bob):
        with pytest.raises((Conflict, Refused)):
            clearance.prolong(held, reason="Again.", **officer.acts(now))
    assert states(held.person, now + 2 * CLOCK) == {"suspended"}
    assert states(held.person, now + 2 * CLOCK + timedelta(days=1)) == {"granted"}


def test_reassessment_when_opened_with_suspension_then_it_ends_by_itself_and_the_case_goes_on(
    held: Clearance, bob: Actor, now: datetime
) -> None:
    rows.make_post(held.port)
    case = reassessment.start(held.person, reason="A tip.", suspend=True, **bob.acts(now))
    late = now + CLOCK + timedelta(days=1)
    assert states(held.person, now) == {"suspended"}
    assert states(held.person, late) == {"granted"}
    clearance.lapse_due(at=late)
    case.refresh_from_db()
    assert case.closed_at is None


@pytest.mark.parametrize("name", ["alice", "carol", "anna", "emma"])
def test_start_when_the_role_suspends_nothing_then_refused(
    held: Clearance, cast: Cast, now: datetime, name: str
) -> None:
    with unchanged(), pytest.raises(Refused):
        reassessment.start(held.person, reason="x", suspend=True, **getattr(cast, name).acts(now))


def test_suspension_when_raw_sql_leaves_out_its_end_then_the_database_refuses(held: Clearance) -> None:
    with pytest.raises(IntegrityError, match="suspension_has_end"), transaction.atomic():
        Clearance.objects.update(state=ClearanceState.SUSPENDED.value)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"kind": "conditional", "conditions": ""}, "conditional_has_conditions"),
        ({"valid_until": None}, "valid_until"),
    ],
)
def test_clearance_when_raw_sql_leaves_out_end_or_conditions_then_the_database_refuses(
    held: Clearance, values: dict[str, object], constraint: str
) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Clearance.objects.update(**values)
