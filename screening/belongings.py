"""What belongs to a person: tables with a way to a case or a person, and what erasure does with their rows.

A test walks all models; one that is named neither here nor as kept fails the build: none is forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from screening.retention.words import DataClass

ERASED = "erased"  # stands where a text was


@dataclass(frozen=True, slots=True)
class Belonging:
    """Rows of one model that go with a case (`to` leads to the application) or with a person (to the person).

    Without `empties` and `texts` the rows are deleted. `texts` are columns in which a text gives way to the
    word "erased"; `empties` are columns and what they are set to. `only` narrows the rows.
    """

    model: str
    data_class: DataClass
    to: str
    texts: tuple[str, ...] = ()
    empties: Mapping[str, Any] = field(default_factory=dict)
    only: Mapping[str, Any] = field(default_factory=dict)

    @property
    def deletes(self) -> bool:
        return not self.texts and not self.empties


D = DataClass
_CHECK = "check_answered__application"

# In the order of erasure: what points to a row goes before it.
OF_CASES: tuple[Belonging, ...] = (
    Belonging("screening.GapExplanation", D.DECLARATION, "declaration__application"),
    Belonging("screening.DeclaredConviction", D.DECLARATION, "declaration__application"),
    Belonging("screening.Activity", D.DECLARATION, "declaration__application"),
    Belonging("screening.Address", D.DECLARATION, "declaration__application"),
    Belonging("screening.DeclarationReturn", D.DECLARATION, "declaration__application"),
    Belonging("screening.Declaration", D.DECLARATION, "application"),
    Belonging(
        "screening.Check",
        D.ADVICE,
        "application",
        texts=("reference_given",),
        empties={"advice": ""},
        only={"kind": "authority_advice"},
    ),
    Belonging("screening.SecretGround", D.SECRET_POINTER, "application"),
    Belonging("screening.Letter", D.LETTERS, "application", empties={"context": {}, "pdf": b""}),
    Belonging("screening.SimulatedCase", D.CASE_FILE, "application"),
    Belonging("screening.Observation", D.CASE_FILE, "hearing__application"),
    Belonging("screening.HearingMaterial", D.CASE_FILE, "hearing__application"),
    Belonging("screening.Hearing", D.CASE_FILE, "application"),
    Belonging("screening.PanelVote", D.CASE_FILE, "panel__application"),
    Belonging("screening.Panel", D.CASE_FILE, "application"),
    Belonging("screening.Opinion", D.CASE_FILE, "decision__application"),
    Belonging("screening.Triage", D.CASE_FILE, "application"),
    Belonging("screening.Finding", D.CASE_FILE, "assessment__application"),
    Belonging("screening.Assessment", D.CASE_FILE, "application", empties={"set_aside": [], "factors": []}),
    Belonging(
        "screening.Decision",
        D.CASE_FILE,
        "application",
        texts=("reason", "statement", "conditions", "answer_reason"),
    ),
    Belonging(
        "screening.InterimProposal",
        D.CASE_FILE,
        "application",
        texts=("reason", "conditions", "answer_reason"),
    ),
    Belonging(
        "screening.Remedy",
        D.CASE_FILE,
        "application",
        texts=("grounds", "reason", "conditions", "lodged_by"),
        empties={"evidence": []},
    ),
    Belonging("screening.Hit", D.CASE_FILE, _CHECK),
    Belonging("screening.CompensatingProof", D.CASE_FILE, _CHECK),
    Belonging("screening.RecordTrace", D.CASE_FILE, _CHECK),
    Belonging("screening.Check", D.CASE_FILE, "application", texts=("detail", "reference_given")),
    Belonging("screening.Document", D.CASE_FILE, "application", texts=("title",)),
    Belonging("screening.Note", D.CASE_FILE, "application"),
    Belonging("screening.Need", D.CASE_FILE, "application", texts=("reason",)),
    Belonging("screening.Invitation", D.CASE_FILE, "application", texts=("end_reason",)),
    Belonging("screening.Contract", D.CASE_FILE, "application", texts=("number",)),
    Belonging("screening.Sponsorship", D.CASE_FILE, "application", texts=("reason",)),
    Belonging("screening.Certificate", D.CASE_FILE, "assignment__application"),
    Belonging("screening.Assignment", D.CASE_FILE, "application", texts=("purpose",)),
    Belonging("screening.LegalHold", D.CASE_FILE, "application", texts=("reason", "lift_reason")),
    Belonging("screening.ErasureOrder", D.CASE_FILE, "application", texts=("ground",)),
    Belonging(
        "screening.Application",
        D.CASE_FILE,
        "pk",
        texts=("ground",),
        empties={"declared_convictions": None, "declared_history": False},
    ),
)

# These are taken by a command of their own: files on disk, and what stays of a conviction.
BY_COMMAND: Mapping[str, DataClass] = {
    "screening.Conviction": D.RECORD_ANSWER,
    "screening.Proceeding": D.RECORD_ANSWER,
    "screening.Document": D.DOCUMENTS,
    "screening.TravelDocument": D.IDENTITY,
    "screening.Person": D.IDENTITY,
}

OF_PEOPLE: list[Belonging] = [
    Belonging(
        "screening.RightsRequest",
        D.RIGHTS_REQUEST,
        "person",
        texts=("text", "old_value", "new_value", "evidence", "answer"),
    ),
    Belonging(
        "screening.PortBan",
        D.PORT_BAN,
        "person",
        texts=("authority", "legal_ref", "order_ref", "answer", "lift_reason"),
    ),
    Belonging("screening.CrewHit", D.IDENTITY, "member__person"),
    Belonging("screening.Hit", D.IDENTITY, "person"),
    Belonging(
        "screening.CrewMember",
        D.IDENTITY,
        "person",
        texts=("family_name", "given_names", "rank", "birth_place", "visa_number", "reason"),
        empties={"birth_country": "", "embarked_at": "", "disembarks_at": ""},
    ),
    Belonging("screening.Permit", D.IDENTITY, "person", texts=("reason", "purpose")),
    Belonging("screening.ClearanceChange", D.IDENTITY, "clearance__person", texts=("reason",)),
    Belonging("screening.Clearance", D.IDENTITY, "person", texts=("conditions",)),
]

# Rows that stay, and why they may.
KEPT: dict[str, str] = {
    "screening.Erasure": "The certificate of erasure; it holds no personal data.",
    "screening.OutcomeNotice": "Outcome and date alone; the case it names is a shell by then.",
    "screening.ScreeningQuery": "That lists were asked, when, why, in which versions; it names nobody.",
    "screening.ScreeningTask": "That somebody was to be screened in a run; the person is nameless.",
    "screening.RenewalPrompt": "A step and a date of a clearance.",
}

# Asked before a person is made nameless: ids of people who are still needed by name.
Guard = Callable[[Collection[int], datetime], set[int]]
GUARDS: list[Guard] = []


def erase_with_person(belonging: Belonging) -> None:
    """Name a model of another app whose rows are emptied or deleted when a person is made nameless."""
    OF_PEOPLE.append(belonging)


def keep(model: str, reason: str) -> None:
    """Name a model of another app whose rows stay, with the reason."""
    KEPT[model] = reason


def guard(still_needed: Guard) -> Guard:
    """Let another app say which people it still needs by name."""
    GUARDS.append(still_needed)
    return still_needed
