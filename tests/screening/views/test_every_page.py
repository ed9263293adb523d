"""What holds of every page of screening alike: sign-in, reading only, addresses that mean nothing."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ledger.models import Entry
from screening.enums import HitState
from screening.models import Application, Hit
from screening.services import hit as hits
from tests.moment import port_now
from tests.people import Actor, SignIn
from tests.screening import rows

pytestmark = [pytest.mark.db, pytest.mark.django_db]

WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE)", re.IGNORECASE)
SESSION_TABLES = ("django_session", "usersessions_usersession")


@pytest.fixture
def pages(case: Application, alice: Actor) -> dict[str, str]:
    """Every address, and as whom it is opened."""
    rows.cleared(case.person)
    rows.load_list(rows.entity("6900001", "ERIN DOMINGUEZ"))
    rows.reviewed(case, alice)
    hit = Hit.objects.get()
    hits.decide(hit, HitState.DIFFERENT, reason="Another birth date.", **alice.acts(port_now()))
    rows.assessed(case, alice)
    rows.proposed(case, alice)
    ref, person = case.ref, case.person.ref
    return {
        reverse("case-list"): "alice",
        reverse("case-new"): "alice",
        f"{reverse('case-new')}?find=dominguez": "alice",
        reverse("case-detail", args=[ref]): "alice",
        reverse("case-withdraw", args=[ref]): "alice",
        reverse("case-decide", args=[ref]): "alice",
        reverse("check-detail", args=[ref, "identity"]): "alice",
        reverse("check-detail", args=[ref, "criminal_record-BE"]): "alice",
        reverse("check-detail", args=[ref, "watchlist"]): "alice",
        reverse("hit-detail", args=[ref, hit.pk]): "alice",
        reverse("approval-list"): "bob",
        reverse("approval-detail", args=[ref]): "bob",
        reverse("person-list"): "carol",
        reverse("person-detail", args=[person]): "carol",
        reverse("clearance-change", args=[person, "suspend"]): "bob",
        reverse("outcome-list"): "emma",
        reverse("watchlist-list"): "paul",
        reverse("match-quality"): "paul",
        reverse("rescreening-list"): "paul",
        reverse("person-hit-list"): "alice",
    }


def test_pages_when_anonymous_then_sign_in(pages: dict[str, str]) -> None:
    for url in pages:
        answer = Client().get(url)
        assert answer.status_code == 302, url
        assert answer.headers["Location"].startswith("/accounts/login/"), url


def test_pages_when_read_then_200_and_nothing_is_written(
    pages: dict[str, str], cast: object, signed_in: SignIn
) -> None:
    before = _deeds()
    for url, name in pages.items():
        browser = signed_in(getattr(cast, name))
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(url).status_code == 200, url
        written = [
            query["sql"]
            for query in queries
            if WRITES.match(query["sql"]) and not any(table in query["sql"] for table in SESSION_TABLES)
        ]
        assert not written, url
    assert _deeds() == before


def _deeds() -> int:
    return Entry.objects.exclude(kind="accounts.session.started").count()


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("/cases/new/?person=%00", 404),
        ("/cases/new/?person=P-1%27--", 404),
        ("/cases/new/?find=%00", 200),
        ("/cases/?text=%00", 200),
        ("/cases/?after=nonsense", 200),
        ("/cases/?post=99999999999999999999", 200),
        ("/people/?organisation=x", 200),
        ("/people/P-00000000/", 404),
        ("/cases/SA-2026-00001/hits/99999999999999999999999/", 404),
    ],
)
def test_pages_when_address_is_nonsense_then_no_error_of_ours(
    case: Application, alice: Actor, signed_in: SignIn, url: str, status: int
) -> None:
    assert signed_in(alice).get(url).status_code == status


def test_assign_when_numbers_are_nonsense_then_nothing(
    case: Application, alice: Actor, signed_in: SignIn
) -> None:
    answer = signed_in(alice).post(reverse("case-assign"), {"selected": ["9" * 40, "-1", "\u0661", "\x00"]})
    assert answer.status_code == 302
    case.refresh_from_db()
    assert case.owner is None


def test_assign_when_done_then_back_to_the_same_filters(
    case: Application, alice: Actor, signed_in: SignIn
) -> None:
    back = "http://testserver/cases/?view=unassigned"
    browser = signed_in(alice)
    answer = browser.post(reverse("case-assign"), {"selected": [str(case.pk)]}, HTTP_REFERER=back)
    assert answer.headers["Location"] == back
    answer = browser.post(reverse("case-assign"), {}, HTTP_REFERER="https://elsewhere.example/cases/")
    assert answer.headers["Location"] == "/cases/"
