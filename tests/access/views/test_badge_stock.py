"""The page of blank cards and the forms for their moves."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.urls import reverse

from access.models import BadgeType, StockMove
from access.selectors.badge_stock import holding
from access.services import badge_stock
from tests.people import Cast, SignIn
from tests.scenario import Scenario

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.fixture
def kind(made: Scenario) -> BadgeType:
    assert made.badge.badge_type is not None
    return made.badge.badge_type


def move(step: str) -> str:
    return reverse("stock-move", args=[step])


def test_page_when_no_stock_is_kept_then_says_that_badges_are_issued_without(
    made: Scenario, cast: Cast, signed_in: SignIn
) -> None:
    page = signed_in(cast.carol).get(reverse("stock-list")).content.decode()
    assert "Stock is not kept for this type" in page
    assert "Take in a delivery" in page


def test_moves_when_entered_then_holdings_and_list_follow(
    kind: BadgeType, cast: Cast, signed_in: SignIn
) -> None:
    browser = signed_in(cast.carol)
    given: dict[str, Any] = {"badge_type": kind.pk, "witness": cast.sven.user.pk, "remark": ""}
    assert browser.post(move("receive"), given | {"quantity": 50}).status_code == 302
    browser.post(move("hand-over"), given | {"quantity": 20, "receiver": cast.cees.user.pk})
    browser.post(move("spoil"), {"badge_type": kind.pk, "quantity": 2, "remark": "Jammed."})
    browser.post(move("destroy"), given | {"quantity": 1})
    assert holding(kind, cast.carol.reference).blank == 28
    page = browser.get(reverse("stock-list")).content.decode()
    assert "1 set aside, to destroy" in page
    assert "seen by Sven" in page
    assert "Carol to Cees" in page
    assert "Stock is not kept" not in page


def test_count_when_it_differs_then_warns_and_the_list_shows_it(
    kind: BadgeType, cast: Cast, now: datetime, signed_in: SignIn
) -> None:
    badge_stock.receive(kind, 10, witness=cast.sven.user, **cast.carol.acts(now))
    browser = signed_in(cast.carol)
    given = {"badge_type": kind.pk, "counted": 0, "witness": cast.sven.user.pk}
    page = browser.post(move("count"), given | {"remark": ""}).content.decode()
    assert "By the account there are 10 blank cards" in page
    page = browser.post(move("count"), given | {"remark": "All gone."}, follow=True).content.decode()
    assert "Counted 0 instead of 10" in page
    assert "account said 10" in page


def test_count_when_asked_then_the_page_does_not_tell_the_account(
    kind: BadgeType, cast: Cast, now: datetime, signed_in: SignIn
) -> None:
    badge_stock.receive(kind, 4711, witness=cast.sven.user, **cast.carol.acts(now))
    browser = signed_in(cast.carol)
    assert "4711" in browser.get(move("spoil")).content.decode()
    assert "4711" not in browser.get(move("count")).content.decode()


def test_move_when_the_witness_is_oneself_then_not_offered(
    kind: BadgeType, cast: Cast, signed_in: SignIn
) -> None:
    given = {"badge_type": kind.pk, "quantity": 5, "witness": cast.carol.user.pk}
    assert "Witness" in signed_in(cast.carol).post(move("receive"), given).content.decode()
    assert not StockMove.objects.exists()


def test_move_when_unknown_or_the_sign_in_is_old_then_nothing_moves(
    kind: BadgeType, cast: Cast, signed_in: SignIn
) -> None:
    given = {"badge_type": kind.pk, "quantity": 5, "witness": cast.sven.user.pk}
    assert signed_in(cast.carol).get(move("swallow")).status_code == 404
    answer = signed_in(cast.carol, fresh=False).post(move("receive"), given)
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert not StockMove.objects.exists()


def test_page_when_the_reader_is_of_another_port_then_no_word_of_it(
    kind: BadgeType, cast: Cast, other_cast: Cast, now: datetime, signed_in: SignIn
) -> None:
    badge_stock.receive(kind, 4711, witness=cast.sven.user, **cast.carol.acts(now))
    page = signed_in(other_cast.carol).get(reverse("stock-list")).content.decode()
    assert "4711" not in page
