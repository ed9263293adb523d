"""Keys by which likely entries are found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.enums import EntityKind
from screening.matching import candidates
from screening.matching.subject import Subject
from screening.watchlists.entity import ListedDocument
from tests.screening.matching.entries import any_text, entry, person_names

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("AWEYS, Hassan Dahir", "Hasan Dahir Aweys"),
        ("Haji Abdul Manan", "‘Abd al-Manan"),
        ("Wladimir Putin", "Владимир Путин"),
        ("Munir al-Qubaysi", "Munir Qubaysi"),
    ],
)
def test_search_key_when_one_person_is_written_differently_then_is_the_same(one: str, other: str) -> None:
    assert candidates.search_key(one) == candidates.search_key(other)


def test_search_key_when_only_particles_remain_then_they_stand() -> None:
    assert candidates.search_key("van der") == "dir van"
    assert candidates.search_key("'—'") == ""


def test_search_key_when_an_organisation_is_named_then_the_legal_form_is_left_out() -> None:
    key = candidates.search_key("Siemens Aktiengesellschaft", EntityKind.ORGANISATION)
    assert key == candidates.search_key("Siemens AG", EntityKind.ORGANISATION)
    assert " " not in key


def test_entity_keys_when_names_share_a_key_then_it_is_kept_once_with_the_first_spelling() -> None:
    keys = candidates.entity_keys(entry("HASAN AWEYS", "AWEYS, Hassan", "?Abu Anas", "'—'"))
    assert [(key.name, key.quality) for key in keys] == [("HASAN AWEYS", "primary"), ("Abu Anas", "weak")]


def test_subject_keys_when_names_repeat_then_each_is_asked_once() -> None:
    subject = Subject(("Hasan Aweys", "AWEYS<<HASAN<<<", ""))
    assert len(candidates.subject_keys(subject)) == 1


def test_documents_when_the_person_shows_a_listed_paper_then_the_keys_meet() -> None:
    listed = entry(
        "A", documents=(ListedDocument("Passport", "A-123 4567"), ListedDocument("Call sign", "T2"))
    )
    assert candidates.entity_documents(listed) == ("A1234567",)
    assert candidates.subject_documents(Subject(("B",), documents=("a1234567",))) == ("A1234567",)


def test_similarity_when_measured_then_is_what_pg_trgm_gives() -> None:
    # SELECT similarity('word', 'two words') gives 0.36363637 in the PostgreSQL manual, F.35.
    assert candidates.similarity("word", "two words") == pytest.approx(0.36363637)
    assert candidates.trigrams("cat") == {"  c", " ca", "cat", "at "}
    assert candidates.similarity("", "") == 0


@given(any_text, st.sampled_from(EntityKind))
def test_search_key_when_text_is_anything_then_is_plain_and_sorted(text: str, kind: EntityKind) -> None:
    key = candidates.search_key(text, kind)
    assert key.isascii()
    assert key.split() == sorted(key.split())


@given(st.permutations(["hasan", "dahir", "aweys", "kim"]))
def test_search_key_when_parts_are_reordered_then_is_the_same(parts: list[str]) -> None:
    assert candidates.search_key(" ".join(parts)) == candidates.search_key("hasan dahir aweys kim")


@given(person_names, person_names)
def test_similarity_when_turned_round_then_is_the_same_and_bounded(one: str, other: str) -> None:
    assert candidates.similarity(one, other) == candidates.similarity(other, one)
    assert 0 <= candidates.similarity(one, other) <= 1
    assert candidates.similarity(one, one) == 1
