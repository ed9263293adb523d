"""OFAC's delimited files, whole and broken."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portsec.kernel.errors import InvalidInput
from screening.enums import EntityKind, ListSource
from screening.watchlists import ofac
from screening.watchlists.birth_date import BirthDate
from screening.watchlists.entity import ListedDocument, ListedEntity
from tests.screening.watchlists.samples import ADD, ALT, END_MARK, SDN, write_ofac

pytestmark = pytest.mark.unit


def by_uid(directory: Path) -> dict[str, ListedEntity]:
    return {entity.uid: entity for entity in ofac.read([directory]).entities}


def test_read_when_directory_is_whole_then_every_kind_of_entry_is_there(tmp_path: Path) -> None:
    document = ofac.read([write_ofac(tmp_path)])
    assert document.source is ListSource.OFAC
    assert document.published_at is None
    assert document.notes == ()
    assert {entity.uid: entity.kind for entity in document.entities} == {
        "36": EntityKind.ORGANISATION,
        "2674": EntityKind.PERSON,
        "15036": EntityKind.VESSEL,
        "15984": EntityKind.AIRCRAFT,
    }


def test_read_when_person_has_remarks_then_each_statement_has_its_field(tmp_path: Path) -> None:
    person = by_uid(write_ofac(tmp_path))["2674"]
    assert [(name.text, name.quality) for name in person.names] == [
        ("ABBAS, Abu", "primary"),
        ("ABBAS, Mohammed", "strong"),
        ("ZAYDAN, Muhammad", "strong"),
        ("ABU-'UMAR", "weak"),
    ]
    assert person.births == (BirthDate.on(date(1948, 12, 10)), BirthDate.in_year(1950, circa=True))
    assert person.birth_places == ("Safed, Israel",)
    assert person.nationalities == ("Iraq",)
    assert person.sex == "male"
    assert person.documents == (ListedDocument("Passport", "A755350", "Saudi Arabia", "issued 08 Sep 2006"),)
    assert person.programmes == ("SDGT", "IFSR")
    assert person.designations == ("Director", "Major General")
    assert person.addresses == ("1 Quay, Gate 2, Basrah, Iraq",)
    assert person.remarks.startswith("DOB 10 Dec 1948;")


def test_read_when_vessel_then_registration_flag_and_call_sign_are_kept(tmp_path: Path) -> None:
    vessel = by_uid(write_ofac(tmp_path))["15036"]
    assert vessel.nationalities == ("Iran",)
    assert [(paper.kind, paper.number) for paper in vessel.documents] == [
        ("Vessel Registration Identification", "IMO 9187629"),
        ("MMSI", "572469210"),
        ("Call sign", "T2EU4"),
    ]
    assert dict(vessel.details) == {
        "Call sign": "T2EU4",
        "Vessel type": "Crude Oil Tanker",
        "Tonnage": "99,144",
        "Gross registered tonnage": "56,068",
        "Flag": "Iran",
        "Owner": "NITC",
    }


def test_read_when_remarks_go_on_in_the_comments_then_they_are_joined_as_they_stand(tmp_path: Path) -> None:
    remarks = by_uid(write_ofac(tmp_path))["15984"].remarks
    assert remarks == "Aircraft Tail Number EP-GOM; Linked To: RAIZ. Second line; Linked To: RAIZ DOS."


def test_read_when_files_come_in_any_order_and_under_other_names_then_content_is_the_same(
    tmp_path: Path,
) -> None:
    whole = ofac.read([write_ofac(tmp_path)])
    for number, name in enumerate(("add.csv", "alt.csv", "sdn.csv", "sdn_comments.csv")):
        (tmp_path / name).rename(tmp_path / f"download({number}).csv")
    assert ofac.read(sorted(tmp_path.iterdir(), reverse=True)).digest == whole.digest


def test_read_when_rows_come_in_another_order_then_digest_stays(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one = ofac.read([write_ofac(tmp_path / "a")])
    other = ofac.read([write_ofac(tmp_path / "b", sdn=SDN[::-1], alt=ALT[::-1], add=ADD[::-1])])
    assert one.digest == other.digest


def test_read_when_only_the_main_file_is_given_then_notes_tell_what_is_missing(tmp_path: Path) -> None:
    document = ofac.read([write_ofac(tmp_path, alt=None, add=None, comments=None, end_mark="") / "sdn.csv"])
    assert len(document.entities) == 4
    assert [note.split(" ", 3)[:2] for note in document.notes[:3]] == [
        ["No", "alt.csv"],
        ["No", "add.csv"],
        ["No", "sdn_comments.csv"],
    ]
    assert "no end mark" in document.notes[3]


def test_read_when_other_files_lie_in_the_directory_then_they_are_left_alone(tmp_path: Path) -> None:
    write_ofac(tmp_path)
    (tmp_path / "README.txt").write_text("hello")
    assert len(ofac.read([tmp_path]).entities) == 4


def test_read_when_an_older_file_is_latin_1_then_its_letters_are_kept(tmp_path: Path) -> None:
    write_ofac(tmp_path)
    path = tmp_path / "alt.csv"
    path.write_bytes(path.read_bytes().replace(b"ZAYDAN", "ZAÏDAN".encode("latin-1")))
    assert "ZAÏDAN, Muhammad" in [name.text for name in by_uid(tmp_path)["2674"].names]


REFUSALS = [
    ("alt.csv", '36,12,"aka","AERO"', "alt.csv line 2: 4 columns where 5 are expected"),
    ("alt.csv", '99,12,"aka","AERO",-0- ', "alt.csv line 2: entry 99 is not in sdn.csv"),
    ("alt.csv", '36,12,"aka",-0- ,-0- ', "alt.csv line 2: the alias of entry 36 is empty"),
    ("add.csv", 'x,25,-0- ,"Havana","Cuba",-0- ', 'add.csv line 2: the entry number is "x", not a number'),
    ("sdn.csv", f'7,-0- ,-0- ,"CUBA"{",-0- " * 8}', "sdn.csv line 2: entry 7 has no name"),
    ("sdn.csv", f'7,"A","robot","CUBA"{",-0- " * 8}', 'sdn.csv line 2: "robot" is not a kind of entry'),
    ("sdn.csv", f'36,"AGAIN",-0- ,"CUBA"{",-0- " * 8}', "gives entry 36 twice"),
    ("sdn.csv", '7,"A" B,-0- ', "sdn.csv line 2: not a row of this format"),
    ("sdn.csv", "7", "sdn.csv line 2: 1 column where 12 are expected"),
    ("sdn_comments.csv", "", "sdn_comments.csv line 2: 0 columns where 2 are expected"),
]


@pytest.mark.parametrize(("name", "row", "sentence"), REFUSALS)
def test_read_when_a_row_is_wrong_then_refuses_the_whole_and_names_the_line(
    tmp_path: Path, name: str, row: str, sentence: str
) -> None:
    path = write_ofac(tmp_path) / name
    lines = path.read_text(encoding="utf-8").split("\n", 1)
    path.write_bytes(f"{lines[0].rstrip()}\r\n{row}\r\n{lines[1]}".encode())
    with pytest.raises(InvalidInput, match=r"^[^\n]+$") as refusal:
        ofac.read([tmp_path])
    assert sentence in refusal.value.detail


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("sdn.csv", b"", "sdn.csv is empty"),
        ("sdn.csv", b"\x1a", "sdn.csv is empty"),
        ("alt.csv", b"PK\x03\x04\x00\x00", "alt.csv is not a text file"),
        ("alt.csv", b"<html><body>Sign in</body></html>", "alt.csv is XML or a web page"),
        (
            "alt.csv",
            b'36,1,"aka","A",-0- \r\n\x1a36,2,"aka","B",-0- \r\n\x1a',
            "line 2: an end mark stands in",
        ),
    ],
)
def test_read_when_a_file_is_another_format_then_says_which(
    tmp_path: Path, name: str, content: bytes, sentence: str
) -> None:
    (write_ofac(tmp_path) / name).write_bytes(content)
    with pytest.raises(InvalidInput) as refusal:
        ofac.read([tmp_path])
    assert sentence in refusal.value.detail


def test_read_when_main_file_is_missing_then_refuses(tmp_path: Path) -> None:
    (write_ofac(tmp_path) / "sdn.csv").unlink()
    with pytest.raises(InvalidInput, match=r"sdn\.csv is not among what was given"):
        ofac.read([tmp_path])


def test_read_when_a_path_does_not_exist_then_refuses_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"nowhere\.csv cannot be read: no such file"):
        ofac.read([tmp_path / "nowhere.csv"])


def test_read_when_a_link_points_at_itself_then_refuses(tmp_path: Path) -> None:
    (tmp_path / "sdn.csv").symlink_to(tmp_path / "sdn.csv")
    with pytest.raises(InvalidInput, match="cannot be read"):
        ofac.read([tmp_path / "sdn.csv"])


def test_read_when_two_files_play_one_part_then_refuses(tmp_path: Path) -> None:
    write_ofac(tmp_path)
    (tmp_path / "copy.csv").write_bytes((tmp_path / "alt.csv").read_bytes())
    with pytest.raises(InvalidInput, match=r"are both OFAC's alt\.csv"):
        ofac.read([tmp_path, tmp_path / "copy.csv"])


def test_read_when_a_file_has_columns_that_ofac_does_not_use_then_refuses(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("a,b,c\n")
    with pytest.raises(InvalidInput, match=r"people.csv is none of OFAC's delimited files"):
        ofac.read([tmp_path / "people.csv"])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), name=st.sampled_from(["sdn.csv", "alt.csv", "add.csv"]))
def test_read_when_a_file_is_cut_anywhere_then_refuses(
    tmp_path: Path, data: st.DataObject, name: str
) -> None:
    path = write_ofac(tmp_path) / name
    content = path.read_bytes()
    path.write_bytes(content[: data.draw(st.integers(0, len(content) - len(END_MARK)), label="kept")])
    with pytest.raises(InvalidInput):
        ofac.read([tmp_path])
