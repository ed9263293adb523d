"""The page of the lists in force."""

from __future__ import annotations

import pytest
from django.urls import reverse

from screening.enums import ListSource
from tests.people import Actor, Cast, SignIn
from tests.screening import rows

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def test_watchlists_when_none_is_loaded_then_command_is_told(alice: Actor, signed_in: SignIn) -> None:
    text = signed_in(alice).get(reverse("watchlist-list")).content.decode()
    assert "manage.py load_watchlist --source ofac PATH" in text
    assert "manage.py load_watchlist --source un PATH" in text


def test_watchlists_when_loaded_twice_then_versions_and_what_changed(alice: Actor, signed_in: SignIn) -> None:
    rows.load_list(rows.entity("1", "ONE"), rows.entity("2", "TWO"))
    rows.load_list(rows.entity("1", "ONE CHANGED"), rows.entity("3", "THREE"))
    text = signed_in(alice).get(reverse("watchlist-list")).content.decode()
    assert "UN Security Council list" in text
    assert "2 added, 0 changed, 0 removed" in text
    assert "1 added, 1 changed, 1 removed" in text
    assert f"Not loaded: {ListSource.OFAC.label}" in text


@pytest.mark.parametrize(
    ("name", "status"),
    [("alice", 200), ("frank", 200), ("paul", 200), ("carol", 404), ("emma", 404), ("dave", 404)],
)
def test_watchlists_when_opened_by_role_then_seen_or_absent(
    cast: Cast, signed_in: SignIn, name: str, status: int
) -> None:
    assert signed_in(getattr(cast, name)).get(reverse("watchlist-list")).status_code == status
