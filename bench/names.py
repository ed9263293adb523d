"""Names to measure with: published lists and labelled pairs where they are at hand, else those that ship."""

from __future__ import annotations

import csv
import importlib
import io
import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import screening
from bench.measure import ROOT, PeerMissing, peer_module
from portsec.kernel.errors import InvalidInput
from screening.enums import EntityKind, ListSource
from screening.matching import name_table, quality
from screening.matching.subject import Subject
from screening.watchlists.birth_date import BirthDate
from screening.watchlists.entity import ListedEntity
from screening.watchlists.sources import read_source

SHARED = Path(os.environ.get("PORTSEC_SHARED") or ROOT.parent / "shared" / "data")
OWN = Path(screening.__file__).parent / "data"
LOGIC_V2_CUT = 0.70  # the cut that nomenklatura's own service ships
NOMENKLATURA = "nomenklatura"
SCHEMAS = {
    EntityKind.PERSON: "Person",
    EntityKind.ORGANISATION: "Organization",
    EntityKind.VESSEL: "Vessel",
    EntityKind.AIRCRAFT: "Airplane",
}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records, whether they are one, and the FollowTheMoney schema that both are of."""

    subject: Subject
    listed: ListedEntity
    is_same: bool
    schema: str


def labelled_pairs() -> tuple[list[Pair], str]:
    """The published pairs, else those that ship; with the name of the set."""
    published = SHARED / "name-matching" / "pairs.csv"
    if not published.exists():
        text = (OWN / "labelled_names.csv").read_text(encoding="utf-8")
        return [
            Pair(each.subject, each.listed, each.is_same, SCHEMAS[each.subject.kind])
            for each in quality.read_pairs(text)
        ], "own set"
    _, rows = name_table.rows(io.StringIO(published.read_text(encoding="utf-8")), name_table.PAIR_COLUMNS)
    return [
        Pair(*name_table.pair(row, line), row["is_match"] == "true", row["schema"])
        for line, row in enumerate(rows, 2)
    ], "published set"


def published_lists() -> list[ListedEntity]:
    """The entries of the OFAC and UN lists. Raises FileNotFoundError where they are not at hand."""
    entities: list[ListedEntity] = []
    for source in (ListSource.OFAC, ListSource.UN):
        place = SHARED / "watchlist" / source.value
        if not place.exists():
            raise FileNotFoundError(f"the published {source.label} is not there: {place}")
        entities += read_source(source, [place]).entities
    return entities


def unlisted_people() -> list[Subject]:
    """Published made-up people who are on no list, else those that ship."""
    published = SHARED / "name-matching" / "unlisted_people.csv"
    if published.exists():
        return list(_people(published))
    return list(quality.made_up_people((OWN / "made_up_people.csv").read_text(encoding="utf-8")))


def listed_people(*, altered: bool) -> list[Subject]:
    """People who are on the UN list, as written or with slips. Raises FileNotFoundError."""
    return list(_people(SHARED / "name-matching" / f"un_listed_people{'_altered' if altered else ''}.csv"))


def many_people(wanted: int) -> list[Subject]:
    """Made-up people with as many different parts as a population has: two in five share no family name.

    Family names are blended from two of the table, so that 100,000 people hold 40,000 of them.
    """
    rows = list(csv.DictReader(io.StringIO((OWN / "made_up_people.csv").read_text(encoding="utf-8"))))
    givens = [name for row in rows for name in row["given_names"].split()]
    families = [name for row in rows for name in row["family_names"].split()]
    return [
        Subject(
            (f"{givens[number * 7 % len(givens)]} {_blend(families, number)}",),
            birth=BirthDate.in_year(1950 + number % 55),
        )
        for number in range(wanted)
    ]


def _blend(families: list[str], number: int) -> str:
    one = families[number % len(families)]
    other = families[(number // len(families) + number) % len(families)]
    return one[: len(one) // 2] + other[len(other) // 2 :].lower()


class LogicV2:
    """nomenklatura's logic-v2, fetched for the run. Raises PeerMissing where it cannot be had."""

    def __init__(self) -> None:
        peer_module(NOMENKLATURA, f"{NOMENKLATURA}==4.17.4", built=("pyicu",))  # needs the headers of ICU
        try:
            self._model: Any = importlib.import_module("followthemoney").model
            self._algorithm: Any = importlib.import_module("nomenklatura.matching").LogicV2
        except (ImportError, AttributeError) as error:
            raise PeerMissing(f"nomenklatura cannot be loaded: {error}") from error
        self._config: Any = self._algorithm.default_config()
        self._numbers = count(1)

    def of_pair(self, pair: Pair) -> tuple[Any, Any]:
        return self.of_subject(pair.subject, pair.schema), self.of_entry(pair.listed, pair.schema)

    def of_subject(self, subject: Subject, schema: str = "") -> Any:
        births = [subject.birth.earliest.isoformat()] if subject.birth and subject.birth.day else []
        schema = schema or SCHEMAS[subject.kind]
        return self._proxy(schema, list(subject.names), births, list(subject.nationalities))

    def of_entry(self, entity: ListedEntity, schema: str = "") -> Any:
        births = [birth.earliest.isoformat() for birth in entity.births if birth.day]
        names = [name.text for name in entity.names]
        return self._proxy(schema or SCHEMAS[entity.kind], names, births, list(entity.nationalities))

    def score(self, one: Any, other: Any) -> float:
        return float(self._algorithm.compare(one, other, self._config).score)

    def _proxy(self, schema: str, names: list[str], births: list[str], countries: list[str]) -> Any:
        """A record under a number of its own: logic-v2 keeps what it read of a name by the record's id."""
        properties: dict[str, list[str]] = {"name": names}
        if schema == SCHEMAS[EntityKind.PERSON]:
            properties |= {"birthDate": births, "nationality": countries}
        record = {"id": str(next(self._numbers)), "schema": schema, "properties": properties}
        return self._model.get_proxy(record, cleaned=False)


def _people(path: Path) -> Iterator[Subject]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield Subject(
                names=(row["full_name"],),
                birth=_birth(row["date_of_birth"]),
                nationalities=(row["nationality"],) if row["nationality"] else (),
            )


def _birth(text: str) -> BirthDate | None:
    try:
        return BirthDate.parse(text) if text else None
    except InvalidInput:  # the altered rows hold days such as 32 January
        return None
