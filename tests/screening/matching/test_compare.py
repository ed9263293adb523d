"""Score, priority and the sentences that explain them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.enums import EntityKind
from screening.matching.compare import (
    ALERT_THRESHOLD,
    DOCUMENT_SCORE,
    MOST_TAKEN,
    WEAK_CAP,
    WEAK_CONFIRMED_CAP,
    is_alert,
    score,
)
from screening.matching.evidence import Agreement
from screening.matching.subject import Subject
from screening.watchlists.birth_date import BirthDate
from screening.watchlists.entity import ListedDocument
from tests.screening.matching.entries import BORN, entry, full_entry, full_subject, person_names

pytestmark = pytest.mark.unit


def test_score_when_all_agrees_then_both_figures_are_full() -> None:
    match = score(full_subject(), full_entry())
    assert (match.score, match.priority) == (1.0, 1.0)
    assert is_alert(match)
    assert match.explanation.startswith(
        '"Hasan Dahir Aweys" and the listed name "HASAN DAHIR AWEYS" share hasan, dahir, aweys.'
    )


def test_score_when_only_the_name_is_known_then_priority_is_the_name_share() -> None:
    match = score(Subject(("Hasan Dahir Aweys",)), full_entry())
    assert (match.score, match.priority) == (1.0, 0.4)
    assert [line.verdict for line in match.evidence[1:]] == [Agreement.MISSING] * 5
    assert is_alert(match)


def test_score_when_confirmation_grows_then_only_the_priority_follows() -> None:
    bare = Subject(("Hassan Dahir Aweys",))
    born = replace(bare, birth=BORN)
    national = replace(born, nationalities=("SOM",))
    matches = [score(subject, full_entry()) for subject in (bare, born, national)]
    assert len({match.score for match in matches}) == 1
    assert matches[0].priority < matches[1].priority < matches[2].priority


def test_score_when_kinds_differ_then_is_nothing_and_says_so() -> None:
    match = score(Subject(("Lady Leila",)), entry("LADY LEILA", kind=EntityKind.VESSEL))
    assert (match.score, match.priority, is_alert(match)) == (0.0, 0.0, False)
    assert match.explanation == "Looked for: person. On the list: vessel."


def test_score_when_several_names_are_known_then_the_best_pair_is_shown() -> None:
    subject = Subject(("Jan Jansen", "Hasan Dahir Aweys"))
    match = score(subject, entry("SOMEBODY ELSE", "AWEYS, Hassan Dahir"))
    assert match.subject_name == "Hasan Dahir Aweys"
    assert match.listed_name is not None
    assert match.listed_name.text == "AWEYS, Hassan Dahir"
    assert "the listed alias" in match.explanation
    assert "hasan is close to hassan" in match.explanation


def test_weak_alias_when_it_stands_alone_then_never_alerts() -> None:
    match = score(Subject(("Abu Anas",)), entry("SOMEBODY ELSE", "?Abu Anas"))
    assert match.score == WEAK_CAP
    assert not is_alert(match)
    assert "weak alias" in match.explanation


def test_weak_alias_when_the_day_of_birth_agrees_then_alerts() -> None:
    match = score(Subject(("Abu Anas",), birth=BORN), entry("SOMEBODY ELSE", "?Abu Anas", births=(BORN,)))
    assert match.score == WEAK_CONFIRMED_CAP
    assert is_alert(match)


def test_document_when_its_number_is_listed_then_alerts_whatever_the_name() -> None:
    subject = Subject(("Jan Jansen",), documents=("a 1234567",), nationalities=("NL",))
    listed = entry(
        "AWEYS, Hassan", documents=(ListedDocument("Passport", "A1234567"),), nationalities=("Iraq",)
    )
    match = score(subject, listed)
    assert match.score == DOCUMENT_SCORE
    assert match.contradiction == 0
    assert is_alert(match)


def test_alert_when_a_near_name_is_contradicted_then_falls_away() -> None:
    listed = entry("VASQUEZ VALENCIA, Natalia Andrea", births=(BirthDate.in_year(1974),))
    unknown = score(Subject(("Andrea Vásquez",)), listed)
    young = score(Subject(("Andrea Vásquez",), birth=BirthDate.on(date(2002, 10, 21))), listed)
    assert is_alert(unknown)
    assert not is_alert(young)
    assert unknown.score == young.score


def test_alert_when_an_equal_name_is_contradicted_in_everything_then_still_reaches_an_officer() -> None:
    subject = Subject(
        ("Hasan Dahir Aweys",),
        birth=BirthDate.in_year(1999),
        nationalities=("NL",),
        sex="female",
        birth_place="Oslo",
    )
    match = score(subject, full_entry())
    assert match.contradiction == MOST_TAKEN
    assert is_alert(match)
    assert match.priority < 0.1


def test_as_data_when_kept_as_json_then_carries_figures_and_sentences() -> None:
    data = json.loads(json.dumps(score(full_subject(), full_entry()).as_data()))
    assert data["score"] == 1.0
    assert data["listed_name"] == "HASAN DAHIR AWEYS"
    assert data["listed_name_quality"] == "primary"
    assert [line["field"] for line in data["evidence"]] == [
        "name",
        "birth_date",
        "nationality",
        "sex",
        "birth_place",
        "document",
    ]
    assert data["evidence"][1]["verdict"] == "agree"


def test_score_when_the_subject_has_no_name_then_is_nothing() -> None:
    match = score(Subject(()), full_entry())
    assert match.score == 0
    assert not is_alert(match)


@given(person_names, person_names, st.dates(), st.dates())
def test_score_when_anything_is_compared_then_both_figures_are_bounded(
    one: str, other: str, born: date, listed: date
) -> None:
    match = score(Subject((one,), birth=BirthDate.on(born)), entry(other, births=(BirthDate.on(listed),)))
    assert 0 <= match.score <= 1
    assert 0 <= match.priority <= 1
    assert all(line.sentence for line in match.evidence)


@given(person_names, st.dates(date(1930, 1, 1), date(2008, 1, 1)))
def test_score_when_name_and_day_of_birth_are_the_same_then_nothing_scores_higher(
    name: str, born: date
) -> None:
    listed = entry("HASAN DAHIR AWEYS", births=(BORN,))
    same = score(Subject(("Hasan Dahir Aweys",), birth=BORN), listed)
    other = score(Subject((name,), birth=BirthDate.on(born)), listed)
    assert other.score <= same.score
    assert other.priority <= same.priority


@given(st.permutations(["hasan", "dahir", "aweys"]))
def test_score_when_the_order_of_names_changes_then_stays(parts: list[str]) -> None:
    assert score(Subject((" ".join(parts),)), full_entry()).score == 1


def test_threshold_when_weak_names_are_capped_then_lies_between_the_caps() -> None:
    assert WEAK_CAP < ALERT_THRESHOLD <= WEAK_CONFIRMED_CAP
    assert 1 - MOST_TAKEN >= ALERT_THRESHOLD
