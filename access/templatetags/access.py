"""Words of access that templates need: reasons as sentences, how a badge and its holder stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django import template
from django.utils import timezone

from access.badging.ending import WARNINGS, warning
from access.casework.feedback import Outcomes
from access.casework.pseudonym import masked
from access.enums import BadgeState, CertificateStanding, GrantStanding
from access.gate.checks import CHECKS
from access.gate.statement import reason_of
from access.models import (
    AuditDraw,
    Badge,
    DataEvent,
    Flag,
    GateEvent,
    Grant,
    MutedPattern,
    PersonCase,
    TrainingCertificate,
)
from access.need_to_know.checks import PROTECTED_CHECKS
from access.need_to_know.decide import NO_NEED_TO_KNOW, SELF_MADE
from access.need_to_know.obligations import LOG, MASK, REASON, SECOND_PERSON, STEP_UP
from access.selectors.case_finding import RULE_TITLES
from access.selectors.event_log import log_name
from access.selectors.pseudonym import name_of, pseudonym_of
from portsec.kernel import clock
from screening.enums import ClearanceState, PersonStanding
from screening.standing import standing

register = template.Library()

_REASONS = (*map(reason_of, (*CHECKS, *PROTECTED_CHECKS)), NO_NEED_TO_KNOW, SELF_MADE)
SENTENCES = {reason.code: reason.detail for reason in _REASONS}
EXPLANATIONS = {
    "E1": "Work order",
    "E2": "Release chain",
    "E3": "Shift on the vessel call",
    "E4": "Inspection",
    "E5": "Ticket",
    "E6": "Dossier",
    "E7": "Emergency in the block",
    "E8": "Hand-over in the team",
    "E9": "Audit",
    "E10": "Break-glass",
    "G": "Grant",
}

DUTIES = {
    LOG: "Record it before it is shown.",
    REASON: "Ask for the reason, and keep it.",
    MASK: "Leave out whose goods they are and who drives.",
    SECOND_PERSON: "Show nothing above S2 before a second person has agreed.",
    STEP_UP: "Ask for the sign-in again.",
}


@dataclass(frozen=True, slots=True)
class RuleChip:
    """A rule among the findings of a case, in the tone of its severity."""

    label: str
    tone: str


@dataclass(frozen=True, slots=True)
class Warned:
    """A badge comes to its end: the step of warning, and how loud."""

    label: str
    tone: str


@register.filter
def sentences(codes: Iterable[str]) -> list[str]:
    """Reason codes as sentences; a code of an imported log that we do not know stands for itself."""
    return [SENTENCES.get(code, f"{code.replace('_', ' ').capitalize()}.") for code in codes]


@register.filter
def explained_by(code: str) -> str:
    """What kind of work an explanation code names."""
    return EXPLANATIONS.get(code, code)


@register.filter
def duty_sentence(duty: str) -> str:
    """What an obligation of a decision asks of whoever shows the data."""
    return DUTIES.get(duty, duty)


@register.simple_tag
def badge_state(badge: Badge) -> BadgeState:
    """The badge's state by the clock: an active badge past its end has run out, swept or not."""
    if badge.state_word is BadgeState.ACTIVE and badge.valid_until <= clock.now():
        return BadgeState.EXPIRED
    return badge.state_word


@register.simple_tag
def ending_soon(badge: Badge) -> Warned | None:
    """What the register says of an active badge near its end; None while that is further off."""
    if badge.state_word is not BadgeState.ACTIVE:
        return None
    within = warning(timezone.localdate(badge.valid_until), today=timezone.localdate(clock.now()))
    if within is None:
        return None
    return Warned(f"Within {within} days", "bad" if within == WARNINGS[-1] else "wait")


@register.simple_tag
def clearance_standing(badge: Badge) -> PersonStanding:
    """How the holder of a row of the badge register stands today."""
    state: str | None = getattr(badge, "clearance_state", None)
    return standing(
        ClearanceState(state) if state else None,
        getattr(badge, "clearance_until", None),
        today=timezone.localdate(clock.now()),
    )


@register.filter
def mask(text: str, names: Mapping[str, str]) -> str:
    """The text with pseudonyms in place of the people whom the reader may not see."""
    return masked(text, names)


@register.filter
def outcome_of(outcomes: Mapping[str, Outcomes], rule: str) -> Outcomes | None:
    """How the decided cases with findings of a rule ended."""
    return outcomes.get(rule)


@register.filter(name="log_name")
def name_in_log(event: GateEvent | DataEvent) -> str:
    """How flags name an event."""
    return log_name(event)


@register.filter
def share(number: float) -> str:
    """A share of one as a percentage with three digits that say something."""
    return f"{100 * number:.3g} %"


@register.filter
def rule_title(rule: str) -> str:
    """What a rule is called."""
    return RULE_TITLES.get(rule, "")


@register.simple_tag
def pseudonym(row: AuditDraw | MutedPattern) -> str:
    """What stands for the person whom a row of casework is about."""
    return pseudonym_of(row.port_id, row.subject)


@register.simple_tag
def case_name(case: PersonCase) -> str:
    """How a case's person is called for this reader."""
    return name_of(case)


@register.filter
def percent(score: float) -> int:
    """A score between 0 and 1 in hundredths, rounded down: only a certainty would be 100."""
    return int(score * 100)


@register.filter
def rules(flags: Iterable[Flag]) -> list[RuleChip]:
    """Each rule among the flags once, the strongest first."""
    found: dict[str, Flag] = {}
    for flag in flags:
        found.setdefault(flag.rule, flag)
    return [
        RuleChip(f"{rule} {RULE_TITLES.get(rule, '')}".strip(), flag.severity_word.tone)
        for rule, flag in found.items()
    ]


@register.simple_tag
def certificate_standing(certificate: TrainingCertificate, today: date) -> CertificateStanding:
    """How a certificate stands on a day."""
    ends = certificate.last_day
    if certificate.revoked_at is not None:
        return CertificateStanding.REVOKED
    if certificate.first_day > today:
        return CertificateStanding.NOT_YET
    if ends is not None and ends < today:
        return CertificateStanding.ENDED
    if ends is not None and warning(ends, today=today) is not None:
        return CertificateStanding.ENDS_SOON
    return CertificateStanding.HOLDS


@register.simple_tag
def grant_standing(grant: Grant, at: datetime) -> GrantStanding:
    """How a grant stands at a moment."""
    return grant.standing_at(at)


@register.filter
def days_until(last_day: date, today: date) -> int:
    """How many days are left after this one."""
    return (last_day - today).days
