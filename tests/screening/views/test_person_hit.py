"""Hits to decide outside any case, and the page on which two officers decide one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Organisation, Port
from screening.models import Hit, Person, Post
from tests.people import Cast, SignIn
from tests.screening import rows, screened

pytestmark = [pytest.mark.db, pytest.mark.django_db]

LIST = reverse("person-hit-list")


@pytest.fixture
def who(port: Port, crane: Post, quayside: Organisation) -> Person:
    made = rows.make_person(port, quayside)
    rows.cleared(made)
    return made


@pytest.fixture
def hit(who: Person, port: Port, now: datetime) -> Hit:
    rows.load_list(rows.entity("6900001", "ERIN DOMINGUEZ", **screened.ALIKE))
    screened.everyone(port, at=now)
    return screened.hit_of(who)


def url(hit: Hit) -> str:
    return reverse("person-hit", args=[hit.whose.ref, hit.pk])


def words(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return " ".join(answer.content.decode().split())


def test_list_when_somebody_waits_then_person_and_entry_with_the_way_there(
    hit: Hit, cast: Cast, signed_in: SignIn
) -> None:
    text = words(signed_in(cast.alice).get(LIST))
    for said in (url(hit), "Erin Domínguez", "ERIN DOMINGUEZ", "UN Security Council list", "To decide"):
        assert said in text
    assert url(hit) not in words(signed_in(cast.alice).get(LIST, {"text": "nobody such"}))
    assert url(hit) in words(signed_in(cast.alice).get(LIST, {"text": "dominguez", "source": "un"}))
    assert url(hit) not in words(signed_in(cast.alice).get(LIST, {"view": "different", "state": "different"}))


def test_list_when_nobody_waits_then_said(who: Person, cast: Cast, signed_in: SignIn) -> None:
    assert "Nobody waits for a decision" in words(signed_in(cast.alice).get(LIST))


def test_hit_when_opened_then_both_sides_and_five_steps(hit: Hit, cast: Cast, signed_in: SignIn) -> None:
    text = words(signed_in(cast.alice).get(url(hit)))
    for said in (
        "Side by side",
        "Erin Domínguez",
        "ERIN DOMINGUEZ",
        "10 May 1991",
        "Five steps",
        "two officers",
    ):
        assert said in text


def test_hit_when_cleared_then_kept_and_said(hit: Hit, cast: Cast, signed_in: SignIn) -> None:
    form = {"state": "different", "ground": "sex", "reason": "Seen in person."}
    answer = signed_in(cast.alice).post(url(hit), form, follow=True)
    assert "Decided: different person." in words(answer)
    hit.refresh_from_db()
    assert (hit.state, hit.ground, hit.reason) == ("different", "sex", "Seen in person.")


def test_hit_when_same_then_the_second_officer_confirms_and_a_reassessment_opens(
    hit: Hit, who: Person, cast: Cast, signed_in: SignIn
) -> None:
    same = {"state": "same", "reason": "All papers agree."}
    text = words(signed_in(cast.alice).post(url(hit), same, follow=True))
    assert "Another officer must confirm it." in text
    assert "You took the first step yourself" in text
    assert signed_in(cast.alice).post(url(hit), same).status_code == 403
    text = words(signed_in(cast.bob).get(url(hit)))
    assert "Alice says that this is the same person: All papers agree." in text
    assert "A reassessment is open." in words(signed_in(cast.bob).post(url(hit), same, follow=True))
    assert who.applications.get().source == "watchlist:un:6900001"
    assert 'name="state"' not in words(signed_in(cast.bea).get(url(hit)))


def test_hit_when_the_form_is_empty_then_the_fields_are_named(
    hit: Hit, cast: Cast, signed_in: SignIn
) -> None:
    text = words(signed_in(cast.alice).post(url(hit), {"state": "different"}))
    assert "Give the reason." in text
    hit.refresh_from_db()
    assert hit.state == "open"


def test_hit_when_an_auditor_reads_then_no_reason_and_no_form(
    hit: Hit, cast: Cast, signed_in: SignIn
) -> None:
    signed_in(cast.alice).post(url(hit), {"state": "unsure", "reason": "A secret word."})
    text = words(signed_in(cast.frank).get(url(hit)))
    assert "A secret word." not in text
    assert 'name="state"' not in text


def test_hit_when_it_is_of_another_port_or_person_then_404(
    hit: Hit, other_cast: Cast, cast: Cast, signed_in: SignIn
) -> None:
    assert signed_in(other_cast.alice).get(url(hit)).status_code == 404
    wrong = reverse("person-hit", args=["P-00000000", hit.pk])
    assert signed_in(cast.alice).get(wrong).status_code == 404


def test_hit_when_an_employer_asks_then_nothing_is_there(hit: Hit, cast: Cast, signed_in: SignIn) -> None:
    for address in (LIST, url(hit)):
        assert signed_in(cast.emma).get(address).status_code == 404
