"""The page on which a hit is decided."""

from __future__ import annotations

import pytest
from django.urls import reverse

from ledger.models import Entry
from screening.models import Application, Hit
from tests.people import Actor, Cast, SignIn
from tests.screening import rows

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.fixture
def hit(case: Application) -> Hit:
    rows.load_list(rows.entity("6900001", "ERIN DOMINGUEZ"))
    rows.answer_watchlist(case)
    return Hit.objects.get()


def url(case: Application, hit: Hit) -> str:
    return reverse("hit-detail", args=[case.ref, hit.pk])


def test_hit_when_opened_then_both_sides_and_five_steps(
    case: Application, hit: Hit, alice: Actor, signed_in: SignIn
) -> None:
    text = signed_in(alice).get(url(case, hit)).content.decode()
    for words in (
        "Erin Domínguez",
        "ERIN DOMINGUEZ",
        "10 May 1991",
        "2 Jan 1970",
        "Spain",
        "Iraq",
        "Five steps",
    ):
        assert words in text


def test_hit_when_case_or_number_is_another_then_404(
    case: Application, hit: Hit, alice: Actor, other_cast: Cast, signed_in: SignIn
) -> None:
    assert signed_in(other_cast.alice).get(url(case, hit)).status_code == 404
    assert signed_in(alice).get(reverse("hit-detail", args=[case.ref, hit.pk + 1])).status_code == 404


def test_hit_when_decided_different_then_kept_with_ground_and_recorded(
    case: Application, hit: Hit, alice: Actor, signed_in: SignIn
) -> None:
    form = {"state": "different", "ground": "sex", "reason": "Seen in person."}
    answer = signed_in(alice).post(url(case, hit), form)
    assert answer.headers["Location"] == reverse("check-detail", args=[case.ref, "watchlist"])
    hit.refresh_from_db()
    assert (hit.state, hit.ground, hit.reason) == ("different", "sex", "Seen in person.")
    assert hit.decided_by == alice.user
    assert Entry.objects.filter(kind="screening.hit.decided", subject=case.reference).count() == 1


def test_hit_when_one_says_same_then_another_finds_it_and_confirms(
    case: Application, hit: Hit, alice: Actor, bob: Actor, signed_in: SignIn
) -> None:
    said = {"state": "same", "reason": "Everything agrees."}
    text = signed_in(alice).post(url(case, hit), said, follow=True).content.decode()
    assert "Another officer must confirm it." in text
    assert signed_in(alice).post(url(case, hit), said).status_code == 403
    assert url(case, hit) in signed_in(bob).get(reverse("person-hit-list")).content.decode()
    text = signed_in(bob).get(url(case, hit)).content.decode()
    assert "Alice says that this is the same person: Everything agrees." in text
    text = signed_in(bob).post(url(case, hit), said, follow=True).content.decode()
    assert "Decided: same person." in text


def test_hit_when_confirmed_then_final(
    case: Application, hit: Hit, alice: Actor, bob: Actor, signed_in: SignIn
) -> None:
    rows.held_same(hit, alice, bob)
    browser = signed_in(alice)
    text = browser.get(url(case, hit)).content.decode()
    assert "Same person" in text
    assert 'name="state"' not in text
    browser.post(url(case, hit), {"state": "different", "reason": "Changed my mind."})
    hit.refresh_from_db()
    assert hit.state == "same"


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"reason": "x"}, "Is this the same person: This field is required."),
        ({"state": "different"}, "Reason: Give the reason."),
        ({"state": "open", "reason": "x"}, "Is this the same person: Select a valid choice."),
    ],
)
def test_hit_when_form_is_incomplete_then_error_names_the_field(
    case: Application, hit: Hit, alice: Actor, signed_in: SignIn, form: dict[str, str], sentence: str
) -> None:
    assert sentence in signed_in(alice).post(url(case, hit), form).content.decode()
    hit.refresh_from_db()
    assert hit.state == "open"


def test_hit_when_auditor_decides_then_refused_and_reads_no_reason(
    case: Application, hit: Hit, alice: Actor, frank: Actor, signed_in: SignIn
) -> None:
    signed_in(alice).post(url(case, hit), {"state": "unsure", "reason": "Waiting for the embassy."})
    browser = signed_in(frank)
    text = browser.get(url(case, hit)).content.decode()
    assert "Unsure" in text
    assert "Waiting for the embassy." not in text
    assert browser.post(url(case, hit), {"state": "different", "reason": "x"}).status_code == 403
