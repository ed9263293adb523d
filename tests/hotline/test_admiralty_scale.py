"""The grades are those of the published admiralty scale."""

from __future__ import annotations

import json

import pytest

from hotline.enums import Credibility, Reliability
from portsec.kernel.words import Word
from tests.screening.published import published

pytestmark = [pytest.mark.unit, pytest.mark.external]

JUDGED = {"f": "Reliability cannot be judged", "6": "Truth cannot be judged"}


@pytest.mark.parametrize(
    ("predicate", "words"), [("source-reliability", Reliability), ("information-credibility", Credibility)]
)
def test_grades_when_compared_with_the_taxonomy_then_the_same_in_the_same_order(
    predicate: str, words: type[Word]
) -> None:
    taxonomy = json.loads(published("misp", "taxonomy-admiralty-scale.json").read_text(encoding="utf-8"))
    entries = next(each["entry"] for each in taxonomy["values"] if each["predicate"] == predicate)
    listed = {entry["value"]: entry["expanded"] for entry in entries if entry["value"] not in JUDGED}
    ours = {each.value: each.label for each in words if each.value not in JUDGED}
    assert [each.value for each in words][: len(entries)] == [entry["value"] for entry in entries][
        : len(words)
    ]
    assert ours.keys() <= listed.keys()
    assert all(listed[value].casefold() == label.casefold() for value, label in ours.items())
