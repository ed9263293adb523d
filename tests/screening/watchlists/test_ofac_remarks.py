"""OFAC's free text."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.watchlists import ofac_remarks
from screening.watchlists.birth_date import BirthDate
from screening.watchlists.entity import ListedDocument

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "birth"),
    [
        ("10 Dec 1948", BirthDate.on(date(1948, 12, 10))),
        ("Mar 1945", BirthDate.in_month(1945, 3)),
        ("1946", BirthDate.in_year(1946)),
        ("circa 1951", BirthDate.in_year(1951, circa=True)),
        ("circa 07 Jul 1966", BirthDate.on(date(1966, 7, 7), circa=True)),
        ("1951 to 1953", BirthDate(date(1951, 1, 1), date(1953, 12, 31))),
        ("circa 1979-1982", BirthDate(date(1979, 1, 1), date(1982, 12, 31), circa=True)),
        ("01 Jan 1961 to 31 Dec 1962", BirthDate(date(1961, 1, 1), date(1962, 12, 31))),
        ("Mar 1962 to Feb 1963", BirthDate(date(1962, 3, 1), date(1963, 2, 28))),
        ("31 Feb 1960", None),
        ("1953 to 1951", None),
        ("unknown", None),
    ],
)
def test_birth_date_when_written_as_ofac_does_then_is_read(text: str, birth: BirthDate | None) -> None:
    assert ofac_remarks.birth_date(text) == birth


@pytest.mark.parametrize(
    ("text", "paper"),
    [
        ("Passport 1084010 (Egypt).", ListedDocument("Passport", "1084010", "Egypt")),
        ("alt. Passport 19820215", ListedDocument("Passport", "19820215")),
        (
            "Passport G737411 (Tunisia) issued 24 Oct 1990 expires 20 Sep 1997",
            ListedDocument("Passport", "G737411", "Tunisia", "issued 24 Oct 1990 expires 20 Sep 1997"),
        ),
        ("Diplomatic Passport A921579 (Kenya)", ListedDocument("Diplomatic Passport", "A921579", "Kenya")),
        ("NIT # 800146749-7 (Colombia)", ListedDocument("NIT", "800146749-7", "Colombia")),
        (
            "National ID No. 660000 73767 (Belgium)",
            ListedDocument("National ID No.", "660000 73767", "Belgium"),
        ),
        ("Personal ID Card 7020783883", ListedDocument("Personal ID Card", "7020783883")),
        ("D.N.I. 78.865.882 (Spain)", ListedDocument("D.N.I.", "78.865.882", "Spain")),
    ],
)
def test_read_when_a_paper_is_named_then_number_country_and_note_are_parted(
    text: str, paper: ListedDocument
) -> None:
    assert ofac_remarks.read(text).documents == [paper]


def test_read_when_weak_names_stand_in_quotes_then_only_the_quotes_go() -> None:
    found = ofac_remarks.read("a.k.a. 'ABU-'UMAR'; a.k.a. ''FOOPIE''; a.k.a. 'BNC'.")
    assert found.weak_names == ["ABU-'UMAR", "'FOOPIE'", "BNC"]


def test_read_when_citizenship_repeats_nationality_then_it_stands_once() -> None:
    assert ofac_remarks.read("nationality Iraq; citizen Iraq; alt. nationality Syria").nationalities == [
        "Iraq",
        "Syria",
    ]


def test_read_when_text_speaks_of_a_passport_without_number_then_there_is_no_paper() -> None:
    found = ofac_remarks.read(
        "Holder of a Pakistan passport; Minister of Gender and Culture; Linked To: DOB 1960."
    )
    assert not found.documents
    assert not found.births
    assert found.sex == ""


@given(
    st.lists(st.sampled_from(["DOB", "POB", "a.k.a.", "Gender", "Passport", ";", "'", "circa", "1950", " "]))
)
def test_read_when_text_is_nonsense_then_it_does_not_stumble(pieces: list[str]) -> None:
    ofac_remarks.read(" ".join(pieces))
