"""How well names are told apart: precision, recall and F1 over labelled pairs, alerts for unlisted people.

The labelled pairs and the made-up people ship with the project and were written for it. A set of one's own
beside the published ones shows what a change does, pitfall by pitfall; it does not replace them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from screening.enums import EntityKind
from screening.matching.compare import ALERT_THRESHOLD, is_alert, score
from screening.matching.subject import Subject
from screening.watchlists.birth_date import BirthDate
from screening.watchlists.entity import ListedEntity, ListedName

EARLIEST_BIRTH = date(1955, 1, 1)  # of the made-up people: working age
BIRTH_STEP = timedelta(days=9)  # between one and the next, so that 2,000 people spread over five decades


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """Two records, whether they are one, and which pitfall they try."""

    pitfall: str
    subject: Subject
    listed: ListedEntity
    is_same: bool


@dataclass(frozen=True, slots=True)
class Figures:
    """How often an alert was right, and how often one that was needed came. Shares from 0 to 1."""

    right: int = 0
    false_alerts: int = 0
    missed: int = 0
    rightly_silent: int = 0

    @property
    def pairs(self) -> int:
        return self.right + self.false_alerts + self.missed + self.rightly_silent

    @property
    def precision(self) -> float:
        alerts = self.right + self.false_alerts
        return self.right / alerts if alerts else 1.0

    @property
    def recall(self) -> float:
        needed = self.right + self.missed
        return self.right / needed if needed else 1.0

    @property
    def f1(self) -> float:
        counted = 2 * self.right + self.false_alerts + self.missed
        return 2 * self.right / counted if counted else 1.0


@dataclass(frozen=True, slots=True)
class Judged:
    """One pair with the matcher's answer."""

    pair: LabelledPair
    is_alert: bool
    score: float

    @property
    def is_right(self) -> bool:
        return self.is_alert is self.pair.is_same


def read_pairs(text: str) -> list[LabelledPair]:
    """The pairs of a table with the columns of `labelled_names.csv`. Raises KeyError or InvalidInput."""
    return [_pair(row, number) for number, row in enumerate(csv.DictReader(io.StringIO(text)), 1)]


def judge(pairs: Iterable[LabelledPair], threshold: float = ALERT_THRESHOLD) -> list[Judged]:
    """Compare each pair, at one threshold for all."""
    judged = []
    for pair in pairs:
        match = score(pair.subject, pair.listed)
        judged.append(Judged(pair, is_alert(match, threshold), match.score))
    return judged


def figures(judged: Iterable[Judged]) -> Figures:
    """Count right and wrong answers."""
    counted = {(alert, same): 0 for alert in (True, False) for same in (True, False)}
    for each in judged:
        counted[each.is_alert, each.pair.is_same] += 1
    return Figures(
        right=counted[True, True],
        false_alerts=counted[True, False],
        missed=counted[False, True],
        rightly_silent=counted[False, False],
    )


def by_pitfall(judged: Iterable[Judged]) -> dict[str, Figures]:
    """The same for each pitfall, in the order of the table."""
    groups: dict[str, list[Judged]] = {}
    for each in judged:
        groups.setdefault(each.pair.pitfall, []).append(each)
    return {pitfall: figures(group) for pitfall, group in groups.items()}


def made_up_people(text: str) -> Iterator[Subject]:
    """Every given name with every family name of each country of `made_up_people.csv`, with a birth date."""
    number = 0
    for row in csv.DictReader(io.StringIO(text)):
        for family in row["family_names"].split():
            for given in row["given_names"].split():
                born = EARLIEST_BIRTH + number * BIRTH_STEP
                yield Subject(
                    (f"{given} {family}",), birth=BirthDate.on(born), nationalities=(row["country"],)
                )
                number += 1


def _pair(row: dict[str, str], number: int) -> LabelledPair:
    kind = EntityKind(row["kind"])
    listed = ListedEntity(
        uid=str(number),
        kind=kind,
        names=(ListedName(row["listed_name"]),),
        births=tuple(BirthDate.parse(text) for text in (row["listed_birth_date"],) if text),
        nationalities=tuple(text for text in (row["listed_country"],) if text),
    )
    subject = Subject(
        names=(row["name"],),
        kind=kind,
        birth=BirthDate.parse(row["birth_date"]) if row["birth_date"] else None,
        nationalities=tuple(text for text in (row["country"],) if text),
    )
    return LabelledPair(row["pitfall"], subject, listed, row["same"] == "1")
