"""Everything but the name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.matching import confirming
from screening.matching.evidence import Agreement
from screening.matching.subject import Subject
from screening.watchlists.entity import ListedDocument
from tests.screening.matching.entries import entry, full_entry, full_subject

pytestmark = pytest.mark.unit

FIELDS = ["birth_date", "nationality", "sex", "birth_place", "document"]


def test_evidence_when_all_is_known_and_equal_then_every_field_agrees() -> None:
    lines = confirming.evidence(full_subject(), full_entry())
    assert [line.field for line in lines] == FIELDS
    assert {line.verdict for line in lines} == {Agreement.AGREE}
    assert [line.sentence for line in lines] == [
        "Born 9 Mar 1965, as on the list.",
        "Both hold Somalia.",
        "Both are male.",
        "Born in Mogadishu; the list says Mogadishu, Somalia.",
        "Passport A-123 4567 is on the list.",
    ]


@pytest.mark.parametrize(
    ("subject", "listed", "said"),
    [
        (Subject(("A",)), full_entry(), "known here"),
        (full_subject(), entry("A"), "The list gives no"),
    ],
)
def test_evidence_when_one_side_is_silent_then_nothing_is_held_against_it(
    subject: Subject, listed: object, said: str
) -> None:
    for line in confirming.evidence(subject, listed):  # type: ignore[arg-type]
        assert line.verdict is Agreement.MISSING
        assert line.weight == 0
        assert said in line.sentence


def test_nationality_when_none_is_common_then_differs_and_tells_both() -> None:
    line = confirming.nationality(
        Subject(("A",), nationalities=("NL",)), entry("A", nationalities=("Iraq", "Iran"))
    )
    assert (line.verdict, line.sentence) == (Agreement.DIFFER, "Holds NL; the list says Iraq, Iran.")


def test_nationality_when_the_listed_text_is_no_country_then_is_missing() -> None:
    line = confirming.nationality(
        Subject(("A",), nationalities=("NL",)), entry("A", nationalities=("None Identified",))
    )
    assert line.verdict is Agreement.MISSING


@pytest.mark.parametrize(
    ("mine", "theirs", "verdict"),
    [
        ("Mosul, Iraq", ("Mossul, Iraq",), Agreement.AGREE),
        ("Mosul", ("Heet, Iraq", "Mosul District, Iraq"), Agreement.AGREE),
        ("Basra, Iraq", ("Mosul, Iraq",), Agreement.PARTIAL),
        ("Antwerp, Belgium", ("Mosul, Iraq",), Agreement.DIFFER),
        ("Basra", ("Mosul, Iraq",), Agreement.DIFFER),
        ("District, Iraq", ("Kohistan District, Afghanistan",), Agreement.DIFFER),
    ],
)
def test_birth_place_when_town_or_country_is_common_then_verdict_fits(
    mine: str, theirs: tuple[str, ...], verdict: Agreement
) -> None:
    assert (
        confirming.birth_place(Subject(("A",), birth_place=mine), entry("A", birth_places=theirs)).verdict
        is verdict
    )


def test_document_when_only_other_papers_are_known_then_nothing_is_lost() -> None:
    line = confirming.document(
        Subject(("A",), documents=("ZZ99999",)),
        entry("A", documents=(ListedDocument("Passport", "A1234567"),)),
    )
    assert (line.verdict, line.weight) == (Agreement.DIFFER, 0.0)


@given(st.text(alphabet="AB12 -./", max_size=12))
def test_document_keys_when_written_with_blanks_and_strokes_then_are_the_same(number: str) -> None:
    bare = "".join(letter for letter in number if letter.isalnum())
    assert confirming.document_keys([number]) == confirming.document_keys([bare.lower()])
    assert all(len(key) >= confirming.DOCUMENT_MIN_LENGTH for key in confirming.document_keys([number]))
