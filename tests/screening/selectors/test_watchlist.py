"""What is in force, and who on it resembles a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection

from screening.enums import EntityKind, ListSource
from screening.matching.subject import Subject
from screening.selectors import watchlist
from screening.watchlists.birth_date import BirthDate
from screening.watchlists.entity import ListedName
from tests.screening import rows

pytestmark = [pytest.mark.db, pytest.mark.django_db]

ENTITIES = (
    rows.entity("1", "Hassan Al-Example"),
    rows.entity("2", "Viktor Morozov"),
    replace(
        rows.entity("3", "Jane Roe"), names=(ListedName("Jane Roe"), ListedName("Joanna Smith", "strong"))
    ),
    replace(rows.entity("4", "Morozov Shipping"), kind=EntityKind.ORGANISATION),
)


def found(*names: str, **values: Any) -> set[str]:
    return {entry.uid for entry in watchlist.candidate_entries(Subject(names=names, **values))}


@pytest.fixture
def lists(db: None) -> None:
    rows.load_list(*ENTITIES)


@pytest.mark.parametrize(
    ("name", "uid"),
    [
        ("Viktor Morozov", "2"),
        ("Morozov, Viktor", "2"),
        ("Wiktor Morosow", "2"),
        ("Viktor Morozof", "2"),
        ("Виктор Морозов", "2"),
        ("Hasan al Exampel", "1"),
        ("Joana Smyth", "3"),
    ],
)
def test_candidates_when_the_name_is_altered_then_found(lists: None, name: str, uid: str) -> None:
    assert uid in found(name)


def test_candidates_when_nothing_is_alike_then_none(lists: None) -> None:
    assert found("Quentin Ubbelohde") == set()
    assert found("") == set()
    assert found() == set()


def test_candidates_when_a_second_name_is_known_then_both_are_looked_for(lists: None) -> None:
    assert found("Jane Roe", "Виктор Морозов") >= {"2", "3"}


def test_candidates_when_entry_is_of_another_kind_then_left_out(lists: None) -> None:
    assert "4" not in found("Morozov Shipping")
    assert found("Morozov Shipping", kind=EntityKind.ORGANISATION) == {"4"}


def test_candidates_when_entry_was_removed_then_no_longer_found(lists: None) -> None:
    rows.load_list(*ENTITIES[:1])
    assert found("Viktor Morozov") == set()


def test_candidates_when_birth_date_differs_then_still_a_candidate(lists: None) -> None:
    assert "2" in found("Viktor Morozov", birth=BirthDate.on(date(2000, 1, 1)))


@pytest.mark.django_db(transaction=True)
def test_candidates_when_searched_then_the_threshold_is_set_for_that_query_alone(lists: None) -> None:
    found("Viktor Morozov")
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('pg_trgm.similarity_threshold')")
        assert cursor.fetchone() != (str(watchlist.MIN_SIMILARITY),)


def test_lists_when_several_were_loaded_then_the_newest_of_each_is_in_force(lists: None) -> None:
    rows.load_list(*ENTITIES[:2])
    rows.load_list(*ENTITIES[1:3], source=ListSource.OWN)
    assert [(one.source, one.number) for one in watchlist.lists_in_force()] == [("own", 1), ("un", 2)]
    assert [one.number for one in watchlist.versions_of(ListSource.UN)] == [2, 1]
    assert watchlist.entries_in_force().count() == 4
    assert watchlist.is_any_list_in_force()


def test_lists_when_none_was_loaded_then_none_is_in_force(db: None) -> None:
    assert not watchlist.is_any_list_in_force()
    assert watchlist.lists_in_force() == []
