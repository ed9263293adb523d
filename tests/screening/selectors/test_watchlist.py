"""Which versions of which lists are in force."""

from __future__ import annotations

from dataclasses import replace

import pytest

from screening.enums import EntityKind, ListSource
from screening.selectors import watchlist
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


@pytest.fixture
def lists(db: None) -> None:
    rows.load_list(*ENTITIES)


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
