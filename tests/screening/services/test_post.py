"""Posts, whose level follows from what they may reach."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from accounts.models import Organisation, Port
from portsec.kernel.errors import InvalidInput, Unavailable
from screening.models import Post
from screening.services import policy, post
from screening.suitability.facts import PostFacts
from tests.people import MAKER
from tests.witness import unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

CRANE: dict[str, Any] = {
    "code": "CRANE",
    "name": "Crane operator",
    "organisation": None,
    "areas": ["QUAY", "BERTH"],
    "field_classes": ["S1"],
    "risk": 1,
}


@pytest.fixture
def rules(db: None, now: datetime) -> None:
    policy.load_files(actor=MAKER, at=now)


def test_post_when_defined_then_kept_with_its_level(
    port: Port, quayside: Organisation, rules: None, now: datetime
) -> None:
    assert post.define(port=port, at=now, **CRANE | {"organisation": quayside})
    made = Post.objects.get()
    assert (made.name, made.organisation, made.risk) == ("Crane operator", quayside, 1)
    assert (made.areas, made.field_classes, made.level) == (["BERTH", "QUAY"], ["S1"], "standard")
    assert made.reason == post.NO_REASON
    assert post.facts_of(made) == PostFacts(
        1, frozenset({"S1"}), tuple(map(post.AreaFact, ["BERTH", "QUAY"]))
    )


@pytest.mark.parametrize(
    ("reach", "level"),
    [
        ({"risk": 1, "field_classes": ["S1"]}, "standard"),
        ({"risk": 2, "field_classes": ["S1"]}, "standard"),
        ({"risk": 3, "field_classes": []}, "enhanced"),
        ({"risk": 1, "field_classes": ["S3"]}, "enhanced"),
        ({"risk": 3, "field_classes": ["S3"]}, "authority"),
    ],
    ids=str,
)
def test_post_when_it_reaches_more_then_its_level_follows(
    port: Port, rules: None, now: datetime, reach: dict[str, Any], level: str
) -> None:
    post.define(port=port, at=now, **CRANE)
    post.define(port=port, at=now, **CRANE | reach)
    made = Post.objects.get()
    assert made.level == level
    assert post.level_of(made, at=now).level.value == level


def test_post_when_defined_again_with_equal_values_then_nothing_happens(
    port: Port, rules: None, now: datetime
) -> None:
    post.define(port=port, at=now, **CRANE)
    with unchanged():
        assert not post.define(port=port, at=now, **CRANE | {"areas": ["BERTH", "QUAY"]})


def test_post_when_a_reason_was_written_then_a_delivery_without_one_keeps_it(
    port: Port, rules: None, now: datetime
) -> None:
    post.define(port=port, at=now, **CRANE, reason="Moves every container.")
    post.define(port=port, at=now, **CRANE | {"risk": 2})
    assert Post.objects.get().reason == "Moves every container."


@pytest.mark.parametrize(
    "wrong",
    [{"code": " "}, {"name": ""}, {"risk": 0}, {"risk": 4}, {"field_classes": ["S9"]}],
    ids=str,
)
def test_post_when_a_value_is_impossible_then_refused(
    port: Port, rules: None, now: datetime, wrong: dict[str, Any]
) -> None:
    with unchanged(), pytest.raises(InvalidInput):
        post.define(port=port, at=now, **CRANE | wrong)


def test_post_when_no_policy_is_loaded_then_unavailable(port: Port, now: datetime) -> None:
    with unchanged(), pytest.raises(Unavailable):
        post.define(port=port, at=now, **CRANE)
