"""The pages of port bans."""

from __future__ import annotations

import pytest
from django.urls import reverse

from screening.models import Person, PortBan
from tests.people import Actor, Cast, SignIn
from tests.screening import people_rows, rows

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def said(**values: str) -> dict[str, str]:
    given = {
        "forbids": "place",
        "authority": "Court of Antwerp",
        "legal_ref": "Criminal Code, art. 55",
        "order_ref": "2026/117",
        "starts_on": f"{people_rows.today()}",
        "ends_on": "2031-12-31",
    }
    return given | values


def test_ban_when_entered_and_confirmed_by_two_then_clearance_falls(
    erin: Person, bob: Actor, cast: Cast, signed_in: SignIn
) -> None:
    held = rows.cleared(erin)
    page = signed_in(bob).post(reverse("port-ban-new", args=[erin.ref]), said(), follow=True)
    assert "another officer must confirm it" in page.content.decode()
    ban = PortBan.objects.get()
    url = reverse("port-ban-detail", args=[ban.ref])
    assert "Another officer takes the next step" in signed_in(bob).get(url).content.decode()
    page = signed_in(cast.bea).post(url, {"step": "confirm", "reason": "I read the order."}, follow=True)
    assert "In effect" in page.content.decode()
    held.refresh_from_db()
    assert held.state == "withdrawn"
    assert ban.ref in signed_in(bob).get(reverse("person-detail", args=[erin.ref])).content.decode()


def test_ban_when_fields_are_missing_then_named(erin: Person, bob: Actor, signed_in: SignIn) -> None:
    url = reverse("port-ban-new", args=[erin.ref])
    page = signed_in(bob).post(url, said(order_ref="", ends_on="2020-01-01")).content.decode()
    assert "Number of the order: This field is required." in page
    page = signed_in(bob).post(url, said(ends_on="2020-01-01")).content.decode()
    assert "The ban ends before it starts." in page
    assert not PortBan.objects.exists()


def test_ban_when_own_step_is_posted_then_refused(erin: Person, bob: Actor, signed_in: SignIn) -> None:
    ban = people_rows.entered_ban(erin, bob)
    signed_in(bob).post(
        reverse("port-ban-detail", args=[ban.ref]), {"step": "confirm", "reason": "I am sure."}
    )
    ban.refresh_from_db()
    assert ban.state == "entered"


def test_ban_when_step_is_not_of_its_state_then_said(
    erin: Person, bob: Actor, cast: Cast, signed_in: SignIn
) -> None:
    ban = people_rows.entered_ban(erin, bob)
    url = reverse("port-ban-detail", args=[ban.ref])
    page = signed_in(cast.bea).post(url, {"step": "lift", "reason": "x"})
    assert "Select a valid choice" in page.content.decode()


def test_ban_when_an_officer_without_the_right_posts_then_absent(
    erin: Person, bob: Actor, alice: Actor, signed_in: SignIn
) -> None:
    ban = people_rows.entered_ban(erin, bob)
    url = reverse("port-ban-detail", args=[ban.ref])
    assert signed_in(alice).get(url).status_code == 200
    assert signed_in(alice).post(url, {"step": "confirm", "reason": "x"}).status_code == 404


def test_ban_when_at_another_port_then_absent(
    erin: Person, bob: Actor, other_cast: Cast, signed_in: SignIn
) -> None:
    ban = people_rows.entered_ban(erin, bob)
    browser = signed_in(other_cast.bob)
    assert browser.get(reverse("port-ban-detail", args=[ban.ref])).status_code == 404
    assert ban.ref not in browser.get(reverse("port-ban-list")).content.decode()


@pytest.mark.parametrize(("query", "found"), [("", True), ("?text=erin", True), ("?view=lifting", False)])
def test_bans_when_narrowed_then_what_fits(
    erin: Person, bob: Actor, signed_in: SignIn, query: str, found: bool
) -> None:
    ban = people_rows.entered_ban(erin, bob)
    assert (ban.ref in signed_in(bob).get(reverse("port-ban-list") + query).content.decode()) is found
