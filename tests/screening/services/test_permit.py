"""Foreign experts come under escort until they are cleared, within days that all sponsors share."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Organisation, Port
from portsec.kernel import clock
from portsec.kernel.errors import Conflict, InvalidInput, Refused
from screening.enums import CheckKind, HitState
from screening.kinds.words import CertificateKind, PermitKind
from screening.models import Application, Assignment, Certificate, Hit, Permit, Person, Post
from screening.selectors.permit import days_used, permit_in_force
from screening.selectors.sponsorship import assignment_of, last_day_of
from screening.services import application, expert, permit
from tests.people import Actor, Cast
from tests.screening import people_rows, rows

pytestmark = [pytest.mark.db, pytest.mark.django_db]

SHORT, TEMPORARY = PermitKind.ESCORTED_SHORT, PermitKind.ESCORTED_TEMPORARY


@pytest.fixture
def kari(port: Port, quayside: Organisation) -> Person:
    return people_rows.surveyor(port, quayside)


@pytest.fixture
def visit(kari: Person, crane: Post, quayside: Organisation, alice: Actor) -> Application:
    return people_rows.invited_expert(kari, crane, quayside, alice)


def day(offset: int = 0) -> date:
    return people_rows.today() + timedelta(days=offset)


def issued(
    visit: Application, actor: Actor, kind: PermitKind = SHORT, *, first: int = 0, last: int = 6, **said: Any
) -> Permit:
    given = {"days": min(7, last - first + 1)} | said
    return permit.issue_escorted(
        visit, kind, first=day(first), last=day(last), **given, **actor.acts(clock.now())
    )


def test_expert_when_entered_then_host_purpose_and_end_are_kept(visit: Application) -> None:
    terms = assignment_of(visit)
    assert terms is not None
    assert (terms.host.code, terms.purpose) == ("QUAYSIDE", "Class survey of the quay crane.")
    assert visit.state == "invited"
    assert last_day_of(visit) == terms.ends_on


@pytest.mark.parametrize("column", ["host", "purpose", "ends_on"])
def test_assignment_when_a_part_is_missing_then_the_database_refuses(visit: Application, column: str) -> None:
    empty = "" if column == "purpose" else None
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.filter(application=visit).update(**{column: empty})


@pytest.mark.parametrize(("values", "field"), [({"purpose": " "}, "purpose"), ({"days": -1}, "ends_on")])
def test_expert_when_terms_are_missing_then_named(
    kari: Person, crane: Post, quayside: Organisation, alice: Actor, values: dict[str, Any], field: str
) -> None:
    said = expert.Terms(
        host=quayside, purpose=values.get("purpose", "Survey."), ends_on=day(values.get("days", 10))
    )
    with pytest.raises(InvalidInput) as caught:
        expert.enter(kari, crane, said, since=day(), **alice.acts(clock.now()))
    assert field in caught.value.fields


def test_permit_when_issued_then_in_force_until_its_last_day(visit: Application, alice: Actor) -> None:
    made = issued(visit, alice)
    held = permit_in_force(visit.person, clock.now())
    assert held == made
    assert held.is_escorted
    assert permit_in_force(visit.person, made.valid_until) is None
    assert (made.valid_until - made.valid_from).days == 7


@pytest.mark.parametrize(
    ("kind", "last", "days", "field"),
    [
        (SHORT, 7, 7, "last"),
        (TEMPORARY, 60, 20, "last"),
        (SHORT, -1, 1, "last"),
        (SHORT, 2, 4, "days"),
        (TEMPORARY, 59, 29, "days"),
        (TEMPORARY, 59, 0, "days"),
    ],
)
def test_permit_when_out_of_bounds_then_named(
    visit: Application, alice: Actor, kind: PermitKind, last: int, days: int, field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        issued(visit, alice, kind, last=last, days=days)
    assert field in caught.value.fields


def test_permit_when_beyond_the_assignment_then_refused(
    kari: Person, crane: Post, quayside: Organisation, alice: Actor
) -> None:
    visit = people_rows.invited_expert(kari, crane, quayside, alice, days=3)
    with pytest.raises(InvalidInput, match="assignment ends"):
        issued(visit, alice, last=4)


def test_days_when_several_sponsors_ask_then_they_share_twenty_eight(
    visit: Application, kari: Person, port: Port, quayside: Organisation, alice: Actor
) -> None:
    for week in range(3):
        issued(visit, alice, first=week * 7, last=week * 7 + 6)
    other = people_rows.invited_expert(kari, rows.make_post(port, "QUAY"), people_rows.cranecare(), alice)
    issued(other, alice, first=21, last=27)
    with pytest.raises(InvalidInput, match="28 of the 28 days"):
        issued(other, alice, first=28, last=28)
    assert days_used(kari, at=clock.now()) == 28


def test_days_when_a_permit_is_revoked_then_what_was_not_used_is_free_again(
    visit: Application, kari: Person, alice: Actor
) -> None:
    made = issued(visit, alice, TEMPORARY, last=50, days=28)
    permit.revoke(made, reason="The ship came earlier.", **alice.acts(clock.now()))
    assert days_used(kari, at=clock.now()) == 1


def test_temporary_permit_when_extended_then_once_and_from_the_next_day(
    visit: Application, alice: Actor
) -> None:
    first = issued(visit, alice, TEMPORARY, last=59, days=10)
    second = permit.extend(first, last=day(119), days=10, **alice.acts(clock.now()))
    assert second.valid_from == first.valid_until
    for again in (first, second):
        with pytest.raises(Conflict, match="once and no more"):
            permit.extend(again, last=day(130), days=1, **alice.acts(clock.now()))


def test_temporary_permit_when_a_second_is_asked_for_then_conflict(visit: Application, alice: Actor) -> None:
    issued(visit, alice, TEMPORARY, last=20, days=5)
    with pytest.raises(Conflict, match="extended once"):
        issued(visit, alice, TEMPORARY, first=30, last=40, days=5)


def test_short_permit_when_extended_then_conflict(visit: Application, alice: Actor) -> None:
    with pytest.raises(Conflict, match="Only a temporary"):
        permit.extend(issued(visit, alice), last=day(20), days=1, **alice.acts(clock.now()))


def test_permit_when_longer_than_its_kind_then_the_database_refuses(visit: Application, alice: Actor) -> None:
    made = issued(visit, alice)
    with pytest.raises(IntegrityError, match="permit_short_is_short"), transaction.atomic():
        Permit.objects.filter(pk=made.pk).update(valid_until=made.valid_from + timedelta(days=8))


def test_permit_when_the_case_is_given_up_then_it_counts_no_more(visit: Application, alice: Actor) -> None:
    issued(visit, alice)
    application.withdraw(visit, reason="Not needed.", **alice.acts(clock.now()))
    assert permit_in_force(visit.person, clock.now()) is None


def test_permit_when_a_hit_of_the_case_is_confirmed_then_it_counts_no_more(
    visit: Application, alice: Actor, bob: Actor
) -> None:
    rows.load_list(rows.entity("9", "Kari Lie"))
    issued(visit, alice)
    asked = visit.checks.create(kind=CheckKind.WATCHLIST.value, requested_at=clock.now(), due_on=day(9))
    Hit.objects.create(
        check_answered=asked,
        entry_id=type(visit)._meta.apps.get_model("screening", "ListEntry").objects.get().pk,
        person_version=1,
        score="0.9",
        priority="0.9",
        evidence={"evidence": []},
        same_said_by=bob.user,
        decided_by=alice.user,
        state=HitState.SAME.value,
    )
    assert permit_in_force(visit.person, clock.now()) is None
    with pytest.raises(Conflict, match="confirmed"):
        issued(visit, alice, first=10, last=11)


def test_permit_when_the_case_is_no_experts_then_conflict(case: Application, alice: Actor) -> None:
    with pytest.raises(Conflict, match="foreign expert"):
        issued(case, alice)


@pytest.mark.parametrize("name", ["bob", "carol", "frank", "emma"])
def test_permit_when_issued_by_another_role_then_refused(visit: Application, cast: Cast, name: str) -> None:
    with pytest.raises(Refused):
        issued(visit, getattr(cast, name))


def test_permit_when_revoked_without_reason_then_refused(
    visit: Application, bob: Actor, alice: Actor
) -> None:
    made = issued(visit, alice)
    with pytest.raises(InvalidInput):
        permit.revoke(made, reason="", **bob.acts(clock.now()))
    permit.revoke(made, reason="No escort was there.", **bob.acts(clock.now()))
    assert permit_in_force(visit.person, clock.now()) is None


def noted(visit: Application, actor: Actor, **said: Any) -> Certificate:
    terms = assignment_of(visit)
    assert terms is not None
    given: dict[str, Any] = {
        "state": "NO",
        "issued_on": day(-30),
        "has_apostille": True,
        "has_translation": False,
    }
    return expert.add_certificate(
        terms, CertificateKind.GOOD_CONDUCT, **given | said, **actor.acts(clock.now())
    )


def test_paper_when_noted_then_state_and_flags_are_kept(visit: Application, alice: Actor) -> None:
    made = noted(visit, alice)
    assert (made.state, made.has_apostille, made.has_translation) == ("NO", True, False)
    with pytest.raises(Conflict, match="noted already"):
        noted(visit, alice)


@pytest.mark.parametrize(
    ("said", "field"), [({"state": "QQ"}, "state"), ({"issued_on": day(2)}, "issued_on")]
)
def test_paper_when_impossible_then_named(
    visit: Application, alice: Actor, said: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        noted(visit, alice, **said)
    assert field in caught.value.fields
