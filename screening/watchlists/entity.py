"""One entry of a watchlist, whoever published it."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, Self, get_args

from screening.enums import EntityKind
from screening.watchlists.birth_date import BirthDate

NameQuality = Literal["primary", "strong", "weak"]
Sex = Literal["male", "female", ""]


@dataclass(frozen=True, slots=True)
class ListedName:
    """One name of the entry as published. Weak names are too broad to raise an alert on their own."""

    text: str
    quality: NameQuality = "primary"
    script: str = "latin"

    def __post_init__(self) -> None:
        if self.quality not in get_args(NameQuality):
            raise ValueError(f"unknown name quality {self.quality!r}")


@dataclass(frozen=True, slots=True)
class ListedDocument:
    """A paper or registration: passport, national identity number, IMO number, aircraft tail number."""

    kind: str
    number: str
    country: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ListedEntity:
    """One entry. `uid` is the publisher's permanent key, `reference` the number that officers quote.

    Texts stand as published, countries included. Empty means that the publisher does not say.
    `details` holds what only vessels and aircraft have, by name.
    """

    uid: str
    kind: EntityKind
    names: tuple[ListedName, ...]
    reference: str = ""
    births: tuple[BirthDate, ...] = ()
    birth_places: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    nationalities: tuple[str, ...] = ()
    sex: Sex = ""
    documents: tuple[ListedDocument, ...] = ()
    programmes: tuple[str, ...] = ()
    designations: tuple[str, ...] = ()
    details: tuple[tuple[str, str], ...] = ()
    remarks: str = ""
    listed_on: date | None = None
    updated_on: date | None = None

    def __post_init__(self) -> None:
        if not self.names:
            raise ValueError(f"entry {self.uid} has no name")

    @property
    def primary_name(self) -> str:
        return next((name.text for name in self.names if name.quality == "primary"), self.names[0].text)

    def as_data(self) -> dict[str, Any]:
        """Plain JSON values; `from_data` gives an equal entry back."""
        return {
            "uid": self.uid,
            "kind": self.kind.value,
            "reference": self.reference,
            "names": [{"text": n.text, "quality": n.quality, "script": n.script} for n in self.names],
            "births": [birth.as_data() for birth in self.births],
            "birth_places": list(self.birth_places),
            "addresses": list(self.addresses),
            "nationalities": list(self.nationalities),
            "sex": self.sex,
            "documents": [
                {"kind": d.kind, "number": d.number, "country": d.country, "note": d.note}
                for d in self.documents
            ],
            "programmes": list(self.programmes),
            "designations": list(self.designations),
            "details": [list(pair) for pair in self.details],
            "remarks": self.remarks,
            "listed_on": self.listed_on.isoformat() if self.listed_on else None,
            "updated_on": self.updated_on.isoformat() if self.updated_on else None,
        }

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Self:
        """The entry that `as_data` wrote. Raises KeyError, TypeError or ValueError for anything else."""
        return cls(
            uid=data["uid"],
            kind=EntityKind(data["kind"]),
            reference=data["reference"],
            names=tuple(ListedName(**name) for name in data["names"]),
            births=tuple(BirthDate.from_data(birth) for birth in data["births"]),
            birth_places=tuple(data["birth_places"]),
            addresses=tuple(data["addresses"]),
            nationalities=tuple(data["nationalities"]),
            sex=data["sex"],
            documents=tuple(ListedDocument(**document) for document in data["documents"]),
            programmes=tuple(data["programmes"]),
            designations=tuple(data["designations"]),
            details=tuple((name, value) for name, value in data["details"]),
            remarks=data["remarks"],
            listed_on=date.fromisoformat(data["listed_on"]) if data["listed_on"] else None,
            updated_on=date.fromisoformat(data["updated_on"]) if data["updated_on"] else None,
        )

    def content_digest(self) -> str:
        """SHA-256 over all content, in hexadecimal; decides whether the entry changed between versions.

        The order in which a publisher writes names, dates or papers does not count: it says nothing
        about the person, and a dismissed hit must not open again because of it.
        """
        content = {
            key: sorted(value, key=_canonical) if isinstance(value, list) else value
            for key, value in self.as_data().items()
        }
        return hashlib.sha256(_canonical(content).encode()).hexdigest()


def _canonical(value: object) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def script_of(text: str) -> str:
    """The script of the first letter that is not Latin, in lower case (`arabic`, `hangul`), else `latin`."""
    for character in text:
        if character.isalpha() and not character.isascii():
            script = unicodedata.name(character, "LATIN").split(" ", 1)[0].lower()
            if script not in ("latin", "modifier", "feminine", "masculine"):
                return script
    return "latin"
