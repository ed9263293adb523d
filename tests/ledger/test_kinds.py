"""The registry of kinds: closed, told as sentences, silent about what is confidential."""

from __future__ import annotations

import pytest

from ledger import kinds
from portsec.kernel.errors import InvalidInput

pytestmark = pytest.mark.unit


def test_register_when_name_is_taken_then_value_error(noted: kinds.Kind) -> None:
    with pytest.raises(ValueError, match="twice"):
        kinds.register(noted)


def test_register_when_sentence_names_an_unknown_field_then_error_and_not_registered() -> None:
    with pytest.raises(KeyError):
        kinds.register(kinds.Kind("tests.note.lost", ("text",), "{txt}"))
    assert "tests.note.lost" not in kinds.KINDS


def test_register_when_confidential_names_an_unknown_field_then_error_and_not_registered() -> None:
    with pytest.raises(ValueError, match="confidential"):
        kinds.register(kinds.Kind("tests.note.lost", ("text",), "{text}", confidential=("txt",)))
    assert "tests.note.lost" not in kinds.KINDS


def test_kind_of_when_unknown_then_invalid_input() -> None:
    with pytest.raises(InvalidInput, match=r"tests\.note\.dreamt"):
        kinds.kind_of("tests.note.dreamt")


def test_describe_when_told_then_lists_in_words_and_unknown_as_nothing(noted: kinds.Kind) -> None:
    assert noted.describe({"text": "seen", "number": 7, "words": ["a", "b"]}) == "seen: 7 of a, b"
    assert noted.describe({"text": None, "number": 0, "words": []}) == ": 0 of none"


def test_describe_when_a_value_holds_braces_then_they_stay_text(noted: kinds.Kind) -> None:
    assert noted.describe({"text": "{number.__class__}", "number": 1, "words": []}).startswith(
        "{number.__class__}"
    )


def test_redact_when_confidential_then_withheld_and_the_rest_kept(noted: kinds.Kind) -> None:
    body = {"text": "seen", "number": 7, "words": ["a"]}
    assert noted.redact(body) == {"text": "(withheld)", "number": 7, "words": ["a"]}
    assert body["text"] == "seen"
