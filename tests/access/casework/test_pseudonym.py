"""What stands for people until an officer has given a reason."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.casework.pseudonym import masked, pseudonym, words_of

pytestmark = pytest.mark.unit

KEY = b"a key of the tests"


def test_pseudonym_when_made_twice_then_the_same_and_another_for_others() -> None:
    first = pseudonym(KEY, "1", "E-1")
    assert pseudonym(KEY, "1", "E-1") == first
    assert (
        len({first, pseudonym(KEY, "1", "E-2"), pseudonym(KEY, "2", "E-1"), pseudonym(b"x", "1", "E-1")}) == 4
    )


@given(st.text(max_size=60))
def test_pseudonym_when_made_of_anything_then_seven_signs_that_tell_nothing(subject: str) -> None:
    word, letters = pseudonym(KEY, "1", subject).split()
    assert word == "Person"
    assert len(letters) == 7
    assert not set(letters) & set("01ILO")


def test_pseudonym_when_thousands_are_made_then_no_two_alike() -> None:
    assert len({pseudonym(KEY, "1", f"E{number:05d}") for number in range(5_000)}) == 5_000


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("E-1 looked at CSQU3054383.", "X looked at CSQU3054383."),
        ("E-12 is somebody else.", "Y is somebody else."),
        ("Badge of E-1, E-12 and E-1.", "Badge of X, Y and X."),
        ("TE-1 and E-1A are no names.", "TE-1 and E-1A are no names."),
        ("(E-1)", "(X)"),
    ],
)
def test_text_when_masked_then_whole_names_alone(text: str, shown: str) -> None:
    assert masked(text, {"E-1": "X", "E-12": "Y", "": "never"}) == shown


def test_text_when_nobody_is_named_then_as_it_was() -> None:
    assert masked("A badge was used.", {}) == "A badge was used."


def test_words_when_read_then_everything_that_could_name_somebody() -> None:
    said = words_of(["tos-e0001 (E0001), badge A20001.", "jan@port.example"])
    assert {"tos-e0001", "E0001", "A20001", "jan@port.example"} <= said


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("Badge B-7 was revoked.", "Badge of Person X was revoked."),
        ("held with B-7", "held with badge of Person X"),
        ("account B-7", "account badge of Person X"),
    ],
)
def test_text_when_a_name_stands_behind_its_own_word_then_that_is_said_once(text: str, reads: str) -> None:
    assert masked(text, {"B-7": "badge of Person X"}) == reads
