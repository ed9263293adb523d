"""What a case rests on, as the case page and the second officer's page show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from portsec.kernel import clock
from portsec.kernel.verdict import Verdict, all_of, allow, deny
from portsec.kernel.words import Word
from screening.enums import CheckKind, CheckResult, CheckState, HitState, IdentityResult, RequestStatus
from screening.models import Application, Assessment, Check, Finding
from screening.permissions import is_not_own_file, may_answer, may_view_records
from screening.request_clock import status_of as request_status
from screening.selectors.check import checks_of
from screening.selectors.triage import adverse_items
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
        RuleKind.LONG_IMPRISONMENT,
        RuleKind.OPEN_PROCEEDINGS,
        RuleKind.AUTHORITY_ADVICE,
    )
)
RECORD_ITEMS = ("conviction:", "proceeding:")
# What these answers say has the narrower circle of conviction data (GDPR Art. 10) or of police advice.
RESTRICTED_KINDS = frozenset({CheckKind.CRIMINAL_RECORD, CheckKind.ECRIS, CheckKind.AUTHORITY_ADVICE})
# Answers that an outsider learns to be there, and nothing more.
SEALED_KINDS = frozenset({CheckKind.AUTHORITY_ADVICE})
RESTRICTED = "Details are restricted to officers who may see record answers."

# What stands for a watchlist check with several hits.
WEIGHTIEST_FIRST = (HitState.OPEN, HitState.SAME, HitState.UNSURE, HitState.DIFFERENT)


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
    in_full = may_read_in_full(application, request)
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
        "factors": assessment.factors if assessment and in_full else [],
        "adverse": adverse_items(application, at=clock.now()) if in_full else [],
        "may_ask": may_still_answer(application, request).allowed,
        "in_full": in_full,
        "today": today,
    }


def may_read_in_full(application: Application, request: HttpRequest) -> bool:
    """Whether record answers, grounds and officers' words are shown: not to outsiders, not to the person."""
    return all_of(
        may_view_records(request.scope, application), is_not_own_file(request.user, application.person)
    ).allowed


def is_about_record(finding: Finding) -> bool:
    return finding.criterion in RECORD_CRITERIA or any(word in finding.about for word in RECORD_ITEMS)


def _findings(assessment: Assessment | None) -> list[Finding]:
    return list(assessment.findings.all()) if assessment else []


def _line(check: Check, *, in_full: bool, today: date) -> CheckLine:
    href = reverse("check-detail", args=[check.application.ref, check.address])
    status = status_of(check, in_full=in_full, today=today)
    if check.state_word is not CheckState.REQUESTED:
        return CheckLine(str(check), href, note_on(check, in_full=in_full), status, "", None)
    notes = {RequestStatus.OVERDUE: "Overdue", RequestStatus.UNCLEAR: "The State waits for data since"}
    tone = "bad" if status is RequestStatus.OVERDUE else ""
    note = notes.get(request_status_of(check, today=today), "Due")
    return CheckLine(str(check), href, note, status, tone, check.unclear_since or check.due_on)


def may_still_answer(application: Application, request: HttpRequest) -> Verdict:
    """Whether the caller may answer, and the case still takes answers."""
    return all_of(may_answer(request.user, request.scope, application), is_still_open(application))


def is_still_open(application: Application) -> Verdict:
    if application.closed_at is None:
        return allow()
    return deny("case_closed", "The case is closed; nothing more is put on file.")


def note_on(check: Check, *, in_full: bool) -> str:
    """What may be read of an answer beside its result."""
    if check.kind_word in RESTRICTED_KINDS and check.state_word is CheckState.ANSWERED and not in_full:
        return RESTRICTED
    if check.state_word is CheckState.INVALID:
        return "To be asked again"
    if check.unobtainable_word is not None:
        return check.unobtainable_word.label
    if check.advice_word is not None:
        return f"Reference {check.reference_given}"
    states = _hit_states(check)
    if not states:
        return check.detail
    matches = "1 possible match" if len(states) == 1 else f"{len(states)} possible matches"
    undecided = states.count(HitState.OPEN)
    return f"{matches}, {undecided} to decide" if undecided else f"{matches}, all decided"


def status_of(check: Check, *, in_full: bool, today: date) -> Word:
    """The word at the end of the line: the result, or the weightiest thing that was said of a hit."""
    if check.state_word is CheckState.REQUESTED:
        return request_status_of(check, today=today) if check.is_state_bound else _waiting(check, today)
    if check.result_word is None:
        return check.state_word
    if check.kind_word in SEALED_KINDS and not in_full:
        return CheckState.ANSWERED
    if check.advice_word is not None:
        return check.advice_word
    if check.kind_word is CheckKind.IDENTITY:
        return IdentityResult(check.result)
    if check.is_state_bound and check.result_word is not CheckResult.NOT_NEEDED:
        found = request_status_of(check, today=today)
        return check.result_word if found is RequestStatus.ANSWERED else found
    states = _hit_states(check)
    return next((state for state in WEIGHTIEST_FIRST if state in states), check.result_word)


def request_status_of(check: Check, *, today: date) -> RequestStatus:
    """How a request stands today."""
    return request_status(
        check.state_word,
        check.result_word,
        due_on=check.due_on,
        today=today,
        is_unclear=check.unclear_since is not None,
        names_another_state=bool(check.ask_directly),
        is_state_bound=check.is_state_bound,
    )


def _waiting(check: Check, today: date) -> Word:
    return RequestStatus.OVERDUE if today > check.due_on else check.state_word


def _hit_states(check: Check) -> list[HitState]:
    return [hit.state_word for hit in check.hits.all()]
