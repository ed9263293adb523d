"""Posts on the page: the level follows, is explained before it is kept, and says whom it touches."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Port
from screening.models import Application, Post
from screening.services import post as posts
from tests.people import Cast, SignIn
from tests.screening import rows
from tests.witness import unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

SESSIONS = ("django_session", "usersessions_usersession")


def body(**changes: Any) -> dict[str, Any]:
    given = {
        "name": "Reefer planner",
        "organisation": "",
        "risk": "1",
        "areas": "QUAY, BERTH quay-2",
        "field_classes": ["S1"],
        "aspects": ["goods"],
        "reason": "Plans which containers are cooled where.",
        "step": "save",
    }
    return given | changes


def detail(post: Post) -> str:
    return reverse("post-detail", args=[post.port.locode, post.pk])


def change(post: Post) -> str:
    return reverse("post-change", args=[post.port.locode, post.pk])


def test_post_when_shown_then_level_and_checks_before_anything_is_kept(
    crane: Post, port: Port, cast: Cast, signed_in: SignIn
) -> None:
    paul = signed_in(cast.paul)
    given = body(port=port.pk, code="REEFER", field_classes=["S1", "S3"], step="preview")
    with unchanged(*SESSIONS):
        page = paul.post(reverse("post-new"), given).content.decode()
    assert "Why this level" in page
    assert "Enhanced" in page
    assert "eu-port-standard/1#level-20" in page
    assert "Criminal records" in page


def test_post_when_defined_then_kept_with_its_level_and_history(
    crane: Post, port: Port, cast: Cast, signed_in: SignIn
) -> None:
    paul = signed_in(cast.paul)
    response = paul.post(reverse("post-new"), body(port=port.pk, code="REEFER"))
    made = Post.objects.get(code="REEFER")
    assert response.url == detail(made)
    assert (made.level, made.areas) == ("standard", ["BERTH", "QUAY", "quay-2"])
    assert (made.field_classes, made.aspects) == (["S1"], ["goods"])
    page = paul.get(detail(made)).content.decode()
    assert "Post REEFER defined, level standard." in page
    assert "Paul" in page


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"code": "CRANE"}, "has a post with the code"),
        ({"reason": " "}, "This field is required"),
        ({"reason": posts.NO_REASON}, "Say why people in this post are checked"),
        ({"risk": "4"}, "Select a valid choice"),
        ({"field_classes": ["S9"]}, "Select a valid choice"),
        ({"aspects": ["magic"]}, "Select a valid choice"),
        ({"areas": "x" * 41}, "longer than 40 characters"),
        ({"name": "x" * 121}, "at most 120 characters"),
    ],
    ids=str,
)
def test_post_when_something_is_wrong_then_named_at_its_field(
    crane: Post, port: Port, cast: Cast, signed_in: SignIn, wrong: dict[str, Any], said: str
) -> None:
    paul = signed_in(cast.paul)
    with unchanged(*SESSIONS):
        page = paul.post(reverse("post-new"), body(port=port.pk, code="REEFER") | wrong).content.decode()
    assert said in page


def test_post_when_its_level_would_fall_then_first_shown_with_whom_it_touches(
    port: Port, case: Application, cast: Cast, signed_in: SignIn
) -> None:
    paul = signed_in(cast.paul)
    post = case.post
    given = body(name=post.name, risk="3", areas="QUAY")
    risen = paul.post(change(post), given).content.decode()
    assert "The level would rise" in risen
    assert "1 of these clearances and cases would not be deep enough" in risen
    assert Post.objects.get(pk=post.pk).level == "standard"
    assert paul.post(change(post), given | {"shown": "enhanced"}).url == detail(post)
    assert Post.objects.get(pk=post.pk).level == "enhanced"
    lower = given | {"risk": "1"}
    fallen = paul.post(change(post), lower).content.decode()
    assert "The level would fall" in fallen
    assert case.ref in fallen
    assert case.person.family_name not in fallen
    assert Post.objects.get(pk=post.pk).level == "enhanced"
    assert paul.post(change(post), lower | {"shown": "authority"}).status_code == 200
    paul.post(change(post), lower | {"shown": "standard"})
    assert Post.objects.get(pk=post.pk).level == "standard"
    history = paul.get(detail(post)).content.decode()
    assert "level enhanced → standard" in history
    assert "function risk 3 → 1" in history


def test_post_when_nothing_differs_then_no_entry(crane: Post, cast: Cast, now: datetime) -> None:
    details = posts.PostDetails(
        name="Crane operator",
        organisation=None,
        risk=1,
        areas=("QUAY",),
        field_classes=("S1",),
        aspects=(),
        reason="Moves every container.",
    )
    assert posts.change(crane, details, **cast.paul.acts(now))
    with unchanged():
        assert not posts.change(crane, details, **cast.paul.acts(now))


def test_post_when_its_reason_is_missing_then_said_and_found(
    crane: Post, port: Port, cast: Cast, signed_in: SignIn
) -> None:
    alice = signed_in(cast.alice)
    assert "The reason is still to be written" in alice.get(detail(crane)).content.decode()
    listed = alice.get(reverse("post-list"), {"view": "unreasoned"}).content.decode()
    assert crane.name in listed
    rows.make_post(port, "CLERK", name="Release clerk", reason="Passes on release rights.")
    listed = alice.get(reverse("post-list"), {"view": "unreasoned"}).content.decode()
    assert "Release clerk" not in listed


def test_posts_when_there_are_more_then_no_more_queries(
    crane: Post, port: Port, cast: Cast, signed_in: SignIn
) -> None:
    alice = signed_in(cast.alice)
    alice.get(reverse("post-list"))
    with CaptureQueriesContext(connection) as one:
        alice.get(reverse("post-list"))
    for number in range(3):
        rows.make_post(port, f"POST-{number}", name=f"Post {number}")
    with CaptureQueriesContext(connection) as many:
        alice.get(reverse("post-list"))
    assert len(many) == len(one)


def test_posts_when_read_by_others_then_no_buttons_or_not_there(
    crane: Post, cast: Cast, other_cast: Cast, signed_in: SignIn
) -> None:
    for name in ("alice", "bob", "frank"):
        browser = signed_in(getattr(cast, name))
        assert "New post" not in browser.get(reverse("post-list")).content.decode()
        assert change(crane) not in browser.get(detail(crane)).content.decode()
        assert browser.get(change(crane)).status_code == 404
    for name in ("emma", "dave", "carol"):
        assert signed_in(getattr(cast, name)).get(reverse("post-list")).status_code == 404
    there = signed_in(other_cast.paul)
    assert there.get(detail(crane)).status_code == 404
    assert there.get(change(crane)).status_code == 404
    assert crane.name not in there.get(reverse("post-list")).content.decode()


def test_posts_when_exported_then_codes_and_reasons(crane: Post, cast: Cast, signed_in: SignIn) -> None:
    response = signed_in(cast.paul).get(reverse("post-list"), {"format": "csv"})
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    assert text.splitlines()[1].startswith("CRANE,Crane operator,XXPEX")
