"""The European Union's consolidated list of financial sanctions, as its XML (version 1.1) stands.

Almost everything is in attributes. An element that the list does not explain further is left alone: the
Commission adds some from time to time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar
from xml.etree.ElementTree import Element

from portsec.kernel.errors import InvalidInput
from screening.enums import EntityKind, ListSource
from screening.watchlists import xml_document
from screening.watchlists.birth_date import BirthDate
from screening.watchlists.document import WatchlistDocument
from screening.watchlists.entity import ListedDocument, ListedEntity, ListedName, Sex, script_of

T = TypeVar("T")

_LIST = "EU consolidated list"
_NAMESPACE = "{http://eu.europa.ec/fpi/fsd/export}"
_ROOT = f"{_NAMESPACE}export"
_KINDS = {"person": EntityKind.PERSON, "enterprise": EntityKind.ORGANISATION}
_SEXES: dict[str, Sex] = {"M": "male", "F": "female", "": ""}
_UNKNOWN_COUNTRY = "00"
_PLACE_PARTS = ("place", "city", "region", "countryDescription")
_ADDRESS_PARTS = ("street", "poBox", "zipCode", "city", "region", "place", "countryDescription")


def read(paths: Sequence[Path]) -> WatchlistDocument:
    """Reads one XML file, or the one XML file of a directory.

    Raises InvalidInput, and reads nothing, if it is missing, unreadable, cut off or another format.
    """
    path = xml_document.the_file(paths, _LIST)
    root = xml_document.root(path, _ROOT, _LIST)
    try:
        entities = [_entity(node) for node in _children(root, "sanctionEntity")]
    except InvalidInput as error:
        raise InvalidInput(f"{path.name}: {error.detail}") from None
    return WatchlistDocument.of(ListSource.EU, entities, published_at=_published_at(root))


def _entity(node: Element) -> ListedEntity:
    uid = node.get("logicalId", "")
    if not uid.isdigit():
        raise InvalidInput(f'an entry has the logicalId "{uid[:40]}", not a number.')
    aliases = list(_children(node, "nameAlias"))
    births = list(_children(node, "birthdate"))
    return ListedEntity(
        uid=uid,
        kind=_kind(node, uid),
        reference=node.get("euReferenceNumber", ""),
        names=_names(aliases, uid),
        births=_unique(birth for child in births if (birth := _birth(child, uid)) is not None),
        birth_places=_unique(place for child in births if (place := _joined(child, _PLACE_PARTS))),
        addresses=_unique(
            place for child in _children(node, "address") if (place := _joined(child, _ADDRESS_PARTS))
        ),
        nationalities=_unique(name for child in _children(node, "citizenship") if (name := _country(child))),
        sex=_sex(aliases),
        documents=tuple(_documents(node)),
        programmes=_unique(
            word for child in _children(node, "regulation") if (word := child.get("programme", ""))
        ),
        designations=_unique(
            word for child in aliases for key in ("title", "function") if (word := _attribute(child, key))
        ),
        remarks=" ".join(" ".join((child.text or "").split()) for child in _children(node, "remark")).strip(),
        listed_on=_day(node.get("designationDate", ""), uid),
    )


def _kind(node: Element, uid: str) -> EntityKind:
    code = next((child.get("code", "") for child in _children(node, "subjectType")), "")
    if code not in _KINDS:
        raise InvalidInput(f'entry {uid} has the unknown subject type "{code[:40]}".')
    return _KINDS[code]


def _names(aliases: list[Element], uid: str) -> tuple[ListedName, ...]:
    """The first strong name is the primary one; names that the Council marks as weak stay weak."""
    names: list[ListedName] = []
    for alias in aliases:
        text = _attribute(alias, "wholeName") or _joined(alias, ("firstName", "middleName", "lastName"), " ")
        if not any(character.isalnum() for character in text):
            continue
        if alias.get("strong", "true") == "false":
            names.append(ListedName(text, "weak", script_of(text)))
        else:
            is_first = all(name.quality == "weak" for name in names)
            names.append(ListedName(text, "primary" if is_first else "strong", script_of(text)))
    if not names:
        raise InvalidInput(f"entry {uid} has no name.")
    return _unique(names)


def _birth(node: Element, uid: str) -> BirthDate | None:
    circa = node.get("circa") == "true"
    if (day := _day(node.get("birthdate", ""), uid)) is not None:
        return BirthDate.on(day, circa=circa)
    first, last = node.get("yearRangeFrom", ""), node.get("yearRangeTo", "")
    year, month = node.get("year", ""), node.get("monthOfYear", "")
    try:
        if year and month:
            return BirthDate.in_month(int(year), int(month), circa=circa)
        if year:
            return BirthDate.in_year(int(year), circa=circa)
        if first and last:
            return BirthDate(date(int(first), 1, 1), date(int(last), 12, 31), circa)
    except ValueError:
        said = "-".join(filter(None, (year or first, month or last)))[:40]
        raise InvalidInput(f'entry {uid}: "{said}" is no birth date.') from None
    return None


def _documents(node: Element) -> Iterator[ListedDocument]:
    for child in _children(node, "identification"):
        if number := _attribute(child, "number") or _attribute(child, "latinNumber"):
            kind = _attribute(child, "identificationTypeDescription") or "Document"
            note = " ".join((child.findtext(f"{_NAMESPACE}remark") or "").split())
            yield ListedDocument(kind, number, _country(child), note)


def _sex(aliases: list[Element]) -> Sex:
    """The one that its names agree on; none where they do not."""
    said = {_SEXES[code] for child in aliases if (code := child.get("gender", "")) in ("M", "F")}
    return said.pop() if len(said) == 1 else ""


def _country(node: Element) -> str:
    if node.get("countryIso2Code") == _UNKNOWN_COUNTRY:
        return ""
    return _attribute(node, "countryDescription") or node.get("countryIso2Code", "")


def _joined(node: Element, keys: tuple[str, ...], between: str = ", ") -> str:
    if node.get("countryIso2Code") == _UNKNOWN_COUNTRY:
        keys = tuple(key for key in keys if key != "countryDescription")
    return between.join(word for key in keys if (word := _attribute(node, key)))


def _attribute(node: Element, key: str) -> str:
    return " ".join(node.get(key, "").split())


def _day(text: str, uid: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise InvalidInput(f'entry {uid}: "{text[:40]}" is not a date.') from None


def _published_at(root: Element) -> datetime | None:
    try:
        moment = datetime.fromisoformat(root.get("generationDate", ""))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _children(node: Element, tag: str) -> Iterator[Element]:
    return node.iterfind(f"{_NAMESPACE}{tag}")


def _unique(values: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(values))
