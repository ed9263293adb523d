"""The UN's XML, whole and broken."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portsec.kernel.errors import InvalidInput
from screening.enums import EntityKind, ListSource
from screening.watchlists import un, un_names
from screening.watchlists.birth_date import BirthDate
from screening.watchlists.entity import ListedDocument
from tests.screening.watchlists.samples import ENTITY, PERSON, un_xml, write_un

pytestmark = pytest.mark.unit


def test_read_when_file_is_whole_then_both_sections_are_there(tmp_path: Path) -> None:
    document = un.read([write_un(tmp_path)])
    assert document.source is ListSource.UN
    assert document.published_at == datetime(2026, 2, 27, 0, 0, 9, 554000, tzinfo=UTC)
    assert [(entity.reference, entity.kind) for entity in document.entities] == [
        ("KPe.001", EntityKind.ORGANISATION),
        ("QDi.001", EntityKind.PERSON),
    ]


def test_read_when_a_directory_is_given_then_its_one_xml_file_is_read(tmp_path: Path) -> None:
    write_un(tmp_path)
    (tmp_path / "notes.txt").write_text("hello")
    assert len(un.read([tmp_path]).entities) == 2


def test_read_when_person_is_full_then_each_statement_has_its_field(tmp_path: Path) -> None:
    person = un.read([write_un(tmp_path)]).entities[1]
    assert [(name.text, name.quality, name.script) for name in person.names] == [
        ("MOHAMMED AL-EXAMPLE", "primary", "latin"),
        ("محمد المثال", "primary", "arabic"),
        ("Mohamed Example", "strong", "latin"),
        ("Muhammad Example", "strong", "latin"),
        ("Abu Anas", "weak", "latin"),
    ]
    assert person.births == (
        BirthDate.on(date(1957, 3, 9)),
        BirthDate.in_year(1958, circa=True),
        BirthDate(date(1955, 1, 1), date(1959, 12, 31)),
        BirthDate.in_month(1956, 11),
        BirthDate.in_year(1955),
    )
    assert person.birth_places == ("Mosul, Iraq", "Basra, Iraq")
    assert person.nationalities == ("Iraq",)
    assert person.sex == "male"
    assert person.documents == (ListedDocument("Passport", "M 271351", "Iraq"),)
    assert person.designations == ("Haji", "Financier")
    assert person.programmes == ("Al-Qaida",)
    assert (person.listed_on, person.updated_on) == (date(2001, 10, 17), date(2020, 11, 24))


def test_read_when_entity_date_carries_an_offset_then_the_day_is_kept(tmp_path: Path) -> None:
    entity = un.read([write_un(tmp_path)]).entities[0]
    assert entity.listed_on == date(2010, 6, 9)
    assert [name.quality for name in entity.names] == ["primary", "strong"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Azim Adhajani; Azim Agha-Jani", ["Azim Adhajani", "Azim Agha-Jani"]),
        ("Mohammed Sabet b) M. Jawad Sabet", ["Mohammed Sabet", "M. Jawad Sabet"]),
        ("Jin Tiesan (金铁三)", ["Jin Tiesan", "金铁三"]),
        ("حسن غول (Hassan Ghul; Hasan Gul)", ["حسن غول", "Hassan Ghul", "Hasan Gul"]),
        ("Encep Nurjaman (birth name)", ["Encep Nurjaman"]),
        ("Safia Farkash, born 1 Jan. 1953 (Oman passport no.03825239)", ["Safia Farkash"]),
        ("BUTEMBO AIRLINES (BAL)", ["BUTEMBO AIRLINES (BAL)"]),
        ("original script: Абубакар", ["Абубакар"]),
        ("(previously listed as)", []),
    ],
)
def test_split_when_a_field_holds_more_than_a_name_then_only_names_come_out(
    text: str, names: list[str]
) -> None:
    assert [name.text for name in un_names.split(text, "strong")] == names


BOMB = """<?xml version="1.0"?><!DOCTYPE CONSOLIDATED_LIST [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>
<CONSOLIDATED_LIST>&b;</CONSOLIDATED_LIST>"""
REFUSALS = [
    ("", "consolidated.xml is empty"),
    ("hello", "is not the UN consolidated list: it is not XML"),
    ("<html><body/></html>", "is not the UN consolidated list: root element is <html>"),
    ("<!DOCTYPE html><html></html>", "is not the UN consolidated list: root element is <html>"),
    (
        BOMB,
        "root element is <CONSOLIDATED_LIST>, with a document type of its own",
    ),
    ("<CONSOLIDATED_LIST/>", "is not the UN consolidated list: it has no <INDIVIDUALS>"),
    (un_xml(individuals="", entities=""), "holds no entry"),
    (un_xml(individuals=PERSON + PERSON), "gives entry 6908555 twice"),
    (un_xml().replace("<DATAID>6908555</DATAID>", ""), 'an entry has the DATAID "", not a number'),
    (un_xml().replace("MOHAMMED", "").replace("AL-EXAMPLE", ""), "entry 6908555 has no name"),
    (un_xml().replace("1957-03-09", "1957-02-30"), 'entry 6908555: "1957-02-30" is not a date'),
    (un_xml().replace("<YEAR>1958", "<YEAR>58"), 'entry 6908555: "58" is not a year'),
    (un_xml().replace("<QUALITY>Low", "<QUALITY>Fair"), 'alias "Abu Anas" has the unknown quality "Fair"'),
    (un_xml()[:-60], "the XML is broken or cut off"),
    (un_xml().replace("</ENTITIES>", ""), "the XML is broken or cut off"),
    (un_xml().replace('encoding="UTF-8"', 'encoding="x-unknown"'), "consolidated.xml"),
]


@pytest.mark.parametrize(("text", "sentence"), REFUSALS)
def test_read_when_file_is_not_a_whole_list_then_refuses_in_one_line(
    tmp_path: Path, text: str, sentence: str
) -> None:
    with pytest.raises(InvalidInput, match=r"^[^\n]+$") as refusal:
        un.read([write_un(tmp_path, text)])
    assert sentence in refusal.value.detail


def test_read_when_two_files_are_given_then_refuses(tmp_path: Path) -> None:
    path = write_un(tmp_path)
    with pytest.raises(InvalidInput, match="one XML file; 2 were found"):
        un.read([path, path])


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kept=st.integers(0, len(un_xml().encode()) - len("</CONSOLIDATED_LIST>\n") + 1))
def test_read_when_file_is_cut_anywhere_then_refuses(tmp_path: Path, kept: int) -> None:
    path = write_un(tmp_path)
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(InvalidInput):
        un.read([path])


def test_digest_when_only_the_moment_of_publication_changes_then_stays(tmp_path: Path) -> None:
    today = un.read([write_un(tmp_path)])
    tomorrow = un.read([write_un(tmp_path, un_xml().replace("2026-02-27", "2026-02-28"))])
    turned = un.read([write_un(tmp_path, un_xml(individuals=PERSON, entities=ENTITY))])
    assert today.digest == tomorrow.digest == turned.digest
    assert tomorrow.published_at != today.published_at
