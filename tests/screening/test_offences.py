from __future__ import annotations

import pytest

from portsec.kernel.errors import InvalidInput
from screening.offences import (
    OFFENCES,
    SANCTIONS,
    Standing,
    in_set,
    is_confirmed,
    is_custodial,
    members,
    offence,
    sanction,
)

pytestmark = pytest.mark.unit


def test_tables_when_read_hold_every_row() -> None:
    assert len(OFFENCES) == 190
    assert sum(not row.parent for row in OFFENCES.values()) == 27
    assert len(SANCTIONS) == 70


@pytest.mark.parametrize("table", [OFFENCES, SANCTIONS])
def test_tables_when_read_have_labels_and_known_parents(table: dict) -> None:
    assert all(row.label for row in table.values())
    assert all(row.parent in table for row in table.values() if row.parent)


def test_standing_when_counted_marks_what_is_not_confirmed() -> None:
    standings = [row.status for row in OFFENCES.values()]
    assert standings.count(Standing.VERIFIED) == 18
    assert standings.count(Standing.MEMORY_UNSURE) == 6
    assert not any(row.is_confirmed for row in SANCTIONS.values())


@pytest.mark.parametrize("spelling", ["0701 00", "0701", "070100", " 0701 ", "0701 "])
def test_offence_when_spelled_differently_is_the_same(spelling: str) -> None:
    assert offence(spelling) is OFFENCES["0701 00"]


@pytest.mark.parametrize("spelling", ["", "9999", "701", "0701 01", "07010", "0701-00", "drugs", "٠٧٠١"])
def test_offence_when_unknown_names_the_code(spelling: str) -> None:
    with pytest.raises(InvalidInput, match="is not an ECRIS offence code") as refusal:
        offence(spelling)
    assert spelling in refusal.value.detail
    assert refusal.value.fields == {"offence_code": spelling}


def test_sanction_when_unknown_names_the_code() -> None:
    assert sanction("1001").label == "Imprisonment"
    with pytest.raises(InvalidInput, match="'1099' is not an ECRIS sanction code"):
        sanction("1099")


@pytest.mark.parametrize(
    ("code", "prefixes", "inside"),
    [
        ("0201", ["0200"], True),
        ("0200", ["0200"], True),
        ("0701", ["0701", "0704"], True),
        ("0702", ["0701", "0704"], False),
        ("0700", ["0701"], False),
        ("0302 00", ["0300 00"], True),
        ("0201", [], False),
    ],
)
def test_in_set_when_category_is_named_covers_its_sub_codes(
    code: str, prefixes: list[str], inside: bool
) -> None:
    assert in_set(code, prefixes) is inside


def test_in_set_when_a_prefix_is_unknown_is_refused() -> None:
    with pytest.raises(InvalidInput):
        in_set("0201", ["0299"])


def test_members_when_a_category_is_named_agree_with_in_set() -> None:
    prefixes = ["0200", "1504"]
    assert members(prefixes) == {code for code in OFFENCES if in_set(code, prefixes)}
    assert len(members(prefixes)) == 5


def test_is_confirmed_when_wording_was_not_compared_is_false() -> None:
    assert is_confirmed("0201")
    assert not is_confirmed("0701")
    assert not is_confirmed("0407")


@pytest.mark.parametrize(
    ("code", "custody"), [("1000", True), ("1001", True), ("1002", True), ("8001", False)]
)
def test_is_custodial_when_group_is_deprivation_of_freedom(code: str, custody: bool) -> None:
    assert is_custodial(code) is custody
