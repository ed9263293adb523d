"""The lists in force in memory, version by version."""

from __future__ import annotations

from datetime import datetime

import pytest

from screening.enums import EntityKind, ListSource
from screening.matching.subject import Subject
from screening.models import ListVersion
from screening.selectors.list_index import ListIndex
from screening.services import watchlist
from screening.watchlists.document import WatchlistDocument
from screening.watchlists.entity import ListedEntity, ListedName

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def put_in_force(source: ListSource, names: dict[str, str], *, at: datetime) -> None:
    entities = [ListedEntity(uid, EntityKind.PERSON, (ListedName(name),)) for uid, name in names.items()]
    watchlist.load(WatchlistDocument.of(source, entities), actor="system:test", at=at)


def found(lists: ListIndex, name: str) -> list[str]:
    return [source for (source, _), _ in lists.current().screen(Subject((name,)))]


def test_current_when_nothing_is_loaded_then_empty() -> None:
    assert len(ListIndex().current()) == 0


def test_current_when_a_list_changes_then_only_its_newest_version_counts(now: datetime) -> None:
    lists = ListIndex()
    put_in_force(ListSource.OWN, {"1": "Hasan Aweys", "2": "Ali Mahdi"}, at=now)
    put_in_force(ListSource.UN, {"1": "Omar Warsame"}, at=now)
    assert [found(lists, name) for name in ("Hasan Aweys", "Omar Warsame")] == [["own"], ["un"]]
    put_in_force(ListSource.OWN, {"2": "Ali Mahdi", "3": "Jan Jansen"}, at=now)
    assert found(lists, "Hasan Aweys") == []
    assert found(lists, "Jan Jansen") == ["own"]
    assert found(lists, "Ali Mahdi") == ["own"]
    assert found(lists, "Omar Warsame") == ["un"]
    assert len(lists.current()) == 3


def test_current_when_nothing_is_new_then_one_query_and_the_same_index(
    now: datetime, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    lists = ListIndex()
    put_in_force(ListSource.OWN, {"1": "Hasan Aweys"}, at=now)
    first = lists.current()
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert lists.current() is first


def test_current_when_the_database_was_restored_without_the_held_version_then_read_anew(
    now: datetime,
) -> None:
    lists = ListIndex()
    put_in_force(ListSource.OWN, {"1": "Hasan Aweys"}, at=now)
    assert found(lists, "Hasan Aweys") == ["own"]
    lists._held["own"] = ListVersion.objects.get().pk + 1000  # the version that the restored database lacks
    put_in_force(ListSource.OWN, {"1": "Ali Mahdi"}, at=now)
    assert found(lists, "Hasan Aweys") == []
    assert found(lists, "Ali Mahdi") == ["own"]
