"""What changed between two versions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.watchlists.delta import compare

pytestmark = pytest.mark.unit

versions = st.dictionaries(st.text("abc", max_size=2), st.sampled_from(["x", "y"]), max_size=8)


def test_compare_when_entries_come_change_and_go_then_names_each_once() -> None:
    delta = compare({"1": "a", "2": "b", "3": "c"}, {"2": "b", "3": "d", "4": "e"})
    assert (delta.added, delta.changed, delta.removed) == (("4",), ("3",), ("1",))
    assert delta.touched == ("3", "4")
    assert not delta.is_empty


@given(versions)
def test_compare_when_nothing_changed_then_is_empty(version: dict[str, str]) -> None:
    assert compare(version, dict(version)).is_empty


@given(versions, versions)
def test_compare_when_applied_to_the_old_version_then_gives_the_new(
    old: dict[str, str], new: dict[str, str]
) -> None:
    delta = compare(old, new)
    rebuilt = {uid: digest for uid, digest in old.items() if uid not in delta.removed}
    rebuilt |= {uid: new[uid] for uid in delta.touched}
    assert rebuilt == new


@given(versions, versions)
def test_compare_when_turned_round_then_added_and_removed_change_places(
    old: dict[str, str], new: dict[str, str]
) -> None:
    forth, back = compare(old, new), compare(new, old)
    assert (forth.added, forth.changed, forth.removed) == (back.removed, back.changed, back.added)
