"""The decision on a look-up of logistics data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from access.enums import FieldClass
from access.gate.clearance import CLEARANCE_CHECKS
from access.gate.statement import reason_of
from access.need_to_know.checks import PROTECTED_CHECKS, PUBLIC_CHECKS
from access.need_to_know.explanation import FULL, HALF, Explaining, Explanation, FailedExplanation
from access.need_to_know.explanations import EXPLANATIONS, explain
from access.need_to_know.facts import LookUpFacts
from access.need_to_know.obligations import duties
from access.need_to_know.roster import next_duty
from access.need_to_know.waiting import in_words
from portsec.kernel.verdict import Reason, Verdict

WEIGHT_NEEDED: Mapping[FieldClass, float] = {FieldClass.S2: HALF, FieldClass.S3: FULL}
"""What an explanation must weigh. An order that one opened for oneself a moment ago may show where a box
stands, marked as self-made; it never opens the release right. House proposal of November 2026."""

NO_NEED_TO_KNOW = Reason(
    "no_need_to_know", "Nothing on record makes this look-up necessary, or there is no such object."
)
SELF_MADE = Reason(
    "self_made_explanation", "The only explanation was made by the requester just before the look-up."
)

EXPLAINED = "explained"
"""Reason of a yes that work explains in full. The log keeps it, and a hand-over rests on nothing less."""
HALF_EXPLAINED = "explained_by_own_making"
"""Reason of a yes that rests on work which the requester made just before."""

WOULD_CHANGE: Mapping[str, tuple[str, ...]] = {
    **{check.__name__: ("A clearance in force.",) for check in CLEARANCE_CHECKS},
    "account_not_live": ("A live account.",),
    "person_unknown": ("An account that belongs to a known person.",),
    "clearance_level_too_low": ("A clearance of a higher level.",),
    "port_banned": ("The end of the port ban.",),
    "role_not_allowed": ("A role that includes this action.",),
    "browsed_by_attribute": ("The numbers, ship or block that the work names, or a count without numbers.",),
    "duties_not_separate": ("Another person, who has taken no other step on this object.",),
    "badge_not_in_force": ("A badge in force, or a supervisor's approval to work from outside.",),
    "not_rostered": ("A duty on the roster, or a supervisor's approval to work from outside.",),
    "not_inside_work_area": ("The badge read into the area of the duty.",),
    "not_on_named_list": ("A lower security level, or a place on the list of names.",),
    "taken_away_at_level_three": ("A look on the screen, or a lower security level.",),
    NO_NEED_TO_KNOW.code: (
        "Open work that names this object and you or your team.",
        "A grant by the data owner, for the purpose that you state.",
    ),
    SELF_MADE.code: ("Work that somebody else gave you, or a grant by the data owner.",),
}


@dataclass(frozen=True, slots=True)
class LookUpDecision:
    """The verdict; what explained the look-up, even if something else refuses it; what was tried and failed;
    and what the requester could do about a refusal, without a word on other people's work.

    `visible_at`: from when work of the requester's own will explain it, where only its time has not come.
    `visible_until`: when what explains it ends.
    """

    verdict: Verdict
    explanation: Explanation | None
    tried: tuple[FailedExplanation, ...]
    would_change: tuple[str, ...]
    visible_at: datetime | None = None
    visible_until: datetime | None = None


def decide(facts: LookUpFacts, explanations: Iterable[Explaining] = EXPLANATIONS) -> LookUpDecision:
    """Whether the look-up may be answered, with every reason against it.

    S0 needs a live account; S1 also a known person, a clearance and a role; S2 and S3 also an explanation;
    S3 also the place, the roster and what the security level asks.
    An object that is absent and one that is not the requester's business get the same answer.
    """
    needed = WEIGHT_NEEDED.get(facts.protection)
    explanation, tried = (None, ()) if needed is None else explain(facts, explanations)
    if explanation is not None:
        facts = _at_the_level_there(facts)
    checks = PUBLIC_CHECKS if facts.protection is FieldClass.S0 else PROTECTED_CHECKS
    against = [reason_of(check) for check in checks if check(facts)]
    if needed is not None and explanation is None:
        against.append(NO_NEED_TO_KNOW)
    elif needed is not None and explanation is not None and explanation.weight < needed:
        against.append(SELF_MADE)
    if not against:
        return LookUpDecision(
            Verdict(True, _carried(explanation), tuple(duties(facts, explanation))),
            explanation,
            tried,
            (),
            visible_until=explanation.until if explanation else None,
        )
    opens_at = None if explanation is not None else _opens_at(tried)
    hints = _hints(facts, against, explanation, opens_at)
    return LookUpDecision(Verdict(False, tuple(against)), explanation, tried, hints, visible_at=opens_at)


def _at_the_level_there(facts: LookUpFacts) -> LookUpFacts:
    """The terminal's own security level counts for whoever may know that the object stands there."""
    there = facts.resource.isps_level if facts.resource else facts.isps_level
    return replace(facts, isps_level=there) if there > facts.isps_level else facts


def _carried(explanation: Explanation | None) -> tuple[Reason, ...]:
    if explanation is None:
        return ()
    code = HALF_EXPLAINED if explanation.is_self_made else EXPLAINED
    return (Reason(code, explanation.sentence),)


def _opens_at(tried: Iterable[FailedExplanation]) -> datetime | None:
    return min((failed.opens_at for failed in tried if failed.opens_at is not None), default=None)


def _hints(
    facts: LookUpFacts,
    against: list[Reason],
    explanation: Explanation | None,
    opens_at: datetime | None,
) -> tuple[str, ...]:
    codes = [reason.code for reason in against]
    hints = [hint for code in codes for hint in WOULD_CHANGE[code]]
    if opens_at is not None:
        hints.append(f"Waiting: your own work makes it visible in {in_words(opens_at - facts.at)}.")
    duty = next_duty(facts) if "not_rostered" in codes else None
    if duty is not None:
        hints.append(f"Waiting: your next duty counts in {in_words(duty - facts.at)}.")
    unexplained = NO_NEED_TO_KNOW in against or SELF_MADE in against
    claimed = facts.claimed_work_ref
    if unexplained and claimed and (explanation is None or explanation.source != claimed):
        hints.append(f"Another work reference: {claimed} does not cover this object for you at this time.")
    return tuple(dict.fromkeys(hints))
