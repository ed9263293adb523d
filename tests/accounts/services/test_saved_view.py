"""Kept filters: one's own, replaced by the same label, forgotten only by their owner."""

from __future__ import annotations

import pytest

from accounts.selectors.saved_view import saved_views
from accounts.services import saved_view
from portsec.kernel.errors import InvalidInput
from tests.people import Actor

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def test_keep_when_the_label_comes_again_then_the_newer_filters(alice: Actor, bob: Actor) -> None:
    saved_view.keep(alice.user, page="/cases/", label=" Mine ", query="owner=me")
    kept = saved_view.keep(alice.user, page="/cases/", label="Mine", query="owner=me&state=checking")
    saved_view.keep(bob.user, page="/cases/", label="Mine", query="owner=bob")
    saved_view.keep(alice.user, page="/people/", label="Mine", query="")
    assert list(saved_views(alice.user, "/cases/")) == [kept]
    assert kept.address == "/cases/?owner=me&state=checking"
    assert saved_views(alice.user, "/people/").get().address == "/people/"


def test_saved_views_when_a_colleague_shares_one_then_shown(alice: Actor, bob: Actor) -> None:
    shared = saved_view.keep(bob.user, page="/cases/", label="Overdue", query="overdue=1")
    assert not saved_views(alice.user, "/cases/").exists()
    shared.is_shared = True
    shared.save()
    assert list(saved_views(alice.user, "/cases/")) == [shared]


def test_keep_when_it_cannot_be_kept_then_the_field_is_named(alice: Actor) -> None:
    with pytest.raises(InvalidInput) as unnamed:
        saved_view.keep(alice.user, page="/cases/", label=" ", query="")
    assert "label" in unnamed.value.fields
    with pytest.raises(InvalidInput) as too_long:
        saved_view.keep(alice.user, page="/cases/", label="x", query="q" * 501)
    assert "query" in too_long.value.fields
    assert not alice.user.saved_views.exists()


def test_forget_when_it_is_a_colleagues_then_it_stays(alice: Actor, bob: Actor) -> None:
    kept = saved_view.keep(alice.user, page="/cases/", label="Mine", query="")
    saved_view.forget(bob.user, kept.pk)
    assert alice.user.saved_views.count() == 1
    saved_view.forget(alice.user, kept.pk)
    saved_view.forget(alice.user, kept.pk)
    assert not alice.user.saved_views.exists()
