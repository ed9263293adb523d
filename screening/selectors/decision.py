"""Reads decisions: what a caller may know of them, the final one, and the facts that letters are made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.roles import Capability
from portsec.kernel.errors import NotFound
from portsec.kernel.scope import Scope
from portsec.kernel.words import Word
from screening.deciding.words import HearingState, InterimState, RemedyKind
from screening.enums import ApplicationState, ClearanceLevel, DecisionState, Outcome
from screening.models import (
    Application,
    Assessment,
    Clearance,
    Decision,
    Finding,
    Hearing,
    InterimProposal,
    Panel,
)
from screening.permissions import may_know_proposal
from screening.selectors.hearing import adverse_findings
from screening.selectors.remedy import last_day, open_doors

FINAL = (DecisionState.COUNTERSIGNED.value, DecisionState.SETTLED.value)
VOTES = (Capability.PROPOSE_DECISIONS, Capability.COUNTERSIGN_DECISIONS)
REMEDY = {
    RemedyKind.APPEAL: "If the facts are wrong, you may appeal and show what is wrong.",
    RemedyKind.WAIVER: "If the facts are right but you are no threat, you may ask for a waiver.",
}


class LetterOccasion(Word):
    """What a letter of the decision tells."""

    NOTICE = "notice", "Notice of intent"
    DECISION = "decision", "Decision"


@dataclass(frozen=True, slots=True)
class KnownDecision:
    """A decision as one caller may know it; when sealed, only that there is one and who made it."""

    decision: Decision
    sealed: bool


@dataclass(frozen=True, slots=True)
class ReleasedFinding:
    """A finding that the person is shown, with its reason and ground in law.

    `sentence` is English; letters in other languages are made from `said`.
    """

    sentence: str
    said: tuple[dict[str, Any], ...]
    reason: str
    source: str
    rule: str
    counts_until: date | None


@dataclass(frozen=True, slots=True)
class WithheldGround:
    """What the person learns instead of a finding that may not be shown."""

    legal_ground: str
    essence: str


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom and what a letter is about."""

    reference: str
    person: str
    birth_date: date | None
    post: str
    port: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFacts:
    """Everything that a notice of intent or a decision tells the person.

    `reply_until` stands in a notice, `remedies` and `decided_on` in a decision; each remedy with its sentence
    and last day. `statement` is the officers' own text to the person.
    """

    occasion: LetterOccasion
    subject: Subject
    outcome: Outcome
    level: ClearanceLevel
    findings: tuple[ReleasedFinding, ...] = ()
    withheld: tuple[WithheldGround, ...] = ()
    statement: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    conditions: str = ""
    escort_only: bool = False
    reply_until: date | None = None
    decided_on: date | None = None
    remedies: tuple[tuple[RemedyKind, str, date], ...] = ()


def known_decisions(application: Application, *, user: User, scope: Scope) -> list[KnownDecision]:
    """The decisions of a case, newest first; a second officer does not see what another proposed."""
    rows = application.decisions.select_related("proposed_by", "answered_by", "opinion", "application")
    return [KnownDecision(row, not may_know_proposal(user, scope, row).allowed) for row in rows]


def final_decision(application: Application) -> Decision | None:
    """The decision that took effect last; None while the case is open or closed without one."""
    return application.decisions.filter(state__in=FINAL).order_by("-answered_at", "-pk").first()


def ruled(decision: Decision) -> Outcome:
    """What was decided: the panel's word where there was one, else the agreed one."""
    panel = Panel.objects.filter(decision=decision).exclude(result="").first()
    return Outcome(panel.result) if panel and panel.result in set(Outcome) else decision.outcome_word


def panels_for(*, scope: Scope) -> QuerySet[Panel]:
    """Panels at the ports where the caller proposes or countersigns, oldest first."""
    panels = Panel.objects.select_related(
        "application__person__organisation", "application__post", "application__port", "decision__assessment"
    )
    if scope.is_system:
        return panels
    return panels.filter(application__port_id__in=scope.ports(*(item.value for item in VOTES)))


def open_panels(*, scope: Scope) -> QuerySet[Panel]:
    """Panels that still wait for votes."""
    return panels_for(scope=scope).filter(closed_at=None, application__state=ApplicationState.PANEL.value)


def access_panel(ref: str, *, scope: Scope) -> Panel:
    """The latest panel of a case. Raises NotFound when absent or out of reach."""
    panel = panels_for(scope=scope).filter(application__ref=ref).order_by("-opened_at", "-pk").first()
    if panel is None:
        raise NotFound("panel")
    return panel


def open_interim(application: Application) -> InterimProposal | None:
    """The proposal of an interim clearance that waits for its answer."""
    waiting = application.interims.filter(state=InterimState.PROPOSED.value)
    return waiting.select_related("proposed_by", "application__person", "application__port").first()


def letter_facts(application: Application, *, at: datetime) -> LetterFacts:
    """The facts of the letter that is due now: the notice while the hearing is open, else the decision.

    Raises NotFound where there is neither.
    """
    hearing = application.hearings.filter(state=HearingState.OPEN.value).first()
    if hearing is not None:
        return _notice(application, hearing)
    decision = final_decision(application)
    if decision is None:
        raise NotFound("decision")
    return _decision(application, decision, at=at)


def _notice(application: Application, hearing: Hearing) -> LetterFacts:
    decision = hearing.decision
    return LetterFacts(
        occasion=LetterOccasion.NOTICE,
        subject=_subject(application),
        outcome=Outcome.REFUSE,
        level=decision.level_word,
        findings=_released(hearing),
        withheld=_withheld(hearing),
        statement=decision.statement,
        reply_until=hearing.ends_on,
    )


def _decision(application: Application, decision: Decision, *, at: datetime) -> LetterFacts:
    outcome = ruled(decision)
    hearing = application.hearings.exclude(state=HearingState.OPEN.value).order_by("-closed_at").first()
    held = Clearance.objects.filter(decision=decision).first()
    doors = [(door, last_day(application, door)) for door in open_doors(application)]
    closed = application.closed_at or decision.answered_at or at
    return LetterFacts(
        occasion=LetterOccasion.DECISION,
        subject=_subject(application),
        outcome=outcome,
        level=decision.level_word,
        findings=_released(hearing) if hearing else _found(decision.assessment, outcome),
        withheld=_withheld(hearing) if hearing else (),
        statement=decision.statement,
        valid_from=held.valid_from if held else None,
        valid_until=held.valid_until if held else None,
        conditions=held.conditions if held else "",
        escort_only=held.escort_only if held else False,
        decided_on=timezone.localdate(closed),
        remedies=tuple((door, REMEDY[door], day) for door, day in doors if day is not None),
    )


def _subject(application: Application) -> Subject:
    person = application.person
    return Subject(
        reference=application.ref,
        person=person.full_name,
        birth_date=person.birth_date,
        post=application.post.name,
        port=application.port.name,
    )


def _released(hearing: Hearing) -> tuple[ReleasedFinding, ...]:
    rows = hearing.materials.select_related("finding").filter(released=True)
    return tuple(_shown(row.finding) for row in rows)


def _withheld(hearing: Hearing) -> tuple[WithheldGround, ...]:
    rows = hearing.materials.filter(released=False)
    return tuple(WithheldGround(row.legal_ground, row.essence) for row in rows)


def _found(assessment: Assessment, outcome: Outcome) -> tuple[ReleasedFinding, ...]:
    """A conditional grant names what it rests on; a plain one has nothing to explain."""
    if outcome is Outcome.GRANT:
        return ()
    return tuple(_shown(finding) for finding in adverse_findings(assessment))


def _shown(finding: Finding) -> ReleasedFinding:
    return ReleasedFinding(
        finding.sentence,
        tuple(finding.said),
        finding.reason,
        finding.source,
        finding.rule,
        finding.counts_until,
    )
