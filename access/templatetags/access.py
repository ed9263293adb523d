"""Words of access that templates need: reasons as sentences, how a badge and its holder stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django import template
from django.utils import timezone

from access.enums import BadgeState
from access.gate.checks import CHECKS
from access.gate.statement import reason_of
from access.models import Badge, Flag
from access.need_to_know.checks import PROTECTED_CHECKS
from access.need_to_know.decide import NO_NEED_TO_KNOW, SELF_MADE
from access.selectors.case_finding import RULE_TITLES
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


@dataclass(frozen=True, slots=True)
class RuleChip:
    """A rule among the findings of a case, in the tone of its severity."""

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


@register.simple_tag
def badge_state(badge: Badge) -> BadgeState:
    """The badge's state by the clock: an active badge past its end has run out, swept or not."""
    if badge.state_word is BadgeState.ACTIVE and badge.valid_until <= clock.now():
        return BadgeState.EXPIRED
    return badge.state_word


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
