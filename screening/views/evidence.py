"""What a case rests on, as the case page and the second officer's page show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from portsec.kernel import clock
from portsec.kernel.words import Word
from screening.enums import CheckKind, CheckResult, CheckState, HitState
from screening.models import Application, Assessment, Check, Finding
from screening.permissions import may_view_records
from screening.selectors.check import checks_of
from screening.suitability.words import RuleKind

# Findings that tell what stands in a criminal record; they have the record's narrower circle.
RECORD_CRITERIA = frozenset(
    kind.value
    for kind in (
        RuleKind.DISQUALIFYING_OFFENCE,
        RuleKind.OFFENCE_IN_WINDOW,
        RuleKind.REPEATED_CONVICTIONS,
        RuleKind.UNDECLARED_CONVICTION,
        RuleKind.DECLARED_CONVICTION_NOT_ON_RECORD,
    )
)
RESTRICTED = "Details are restricted to officers who may see record answers."


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One line of the checks panel. `overdue` says how long the answer is late."""

    title: str
    href: str
    note: str
    status: Word
    tone: str
    due_on: date | None


def evidence(application: Application, request: HttpRequest) -> dict[str, Any]:
    """Checks, the latest assessment and its findings, as far as the caller may know them."""
    in_full = may_view_records(request.scope, application).allowed
    assessment = application.assessments.select_related("policy").first()
    findings = _findings(assessment)
    shown = [finding for finding in findings if in_full or not is_about_record(finding)]
    today = timezone.localdate(clock.now())
    return {
        "application": application,
        "check_lines": [_line(check, in_full=in_full, today=today) for check in checks_of(application)],
        "assessment": assessment,
        "findings": shown,
        "withheld": len(findings) - len(shown),
        "set_aside": assessment.set_aside if assessment and in_full else [],
        "in_full": in_full,
    }


def is_about_record(finding: Finding) -> bool:
    return finding.criterion in RECORD_CRITERIA or "conviction:" in finding.about


def _findings(assessment: Assessment | None) -> list[Finding]:
    return list(assessment.findings.all()) if assessment else []


def _line(check: Check, *, in_full: bool, today: date) -> CheckLine:
    href = reverse("check-detail", args=[check.application.ref, check.kind])
    if check.state_word is CheckState.REQUESTED:
        late = check.due_on < today
        tone = "bad" if late else ""
        note = "Overdue" if late else "Due"
        return CheckLine(check.kind_word.label, href, note, check.state_word, tone, check.due_on)
    return CheckLine(check.kind_word.label, href, note_on(check, in_full=in_full), status_of(check), "", None)


def note_on(check: Check, *, in_full: bool) -> str:
    """What may be read of an answer beside its result."""
    if check.kind_word is CheckKind.CRIMINAL_RECORD and not in_full:
        return RESTRICTED
    if check.kind_word is CheckKind.WATCHLIST and check.result == CheckResult.FINDINGS.value:
        return _hits_in_words(getattr(check, "all_hits", 0), getattr(check, "open_hits", 0))
    return check.detail


def _hits_in_words(every: int, undecided: int) -> str:
    matches = "1 possible match" if every == 1 else f"{every} possible matches"
    return f"{matches}, {undecided} to decide" if undecided else f"{matches}, all decided"


def status_of(check: Check) -> Word:
    """The word at the end of the line: the result, or what the officers said of the hits."""
    result = CheckResult(check.result) if check.result else CheckState(check.state)
    if check.kind_word is not CheckKind.WATCHLIST or result is not CheckResult.FINDINGS:
        return result
    for state in (HitState.OPEN, HitState.SAME, HitState.UNSURE):
        if getattr(check, f"{state.value}_hits", 0):
            return state
    return HitState.DIFFERENT
