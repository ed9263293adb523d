"""The index loses nobody whom the matcher would alert on."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.enums import EntityKind
from screening.matching.compare import is_alert, score
from screening.matching.index import Index
from screening.matching.subject import Subject
from screening.watchlists.entity import ListedDocument, ListedEntity
from tests.screening.matching.entries import entry, full_entry, full_subject

pytestmark = pytest.mark.unit


def numbered(*entries: ListedEntity) -> Index:
    return Index(enumerate(entries))


def found(index: Index, *names: str) -> list[object]:
    return [key for key, _ in index.screen(Subject(names))]


nicknamed = st.sampled_from(["bob", "robert", "bert", "albert", "sasha", "aleksandr", "oleksandr"])
parts = st.text(alphabet="abdhiklmnorsu", min_size=1, max_size=9) | nicknamed
names = st.lists(parts, min_size=1, max_size=4).map(" ".join)


@settings(max_examples=300)
@given(st.lists(names, min_size=1, max_size=6), names, st.data())
def test_screen_when_compared_with_every_entry_then_the_same_alerts(
    listed: list[str], name: str, data: st.DataObject
) -> None:
    """Against the plain way of scoring everybody, with names that are slips away from a listed one."""
    if data.draw(st.booleans()):
        name = slipped(data.draw(st.sampled_from(listed)), data)
    entries = [entry(text) for text in listed]
    subject = Subject((name,))
    plain = {key for key, one in enumerate(entries) if is_alert(score(subject, one))}
    assert {key for key, _ in numbered(*entries).screen(subject)} == plain


def slipped(text: str, data: st.DataObject) -> str:
    """One letter left out, doubled or changed, and the parts in another order."""
    at = data.draw(st.integers(0, len(text) - 1))
    changed = text[:at] + data.draw(st.sampled_from(["", text[at] * 2, "o"])) + text[at + 1 :]
    return " ".join(data.draw(st.permutations(changed.split() or ["x"])))


@pytest.mark.parametrize(
    "name",
    ["Aweys Hasan Dahir", "HASSAN DAHIR AWEYS", "Hasan Dahir Aweis", "HasanDahir Aweys", "Hasan DahirAweys"],
)
def test_screen_when_name_is_written_otherwise_then_found(name: str) -> None:
    assert found(numbered(full_entry(), entry("Ali Mahdi")), name) == [0]


def test_screen_when_romanised_otherwise_then_found() -> None:
    index = numbered(entry("XI Jinping"), entry("MAO Tse-tung"))
    assert found(index, "Hsi Chin-ping") == [0]
    assert found(index, "Mao Zedong") == [1]


def test_screen_when_only_the_paper_agrees_then_found() -> None:
    index = numbered(replace(full_entry(), documents=(ListedDocument("Passport", "A1234567"),)))
    [(key, match)] = index.screen(replace(full_subject(), names=("Nobody Known",)))
    assert key == 0
    assert match.score == 0.85


def test_screen_when_entry_is_of_another_kind_then_left_alone() -> None:
    assert found(numbered(entry("Hasan Dahir Aweys", kind=EntityKind.VESSEL)), "Hasan Dahir Aweys") == []


def test_screen_when_several_alert_then_best_confirmed_first() -> None:
    index = numbered(entry("Hasan Dahir Aweys"), full_entry())
    assert [key for key, _ in index.screen(full_subject())] == [1, 0]


def test_add_when_key_stands_already_then_entry_is_replaced() -> None:
    index = numbered(entry("Hasan Dahir Aweys"))
    index.add(0, entry("Ali Mahdi Warsame"))
    assert found(index, "Hasan Dahir Aweys") == []
    assert found(index, "Ali Mahdi Warsame") == [0]
    assert len(index) == 1


def test_remove_when_entry_is_gone_then_found_no_more_whatever_was_asked_before() -> None:
    index = numbered(full_entry(), entry("Hasan Dahir Awes"))
    assert found(index, "Hasan Dahir Aweys") == [0, 1]
    index.remove(0)
    index.remove(99)
    assert found(index, "Hasan Dahir Aweys") == [1]
    assert 0 not in index
    assert index.candidates(Subject(("x",), documents=("A1234567",))) == set()


def test_add_when_new_part_is_close_to_one_asked_before_then_found() -> None:
    index = numbered(entry("Ali Mahdi"))
    assert found(index, "Hasan Dahir Aweys") == []
    index.add(1, entry("Hassan Dahir Awes"))
    assert found(index, "Hasan Dahir Aweys") == [1]


def test_screen_when_list_or_name_is_empty_then_nothing() -> None:
    assert Index().screen(full_subject()) == []
    assert found(numbered(full_entry()), "") == []
    assert found(numbered(full_entry()), "'—'") == []
