"""Everything that is held about a person, as they may have it: Regulation (EU) 2016/679 Art. 15.

It is read from the registry of belongings, so that a new table is in the file without being asked for. What
may not be given is listed with its legal ground and its essence.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db.models import Field, ForeignKey, Model, Q, QuerySet
from django.utils import timezone

from ledger.kinds import kind_of
from ledger.selectors.entry import entries_about
from screening.adjudication_words import RESTRICTED_SOURCES
from screening.belongings import OF_CASES, OF_PEOPLE
from screening.enums import CheckKind
from screening.models import Application, Person
from screening.selectors.application import OPEN_STATES
from screening.selectors.secret_ground import essences_of
from screening.selectors.watchlist import is_ever_loaded

Values = dict[str, str]


@dataclass(frozen=True, slots=True)
class Section:
    """The rows of one table, by their columns' names."""

    title: str
    rows: tuple[Values, ...]


@dataclass(frozen=True, slots=True)
class Withheld:
    """What is not in the file: what it is, by which law it stays out, and what may be said of it."""

    what: str
    legal_ground: str
    essence: str


@dataclass(frozen=True, slots=True)
class OwnFile:
    """A person's own file on a day."""

    reference: str
    port: str
    made_on: date
    sections: tuple[Section, ...]
    withheld: tuple[Withheld, ...]

    def as_json(self) -> str:
        """The machine-readable form (Art. 20)."""
        return json.dumps(asdict(self), default=str, ensure_ascii=False, indent=2)


# While a case is open its officers deliberate; afterwards all of it is given.
DELIBERATION = frozenset(
    f"screening.{name}"
    for name in (
        *("Decision", "Opinion", "Panel", "PanelVote", "InterimProposal", "Hearing", "HearingMaterial"),
        *("Hit", "Triage", "Note"),
    )
)
NEVER: Mapping[str, Withheld] = {
    "screening.SecretGround": Withheld(
        "Pointers to grounds of an authority", "Named with each ground", "Given with each ground below"
    ),
    "screening.LegalHold": Withheld(
        "Legal holds",
        "Regulation (EU) 2016/679 Art. 23(1)(d) and (j)",
        "Proceedings may need the file; erasure waits for them",
    ),
    "screening.SimulatedCase": Withheld(
        "Trial runs of draft rules",
        "Regulation (EU) 2016/679 Art. 15(4)",
        "A draft of rules was tried on closed cases; nothing follows from it for anybody",
    ),
}
# Columns that say nothing about the person: bytes that are given otherwise, and links between rows.
UNTOLD = frozenset({"id", "pdf", "context", "stored_as", "digest", "search_name", "version", "token_hash"})
# Of a listed entity that was compared, the data is that entity's own. That a member of a crew resembles one
# says nothing about them yet.
OTHERS_DATA: Mapping[str, frozenset[str]] = {
    "screening.Hit": frozenset({"evidence"}),
    "screening.CrewHit": frozenset({"evidence"}),
    "screening.CrewMember": frozenset({"question"}),
}
ADVICE = Withheld(
    "What an authority advised",
    "The law of the authority that advised; ask it for access",
    "An authority was asked and answered, or was asked and has not answered",
)
# A possible match that nobody has looked at says nothing about the person yet, and may warn somebody else.
UNDECIDED: Mapping[str, Mapping[str, Any]] = {
    "screening.Hit": {"state__in": ("open", "unsure")},
    "screening.CrewHit": {"state__in": ("open", "unsure")},
}
# What these checks answered: the one is the authority's to tell, the other is told hit by hit.
UNTOLD_ANSWERS: Mapping[str, frozenset[str]] = {
    CheckKind.AUTHORITY_ADVICE.value: frozenset({"advice", "result", "reference_given"}),
    CheckKind.WATCHLIST.value: frozenset({"result", "detail"}),
}
# What a list of an authority says is the authority's to tell, and that anything was found there as well.
RESTRICTED: Mapping[str, Mapping[str, Any]] = {
    name: {"entry__source__in": RESTRICTED_SOURCES} for name in ("screening.Hit", "screening.CrewHit")
}
AUTHORITIES = Withheld(
    "Whether a list that an authority keeps for itself names you",
    "Directive (EU) 2016/680 Art. 15, and the law of that authority; ask it for access",
    "Names are compared with such lists; nobody here may read their entries, only the authority says more",
)
# Steps on the way to a decision about a possible match. The decision itself is told.
UNTOLD_KINDS = frozenset(
    f"screening.{noun}.{verb}"
    for noun in ("hit", "crew_hit")
    for verb in ("found", "said_same", "returned", "referred", "answered")
)
COMPARED = Withheld(
    "Possible matches with published lists that are not decided",
    "Regulation (EU) 2016/679 Art. 23(1)(c) and (d)",
    "Names are compared with published lists; an officer decides whether an entry is about you",
)
# Parts that other apps hold: each gives sections for a person.
FURTHER: list[Callable[[Person], Iterable[Section]]] = []


def own_file(person: Person, *, at: datetime) -> OwnFile:
    """The file of a person as it stands now."""
    cases = list(Application.objects.filter(person=person).order_by("submitted_at"))
    held_open = any(case.state in OPEN_STATES for case in cases)
    sections, withheld = [_section(Person, Person.objects.filter(pk=person.pk))], _withheld(cases)
    for name, rows in _tables(person, cases):
        if name in RESTRICTED:
            rows = rows.exclude(**RESTRICTED[name])
        if name in UNDECIDED and rows.filter(**UNDECIDED[name]).exists():
            rows = rows.exclude(**UNDECIDED[name])
            withheld.append(COMPARED)
        if name in NEVER:
            withheld += [NEVER[name]] if rows.exists() else []
        elif name in DELIBERATION and held_open:
            rows = rows.exclude(_of_open(name))
            withheld += [_deliberation()]
            sections.append(_section(rows.model, rows))
        else:
            sections.append(_section(rows.model, rows))
    for give in FURTHER:
        sections += give(person)
    sections.append(_record(person, cases))
    return OwnFile(
        reference=person.ref,
        port=person.port.name,
        made_on=timezone.localdate(at),
        sections=tuple(section for section in sections if section.rows),
        withheld=tuple(dict.fromkeys(withheld)),
    )


def _tables(person: Person, cases: list[Application]) -> Iterable[tuple[str, QuerySet[Any]]]:
    """Each table of the registry once, narrowed to the person."""
    ways: dict[str, str] = {}
    for belonging in OF_CASES:
        ways.setdefault(belonging.model, f"{belonging.to}__in")
    keys = [case.pk for case in cases]
    for name, way in ways.items():
        yield name, apps.get_model(name)._base_manager.filter(**{way: keys})
    for name in ("screening.Conviction", "screening.Proceeding"):
        yield name, apps.get_model(name)._base_manager.filter(check_answered__application__in=keys)
    for belonging in OF_PEOPLE:
        rows = apps.get_model(belonging.model)._base_manager.filter(**{belonging.to: person.pk})
        yield belonging.model, rows
    yield (
        "screening.TravelDocument",
        apps.get_model("screening.TravelDocument")._base_manager.filter(person=person),
    )


def _of_open(name: str) -> Q:
    """The rows that belong to an open case."""
    way = next(belonging.to for belonging in OF_CASES if belonging.model == name)
    return Q(**{f"{way}__state__in": OPEN_STATES})


def _deliberation() -> Withheld:
    return Withheld(
        "Proposals, opinions, notes and possible matches in an open case",
        "Regulation (EU) 2016/679 Art. 23(1)(h) with the port's rules of procedure",
        "The case is not decided yet; with the decision all of it is given",
    )


def _withheld(cases: list[Application]) -> list[Withheld]:
    found = [
        Withheld("A ground held by an authority", essence.legal_ground, essence.text)
        for case in cases
        for essence in essences_of(case)
    ]
    asked = any(case.checks.filter(kind="authority_advice").exists() for case in cases)
    # Told to everybody once such a list is loaded, so that the line itself tells nobody of a match.
    keeps_restricted = any(map(is_ever_loaded, RESTRICTED_SOURCES))
    return [*found, *([ADVICE] if asked else []), *([AUTHORITIES] if keeps_restricted else [])]


def _section(model: type[Model], rows: QuerySet[Any]) -> Section:
    name = model._meta.label
    columns = [
        field
        for field in model._meta.concrete_fields
        if field.name not in UNTOLD | OTHERS_DATA.get(name, frozenset()) and not isinstance(field, ForeignKey)
    ]
    told = tuple(_row(row, columns) for row in rows.order_by("pk"))
    return Section(str(model._meta.verbose_name_plural).capitalize(), told)


def _row(row: Model, columns: Iterable[Field[Any, Any]]) -> Values:
    hidden = UNTOLD_ANSWERS.get(getattr(row, "kind", ""), frozenset())
    return {
        str(field.verbose_name).capitalize(): _words(row, field)
        for field in columns
        if field.name not in hidden and _words(row, field) not in ("", "[]", "{}")
    }


def _words(row: Model, field: Field[Any, Any]) -> str:
    value = getattr(row, field.attname)
    if value is None:
        return ""
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(sep=" ", timespec="minutes")
    return (
        json.dumps(value, default=str, ensure_ascii=False) if isinstance(value, (list, dict)) else str(value)
    )


def _record(person: Person, cases: list[Application]) -> Section:
    """What the record says about the person and their cases, without what only officers may read."""
    subjects = [person.reference, *(case.reference for case in cases)]
    rows = []
    searched = Q(kind="screening.check.answered", body__check=CheckKind.WATCHLIST.label)
    for entry in entries_about(subjects).exclude(searched | Q(kind__in=UNTOLD_KINDS)):
        kind = kind_of(entry.kind)
        said = kind.describe(kind.redact(entry.body))
        rows.append({"At": timezone.localtime(entry.at).isoformat(sep=" ", timespec="minutes"), "What": said})
    return Section("What happened", tuple(rows))
