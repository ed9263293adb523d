"""Codes: enough of them, forgiving to read, and every common slip of the finger found."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline.enums import CodeForm
from hotline.receipt import code as codes
from portsec.kernel.errors import InvalidInput

pytestmark = pytest.mark.unit

bodies = st.from_regex(r"\A[0-9]{16}\Z")


def test_word_list_when_read_then_it_is_fit_for_codes() -> None:
    words = codes.word_list()
    assert len(words) == len(set(words)) == 7772
    assert all(word.isascii() and word.isalpha() and word.islower() and 3 <= len(word) <= 9 for word in words)
    ordered = sorted(words)
    assert not [one for one, following in pairwise(ordered) if following.startswith(one)]


def test_words_when_counted_then_more_than_112_bits() -> None:
    assert codes.WORDS * math.log2(len(codes.word_list())) > 112


@pytest.mark.parametrize("form", list(CodeForm))
def test_code_when_generated_then_is_read_back_as_shown(form: CodeForm) -> None:
    code = codes.generate(form)
    assert codes.read(codes.shown(code, form)) == (code, form)


def test_digits_when_generated_then_sixteen_and_a_check_digit() -> None:
    code = codes.generate(CodeForm.DIGITS)
    assert len(code) == 17
    assert codes.is_sound(code)
    assert [len(part) for part in codes.shown(code, CodeForm.DIGITS).replace("-", " ").split()] == [
        4,
        4,
        4,
        4,
        1,
    ]


@settings(max_examples=60, deadline=None)
@given(bodies, st.integers(0, 16), st.integers(1, 9))
def test_digits_when_one_is_wrong_then_refused(body: str, place: int, by: int) -> None:
    code = body + codes.check_digit(body)
    wrong = code[:place] + str((int(code[place]) + by) % 10) + code[place + 1 :]
    with pytest.raises(InvalidInput) as refused:
        codes.read(wrong)
    assert refused.value.code == "code_mistyped"


@settings(max_examples=60, deadline=None)
@given(bodies, st.integers(0, 15))
def test_digits_when_two_neighbours_are_swapped_then_refused(body: str, place: int) -> None:
    code = body + codes.check_digit(body)
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    if swapped != code:
        with pytest.raises(InvalidInput):
            codes.read(swapped)


@pytest.mark.parametrize(
    "typed",
    [
        "1234 5678 9012 3456-{c}",
        "  1234567890123456{c}",
        "1234-5678-9012-3456 / {c}",
        "١٢٣٤٥٦٧٨٩٠١٢٣٤٥٦{c}",
        "１２３４567890123456{c}",
    ],
)
def test_digits_when_typed_in_another_way_then_read_alike(typed: str) -> None:
    check = codes.check_digit("1234567890123456")
    assert codes.read(typed.format(c=check)) == (f"1234567890123456{check}", CodeForm.DIGITS)


def test_words_when_typed_in_another_way_then_read_alike() -> None:
    words = codes.word_list()[:9]
    assert codes.read(" - ".join(words).title()) == (" ".join(words), CodeForm.WORDS)
    assert codes.read(", ".join(words).replace("a", "á"))[0] == " ".join(words)


@pytest.mark.parametrize(
    "typed",
    ["", " ", "1234", "abacus " * 8, "abacus " * 10, "abacus " * 8 + "xyzzy", "1" * 5000, "\x00", "🚢"],
)
def test_code_when_it_cannot_be_one_then_refused(typed: str) -> None:
    with pytest.raises(InvalidInput):
        codes.read(typed)


def test_digits_when_many_are_generated_then_each_place_is_even() -> None:
    """Chi-squared with 9 degrees of freedom: 40 is passed once in 130,000 places."""
    many = [codes.generate(CodeForm.DIGITS) for _ in range(2_000)]
    for place in range(16):
        counts = [sum(code[place] == str(digit) for code in many) for digit in range(10)]
        assert sum((count - 200) ** 2 / 200 for count in counts) < 40
