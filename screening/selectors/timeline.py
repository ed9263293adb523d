"""What happened in a case or to a person, told for people: the record and the notes, newest first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import User
from ledger.kinds import kind_of
from ledger.models import Entry
from ledger.selectors.entry import entries_about
from screening.models import Application, Person

LONGEST = 200  # happenings; a case has dozens, and more belongs on the audit pages
NOTED = "screening.application.noted"
SYSTEM_NAMES = {
    "system": "System",
    "system:load_watchlist": "Command line",
    "system:screening": "Watchlist check",
    "system:checks": "System",
    "system:clock": "By itself",
    "person": "The person",
}
ISO_DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
# What a second officer reads of a proposal before they have answered.
SEALED = {
    "screening.decision.proposed": "A decision is proposed; it stays closed until the second opinion.",
    "screening.decision.returned": "Returned to the case officer.",
}
WITHHELD = "Only the officers of the case may read this."


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing on a timeline: what, when, by whom, and the words that came with it."""

    at: datetime
    title: str
    text: str
    by: str
    tone: str
    icon: str


def case_timeline(application: Application, *, in_full: bool, sealed: bool = False) -> list[Happening]:
    """A case's timeline; without `in_full` the notes and the confidential words are left out.

    `sealed`: the reader may still be asked for a second opinion and must not learn what was proposed.
    """
    notes = {f"note:{note.pk}": note.text for note in application.notes.all()} if in_full else {}
    return _told([application.reference], notes, in_full=in_full, sealed=sealed)


def person_timeline(person: Person, *, in_full: bool) -> list[Happening]:
    """What happened to a person: registration, clearances, reassessments."""
    return _told([person.reference], {}, in_full=in_full)


def _told(
    subjects: list[str], notes: Mapping[str, str], *, in_full: bool, sealed: bool = False
) -> list[Happening]:
    entries = list(entries_about(subjects)[:LONGEST])
    names = display_names(entry.actor for entry in entries)
    return [
        _sealed(entry, names)
        if sealed and entry.kind in SEALED
        else _happening(entry, notes, names, in_full=in_full)
        for entry in entries
    ]


def _sealed(entry: Entry, names: Mapping[str, str]) -> Happening:
    """That something was proposed or returned, and not what."""
    by = names.get(entry.actor, entry.actor)
    return Happening(entry.at, SEALED[entry.kind], "", by, "wait", entry.icon)


def _happening(
    entry: Entry, notes: Mapping[str, str], names: Mapping[str, str], *, in_full: bool
) -> Happening:
    """The kind's sentence without its reason, and the reason below it."""
    kind = kind_of(entry.kind)
    said = kind.describe(entry.body | {"reason": ""}).strip().removesuffix(":").strip()
    title = ISO_DATE.sub(_spoken, said)
    text = notes.get(entry.body.get("note", ""), "") or str(entry.body.get("reason", ""))
    if not in_full and (entry.kind == NOTED or (text and "reason" in kind.confidential)):
        text = WITHHELD
    return Happening(entry.at, title, text, names.get(entry.actor, entry.actor), entry.tone, entry.icon)


def _spoken(found: re.Match[str]) -> str:
    day = date.fromisoformat(found[0])
    return f"{day.day} {day:%b %Y}"


def display_names(actors: Iterable[str]) -> dict[str, str]:
    """The names that people know for the actors of the record."""
    wanted = set(actors)
    usernames = [actor.removeprefix("user:") for actor in wanted if actor.startswith("user:")]
    people = User.objects.filter(username__in=usernames)
    names = {user.reference: str(user) for user in people}
    return {**{actor: _system_name(actor) for actor in wanted - names.keys()}, **names}


def _system_name(actor: str) -> str:
    return SYSTEM_NAMES.get(actor, actor.removeprefix("system:").removeprefix("user:").replace("_", " "))
