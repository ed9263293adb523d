"""A cleared hit stays cleared until entry or person change; then it comes back and says what changed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Organisation, Port
from screening.models import Application, CrewHit, Hit, Person, Post
from screening.selectors.screening_run import hits_to_decide
from screening.services import application, person
from screening.watchlists.birth_date import BirthDate
from tests.people import MAKER, Actor, Cast, SignIn
from tests.screening import people_rows, rows, screened
from tests.screening.crew.files import row

pytestmark = [pytest.mark.flow, pytest.mark.db, pytest.mark.django_db]

HOUR = timedelta(hours=1)
CLEARED = {"state": "different", "ground": "photograph", "reason": "The chip's picture is another face."}
BACK = "Cleared before, and back because something changed"


@pytest.fixture
def who(port: Port, crane: Post, quayside: Organisation) -> Person:
    made = rows.make_person(port, quayside)
    rows.cleared(made)
    return made


@pytest.fixture
def crane(port: Port) -> Post:
    return rows.make_post(port)


def published(who: Person, **more: Any) -> None:
    """The list as it comes each day, with an entry that bears the person's name."""
    rows.load_list(
        rows.entity("7", who.full_name, **screened.ALIKE | more), rows.entity("8", "Somebody Else")
    )


def words(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return " ".join(answer.content.decode().split())


def test_hit_of_a_person_when_cleared_then_back_only_after_a_change(
    who: Person, port: Port, cast: Cast, signed_in: SignIn, now: datetime
) -> None:
    browser = signed_in(cast.alice)
    published(who)
    screened.everyone(port, at=now)
    browser.post(reverse("person-hit", args=[who.ref, screened.hit_of(who).pk]), CLEARED)
    published(who)
    assert screened.everyone(port, at=now + HOUR).new_hits == 0
    assert not hits_to_decide(scope=cast.alice.scope).exists()

    published(who, remarks="Seen in Antwerp.", births=(BirthDate.parse("1991"),))
    assert screened.everyone(port, at=now + 2 * HOUR).new_hits == 1
    back = hits_to_decide(scope=cast.alice.scope).get()
    text = words(browser.get(reverse("person-hit", args=[who.ref, back.pk])))
    assert BACK in text
    assert "photograph shows another person" in text
    assert "The chip's picture is another face." in text.replace("&#x27;", "'")
    for said in ("Remarks", "was <del>nothing</del>, is <ins>Seen in Antwerp.</ins>", "<ins>1991</ins>"):
        assert said in text
    assert "The chip" not in words(signed_in(cast.frank).get(reverse("person-hit", args=[who.ref, back.pk])))

    browser.post(reverse("person-hit", args=[who.ref, back.pk]), CLEARED)
    assert screened.everyone(port, at=now + 3 * HOUR).new_hits == 0
    person.change(who, actor=MAKER, at=now + 4 * HOUR, nationality="IQ", job_title="Foreman")
    assert screened.everyone(port, at=now + 5 * HOUR).new_hits == 1
    again = hits_to_decide(scope=cast.alice.scope).get()
    text = words(browser.get(reverse("person-hit", args=[who.ref, again.pk])))
    assert BACK in text
    assert "nationality" in text
    assert "job title" not in text, "no list is compared with it"


def test_hit_of_a_case_when_cleared_then_back_only_after_a_change(
    who: Person, crane: Post, port: Port, cast: Cast, signed_in: SignIn, now: datetime
) -> None:
    published(who)
    first = searched(who, crane, cast.alice)
    signed_in(cast.alice).post(page(first), CLEARED)
    published(who)
    assert screened.everyone(port, at=now + HOUR).new_hits == 0, "nor outside the case"
    second = searched(who, crane, cast.alice, instead=first)
    assert hit_of(second).state == "different"

    published(who, remarks="Seen in Antwerp.")
    third = searched(who, crane, cast.alice, instead=second)
    assert hit_of(third).state == "open"
    assert BACK in words(signed_in(cast.alice).get(page(third)))


def test_hit_of_a_crew_when_cleared_then_back_only_after_a_change(
    port: Port, cast: Cast, signed_in: SignIn
) -> None:
    listed = {"family_name": "Morozov", "given_names": "Viktor", "gender": "M", "birth_date": "1979-11-02"}
    rows.load_list(rows.entity("77", "Viktor Morozov", **screened.ALIKE))
    first = people_rows.screened(port, cast.alice, row(2, **listed)).members.get()
    browser = signed_in(cast.alice)
    browser.post(reverse("crew-hit", args=[first.crew_list.ref, first.row, first.hits.get().pk]), CLEARED)
    second = people_rows.screened(port, cast.alice, row(2, **listed), ref="VC-2").members.get()
    assert (second.state, second.hits.get().ground) == ("permitted", "photograph")
    rows.load_list(rows.entity("77", "Viktor Morozov", **screened.ALIKE, remarks="A sailor."))
    third = people_rows.screened(port, cast.alice, row(2, **listed), ref="VC-3").members.get()
    assert third.state == "with_officer"
    back = CrewHit.objects.get(member=third)
    assert BACK in words(browser.get(reverse("crew-hit", args=[third.crew_list.ref, third.row, back.pk])))


def searched(who: Person, what: Post, officer: Actor, *, instead: Application | None = None) -> Application:
    """An application of the person, its lists searched; the one before is withdrawn."""
    if instead is not None:
        application.withdraw(instead, reason="Entered again.", **officer.acts(instead.submitted_at + HOUR))
    made = rows.make_case(who, what, officer)
    rows.answer_watchlist(made)
    return made


def hit_of(case: Application) -> Hit:
    return Hit.objects.get(check_answered__application=case)


def page(case: Application) -> str:
    return reverse("hit-detail", args=[case.ref, hit_of(case).pk])
