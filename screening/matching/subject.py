"""The person, company or ship that is looked for."""

from __future__ import annotations

from dataclasses import dataclass

from screening.enums import EntityKind
from screening.watchlists.birth_date import BirthDate
from screening.watchlists.entity import Sex


@dataclass(frozen=True, slots=True)
class Subject:
    """What is known of the one to be screened.

    `names` holds every form: passport, machine-readable zone, own script, former names. Nationalities are ISO
    codes or names of countries, documents bare numbers. Empty means not known; nothing is held against it.
    """

    names: tuple[str, ...]
    kind: EntityKind = EntityKind.PERSON
    birth: BirthDate | None = None
    nationalities: tuple[str, ...] = ()
    sex: Sex = ""
    birth_place: str = ""
    documents: tuple[str, ...] = ()
