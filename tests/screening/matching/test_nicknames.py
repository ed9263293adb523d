"""Nicknames: what the table holds, and what it does to a score."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.matching import nicknames
from screening.matching.alignment import NICKNAME
from screening.matching.compare import (
    ALERT_THRESHOLD,
    TAKEN_BY_CONTRADICTION,
    is_alert,
    name_score,
    score,
)
from screening.matching.index import Index
from screening.matching.names import normalise
from screening.matching.spelling import SOUNDS_ALIKE
from screening.matching.subject import Subject
from screening.watchlists.birth_date import BirthDate
from tests.screening.matching.entries import entry, words

pytestmark = pytest.mark.unit

TABLE = [(names, forms) for names, forms in nicknames._entries()]
PARTS = sorted({part for names, forms in TABLE for part in (*names, *forms)})


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("Bob", "Robert"),
        ("Kees", "Cornelis"),
        ("Sepp", "Josef"),
        ("Lasse", "Lars"),
        ("Manu", "Emmanuel"),
        ("Paco", "Francisco"),
        ("Zé", "José"),
        ("Gigi", "Luigi"),
        ("Gosia", "Małgorzata"),
        ("Honza", "Jan"),
        ("Саша", "Oleksandr"),
        ("Zhenya", "Евгений"),
        ("Vlado", "Vladimir"),
        ("Βαγγέλης", "Evangelos"),
        ("Pista", "István"),
        ("İbo", "İbrahim"),
        ("Md.", "Muhammad"),
    ],
)
def test_score_when_one_name_holds_the_short_form_then_alerts_either_way(short: str, full: str) -> None:
    assert name_score(f"{short} Haverstock", f"{full} Haverstock") >= ALERT_THRESHOLD
    assert name_score(f"{full} Haverstock", f"{short} Haverstock") >= ALERT_THRESHOLD


@pytest.mark.parametrize(("one", "other"), [("Bill", "Robert"), ("Frank", "Frederik"), ("Bob", "Bert")])
def test_score_when_the_short_form_is_of_another_name_then_no_alert(one: str, other: str) -> None:
    assert name_score(f"{one} Haverstock", f"{other} Haverstock") < ALERT_THRESHOLD


def test_score_when_only_a_nickname_agrees_then_no_alert() -> None:
    assert name_score("Sasha", "Aleksandr") < ALERT_THRESHOLD
    assert name_score("Sasha Korolenko", "Aleksandr Berezhnoy") < ALERT_THRESHOLD


def test_alert_when_the_year_of_birth_differs_then_a_nickname_falls_silent() -> None:
    listed = entry("William Haverstock", births=(BirthDate.in_year(1957),))
    assert is_alert(score(Subject(("Bill Haverstock",)), listed))
    assert not is_alert(score(Subject(("Bill Haverstock",), birth=BirthDate.in_year(1980)), listed))


def test_nickname_when_weighed_then_less_than_any_sound_and_silenced_by_a_birth_year() -> None:
    assert min(SOUNDS_ALIKE, ALERT_THRESHOLD) > NICKNAME
    assert (1 + NICKNAME) / 2 - TAKEN_BY_CONTRADICTION["birth_date"] < ALERT_THRESHOLD


@pytest.mark.parametrize(
    ("name", "listed", "said"),
    [
        ("Bob Haverstock", "Robert Haverstock", "bob is short for robert"),
        ("Robert Haverstock", "Bob Haverstock", "bob is short for robert"),
        ("Tony Haverstock", "Toni Haverstock", "tony is close to toni"),
    ],
)
def test_explanation_when_a_nickname_links_two_names_then_says_which_is_short(
    name: str, listed: str, said: str
) -> None:
    assert f"share haverstock; {said}." in score(Subject((name,)), entry(listed)).explanation


@pytest.mark.parametrize(
    ("name", "listed"), [("Bob Haverstock", "Robert Haverstock"), ("Jan Bos", "Jasiek Bos")]
)
def test_index_when_a_nickname_links_two_names_then_finds_the_entry(name: str, listed: str) -> None:
    assert Index([(1, entry(listed))]).candidates(Subject((name,))) == {1}
    assert Index([(1, entry(name))]).candidates(Subject((listed,))) == {1}


def test_explanation_when_no_part_is_written_alike_then_says_so_first() -> None:
    explanation = score(Subject(("Hans Mayer",)), entry("Johannes Maier")).explanation
    assert "share no part as written: hans is short for johannes; mayer is close to maier." in explanation


def test_table_when_read_then_every_entry_has_names_and_other_forms_for_them() -> None:
    assert len(TABLE) > 500
    for names, forms in TABLE:
        assert names
        assert forms
        assert not set(names) & set(forms)


def test_table_when_read_then_every_part_is_written_as_the_matcher_makes_it() -> None:
    """A particle, a title or a letter with an accent would never be met."""
    assert [part for part in PARTS if normalise(f"x {part}").parts != ("x", part)] == []
    assert [part for part in PARTS if normalise(f"{part} x").parts != (part, "x")] == []


@given(st.sampled_from(PARTS) | words, st.sampled_from(PARTS) | words)
def test_linked_when_turned_round_then_is_the_same_and_they_share_an_entry(one: str, other: str) -> None:
    assert nicknames.are_linked(one, other) == nicknames.are_linked(other, one)
    if nicknames.are_linked(one, other):
        assert nicknames.entries_with(one) & nicknames.entries_with(other)
