"""Small lists in their publishers' own formats."""

from __future__ import annotations

from pathlib import Path

EMPTY = "-0- "
END_MARK = "\x1a"

_NOTHING = EMPTY + ","
_PERSON_REMARKS = (
    "DOB 10 Dec 1948; alt. DOB circa 1950; POB Safed, Israel; nationality Iraq; Gender Male; "
    "Passport A755350 (Saudi Arabia) issued 08 Sep 2006; a.k.a. 'ABU-'UMAR'."
)
_TITLE = '"Director; Major General"'
_VESSEL = '"Crude Oil Tanker","99,144","56,068","Iran","NITC"'
_VESSEL_REMARKS = "Vessel Registration Identification IMO 9187629; MMSI 572469210."
_AIRCRAFT_REMARKS = "Aircraft Tail Number EP-GOM; Linked To: RAIZ."
SDN = (
    f'36,"AEROCARIBBEAN AIRLINES",-0- ,"CUBA",{_NOTHING * 7}{EMPTY}',
    f'2674,"ABBAS, Abu","individual","SDGT] [IFSR",{_TITLE},{_NOTHING * 6}"{_PERSON_REMARKS}"',
    f'15036,"SHIP ONE","vessel","IRAN",-0- ,"T2EU4",{_VESSEL},"{_VESSEL_REMARKS}"',
    f'15984,"EP-GOM","aircraft","SDGT",{_NOTHING * 7}"{_AIRCRAFT_REMARKS}"',
)
ALT = (
    '36,12,"aka","AERO-CARIBBEAN",-0- ',
    '2674,400,"aka","ABBAS, Mohammed",-0- ',
    '2674,401,"fka","ZAYDAN, Muhammad",-0- ',
)
ADD = ('36,25,-0- ,"Havana","Cuba",-0- ', '2674,26,"1 Quay, Gate 2","Basrah","Iraq",-0- ')
COMMENTS = ('15984," Second line; Linked To: RAIZ DOS."',)


def write_ofac(
    directory: Path,
    *,
    sdn: tuple[str, ...] = SDN,
    alt: tuple[str, ...] | None = ALT,
    add: tuple[str, ...] | None = ADD,
    comments: tuple[str, ...] | None = COMMENTS,
    end_mark: str = END_MARK,
) -> Path:
    """Writes the files as OFAC does: CRLF, Ctrl-Z behind the last row of all but the comments."""
    for name, rows in (("sdn.csv", sdn), ("alt.csv", alt), ("add.csv", add), ("sdn_comments.csv", comments)):
        if rows is not None:
            mark = "" if name == "sdn_comments.csv" else end_mark
            text = "".join(f"{row}\r\n" for row in rows) + mark
            (directory / name).write_bytes(text.encode())
    return directory


PERSON = """
<INDIVIDUAL>
  <DATAID>6908555</DATAID><VERSIONNUM>1</VERSIONNUM>
  <FIRST_NAME>MOHAMMED</FIRST_NAME><SECOND_NAME>AL-EXAMPLE</SECOND_NAME><THIRD_NAME/>
  <UN_LIST_TYPE>Al-Qaida</UN_LIST_TYPE><REFERENCE_NUMBER>QDi.001</REFERENCE_NUMBER>
  <LISTED_ON>2001-10-17</LISTED_ON>
  <NAME_ORIGINAL_SCRIPT>محمد المثال</NAME_ORIGINAL_SCRIPT>
  <COMMENTS1>Gender: Male. Photo available.</COMMENTS1>
  <TITLE><VALUE>Haji</VALUE></TITLE><DESIGNATION><VALUE>Financier</VALUE></DESIGNATION>
  <NATIONALITY><VALUE>Iraq</VALUE><VALUE>na</VALUE></NATIONALITY>
  <LAST_DAY_UPDATED><VALUE>2011-12-13</VALUE><VALUE>2020-11-24</VALUE></LAST_DAY_UPDATED>
  <INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Mohamed Example; Muhammad Example</ALIAS_NAME>
  </INDIVIDUAL_ALIAS>
  <INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>Abu Anas</ALIAS_NAME>
    <DATE_OF_BIRTH>1955</DATE_OF_BIRTH>
    <CITY_OF_BIRTH>Basra</CITY_OF_BIRTH><COUNTRY_OF_BIRTH>Iraq</COUNTRY_OF_BIRTH>
  </INDIVIDUAL_ALIAS>
  <INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS>
  <INDIVIDUAL_ADDRESS><CITY>Mosul</CITY><COUNTRY>Iraq</COUNTRY></INDIVIDUAL_ADDRESS>
  <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1957-03-09</DATE></INDIVIDUAL_DATE_OF_BIRTH>
  <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><YEAR>1958</YEAR></INDIVIDUAL_DATE_OF_BIRTH>
  <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE>
    <FROM_YEAR>1955</FROM_YEAR><TO_YEAR>1959</TO_YEAR>
  </INDIVIDUAL_DATE_OF_BIRTH>
  <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><NOTE>Nov. 1956</NOTE>
  </INDIVIDUAL_DATE_OF_BIRTH>
  <INDIVIDUAL_PLACE_OF_BIRTH><CITY>Mosul</CITY><COUNTRY>Iraq</COUNTRY></INDIVIDUAL_PLACE_OF_BIRTH>
  <INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>M 271351</NUMBER>
    <ISSUING_COUNTRY>Iraq</ISSUING_COUNTRY></INDIVIDUAL_DOCUMENT>
  <INDIVIDUAL_DOCUMENT/>
</INDIVIDUAL>
"""
ENTITY = """
<ENTITY>
  <DATAID>110001</DATAID><FIRST_NAME>EXAMPLE TRADING HOUSE</FIRST_NAME>
  <UN_LIST_TYPE>DPRK</UN_LIST_TYPE><REFERENCE_NUMBER>KPe.001</REFERENCE_NUMBER>
  <LISTED_ON>2010-06-09-04:00</LISTED_ON>
  <ENTITY_ALIAS><QUALITY>f.k.a.</QUALITY><ALIAS_NAME>OLD TRADING HOUSE</ALIAS_NAME></ENTITY_ALIAS>
  <ENTITY_ADDRESS><CITY>Pyongyang</CITY></ENTITY_ADDRESS>
</ENTITY>
"""


def un_xml(*, individuals: str = PERSON, entities: str = ENTITY) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<CONSOLIDATED_LIST dateGenerated="2026-02-27T00:00:09.554Z">'
        f"<INDIVIDUALS>{individuals}</INDIVIDUALS><ENTITIES>{entities}</ENTITIES></CONSOLIDATED_LIST>\n"
    )


def write_un(directory: Path, text: str | None = None) -> Path:
    path = directory / "consolidated.xml"
    path.write_text(un_xml() if text is None else text, encoding="utf-8")
    return path
