"""The text of a draft: begun, tidied, judged, and its faults named."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portsec.kernel.errors import InvalidInput
from screening.drafting.text import begun_from, is_possible_code, is_ready, problem_of, tidied
from screening.suitability.policy import load
from screening.suitability.rows import LARGEST_FILE
from tests.screening.drafting.policies import STANDARD, next_version

pytestmark = pytest.mark.unit

TODAY = date(2026, 6, 1)


def test_draft_when_begun_then_only_its_head_differs() -> None:
    text = begun_from(STANDARD, code="of-a-port", version=7, valid_from=date(2027, 2, 3))
    policy = load(text)
    assert (policy.code, policy.version, policy.valid_from) == ("of-a-port", 7, date(2027, 2, 3))
    differing = [
        (old, new) for old, new in zip(STANDARD.splitlines(), text.splitlines(), strict=True) if old != new
    ]
    assert {new.partition(":")[0] for _, new in differing} <= {"code", "version", "valid_from"}


def test_draft_when_begun_from_an_ending_version_then_without_its_end() -> None:
    ending = STANDARD.replace("valid_from: 2025-01-01\n", "valid_from: 2025-01-01\nvalid_to: 2025-12-31\n", 1)
    assert load(ending).valid_to == date(2025, 12, 31)
    assert load(next_version(ending)).valid_to is None


@pytest.mark.parametrize(
    ("text", "kept"),
    [("a: 1\r\nb: 2\r\n", "a: 1\nb: 2\n"), ("a: 1\rb: 2", "a: 1\nb: 2\n"), ("a: 1\n\n  \n", "a: 1\n")],
)
def test_text_when_it_comes_from_a_browser_then_with_plain_line_ends(text: str, kept: str) -> None:
    assert tidied(text) == kept


@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1).filter(str.strip))
def test_text_when_tidied_twice_then_the_same(text: str) -> None:
    once = tidied(text)
    assert tidied(once) == once
    assert "\r" not in once


@pytest.mark.parametrize("text", ["", "  \n ", "a\x00b", "a" * (LARGEST_FILE + 1)])
def test_text_when_it_cannot_be_kept_then_refused_by_field(text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        tidied(text)
    assert set(refused.value.fields) == {"document"}


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("effect: bar", "effect: forbid", "rules[1].effect"),
        ("mark: P", "mark: X", ""),
        ("logic: closed_list_and_presumption", "logic: by_mood", "logic"),
        ("valid_from: 2025-01-01", "valid_from: soon", "valid_from"),
    ],
)
def test_fault_when_named_then_with_its_line_and_the_lines_around(old: str, new: str, field: str) -> None:
    text = STANDARD.replace(old, new, 1)
    with pytest.raises(InvalidInput) as refused:
        load(text, name="draft")
    problem = problem_of(refused.value, text)
    assert problem.line is not None
    (named,) = [line for line in problem.lines if line.is_named]
    assert named.number == problem.line
    assert named.text == text.splitlines()[problem.line - 1]
    assert new in named.text
    assert problem.field.endswith(field)
    assert problem.sentence == refused.value.detail


def test_fault_when_it_is_no_yaml_then_the_place_is_named_too() -> None:
    text = "code: [\n"
    with pytest.raises(InvalidInput) as refused:
        load(text)
    assert problem_of(refused.value, text).sentence


def test_fault_when_it_has_no_line_then_only_the_sentence() -> None:
    problem = problem_of(InvalidInput("policy: the file is empty."), "")
    assert (problem.line, problem.lines) == (None, ())


@pytest.mark.parametrize(
    ("code", "version", "newest", "on", "codes"),
    [
        ("eu-port-standard", 2, 1, TODAY, ()),
        ("eu-port-standard", 2, 1, date(2026, 5, 31), ("valid_from_past",)),
        ("eu-port-standard", 1, 1, TODAY, ("version_not_new",)),
        ("twic", 2, 1, TODAY, ("other_code",)),
        ("twic", 1, 3, date(2020, 1, 1), ("other_code", "version_not_new", "valid_from_past")),
    ],
)
def test_draft_when_judged_then_every_reason_is_named(
    code: str, version: int, newest: int, on: date, codes: tuple[str, ...]
) -> None:
    policy = load(begun_from(STANDARD, code="eu-port-standard", version=version, valid_from=on))
    verdict = is_ready(policy, code=code, newest=newest, today=TODAY)
    assert verdict.allowed is not bool(codes)
    assert verdict.codes == codes


def test_draft_when_its_title_is_too_long_then_named() -> None:
    text = next_version().replace("title: ", f"title: {'x' * 200}", 1)
    verdict = is_ready(load(text), code="eu-port-standard", newest=1, today=TODAY)
    assert verdict.codes == ("title_too_long",)


@pytest.mark.parametrize(
    ("code", "possible"),
    [
        ("be-port", True),
        ("aviation-2015-1998", True),
        ("x", True),
        ("", False),
        ("Be-Port", False),
        ("-x", False),
        ("a b", False),
        ("drafts", False),
        ("ports", False),
        ("a" * 41, False),
        ("été", False),
    ],
)
def test_code_when_given_then_possible_as_an_address(code: str, possible: bool) -> None:
    assert is_possible_code(code) is possible
