from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from screening.suitability.facts import PostFacts
from screening.suitability.policy import load
from screening.suitability.recommend import recommend
from tests.screening.suitability.cases import STANDARD_FILE, appraise, conviction, facts, prison

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("found", "code", "words"),
    [
        (conviction("0701", final_on=date(2016, 2, 29)), "out_of_window", "counted until 28 February 2023"),
        (conviction("1303"), "sentence_too_light", "Offences related to illegal gambling"),
    ],
)
def test_set_aside_when_no_row_counts_it_says_why(found: object, code: str, words: str) -> None:
    (entry,) = appraise(found).shown  # type: ignore[arg-type]
    assert (entry.about, entry.code, entry.hidden) == ("1", code, False)
    assert words in entry.sentence


def test_set_aside_when_the_offence_bears_on_other_posts_only_says_so() -> None:
    text = STANDARD_FILE.read_text(encoding="utf-8")
    for_data_posts_only = text.replace(
        "[COERCE, DOCS, CYBER, VIOLENCE, PROPERTY]", "[COERCE, DOCS, VIOLENCE, PROPERTY]"
    )
    hacked = facts(prison("1801", 6, released_on=date(2025, 1, 1)))
    policy = load(for_data_posts_only)
    (entry,) = recommend(hacked, policy).shown
    assert entry.code == "not_relevant_for_post"
    data_post = replace(hacked, post=PostFacts(1, frozenset({"S2"})))
    assert not recommend(data_post, policy).shown


def test_set_aside_when_hidden_comes_first_and_is_only_counted() -> None:
    found = appraise(
        conviction("1303", id="1"), conviction("2101", id="2"), conviction("0301", id="3", pardoned=True)
    )
    assert [(entry.about, entry.hidden) for entry in found.set_aside] == [
        ("2", True),
        ("3", True),
        ("1", False),
    ]
    assert found.hidden_count == 2
    assert [entry.about for entry in found.shown] == ["1"]
