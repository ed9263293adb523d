"""The officer's look: returned with a list, taken as complete, or closed when the person's time ran out."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from portsec.kernel.errors import Conflict, InvalidInput, Refused
from screening.models import Application, Check, Declaration, Invitation, Person, Post
from screening.selectors.completeness import declarations_waiting
from screening.services import completeness, declaration
from tests.people import Cast
from tests.screening import declaring, rows
from tests.witness import Record

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.fixture
def handed_in(cast: Cast, erin: Person, crane: Post, now: datetime) -> tuple[Application, Invitation]:
    return declaring.hand_in(erin, crane, cast.alice, at=now)


def test_declaration_when_returned_then_the_person_has_thirty_days_on_the_same_link(
    cast: Cast, handed_in: tuple[Application, Invitation], now: datetime, record: Record
) -> None:
    case, invitation = handed_in
    later = now + timedelta(days=20)
    returned = completeness.give_back(case, ["A ticket.", " ", "A letter."], **cast.alice.acts(later))
    assert returned.items == ["A ticket.", "A letter."]
    assert returned.due_on == timezone.localdate(later) + timedelta(days=30)
    invitation.refresh_from_db()
    assert invitation.expires_on == returned.due_on
    assert record.kinds() == ["screening.declaration.returned"]
    declaration.submit(invitation, at=later)
    assert Declaration.objects.get().submissions == 2


def test_declaration_when_complete_then_the_checks_are_asked(
    cast: Cast, handed_in: tuple[Application, Invitation], now: datetime, record: Record
) -> None:
    rows.load_list()
    record.new()
    completeness.complete(handed_in[0], **cast.alice.acts(now))
    assert Application.objects.get().state == "checking"
    kinds = record.kinds()
    assert kinds[0] == "screening.declaration.completed"
    assert set(kinds[1:]) == {"screening.check.requested"}
    assert len(kinds) - 1 == Check.objects.count() > 1


def test_declaration_when_something_lacks_then_a_reason_is_asked(
    cast: Cast, handed_in: tuple[Application, Invitation], now: datetime
) -> None:
    rows.load_list()
    Declaration.objects.update(birth_place="")
    with pytest.raises(InvalidInput):
        completeness.complete(handed_in[0], **cast.alice.acts(now))
    assert not Check.objects.exists()
    completeness.complete(handed_in[0], reason="Born at sea.", **cast.alice.acts(now))
    assert Check.objects.exists()


def test_declaration_when_complete_then_the_record_takes_over_what_it_left_empty(
    cast: Cast, handed_in: tuple[Application, Invitation], now: datetime
) -> None:
    rows.load_list()
    Declaration.objects.update(native_name="دومينغيز", nationalities=["MA"])
    completeness.complete(handed_in[0], **cast.alice.acts(now))
    person = Person.objects.get()
    assert (person.native_name, person.nationality) == ("دومينغيز", "ES")


@pytest.mark.parametrize("items", [[], ["  "], ["x"] * 31, ["x" * 501]])
def test_return_when_the_list_is_impossible_then_named(
    cast: Cast, handed_in: tuple[Application, Invitation], now: datetime, items: list[str]
) -> None:
    with pytest.raises(InvalidInput):
        completeness.give_back(handed_in[0], items, **cast.alice.acts(now))


@pytest.mark.parametrize("who", ["bob", "frank", "emma", "dave"])
def test_look_when_the_role_lacks_then_refused(
    cast: Cast, handed_in: tuple[Application, Invitation], now: datetime, who: str
) -> None:
    acts = getattr(cast, who).acts(now)
    with pytest.raises(Refused):
        completeness.give_back(handed_in[0], ["More."], **acts)
    with pytest.raises(Refused):
        completeness.complete(handed_in[0], **acts)
    with pytest.raises(Refused):
        completeness.close(handed_in[0], reason="Late.", **acts)


def test_case_when_the_persons_time_ran_out_then_listed_and_closed_by_hand(
    cast: Cast, erin: Person, crane: Post, now: datetime, record: Record
) -> None:
    invitation, _ = declaring.begin(erin, crane, cast.alice, at=now)
    case = invitation.application
    on_time, late = now + timedelta(days=30), now + timedelta(days=31)
    with pytest.raises(Conflict):
        completeness.close(case, reason="Late.", **cast.alice.acts(on_time))
    for at, expected in ((on_time, []), (late, [case])):
        today = timezone.localdate(at)
        assert list(declarations_waiting(scope=cast.alice.scope, today=today, is_overdue=True)) == expected
    record.new()
    completeness.close(case, reason="Did not answer.", **cast.alice.acts(late))
    assert Application.objects.get().state == "incomplete"
    assert record.kinds() == ["screening.invitation.ended", "screening.application.closed_incomplete"]


def test_case_when_it_waits_for_the_officer_then_never_closed_as_late(
    cast: Cast, handed_in: tuple[Application, Invitation], now: datetime
) -> None:
    with pytest.raises(Conflict):
        completeness.close(handed_in[0], reason="Late.", **cast.alice.acts(now + timedelta(days=90)))
