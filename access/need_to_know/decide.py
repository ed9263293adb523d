"""The decision on a look-up of logistics data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from access.enums import DataAction, FieldClass
from access.gate.clearance import CLEARANCE_CHECKS
from access.gate.statement import reason_of
from access.need_to_know.checks import PROTECTED_CHECKS, PUBLIC_CHECKS
from access.need_to_know.explanation import FULL, HALF, Explanation, FailedExplanation
from access.need_to_know.explanations import EXPLANATIONS, Explaining, explain
from access.need_to_know.facts import LookUpFacts
from portsec.kernel.verdict import Reason, Verdict, allow

WEIGHT_NEEDED: Mapping[FieldClass, float] = {FieldClass.S2: HALF, FieldClass.S3: FULL}
"""What an explanation must weigh. An order that one opened for oneself a moment ago may show where a box
stands, marked as self-made; it never opens the release right. House proposal of November 2026."""

HIGH_RISK = 3
"""Risk of a container from an origin of most seizures: its S3 fields are shown only with a stated reason."""

NO_NEED_TO_KNOW = Reason(
    "no_need_to_know", "Nothing on record makes this look-up necessary, or there is no such object."
)
SELF_MADE = Reason(
    "self_made_explanation", "The only explanation was made by the requester just before the look-up."
)

WOULD_CHANGE: Mapping[str, tuple[str, ...]] = {
    **{check.__name__: ("A clearance in force.",) for check in CLEARANCE_CHECKS},
    "account_not_live": ("A live account.",),
    "person_unknown": ("An account that belongs to a known person.",),
    "clearance_level_too_low": ("A clearance of a higher level.",),
    "role_not_allowed": ("A role that includes this action.",),
    NO_NEED_TO_KNOW.code: (
        "Open work that names this object and you or your team.",
        "A grant by the data owner, for the purpose that you state.",
    ),
    SELF_MADE.code: ("Work that somebody else gave you, or a grant by the data owner.",),
}


@dataclass(frozen=True, slots=True)
class LookUpDecision:
    """The verdict; what explained the look-up, even if something else refuses it; what was tried and failed;
    and what the requester could do about a refusal, without a word on other people's work."""

    verdict: Verdict
    explanation: Explanation | None
    tried: tuple[FailedExplanation, ...]
    would_change: tuple[str, ...]


def decide(facts: LookUpFacts, explanations: Iterable[Explaining] = EXPLANATIONS) -> LookUpDecision:
    """Whether the look-up may be answered, with every reason against it.

    S0 needs a live account; S1 also a known person, a clearance and a role; S2 and S3 also an explanation.
    An object that is absent and one that is not the requester's business get the same answer.
    """
    checks = PUBLIC_CHECKS if facts.protection == FieldClass.S0 else PROTECTED_CHECKS
    against = [reason_of(check) for check in checks if check(facts)]
    needed = WEIGHT_NEEDED.get(facts.protection)
    explanation, tried = (None, ()) if needed is None else explain(facts, explanations)
    if needed is not None and explanation is None:
        against.append(NO_NEED_TO_KNOW)
    elif needed is not None and explanation is not None and explanation.weight < needed:
        against.append(SELF_MADE)
    if against:
        return LookUpDecision(
            Verdict(False, tuple(against)), explanation, tried, _hints(facts, against, explanation)
        )
    carried = () if explanation is None else (Reason("explained", explanation.sentence),)
    return LookUpDecision(allow(*carried, obligations=_duties(facts, explanation)), explanation, tried, ())


def _duties(facts: LookUpFacts, explanation: Explanation | None) -> Iterable[str]:
    """ "log": record it before it is shown. "reason": ask the requester why, and keep the answer."""
    yield "log"
    risk = facts.resource.risk if facts.resource else 1
    delicate = facts.protection == FieldClass.S3 and risk >= HIGH_RISK
    self_made = explanation is not None and explanation.is_self_made
    if (delicate or self_made or facts.action == DataAction.OVERRIDE) and not facts.claimed_purpose.strip():
        yield "reason"


def _hints(facts: LookUpFacts, against: list[Reason], explanation: Explanation | None) -> tuple[str, ...]:
    hints = [hint for reason in against for hint in WOULD_CHANGE[reason.code]]
    unexplained = NO_NEED_TO_KNOW in against or SELF_MADE in against
    claimed = facts.claimed_work_ref
    if unexplained and claimed and (explanation is None or explanation.source != claimed):
        hints.append(f"Another work reference: {claimed} does not cover this object for you at this time.")
    return tuple(dict.fromkeys(hints))
