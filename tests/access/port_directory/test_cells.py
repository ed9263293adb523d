"""How single cells are read and written."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from access.enums import Direction, IncidentKind
from access.port_directory import cells
from access.port_directory.cells import BadCell, Cell

pytestmark = pytest.mark.unit

OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(1901, 1, 1), datetime(2198, 12, 31), timezones=OFFSETS)  # noqa: DTZ001
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Z")), min_size=1, max_size=12)


@settings(deadline=None)  # other work on the machine is no fault of ours
@given(MOMENTS)
def test_moment_when_written_and_read_then_is_the_same_moment(at: datetime) -> None:
    assert cells.MOMENT.read(cells.MOMENT.write(at)) == at


def test_moment_when_written_then_stands_in_utc() -> None:
    at = datetime.fromisoformat("2026-03-01T08:30:00+01:00")
    assert cells.MOMENT.write(at) == "2026-03-01T07:30:00Z"


@pytest.mark.parametrize(
    ("given_text", "said"),
    [
        ("2026-03-01T08:30:00", "no offset"),
        ("2026-03-01", "no offset"),
        ("01.03.2026 08:30", "no ISO 8601 time"),
        ("2026-02-30T08:30:00Z", "no ISO 8601 time"),
        ("2026-03-01T24:61:00Z", "no ISO 8601 time"),
        ("yesterday", "no ISO 8601 time"),
        ("0001-01-01T00:00:00Z", "outside the years"),
    ],
)
def test_moment_when_it_is_none_then_says_why(given_text: str, said: str) -> None:
    with pytest.raises(BadCell, match=said):
        cells.MOMENT.read(given_text)


def test_day_or_moment_when_short_then_is_a_day() -> None:
    assert cells.DAY_OR_MOMENT.read("2026-03-01") == date(2026, 3, 1)
    assert cells.DAY_OR_MOMENT.read("2026-03-01T00:00Z") == datetime(2026, 3, 1, tzinfo=UTC)
    with pytest.raises(BadCell, match="no ISO 8601 date"):
        cells.DAY_OR_MOMENT.read("3/1/2026")


def test_whole_when_out_of_range_then_says_the_range() -> None:
    risk = cells.whole(1, 3)
    assert [risk.read(text) for text in ("1", "3")] == [1, 3]
    for wrong in ("0", "4", "-1", "1.5", "two", "२", "99999999999"):
        with pytest.raises(BadCell, match="no whole number from 1 to 3"):
            risk.read(wrong)


def test_word_when_in_capitals_then_is_taken() -> None:
    assert cells.word(Direction).read("IN") == "in"
    assert cells.word(IncidentKind).read("seal_broken") == "seal_broken"


def test_word_when_unknown_then_names_the_known_ones() -> None:
    with pytest.raises(BadCell, match="'through' is none of in, out"):
        cells.word(Direction).read("through")


@pytest.mark.parametrize(
    ("text", "rank"), [("standard", 1), ("Enhanced", 2), ("AUTHORITY", 3), ("1", 1), ("3", 3)]
)
def test_level_when_name_or_rank_then_is_the_rank(text: str, rank: int) -> None:
    assert cells.level(1).read(text) == rank


def test_level_when_written_then_is_the_name_again() -> None:
    level = cells.level(0)
    assert [level.read(level.write(rank)) for rank in range(4)] == [0, 1, 2, 3]
    assert level.write(None) == ""


def test_level_when_a_clearance_has_none_then_refused() -> None:
    with pytest.raises(BadCell, match="none of standard, enhanced, authority"):
        cells.level(1).read("none")


def test_code_when_it_has_a_space_then_refused_since_lists_have_them() -> None:
    with pytest.raises(BadCell, match="has a space"):
        cells.code(40).read("QUAY 1")


@settings(deadline=None)  # other work on the machine is no fault of ours
@given(st.lists(WORDS, max_size=6))
def test_codes_when_written_and_read_then_are_the_same(found: list[str]) -> None:
    sorted_codes, ordered = cells.codes(40), cells.codes(40, in_order=True)
    if found:
        assert ordered.read(ordered.write(tuple(found))) == tuple(found)
        assert sorted_codes.read(" ".join(found)) == tuple(sorted(set(found)))


def test_codes_when_one_is_unknown_then_names_it() -> None:
    with pytest.raises(BadCell, match="'S9' is none of S0, S1"):
        cells.codes(2, known=frozenset({"S0", "S1"})).read("S1 S9")


@pytest.mark.parametrize("cell", [cells.text(5), cells.code(5), cells.codes(5), cells.object_name(5)])
def test_text_when_too_long_then_refused_and_never_cut(cell: Cell) -> None:
    with pytest.raises(BadCell, match="has 6 characters; at most 5"):
        cell.read("abcdef")


def test_note_when_too_long_then_its_beginning_is_kept() -> None:
    assert cells.note(7).read("damage claim 12") == "damage"


def test_container_when_written_by_people_then_is_normalised() -> None:
    assert cells.CONTAINER.read("csqu 305438-3") == "CSQU3054383"


def test_container_when_check_digit_wrong_then_is_still_taken() -> None:
    assert cells.CONTAINER.read("CSQU3054384") == "CSQU3054384"


@pytest.mark.parametrize("wrong", ["CSQU305438", "CS1U3054383", "CSQX3054383", "????"])
def test_container_when_malformed_then_says_so(wrong: str) -> None:
    with pytest.raises(BadCell, match="no container number"):
        cells.CONTAINER.read(wrong)


def test_object_name_when_it_is_a_container_then_normalised_else_kept() -> None:
    names = cells.object_name(60)
    assert names.read("msku 123456-9") == "MSKU1234569"
    assert names.read("MSKU123456") == "MSKU123456"
    assert names.read("bl 77/b") == "bl 77/b"


def test_locode_when_spaced_then_joined() -> None:
    assert cells.LOCODE.read("ec gye") == "ECGYE"
    with pytest.raises(BadCell, match="no UN/LOCODE"):
        cells.LOCODE.read("Guayaquil")
