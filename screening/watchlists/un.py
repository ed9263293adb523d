"""The United Nations Security Council Consolidated List, as its XML stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar
from xml.etree.ElementTree import Element

from portsec.kernel.errors import InvalidInput
from screening.enums import EntityKind, ListSource
from screening.watchlists import un_names, xml_document
from screening.watchlists.birth_date import MONTHS, BirthDate
from screening.watchlists.document import WatchlistDocument
from screening.watchlists.entity import ListedDocument, ListedEntity, ListedName, NameQuality, Sex

T = TypeVar("T")

_LIST = "UN consolidated list"
_ROOT = "CONSOLIDATED_LIST"
_SECTIONS = ("INDIVIDUALS", "ENTITIES")
_KINDS = {"INDIVIDUAL": EntityKind.PERSON, "ENTITY": EntityKind.ORGANISATION}
_NAME_PARTS = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_PLACE_PARTS = ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY")
# The list marks aliases of persons Good or Low, those of entities a.k.a. or f.k.a.
_QUALITIES: dict[str, NameQuality] = {"Good": "strong", "Low": "weak", "a.k.a.": "strong", "f.k.a.": "strong"}
_SEXES: dict[str, Sex] = {"male": "male", "female": "female"}
_SEX_IN_COMMENT = re.compile(r"\bgender\W{0,3}(male|female)\b", re.IGNORECASE)
_MONTH_IN_NOTE = re.compile(rf"\b({'|'.join(MONTHS)})[a-z]*\.? (\d{{4}})\b")


def read(paths: Sequence[Path]) -> WatchlistDocument:
    """Reads one XML file, or the one XML file of a directory.

    Raises InvalidInput, and reads nothing, if it is missing, unreadable, cut off or another format.
    """
    path = xml_document.the_file(paths, _LIST)
    root = _root(path)
    try:
        entities = [_entity(node, kind) for tag, kind in _KINDS.items() for node in root.iter(tag)]
    except InvalidInput as error:
        raise InvalidInput(f"{path.name}: {error.detail}") from None
    return WatchlistDocument.of(ListSource.UN, entities, published_at=_published_at(root))


def _root(path: Path) -> Element:
    root = xml_document.root(path, _ROOT, _LIST)
    for section in _SECTIONS:
        if root.find(section) is None:
            raise xml_document.not_the_list(path, _LIST, f"it has no <{section}>")
    return root


def _entity(node: Element, kind: EntityKind) -> ListedEntity:
    uid = _text(node, "DATAID")
    if not uid.isdigit():
        raise InvalidInput(f'an entry has the DATAID "{uid[:40]}", not a number.')
    primary = " ".join(part for tag in _NAME_PARTS if (part := _text(node, tag)))
    if not primary:
        raise InvalidInput(f"entry {uid} has no name.")
    aliases = [child for child in node if child.tag.endswith("_ALIAS")]
    places = [child for child in node if child.tag == "INDIVIDUAL_PLACE_OF_BIRTH"]
    addresses = [child for child in node if child.tag.endswith("_ADDRESS")]
    updates = [_day(value, uid) for value in _values(node, "LAST_DAY_UPDATED")]
    return ListedEntity(
        uid=uid,
        kind=kind,
        reference=_text(node, "REFERENCE_NUMBER"),
        names=_names(primary, _text(node, "NAME_ORIGINAL_SCRIPT"), aliases, uid),
        births=_unique([*_births(node, uid), *_alias_births(aliases, uid)]),
        birth_places=_unique(place for child in [*places, *aliases] if (place := _place(child))),
        addresses=_unique(place for child in addresses if (place := _place(child))),
        nationalities=_unique(_values(node, "NATIONALITY")),
        sex=_sex(node),
        documents=tuple(_documents(node)),
        programmes=(_text(node, "UN_LIST_TYPE"),) if _text(node, "UN_LIST_TYPE") else (),
        designations=_unique([*_values(node, "TITLE"), *_values(node, "DESIGNATION")]),
        remarks=_text(node, "COMMENTS1"),
        listed_on=_day(listed, uid) if (listed := _text(node, "LISTED_ON")) else None,
        updated_on=max(updates, default=None),
    )


def _names(primary: str, original: str, aliases: list[Element], uid: str) -> tuple[ListedName, ...]:
    names = [*un_names.split(primary, "primary")]
    if original:
        names.extend(un_names.split(original, "primary"))
    for alias in aliases:
        text, mark = _text(alias, "ALIAS_NAME"), _text(alias, "QUALITY")
        if text and mark not in _QUALITIES:
            raise InvalidInput(f'entry {uid}: alias "{text}" has the unknown quality "{mark}".')
        if text:
            names.extend(un_names.split(text, _QUALITIES[mark]))
    return _unique(names)


def _births(node: Element, uid: str) -> Iterator[BirthDate]:
    for child in node.iterfind("INDIVIDUAL_DATE_OF_BIRTH"):
        circa = _text(child, "TYPE_OF_DATE") == "APPROXIMATELY" or _text(child, "NOTE") == "Approximately"
        if day := _text(child, "DATE"):
            yield BirthDate.on(_day(day, uid), circa=circa)
        elif year := _text(child, "YEAR"):
            yield BirthDate.in_year(_year(year, uid), circa=circa)
        elif year := _text(child, "FROM_YEAR"):
            first, last = _year(year, uid), _year(_text(child, "TO_YEAR"), uid)
            yield BirthDate(date(min(first, last), 1, 1), date(max(first, last), 12, 31), circa)
        elif (said := _MONTH_IN_NOTE.search(_text(child, "NOTE"))) is not None:
            yield BirthDate.in_month(int(said[2]), MONTHS.index(said[1]) + 1, circa=circa)


def _alias_births(aliases: list[Element], uid: str) -> Iterator[BirthDate]:
    for alias in aliases:
        if stated := _text(alias, "DATE_OF_BIRTH"):
            if len(stated) == len("1965"):
                yield BirthDate.in_year(_year(stated, uid))
            else:
                yield BirthDate.on(_day(stated, uid))


def _documents(node: Element) -> Iterator[ListedDocument]:
    for child in node.iterfind("INDIVIDUAL_DOCUMENT"):
        if number := _text(child, "NUMBER"):
            kind = _text(child, "TYPE_OF_DOCUMENT") or _text(child, "TYPE_OF_DOCUMENT2") or "Document"
            country = _text(child, "ISSUING_COUNTRY") or _text(child, "COUNTRY_OF_ISSUE")
            yield ListedDocument(kind, number, country, _text(child, "NOTE"))


def _place(node: Element) -> str:
    if node.tag.endswith("_ALIAS"):
        parts = [_text(node, "CITY_OF_BIRTH"), _text(node, "COUNTRY_OF_BIRTH")]
    else:
        parts = [_text(node, tag) for tag in _PLACE_PARTS]
    return ", ".join(part for part in parts if part)


def _sex(node: Element) -> Sex:
    stated = _text(node, "GENDER").lower()
    if not stated and (said := _SEX_IN_COMMENT.search(_text(node, "COMMENTS1"))) is not None:
        stated = said[1].lower()
    return _SEXES.get(stated, "")


def _text(node: Element, tag: str) -> str:
    return " ".join((node.findtext(tag) or "").split())


def _values(node: Element, tag: str) -> list[str]:
    """The texts of <tag><VALUE>…</VALUE></tag>, without empty ones ("na" stands for not available)."""
    found = (" ".join((value.text or "").split()) for value in node.iterfind(f"{tag}/VALUE"))
    return [value for value in found if value.lower() not in ("", "na")]


def _day(text: str, uid: str) -> date:
    # Some dates carry the publisher's offset behind the day ("2010-06-09-04:00").
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise InvalidInput(f'entry {uid}: "{text[:40]}" is not a date.') from None


def _year(text: str, uid: str) -> int:
    if not (len(text) == len("1965") and text.isdigit()):
        raise InvalidInput(f'entry {uid}: "{text[:40]}" is not a year.')
    return int(text)


def _published_at(root: Element) -> datetime | None:
    stated = root.get("dateGenerated", "")
    try:
        moment = datetime.fromisoformat(stated)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _unique(values: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(values))
