"""The figures of the name check, and the set that they are measured on."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.enums import EntityKind
from screening.matching import quality
from screening.matching.quality import Figures

pytestmark = pytest.mark.unit

DATA = Path(quality.__file__).resolve().parent.parent / "data"
COUNTS = st.integers(0, 1000)
# Every pitfall of the notes on name screening is tried.
PITFALLS = {
    *("script", "romanisation", "order", "particles", "titles", "surnames", "patronymic", "nisba"),
    *("initials", "nicknames", "missing parts", "typing slips", "division", "short names", "one name"),
    *("dates", "mrz", "company", "vessel", "unrelated"),
}


def pairs() -> list[quality.LabelledPair]:
    return quality.read_pairs((DATA / "labelled_names.csv").read_text(encoding="utf-8"))


def test_labelled_set_when_read_then_large_enough_of_every_pitfall_and_both_labels() -> None:
    found = pairs()
    assert len(found) >= 120
    assert {pair.pitfall for pair in found} == PITFALLS
    assert 0.4 < sum(pair.is_same for pair in found) / len(found) < 0.7
    scripts = " ".join(pair.subject.names[0] + pair.listed.primary_name for pair in found)
    for letter in "Дعγ김王":
        assert letter in scripts
    assert {pair.subject.kind for pair in found} == {
        EntityKind.PERSON,
        EntityKind.ORGANISATION,
        EntityKind.VESSEL,
    }
    assert len({(pair.subject.names, pair.listed.primary_name, pair.is_same) for pair in found}) == len(found)


def test_made_up_people_when_made_then_two_thousand_of_their_own() -> None:
    people = list(quality.made_up_people((DATA / "made_up_people.csv").read_text(encoding="utf-8")))
    assert len(people) == 2_000
    assert len({someone.names for someone in people}) == 2_000
    assert all(someone.birth and someone.nationalities for someone in people)


def test_figures_when_counted_then_precision_recall_and_f1() -> None:
    judged = [
        quality.Judged(pair, is_alert=answer, score=0.0)
        for pair, answer in zip(pairs()[:4], (True, True, False, False), strict=True)
    ]
    assert all(each.pair.is_same for each in judged)
    found = quality.figures(judged)
    assert found == Figures(right=2, missed=2)
    assert (found.precision, found.recall, found.f1) == (1.0, 0.5, pytest.approx(2 / 3))
    assert quality.by_pitfall(judged) == {"script": found}


@given(COUNTS, COUNTS, COUNTS, COUNTS)
def test_figures_when_anything_is_counted_then_f1_is_the_harmonic_mean(
    right: int, false_alerts: int, missed: int, silent: int
) -> None:
    found = Figures(right, false_alerts, missed, silent)
    assert found.pairs == right + false_alerts + missed + silent
    assert 0 <= found.precision <= 1
    assert 0 <= found.recall <= 1
    if right:
        mean = 2 * found.precision * found.recall / (found.precision + found.recall)
        assert found.f1 == pytest.approx(mean)


def test_matcher_when_judged_on_the_own_set_then_not_worse_than_it_was() -> None:
    """A floor under what was measured in November 2026 (F1 .90); the page shows the figures of the day."""
    assert quality.figures(quality.judge(pairs())).f1 > 0.85
