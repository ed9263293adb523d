"""Names in any script as comparable parts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.enums import EntityKind
from screening.matching.names import MAX_PARTS, is_full, normalise, romanised
from tests.screening.matching.entries import any_text

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Hasan Dahir AWEYS", ("hasan", "dahir", "aweys")),
        ("AWEYS, Hasan Dahir", ("hasan", "dahir", "aweys")),
        ("AWEYS<<HASAN<DAHIR<<<<", ("aweys", "hasan", "dahir")),
        ("Estêvão na Mena", ("estevao", "na", "mena")),
        ("Владимир Путин", ("vladimir", "putin")),
        ("Jean-Marie Le Pen", ("jean", "marie", "le", "pen")),
        ("O'Brien, Seán", ("sean", "obrien")),
        ("‘Abd al-Karim", ("abdul", "karim")),
        ("ABDEL KARIM", ("abdul", "karim")),
        ("Abd el-Karim", ("abdul", "karim")),
        ("Usama ibn Ladin", ("usama", "bin", "ladin")),
        ("Luiz da Silva", ("luiz", "de", "silva")),
        ("Haji Dr. Abdul Manan", ("abdul", "manan")),
        ("Sheikh", ("sheikh",)),
        ("Prince Sultan", ("prince", "sultan")),
        ("Müller", ("muller",)),
        ("ﬁona", ("fiona",)),
        ("'—'", ()),
        ("", ()),
    ],
)
def test_normalise_when_a_person_is_written_in_many_ways_then_parts_are_alike(
    text: str, parts: tuple[str, ...]
) -> None:
    assert normalise(text).parts == parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Siemens Aktiengesellschaft", ("siemens", "ag")),
        ("Open Joint Stock Company Gazprom", ("jsc", "gazprom")),
        ("Bowne Global Solutions, S.A.R.L.", ("bowne", "global", "solutions", "sarl")),
        ("The Standard & Poor's Co., Ltd.", ("standard", "poors", "co", "ltd")),
        ("ООО АЯС 2000", ("llc", "ayas", "2000")),
    ],
)
def test_normalise_when_an_organisation_is_named_then_legal_forms_are_short(
    text: str, parts: tuple[str, ...]
) -> None:
    assert normalise(text, EntityKind.ORGANISATION).parts == parts


def test_is_full_when_part_is_initial_particle_or_legal_form_then_is_not() -> None:
    person = normalise("A. van Dyck")
    assert [is_full(part, person.kind) for part in person.parts] == [False, False, True]
    company = normalise("Gazprom OAO", EntityKind.ORGANISATION)
    assert company.full_parts == ("gazprom",)


def test_normalise_when_a_name_never_ends_then_is_cut() -> None:
    assert len(normalise("a " * 10_000).parts) == MAX_PARTS


@given(any_text, st.sampled_from(EntityKind))
def test_normalise_when_text_is_anything_then_parts_are_plain(text: str, kind: EntityKind) -> None:
    for part in normalise(text, kind).parts:
        assert part.isascii()
        assert part.isalnum()
        assert part == part.casefold()


@given(any_text)
def test_romanised_when_done_twice_then_changes_nothing_more(text: str) -> None:
    assert romanised(romanised(text)) == romanised(text)


@given(st.lists(st.sampled_from(["hasan", "ali", "aweys", "kim"]), min_size=2, max_size=2))
def test_normalise_when_family_name_comes_first_with_comma_then_order_is_restored(parts: list[str]) -> None:
    given_name, family_name = parts
    assert normalise(f"{family_name}, {given_name}") == normalise(f"{given_name} {family_name}")
