"""Both sides of a hit in words, and what differs between two versions of an entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from portsec.interface.components.tables import Column
from screening.forms.choices import SEXES, country_name
from screening.matching.evidence import Agreement
from screening.models import CrewHit, Hit, Person
from screening.watchlists.entity import ListedEntity

LABELS = {
    "name": "Name",
    "kind": "Kind of entry",
    "birth_date": "Date of birth",
    "nationality": "Nationality",
    "sex": "Sex",
    "birth_place": "Place of birth",
    "document": "Documents",
}
FURTHER_LABELS = {
    "address": "Addresses",
    "programme": "Programme",
    "designation": "Functions and titles",
    "remarks": "Remarks",
}
COLUMNS = (
    Column("field", "Field"),
    Column("person", "Person"),
    Column("entry", "List entry"),
    Column("verdict", "What the matcher says"),
)

Texts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One line of the two columns, with what the matcher says of it."""

    label: str
    person: Texts
    entry: Texts
    verdict: Agreement
    sentence: str


@dataclass(frozen=True, slots=True)
class Change:
    """One field of an entry in its earlier and its present version."""

    label: str
    was: Texts
    now: Texts


def comparisons(found: Hit | CrewHit) -> list[Comparison]:
    """Each field that the matcher looked at, with what both sides say."""
    mine, theirs = _of_person(found.whose), _of_entry(ListedEntity.from_data(found.entry.data))
    return [
        Comparison(
            LABELS.get(line["field"], line["field"]),
            mine.get(line["field"], ()),
            theirs.get(line["field"], ()),
            Agreement(line["verdict"]),
            line["sentence"],
        )
        for line in found.lines
    ]


def changes(earlier: ListedEntity, present: ListedEntity) -> list[Change]:
    """The fields in which two versions of an entry differ."""
    was, now = (_of_entry(entity) | _further(entity) for entity in (earlier, present))
    return [
        Change(label, was[field], now[field])
        for field, label in (LABELS | FURTHER_LABELS).items()
        if set(was[field]) != set(now[field])
    ]


def _of_person(person: Person) -> Mapping[str, Texts]:
    born = person.birth_date
    return {
        "name": tuple(name for name in (person.full_name, person.native_name) if name),
        "kind": ("Person",),
        "birth_date": (f"{born:%-d %b %Y}",) if born else (),
        "nationality": (country_name(person.nationality),) if person.nationality else (),
        "sex": (dict(SEXES)[person.sex],) if person.sex else (),
    }


def _of_entry(entity: ListedEntity) -> dict[str, Texts]:
    return {
        "name": tuple(
            name.text if name.quality == "primary" else f"{name.text} ({name.quality} alias)"
            for name in entity.names
        ),
        "kind": (entity.kind.label,),
        "birth_date": tuple(birth.text for birth in entity.births),
        "nationality": entity.nationalities,
        "sex": (entity.sex.capitalize(),) if entity.sex else (),
        "birth_place": entity.birth_places,
        "document": tuple(
            " ".join(part for part in (paper.kind, paper.number, paper.country) if part)
            for paper in entity.documents
        ),
    }


def _further(entity: ListedEntity) -> dict[str, Texts]:
    return {
        "address": entity.addresses,
        "programme": entity.programmes,
        "designation": entity.designations,
        "remarks": (entity.remarks,) if entity.remarks else (),
    }
