"""How people stand: the register's columns, an employer's one word."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pgtrigger
import pytest

from portsec.kernel.scope import Scope
from screening.enums import PersonStanding
from screening.models import Application, Clearance, Person
from screening.selectors import standing
from screening.services import clearance, reassessment
from tests.people import Actor, Cast
from tests.scenario import Scenario
from tests.screening import rows

pytestmark = [pytest.mark.db, pytest.mark.django_db]

EVERYTHING = Scope.system(reason="a test")
Change = Callable[[Clearance, Actor, datetime], None]


def suspend(held: Clearance, bob: Actor, at: datetime) -> None:
    clearance.suspend(held, reason="Look.", **bob.acts(at))


def withdraw(held: Clearance, bob: Actor, at: datetime) -> None:
    clearance.withdraw(held, reason="Look.", **bob.acts(at))


def end(held: Clearance, bob: Actor, at: datetime) -> None:
    Clearance.objects.filter(pk=held.pk).update(valid_until=held.valid_from)


def keep(held: Clearance, bob: Actor, at: datetime) -> None:
    """Nothing happens."""


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (keep, PersonStanding.CLEARED),
        (suspend, PersonStanding.SUSPENDED),
        (withdraw, PersonStanding.NOT_CLEARED),
        (end, PersonStanding.ENDED),
    ],
)
def test_register_when_narrowed_to_a_standing_then_the_word_of_each_row_is_that(
    erin: Person, cast: Cast, now: datetime, change: Change, word: PersonStanding
) -> None:
    stranger = rows.make_person(erin.port, None, "Smit")
    change(rows.cleared(erin), cast.bob, now)
    for wanted in standing.REGISTER_STANDINGS:
        people = list(standing.people_register(scope=EVERYTHING, at=now, clearance=wanted.value))
        expected = {word: [erin], PersonStanding.NONE: [stranger]}.get(wanted, [])
        assert people == expected, wanted
        assert [standing.standing_of(person, at=now) for person in people] == [wanted] * len(people)


def test_register_when_narrowed_by_text_and_employer_then_both_count(erin: Person, now: datetime) -> None:
    def found(**narrowed: Any) -> list[Person]:
        return list(standing.people_register(scope=EVERYTHING, at=now, **narrowed))

    stranger = rows.make_person(erin.port, None, "Smit")
    assert found() == [erin, stranger]
    assert found(text="erin") == [erin, stranger]
    assert found(text="erin", organisation=erin.organisation_id) == [erin]
    assert found(text="nobody") == []
    assert standing.employers_of(scope=EVERYTHING) == [(erin.organisation_id, "Quayside Terminals")]


def words(made: Scenario, at: datetime) -> dict[str, PersonStanding]:
    return {
        person.family_name: standing.standing_of(person, at=at)
        for person in standing.own_staff(scope=made.cast.emma.scope, at=at)
    }


def test_employer_when_reading_then_one_word_for_each(made: Scenario, now: datetime) -> None:
    assert (
        words(made, now).items()
        >= {
            "Vermeer": PersonStanding.CLEARED,
            "Roth": PersonStanding.BEING_CHECKED,
            "Morozov": PersonStanding.BEING_CHECKED,
        }.items()
    )
    with pgtrigger.ignore("screening.Application:application_refused_by_law"):  # the word alone matters here
        Application.objects.filter(pk=made.proposed.pk).update(state="refused")
    assert words(made, now)["Roth"] is PersonStanding.NOT_CLEARED


def test_employer_when_somebody_is_reassessed_without_suspension_then_learns_nothing(
    made: Scenario, now: datetime
) -> None:
    before = words(made, now)
    reassessment.open_reassessment(
        made.erin, source="person_case:PC-1", reason="Look.", suspend=False, actor="user:anna", at=now
    )
    assert words(made, now) == before


def test_staff_when_the_caller_has_no_employer_then_nobody(made: Scenario, now: datetime) -> None:
    assert not standing.own_staff(scope=EVERYTHING, at=now).exists()
    assert not standing.own_staff(scope=made.cast.alice.scope, at=now).exists()


def test_lists_when_rows_grow_then_queries_do_not(
    made: Scenario, now: datetime, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        people = standing.people_register(scope=EVERYTHING, at=now)
        assert len([(standing.standing_of(row, at=now), str(row.organisation)) for row in people]) > 3
    with django_assert_num_queries(1):
        staff = standing.own_staff(scope=Scope(capabilities=made.cast.emma.scope.capabilities), at=now)
        assert [standing.standing_of(row, at=now) for row in staff] == []


def test_register_when_a_clearance_is_still_to_begin_then_not_cleared_yet(
    erin: Person, now: datetime
) -> None:
    held = rows.cleared(erin)
    Clearance.objects.filter(pk=held.pk).update(valid_from=(now + timedelta(days=3)).date())
    (row,) = standing.people_register(scope=EVERYTHING, at=now)
    assert standing.standing_of(row, at=now) is PersonStanding.NONE
