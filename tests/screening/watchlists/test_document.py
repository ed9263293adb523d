"""A whole list: its digest and what is never loaded."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portsec.kernel.errors import InvalidInput
from screening.enums import EntityKind, ListSource
from screening.watchlists.document import WatchlistDocument
from screening.watchlists.entity import ListedEntity, ListedName

pytestmark = pytest.mark.unit


def entity(uid: str, name: str = "A") -> ListedEntity:
    return ListedEntity(uid, EntityKind.PERSON, (ListedName(name),))


@given(st.permutations([entity(str(number)) for number in range(6)]))
def test_digest_when_entries_come_in_another_order_then_stays(entities: list[ListedEntity]) -> None:
    document = WatchlistDocument.of(ListSource.UN, entities)
    assert document.digest == WatchlistDocument.of(ListSource.UN, reversed(entities)).digest
    assert [one.uid for one in document.entities] == ["0", "1", "2", "3", "4", "5"]
    assert document.name_count == 6


def test_digest_when_one_entry_changes_then_changes() -> None:
    one = WatchlistDocument.of(ListSource.UN, [entity("1"), entity("2")])
    other = WatchlistDocument.of(ListSource.UN, [entity("1"), entity("2", "B")])
    assert one.digest != other.digest
    assert one.digests()["1"] == other.digests()["1"]


def test_document_when_there_is_no_entry_then_is_refused() -> None:
    with pytest.raises(InvalidInput, match="holds no entry"):
        WatchlistDocument.of(ListSource.OFAC, [])


def test_document_when_a_uid_comes_twice_then_is_refused() -> None:
    with pytest.raises(InvalidInput, match="gives entry 7 twice"):
        WatchlistDocument.of(ListSource.OFAC, [entity("7"), entity("8"), entity("7")])
