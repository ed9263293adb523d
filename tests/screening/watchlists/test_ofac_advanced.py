"""OFAC's advanced XML, whole and broken."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from portsec.kernel.errors import InvalidInput
from screening.enums import EntityKind, ListSource
from screening.watchlists import ofac
from screening.watchlists.birth_date import BirthDate
from screening.watchlists.entity import ListedDocument

pytestmark = pytest.mark.unit

NAMESPACE = "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ADVANCED_XML"
TABLES = """
<ReferenceValueSets>
  <PartyTypeValues><PartyType ID="1">Individual</PartyType><PartyType ID="2">Entity</PartyType>
    <PartyType ID="4">Transport</PartyType></PartyTypeValues>
  <PartySubTypeValues><PartySubType ID="1" PartyTypeID="4">Vessel</PartySubType>
    <PartySubType ID="3" PartyTypeID="2">Unknown</PartySubType>
    <PartySubType ID="4" PartyTypeID="1">Unknown</PartySubType></PartySubTypeValues>
  <ListValues><List ID="1550">SDN List</List><List ID="1551">Another list</List></ListValues>
  <SanctionsTypeValues><SanctionsType ID="1">Program</SanctionsType>
  <SanctionsType ID="2">Block</SanctionsType>
  </SanctionsTypeValues>
  <FeatureTypeValues><FeatureType ID="8">Birthdate</FeatureType>
  <FeatureType ID="9">Place of Birth</FeatureType>
    <FeatureType ID="10">Nationality Country</FeatureType><FeatureType ID="25">Location</FeatureType>
    <FeatureType ID="26">Title</FeatureType><FeatureType ID="224">Gender</FeatureType></FeatureTypeValues>
  <DetailReferenceValues><DetailReference ID="91526">Male</DetailReference></DetailReferenceValues>
  <NamePartTypeValues><NamePartType ID="1520">Last Name</NamePartType>
    <NamePartType ID="1521">First Name</NamePartType></NamePartTypeValues>
  <IDRegDocTypeValues><IDRegDocType ID="1571">Passport</IDRegDocType></IDRegDocTypeValues>
  <CountryValues><Country ID="11">Iraq</Country></CountryValues>
</ReferenceValueSets>
<Locations>
  <Location ID="1"><LocationCountry CountryID="11"/></Location>
  <Location ID="2"><LocationPart LocPartTypeID="1454"><LocationPartValue Primary="true"><Value>Safed</Value>
    </LocationPartValue></LocationPart><LocationCountry CountryID="11"/></Location>
</Locations>
<IDRegDocuments>
  <IDRegDocument ID="5" IDRegDocTypeID="1571" IdentityID="4420" IssuedBy-CountryID="11">
    <IDRegistrationNo>A755350</IDRegistrationNo></IDRegDocument>
  <IDRegDocument ID="6" IDRegDocTypeID="1571" IdentityID="4420"><IDRegistrationNo/></IDRegDocument>
</IDRegDocuments>
"""
PERSON = """
<DistinctParty FixedRef="2674"><Comment>Seen in Basra.</Comment>
  <Profile ID="900" PartySubTypeID="4">
    <Identity ID="4420" Primary="true">
      <Alias AliasTypeID="1400" Primary="false" LowQuality="true"><DocumentedName ID="1"><DocumentedNamePart>
        <NamePartValue NamePartGroupID="71">ABU-'UMAR</NamePartValue></DocumentedNamePart></DocumentedName>
        </Alias>
      <Alias AliasTypeID="1403" Primary="true" LowQuality="false">
        <DocumentedName ID="2">
          <DocumentedNamePart><NamePartValue NamePartGroupID="72">Abu</NamePartValue></DocumentedNamePart>
          <DocumentedNamePart><NamePartValue NamePartGroupID="71">ABBAS</NamePartValue></DocumentedNamePart>
        </DocumentedName>
        <DocumentedName ID="3"><DocumentedNamePart>
        <NamePartValue NamePartGroupID="73">أبو عباس</NamePartValue>
        </DocumentedNamePart></DocumentedName></Alias>
      <NamePartGroups><MasterNamePartGroup><NamePartGroup ID="71" NamePartTypeID="1520"/>
      </MasterNamePartGroup>
        <MasterNamePartGroup><NamePartGroup ID="72" NamePartTypeID="1521"/></MasterNamePartGroup>
        </NamePartGroups>
    </Identity>
    <Feature FeatureTypeID="8"><FeatureVersion ID="1"><DatePeriod>
      <Start Approximate="false"><From><Year>1948</Year><Month>12</Month><Day>10</Day></From>
        <To><Year>1948</Year><Month>12</Month><Day>10</Day></To></Start>
      <End><From><Year>1948</Year><Month>12</Month><Day>10</Day></From>
        <To><Year>1948</Year><Month>12</Month><Day>10</Day></To></End></DatePeriod></FeatureVersion></Feature>
    <Feature FeatureTypeID="8"><FeatureVersion ID="2"><DatePeriod>
      <Start Approximate="true"><From><Year>1950</Year><Month>1</Month><Day>1</Day></From></Start>
      <End><To><Year>1950</Year><Month>12</Month><Day>31</Day></To></End></DatePeriod></FeatureVersion>
      </Feature>
    <Feature FeatureTypeID="9"><FeatureVersion ID="3"><VersionLocation LocationID="2"/></FeatureVersion>
    </Feature>
    <Feature FeatureTypeID="10"><FeatureVersion ID="4"><VersionLocation LocationID="1"/></FeatureVersion>
    </Feature>
    <Feature FeatureTypeID="26"><FeatureVersion ID="5">
    <VersionDetail DetailTypeID="1432">Director</VersionDetail>
    </FeatureVersion></Feature>
  </Profile>
  <Feature FeatureTypeID="224"><FeatureVersion ID="6">
    <VersionDetail DetailTypeID="1431" DetailReferenceID="91526"/></FeatureVersion></Feature>
</DistinctParty>
"""
VESSEL = """
<DistinctParty FixedRef="15036"><Profile ID="901" PartySubTypeID="1"><Identity ID="9">
  <Alias Primary="true"><DocumentedName ID="4"><DocumentedNamePart>
  <NamePartValue NamePartGroupID="80">SHIP ONE
  </NamePartValue></DocumentedNamePart></DocumentedName></Alias></Identity></Profile></DistinctParty>
"""
ENTRIES = """
<SanctionsEntry ID="1" ProfileID="900" ListID="1550">
  <EntryEvent><Date><Year>1995</Year><Month>1</Month><Day>23</Day></Date></EntryEvent>
  <SanctionsMeasure SanctionsTypeID="2"/><SanctionsMeasure SanctionsTypeID="1"><Comment>SDGT</Comment>
  </SanctionsMeasure></SanctionsEntry>
<SanctionsEntry ID="2" ProfileID="901" ListID="1550"/>
<SanctionsEntry ID="3" ProfileID="902" ListID="1551"/>
"""
ELSEWHERE = VESSEL.replace("15036", "77").replace("901", "902")


def write(directory: Path, *, old: str = "", new: str = "", root: str = "Sanctions") -> Path:
    parties = f"<DistinctParties>{PERSON}{VESSEL}{ELSEWHERE}</DistinctParties>"
    body = f"{TABLES}{parties}<SanctionsEntries>{ENTRIES}</SanctionsEntries>"
    text = f'<?xml version="1.0" encoding="utf-8"?><{root} xmlns="{NAMESPACE}">{body}</{root}>'
    assert old in text
    path = directory / "sdn_advanced.xml"
    path.write_text(text.replace(old, new, 1) if old else text, encoding="utf-8")
    return path


def test_read_when_file_is_whole_then_each_statement_has_its_field(tmp_path: Path) -> None:
    document = ofac.read([write(tmp_path)])
    vessel, person = document.entities
    assert document.source is ListSource.OFAC
    assert (person.uid, person.reference, person.kind) == ("2674", "2674", EntityKind.PERSON)
    assert [(name.text, name.quality, name.script) for name in person.names] == [
        ("ABBAS, Abu", "primary", "latin"),
        ("أبو عباس", "primary", "arabic"),
        ("ABU-'UMAR", "weak", "latin"),
    ]
    assert person.births == (BirthDate.on(date(1948, 12, 10)), BirthDate.in_year(1950, circa=True))
    assert person.birth_places == ("Safed, Iraq",)
    assert person.nationalities == ("Iraq",)
    assert person.sex == "male"
    assert person.documents == (ListedDocument("Passport", "A755350", "Iraq"),)
    assert person.programmes == ("SDGT",)
    assert person.designations == ("Director",)
    assert person.remarks == "Seen in Basra."
    assert person.listed_on == date(1995, 1, 23)
    assert (vessel.uid, vessel.kind, vessel.primary_name) == ("15036", EntityKind.VESSEL, "SHIP ONE")


def test_read_when_an_entry_is_on_another_list_then_left_out(tmp_path: Path) -> None:
    assert "77" not in {entity.uid for entity in ofac.read([write(tmp_path)]).entities}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('FixedRef="2674"', 'FixedRef=""', 'a party has the number ""'),
        (
            '<Profile ID="900" PartySubTypeID="4">',
            '<Profile ID="900" PartySubTypeID="99">',
            "party 2674 is of a kind",
        ),
        ("SHIP ONE", "--", "party 15036 has no name"),
        ("<Month>12</Month>", "<Month>13</Month>", '"1948-13-10" is not a date'),
        (
            '<List ID="1550">SDN List</List>',
            '<List ID="1550">Other</List>',
            "no entry stands on the SDN list",
        ),
        ("</SanctionsEntries>", "", "the XML is broken or cut off"),
    ],
)
def test_read_when_something_is_wrong_then_one_clear_line(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        ofac.read([write(tmp_path, old=old, new=new)])
    assert said in refusal.value.detail
    assert refusal.value.detail.startswith("sdn_advanced.xml")


def test_read_when_the_format_is_another_then_says_so(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"sdn_advanced\.xml is XML or a web page"):
        ofac.read([write(tmp_path, root="sdnList")])
