"""The code is found inside texts and file names, however it is spaced."""

from __future__ import annotations

import pytest

from hotline.receipt.leak import contains_code

pytestmark = pytest.mark.unit

DIGITS = "12345678901234567"
WORDS = "abacus abdomen abide ablaze able abnormal aboard abrasion abroad"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("My code is 1234 5678 9012 3456-7, write to me.", DIGITS),
        ("1234567890123456", DIGITS),
        ("call 123456789012", DIGITS),
        ("12.34.56.78.90.12.34.56", DIGITS),
        ("1234_5678_9012_3456.jpg", DIGITS),
        ("١٢٣٤ ٥٦٧٨ ٩٠١٢ ٣٤٥٦", DIGITS),
        ("abacus, abdomen, abide, ablaze", WORDS),
        ("AbacusAbdomenAbideAblaze.pdf", WORDS),
        ("it ends with abnormal aboard abrasion abroad", WORDS),
        ("abácus\nabdomen\nabide\nablaze", WORDS),
    ],
)
def test_text_when_the_code_stands_in_it_then_found(text: str, code: str) -> None:
    assert contains_code(text, code)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", DIGITS),
        ("Container MSKU 123456 7, tel. +32 3 234 56 78", DIGITS),
        ("12345678901 and then a word 2", DIGITS),
        ("abacus abdomen abide", WORDS),
        ("abacus and abdomen and abide and ablaze", WORDS),
        ("A white van at gate 4", WORDS),
    ],
)
def test_text_when_the_code_does_not_stand_in_it_then_passes(text: str, code: str) -> None:
    assert not contains_code(text, code)
