"""OFAC's list as its advanced XML stands: reference tables, places, papers, parties and the entries on lists.

Everything refers to everything else by number. The number of a party (`FixedRef`) is that of the delimited
files, so that an entry keeps its key when a port changes from one form to the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from xml.etree.ElementTree import Element

from portsec.kernel.errors import InvalidInput
from screening.enums import EntityKind, ListSource
from screening.watchlists import files, xml_document
from screening.watchlists.birth_date import BirthDate
from screening.watchlists.document import WatchlistDocument
from screening.watchlists.entity import ListedDocument, ListedEntity, ListedName, Sex, script_of

LIST = "OFAC advanced XML list"
_ROOT = "Sanctions"
_BEGINNING = 1_024  # bytes: the XML declaration and the root element
_SDN = "SDN List"  # other lists of OFAC share the file
_PROGRAMME = "Program"
_FAMILY_NAME = "Last Name"
# Labels of the features that are read; the file explains its own numbers.
_BIRTH, _BIRTH_PLACE, _GENDER, _ADDRESS = "Birthdate", "Place of Birth", "Gender", "Location"
_NATIONALITIES = ("Nationality Country", "Citizenship Country", "Vessel Flag", "Flag")
_DESIGNATION = "Title"
_SEXES: Mapping[str, Sex] = {"male": "male", "female": "female"}
_KINDS = {"Vessel": EntityKind.VESSEL, "Aircraft": EntityKind.AIRCRAFT}
_PARTY_KINDS = {"Individual": EntityKind.PERSON, "Entity": EntityKind.ORGANISATION}


@dataclass(slots=True)
class _File:
    """What entries refer to, by number."""

    words: dict[str, dict[str, str]]  # reference table -> number -> label
    sub_types: dict[str, EntityKind]
    places: dict[str, str]
    papers: dict[str, list[ListedDocument]]
    programmes: dict[str, tuple[str, ...]]  # by profile, of those on the list
    listed: dict[str, date]


def is_it(path: Path) -> bool:
    """Whether a file looks like this form at its beginning; OFAC's other files have no markup."""
    return path.is_file() and f"<{_ROOT} " in files.contents(path)[:_BEGINNING].decode("utf-8", "replace")


def read(path: Path) -> WatchlistDocument:
    """Reads one file. Raises InvalidInput, and reads nothing, if it is cut off or another format."""
    root = xml_document.root(path, _ROOT, LIST, any_namespace=True)
    try:
        file = _file(root)
        entities = [
            entity for party in _all(root, "DistinctParties/DistinctParty") for entity in _entity(party, file)
        ]
    except InvalidInput as error:
        raise InvalidInput(f"{path.name}: {error.detail}") from None
    return WatchlistDocument.of(ListSource.OFAC, entities)


def _file(root: Element) -> _File:
    words: dict[str, dict[str, str]] = defaultdict(dict)
    kinds: dict[str, EntityKind] = {}
    for table in _all(root, "ReferenceValueSets/*"):
        for row in table:
            words[_tag(row)][row.get("ID", "")] = _said(row)
    for row in _all(root, "ReferenceValueSets/PartySubTypeValues/PartySubType"):
        party = words["PartyType"].get(row.get("PartyTypeID", ""), "")
        kind = _KINDS.get(_said(row)) or _PARTY_KINDS.get(party)
        if kind is not None:
            kinds[row.get("ID", "")] = kind
    file = _File(words, kinds, {}, defaultdict(list), {}, {})
    for place in _all(root, "Locations/Location"):
        file.places[place.get("ID", "")] = _place(place, file)
    for paper in _all(root, "IDRegDocuments/IDRegDocument"):
        _keep_paper(paper, file)
    for entry in _all(root, "SanctionsEntries/SanctionsEntry"):
        _keep_entry(entry, file)
    if not file.programmes:
        raise InvalidInput("no entry stands on the SDN list.")
    return file


def _place(node: Element, file: _File) -> str:
    values = (_said(value) for value in _all(node, "LocationPart/LocationPartValue/Value"))
    countries = (
        file.words["Country"].get(part.get("CountryID", ""), "") for part in _all(node, "LocationCountry")
    )
    return ", ".join(part for part in (*values, *countries) if part)


def _keep_paper(node: Element, file: _File) -> None:
    number = next((_said(child) for child in _all(node, "IDRegistrationNo")), "")
    if number:
        kind = file.words["IDRegDocType"].get(node.get("IDRegDocTypeID", ""), "") or "Document"
        country = file.words["Country"].get(node.get("IssuedBy-CountryID", ""), "")
        file.papers[node.get("IdentityID", "")].append(ListedDocument(kind, number, country))


def _keep_entry(node: Element, file: _File) -> None:
    if file.words["List"].get(node.get("ListID", "")) != _SDN:
        return
    profile = node.get("ProfileID", "")
    said = (
        next((_said(comment) for comment in _all(measure, "Comment")), "")
        for measure in _all(node, "SanctionsMeasure")
        if file.words["SanctionsType"].get(measure.get("SanctionsTypeID", "")) == _PROGRAMME
    )
    known = file.programmes.get(profile, ())
    file.programmes[profile] = tuple(dict.fromkeys([*known, *filter(None, said)]))
    for day in _all(node, "EntryEvent/Date"):
        file.listed.setdefault(profile, _day(day))


def _entity(party: Element, file: _File) -> Iterator[ListedEntity]:
    """The entries of a party: one for each of its profiles that stands on the list."""
    for profile in _all(party, "Profile"):
        number = profile.get("ID", "")
        if number not in file.programmes:
            continue
        uid = party.get("FixedRef", "")
        if not uid.isdigit():
            raise InvalidInput(f'a party has the number "{uid[:40]}".')
        kind = file.sub_types.get(profile.get("PartySubTypeID", ""))
        if kind is None:
            raise InvalidInput(f"party {uid} is of a kind that the file does not explain.")
        features = _features([*_all(profile, "Feature"), *_all(party, "Feature")], file)
        identities = [identity.get("ID", "") for identity in _all(profile, "Identity")]
        yield ListedEntity(
            uid=uid,
            kind=kind,
            reference=uid,
            names=_names(profile, uid, file),
            births=tuple(dict.fromkeys(_birth(each) for each in _dates(features[_BIRTH]))),
            birth_places=_texts(features[_BIRTH_PLACE], file),
            addresses=_texts(features[_ADDRESS], file),
            nationalities=_texts([each for label in _NATIONALITIES for each in features[label]], file),
            sex=next((_SEXES.get(word.lower(), "") for word in _texts(features[_GENDER], file)), ""),
            documents=tuple(paper for identity in identities for paper in file.papers.get(identity, ())),
            programmes=file.programmes[number],
            designations=_texts(features[_DESIGNATION], file),
            remarks=next((_said(comment) for comment in _all(party, "Comment")), ""),
            listed_on=file.listed.get(number),
        )


def _names(profile: Element, uid: str, file: _File) -> tuple[ListedName, ...]:
    part_types = {
        group.get("ID", ""): file.words["NamePartType"].get(group.get("NamePartTypeID", ""), "")
        for group in _all(profile, "Identity/NamePartGroups/MasterNamePartGroup/NamePartGroup")
    }
    primary: list[ListedName] = []
    others: list[ListedName] = []
    for alias in _all(profile, "Identity/Alias"):
        is_primary = alias.get("Primary") == "true"
        weak = alias.get("LowQuality") == "true"
        for documented in _all(alias, "DocumentedName"):
            text = _name(documented, part_types)
            if any(character.isalnum() for character in text):
                quality = "weak" if weak else "primary" if is_primary else "strong"
                name = ListedName(text, quality, script_of(text))  # type: ignore[arg-type]
                (primary if is_primary else others).append(name)
    if not primary and not others:
        raise InvalidInput(f"party {uid} has no name.")
    return tuple(dict.fromkeys([*primary, *others]))


def _name(node: Element, part_types: Mapping[str, str]) -> str:
    """As OFAC's other files write it: the family name, a comma, the rest."""
    family: list[str] = []
    rest: list[str] = []
    for value in _all(node, "DocumentedNamePart/NamePartValue"):
        is_family = part_types.get(value.get("NamePartGroupID", "")) == _FAMILY_NAME
        (family if is_family else rest).append(_said(value))
    return ", ".join(filter(None, (" ".join(family), " ".join(rest))))


def _features(nodes: list[Element], file: _File) -> defaultdict[str, list[Element]]:
    """The versions of each feature by its label."""
    found: defaultdict[str, list[Element]] = defaultdict(list)
    for node in nodes:
        label = file.words["FeatureType"].get(node.get("FeatureTypeID", ""), "")
        found[label].extend(_all(node, "FeatureVersion"))
    return found


def _texts(versions: list[Element], file: _File) -> tuple[str, ...]:
    """What versions of a feature say: their own words, a word of the tables, or a place."""
    found: list[str] = []
    for version in versions:
        places = (place.get("LocationID", "") for place in _all(version, "VersionLocation"))
        found.extend(file.places.get(number, "") for number in places)
        found.extend(_detail(detail, file) for detail in _all(version, "VersionDetail"))
    return tuple(dict.fromkeys(text for text in found if text))


def _detail(node: Element, file: _File) -> str:
    return _said(node) or file.words["DetailReference"].get(node.get("DetailReferenceID", ""), "")


def _dates(versions: list[Element]) -> Iterator[Element]:
    for version in versions:
        yield from _all(version, "DatePeriod")


def _birth(period: Element) -> BirthDate:
    """From the first day that the period may begin to the last day that it may end."""
    days = [
        _day(day) for tag in ("Start/From", "Start/To", "End/From", "End/To") for day in _all(period, tag)
    ]
    if not days:
        raise InvalidInput("a birth date has no day.")
    circa = any(edge.get("Approximate") == "true" for edge in _all(period, "Start"))
    return BirthDate(min(days), max(days), circa)


def _day(node: Element) -> date:
    numbers = [next((_said(child) for child in _all(node, tag)), "") for tag in ("Year", "Month", "Day")]
    try:
        year, month, day = (int(number) for number in numbers)
        return date(year, month, day)
    except ValueError:
        raise InvalidInput(f'"{"-".join(numbers)[:40]}" is not a date.') from None


def _all(node: Element, path: str) -> Iterator[Element]:
    """Descendants by a path of bare tags: OFAC has changed the namespace before."""
    return node.iterfind("/".join(tag if tag == "*" else f"{{*}}{tag}" for tag in path.split("/")))


def _tag(node: Element) -> str:
    return str(node.tag).rpartition("}")[2]


def _said(node: Element) -> str:
    return " ".join((node.text or "").split())
