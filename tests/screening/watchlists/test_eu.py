"""The Union's XML, whole and broken."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from portsec.kernel.errors import InvalidInput
from screening.enums import EntityKind, ListSource
from screening.watchlists import eu
from screening.watchlists.birth_date import BirthDate
from screening.watchlists.entity import ListedDocument

pytestmark = pytest.mark.unit

PERSON = """
<sanctionEntity designationDate="2003-07-07" designationDetails="" unitedNationId=""
    euReferenceNumber="EU.27.28" logicalId="13">
  <remark>Listed as an example.
    Two lines.</remark>
  <regulation regulationType="regulation" programme="IRQ" publicationDate="2003-07-08"/>
  <subjectType code="person" classificationCode="P"/>
  <nameAlias firstName="Mohammed" middleName="" lastName="Al-Example" wholeName="Mohammed Al-Example"
    function="Director" gender="M" title="Dr" nameLanguage="" strong="true" logicalId="17"/>
  <nameAlias firstName="" middleName="" lastName="" wholeName="Abu Ali" gender="" strong="false"
    logicalId="19"/>
  <nameAlias firstName="محمد" middleName="" lastName="المثال" wholeName="" gender="" strong="true"
    logicalId="20"/>
  <nameAlias firstName="" middleName="" lastName="" wholeName="" gender="" strong="true" logicalId="21"/>
  <citizenship region="" countryIso2Code="IQ" countryDescription="IRAQ" logicalId="1"/>
  <citizenship region="" countryIso2Code="00" countryDescription="UNKNOWN" logicalId="2"/>
  <birthdate circa="false" calendarType="GREGORIAN" city="al-Awja" place="" region="near Tikrit"
    birthdate="1937-04-28"
    dayOfMonth="28" monthOfYear="4"
    year="1937" countryIso2Code="IQ" countryDescription="IRAQ" logicalId="14"/>
  <birthdate circa="true" year="1938" countryIso2Code="00" countryDescription="UNKNOWN" logicalId="15"/>
  <birthdate circa="false" year="1939" monthOfYear="2" countryIso2Code="00"
    countryDescription="UNKNOWN" logicalId="16"/>
  <birthdate circa="false" yearRangeFrom="1935" yearRangeTo="1937" countryIso2Code="00" logicalId="18"/>
  <identification number="A 123456" identificationTypeCode="passport"
    identificationTypeDescription="National passport"
    countryIso2Code="IQ" countryDescription="IRAQ" logicalId="5"><remark>expired</remark></identification>
  <identification number="" identificationTypeCode="id" countryIso2Code="00" logicalId="6"/>
  <address city="Baghdad" street="1 Quay" poBox="" zipCode="" region="" place="" countryIso2Code="IQ"
    countryDescription="IRAQ" logicalId="7"/>
</sanctionEntity>
"""
COMPANY = """
<sanctionEntity designationDate="" euReferenceNumber="EU.1.1" logicalId="99">
  <subjectType code="enterprise" classificationCode="E"/>
  <nameAlias wholeName="Example Shipping Lines" strong="true"/>
</sanctionEntity>
"""


def write(directory: Path, *entities: str, root: str = "export") -> Path:
    path = directory / "eu.xml"
    body = "".join(entities)
    path.write_text(
        f'<?xml version="1.0" encoding="UTF-8"?><{root} xmlns="http://eu.europa.ec/fpi/fsd/export" '
        f'generationDate="2026-11-20T17:00:09.115+01:00" globalFileId="1">{body}</{root}>',
        encoding="utf-8",
    )
    return path


def test_read_when_file_is_whole_then_each_statement_has_its_field(tmp_path: Path) -> None:
    document = eu.read([write(tmp_path, PERSON, COMPANY)])
    person, company = document.entities
    assert document.source is ListSource.EU
    assert document.published_at is not None
    assert document.published_at.astimezone(UTC) == datetime(2026, 11, 20, 16, 0, 9, 115000, tzinfo=UTC)
    assert (person.uid, person.reference, person.kind) == ("13", "EU.27.28", EntityKind.PERSON)
    assert [(name.text, name.quality, name.script) for name in person.names] == [
        ("Mohammed Al-Example", "primary", "latin"),
        ("Abu Ali", "weak", "latin"),
        ("محمد المثال", "strong", "arabic"),
    ]
    assert person.births == (
        BirthDate.on(date(1937, 4, 28)),
        BirthDate.in_year(1938, circa=True),
        BirthDate.in_month(1939, 2),
        BirthDate(date(1935, 1, 1), date(1937, 12, 31)),
    )
    assert person.birth_places == ("al-Awja, near Tikrit, IRAQ",)
    assert person.nationalities == ("IRAQ",)
    assert person.sex == "male"
    assert person.documents == (ListedDocument("National passport", "A 123456", "IRAQ", "expired"),)
    assert person.addresses == ("1 Quay, Baghdad, IRAQ",)
    assert person.programmes == ("IRQ",)
    assert person.designations == ("Dr", "Director")
    assert person.remarks == "Listed as an example. Two lines."
    assert person.listed_on == date(2003, 7, 7)
    assert (company.kind, company.primary_name) == (EntityKind.ORGANISATION, "Example Shipping Lines")
    assert company.listed_on is None


def test_read_when_the_first_name_is_weak_then_the_first_strong_one_is_primary(tmp_path: Path) -> None:
    names = (
        '<nameAlias wholeName="Nick" strong="false"/><nameAlias wholeName="Nicholas Example" strong="true"/>'
    )
    entry = COMPANY.replace('<nameAlias wholeName="Example Shipping Lines" strong="true"/>', names)
    [entity] = eu.read([write(tmp_path, entry)]).entities
    assert [name.quality for name in entity.names] == ["weak", "primary"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('logicalId="99"', 'logicalId="x9"', 'eu.xml: an entry has the logicalId "x9", not a number.'),
        ('code="enterprise"', 'code="ship"', 'entry 99 has the unknown subject type "ship"'),
        ('wholeName="Example Shipping Lines"', 'wholeName="--"', "entry 99 has no name"),
        ('designationDate=""', 'designationDate="soon"', 'entry 99: "soon" is not a date'),
        (
            "</sanctionEntity>",
            '<birthdate year="19x3"/></sanctionEntity>',
            'entry 99: "19x3" is no birth date',
        ),
        (
            "</sanctionEntity>",
            '<birthdate year="1937" monthOfYear="13"/></sanctionEntity>',
            '"1937-13" is no birth',
        ),
        ("</sanctionEntity>", "", "the XML is broken or cut off"),
    ],
)
def test_read_when_something_is_wrong_then_one_clear_line_and_nothing_read(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    path = write(tmp_path, COMPANY.replace(old, new))
    with pytest.raises(InvalidInput) as refusal:
        eu.read([path])
    assert said in refusal.value.detail


def test_read_when_the_format_is_another_then_says_what_was_found(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"eu\.xml is not the EU consolidated list: root element is <"):
        eu.read([write(tmp_path, COMPANY, root="CONSOLIDATED_LIST")])
    with pytest.raises(InvalidInput, match="holds no entry"):
        eu.read([write(tmp_path)])
