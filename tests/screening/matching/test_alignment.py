"""Parts of names against parts of names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.enums import EntityKind
from screening.matching.alignment import ONE_PART_CAP, align
from screening.matching.compare import ALERT_THRESHOLD, name_score
from screening.matching.names import normalise
from tests.screening.matching.entries import any_text, person_names

pytestmark = pytest.mark.unit

SAME = [
    ("Sergi Lavrov", "Sergei Lavrov"),
    ("SergeiLavrov", "Sergei Lavrov"),
    ("LAVROV, Sergei", "Sergei Lavrov"),
    ("Sergei Viktorovich Lavrov", "Sergei Lavrov"),
    ("Sergei Lavrov", "Sergei Viktorovich Lavrov"),
    ("Сергей Лавров", "Sergey Lavrov"),
    ("Wladimir Putin", "Vladimir Putin"),
    ("V. Putin", "Vladimir Putin"),
    ("Moammar Qaddafi", "Muammar Gaddafi"),
    ("Ali A. Velayati", "Ali Akbar Velayati"),
    ("Mr. Recep Tayyip Erdoğan", "ERDOGAN, Recep Tayyip"),
    ("AL BEN ALI, Isa Ben Tarif", "Shaikh Isa Bin Tarif Al Bin Ali"),
    ("Munir Qubaysi", "MUNIR AL QUBAYSI"),
    ("RAZUK IABD AL-GHAFUR", "RAZUKI ABD AL-GHAFUR"),
    ("Abdel Karim Hassan", "‘ABD-AL-KARIM HASAN"),
    ("Boris Johnson", "Alexandre Boris de Pfeffel Johnson"),
    ("HAN YYU-RO", "HAN YU-RO"),
    ("Hannibol", "Hannibal"),
]
OTHERS = [
    ("Octavian Scholz", "Olaf Scholz"),
    ("Roman Fico", "Robert Fico"),
    ("Hans O Friedrich", "Hans Joachim Friedrich"),
    ("BARZAN IBRAHIM HASSAN AL-MOSULI", "BARZAN IBRAHIM HASSAN AL-TIKRITI"),
    ("Geoffrey Boris Johnson", "Alexandre Boris de Pfeffel Johnson"),
    ("Walijan Abdul Ghafoor Haqqani", "WALIJAN"),
    ("Ibrahim", "Ibrahim Hassan Tali Al-Asiri"),
    ("Aashi Virk", "BOYARKIN, V.A."),
    ("Kim", "KIM, Su Il"),
    ("Zafar Ali", "ZAFAR IQBAL"),
    ("van der Berg", "van der Meer"),
]


@pytest.mark.parametrize(("subject", "listed"), SAME)
def test_align_when_one_person_is_written_differently_then_reaches_the_threshold(
    subject: str, listed: str
) -> None:
    assert name_score(subject, listed) >= ALERT_THRESHOLD


@pytest.mark.parametrize(("subject", "listed"), OTHERS)
def test_align_when_names_contradict_or_share_one_part_then_stays_below(subject: str, listed: str) -> None:
    assert name_score(subject, listed) < ALERT_THRESHOLD


@pytest.mark.parametrize(
    ("subject", "listed", "is_same"),
    [
        ("OAO Gazprom", "Open Joint Stock Company Gazprom", True),
        ("SiemensAG", "Siemens AG", True),
        ("Deutsche Bank", "Deutsche Bank AG", True),
        ("Volkswagen Aktiengesellschaft", "Siemens Aktiengesellschaft", False),
        ("Bowne of Atlanta, Inc.", "Bowne of Boston, Inc.", False),
    ],
)
def test_align_when_companies_are_compared_then_the_legal_form_weighs_little(
    subject: str, listed: str, is_same: bool
) -> None:
    assert (name_score(subject, listed, EntityKind.ORGANISATION) >= ALERT_THRESHOLD) is is_same


def test_align_when_one_part_of_several_is_common_then_cap_holds() -> None:
    assert name_score("Mohammed", "MOHAMMED SAYED ABBAS") <= ONE_PART_CAP


def test_align_when_parts_remain_then_names_them() -> None:
    found = align(normalise("Hasan Omar Aweys"), normalise("AWEYS, Hassan Dahir"))
    assert {(pair.subject, pair.listed) for pair in found.pairs} == {("aweys", "aweys"), ("hasan", "hassan")}
    assert (found.extra_subject, found.extra_listed) == (("omar",), ("dahir",))


def test_align_when_the_list_has_more_than_the_person_then_costs_less_than_the_reverse() -> None:
    short, long = "Sergei Lavrov", "Sergei Viktorovich Lavrov"
    assert name_score(short, long) > name_score(long, short)


@given(person_names, person_names)
def test_score_when_names_are_anything_then_is_bounded(one: str, other: str) -> None:
    assert 0 <= name_score(one, other) <= 1


@given(any_text, any_text, st.sampled_from(EntityKind))
def test_score_when_text_is_anything_then_never_stumbles(one: str, other: str, kind: EntityKind) -> None:
    assert 0 <= name_score(one, other, kind) <= 1


@given(any_text, st.sampled_from(EntityKind))
def test_score_when_names_are_equal_then_is_full_or_there_is_no_name(text: str, kind: EntityKind) -> None:
    parts, full = normalise(text, kind).parts, normalise(text, kind).full_parts
    if full or (parts and kind is not EntityKind.PERSON):
        assert name_score(text, text, kind) == 1
    elif not parts:
        assert name_score(text, text, kind) == 0


@given(
    st.permutations(["hasan", "dahir", "aweys", "omar"]), st.permutations(["hasan", "omar", "awes", "karim"])
)
def test_score_when_parts_are_reordered_then_is_the_same(one: list[str], other: list[str]) -> None:
    assert name_score(" ".join(one), " ".join(other)) == name_score(
        "hasan dahir aweys omar", "hasan omar awes karim"
    )


equally_many = st.integers(2, 5).flatmap(
    lambda count: st.tuples(
        *(
            st.lists(
                st.sampled_from(["hasan", "hassan", "omar", "aweys", "karim", "ivanov", "ivanova"]),
                min_size=count,
                max_size=count,
            ),
        )
        * 2
    )
)


@given(equally_many)
def test_score_when_nothing_is_left_over_then_is_symmetrical(names: tuple[list[str], list[str]]) -> None:
    one, other = (normalise(" ".join(parts)) for parts in names)
    forth, back = align(one, other), align(other, one)
    if not forth.extra_subject and not forth.extra_listed:
        assert forth.score == pytest.approx(back.score)
