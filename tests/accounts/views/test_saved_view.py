"""Keeping the view of a list, as the form in the list's head sends it."""

from __future__ import annotations

import pytest

from accounts.models import SavedView
from tests.people import Actor, SignIn

pytestmark = [pytest.mark.db, pytest.mark.django_db]

NEW = "/me/views/new/"


def test_view_when_saved_then_back_on_the_list_with_a_tab(adam: Actor, signed_in: SignIn) -> None:
    client = signed_in(adam)
    page = client.get("/people-and-roles/?role=auditor").content.decode()
    assert f'action="{NEW}"' in page
    form = {"label": "Auditors", "page": "/people-and-roles/", "query": "role=auditor"}
    answer = client.post(NEW, form)
    assert answer["Location"] == "/people-and-roles/?role=auditor"
    shown = client.get(answer["Location"]).content.decode()
    assert "View &#x27;Auditors&#x27; saved." in shown
    assert 'href="/people-and-roles/?role=auditor"' in shown


@pytest.mark.parametrize(
    "form",
    [
        {"label": "", "page": "/cases/", "query": ""},
        {"label": "x" * 61, "page": "/cases/", "query": ""},
        {"label": "x", "page": "https://evil.example/", "query": ""},
        {"label": "x", "page": "//evil.example/", "query": ""},
        {"label": "x", "page": "javascript:alert(1)", "query": ""},
        {"label": "x", "page": "/cases/", "query": "q" * 501},
        {"label": "a\x00b", "page": "/cases/", "query": ""},
        {},
    ],
    ids=repr,
)
def test_view_when_it_cannot_be_kept_then_refused(
    adam: Actor, signed_in: SignIn, form: dict[str, str]
) -> None:
    answer = signed_in(adam).post(NEW, form)
    assert answer.status_code == 400
    assert not SavedView.objects.exists()


def test_view_when_forgotten_then_gone_and_only_by_its_owner(
    adam: Actor, alice: Actor, signed_in: SignIn
) -> None:
    signed_in(adam).post(NEW, {"label": "Mine", "page": "/people-and-roles/", "query": "text=a"})
    kept = SavedView.objects.get()
    signed_in(alice).post(f"/me/views/{kept.pk}/forget/")
    assert SavedView.objects.count() == 1
    assert signed_in(adam).post(f"/me/views/{kept.pk}/forget/")["Location"] == "/me/"
    assert not SavedView.objects.exists()
