from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.enums import CheckKind, ClearanceLevel
from screening.suitability.facts import FIELD_CLASSES, AreaFact, PostFacts
from screening.suitability.level import level_for
from tests.screening.suitability.cases import standard

pytestmark = pytest.mark.unit

STANDARD, ENHANCED, AUTHORITY = ClearanceLevel

POSTS = st.builds(
    PostFacts,
    risk=st.integers(1, 3),
    field_classes=st.frozensets(st.sampled_from(FIELD_CLASSES)),
    areas=st.lists(st.builds(AreaFact, st.just("A"), st.none() | st.integers(1, 3)), max_size=3).map(tuple),
)


@pytest.mark.parametrize(
    ("post", "level", "rows"),
    [
        (PostFacts(1), STANDARD, ["10"]),
        (PostFacts(2, frozenset({"S0", "S2"}), (AreaFact("YARD", 2),)), STANDARD, ["10"]),
        (PostFacts(2, frozenset({"S1", "S3"})), ENHANCED, ["20", "10"]),
        (PostFacts(1, areas=(AreaFact("CAGE", 3),)), ENHANCED, ["30", "10"]),
        (PostFacts(3), ENHANCED, ["40", "10"]),
        (PostFacts(3, frozenset({"S3"})), AUTHORITY, ["50", "20", "40", "10"]),
    ],
)
def test_level_when_a_row_fits_is_the_deepest_with_its_reasons(
    post: PostFacts, level: ClearanceLevel, rows: list[str]
) -> None:
    found = level_for(post, standard())
    assert found.level is level
    assert [reason.rule for reason in found.reasons] == [f"eu-port-standard/1#level-{row}" for row in rows]
    assert found.reasons[0].level is level
    assert all(reason.sentence and reason.source.endswith("[P]") for reason in found.reasons)
    assert not any(reason.confirmed for reason in found.reasons)


def test_level_when_found_names_the_checks_to_request() -> None:
    found = level_for(PostFacts(2, frozenset({"S3"})), standard())
    assert found.checks == (CheckKind.IDENTITY, CheckKind.CRIMINAL_RECORD, CheckKind.WATCHLIST)
    assert [element.name for element in found.elements if element.check is None] == [
        "Employment, education and any gaps in the last 5 years",
        "Intelligence and other relevant information of the competent authorities",
    ]


@given(post=POSTS, field_class=st.sampled_from(FIELD_CLASSES), risk=st.integers(1, 3))
def test_level_when_a_post_gains_risk_never_falls(post: PostFacts, field_class: str, risk: int) -> None:
    wider = PostFacts(
        max(post.risk, risk), post.field_classes | {field_class}, (*post.areas, AreaFact("B", risk))
    )
    assert level_for(wider, standard()).level.rank >= level_for(post, standard()).level.rank
