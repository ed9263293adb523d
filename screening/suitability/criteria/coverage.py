"""Criteria on what no row of the policy judges and no check of the file covers: nothing passes unseen."""

from __future__ import annotations

from collections.abc import Iterator

from screening.enums import CheckKind, CheckResult, Effect
from screening.suitability.criteria.orders import place
from screening.suitability.findings import Finding, say
from screening.suitability.phrases import Phrase
from screening.suitability.record import Case
from screening.suitability.said import Quoted, Said, Within, phrase
from screening.suitability.terms import Element
from screening.suitability.words import AdviceOutcome, RightToWork, RuleKind

# Whose answers are judged by rows of their own, from what was entered.
JUDGED_BY_ROWS = frozenset(
    {CheckKind.IDENTITY, CheckKind.CRIMINAL_RECORD, CheckKind.ECRIS, CheckKind.WATCHLIST}
)
ADVERSE = frozenset({AdviceOutcome.NEGATIVE, AdviceOutcome.RESERVATIONS})


def fact_not_judged(case: Case) -> Iterator[Finding]:
    """The file holds {what}, and no row of this policy judges it.

    An adverse fact must not pass unseen for want of a row, and an order of a court binds whatever the policy.
    """
    for about, what in (*_bans(case), *_advice(case), *_others(case)):
        yield Finding(
            criterion=fact_not_judged.__name__,
            effect=Effect.REFER,
            said=(say(fact_not_judged, what=what),),
            about=about,
        )


def check_to_weigh(case: Case) -> Iterator[Finding]:
    """The answer to “{check}” is “{result}”; an officer weighs what that means.

    Not every answer fits a row: what was found, and what could not be found out, is left to a person.
    """
    facts = case.facts
    for check in facts.checks:
        if not check.is_answered or check.kind in JUDGED_BY_ROWS or check.result is None:
            continue
        entered = {CheckKind.AUTHORITY_ADVICE: facts.advice, CheckKind.RIGHT_TO_WORK: facts.right_to_work}
        if check.result in (CheckResult.FINDINGS, CheckResult.UNOBTAINABLE) and not entered.get(check.kind):
            yield Finding(
                criterion=check_to_weigh.__name__,
                effect=Effect.REFER,
                said=(say(check_to_weigh, check=check.kind, result=Within(check.result)),),
                about=check.id,
            )


def element_not_covered(case: Case) -> Iterator[Finding]:
    """This level also looks into “{element}”, which this file does not cover.

    Said openly, so that nobody takes the clearance for more than it is.
    """
    for element in case.level.elements:
        if element.check is None and not _is_covered(element, case):
            yield Finding(
                criterion=element_not_covered.__name__,
                effect=Effect.NOTE,
                said=(say(element_not_covered, element=Quoted(element.name)),),
                source=str(element.provenance),
                caveats=element.provenance.caveats,
            )


def _is_covered(element: Element, case: Case) -> bool:
    declarations = case.facts.declarations
    if element.in_declaration:
        return declarations.gaps is not None and declarations.residences is not None
    if element.advice is not None:
        return any(advice.subject is element.advice for advice in case.facts.advice)
    return element.right_to_work and case.facts.right_to_work is not None


def _bans(case: Case) -> Iterator[tuple[str, Said]]:
    if RuleKind.PORT_BAN_IN_FORCE not in case.policy.kinds:
        for ban in case.facts.bans:
            if ban.in_force(case.facts.at):
                yield ban.id, phrase(Phrase.ORDER_ON_FILE, where=place(ban))


def _advice(case: Case) -> Iterator[tuple[str, Said]]:
    for advice in case.facts.advice:
        rows = case.policy.rules_of(RuleKind.AUTHORITY_ADVICE)
        judged = any(advice.subject in rule.subjects and advice.outcome in rule.outcomes for rule in rows)
        if advice.outcome in ADVERSE and not judged:
            outcome, subject = Within(advice.outcome), Within(advice.subject)
            yield advice.id, phrase(Phrase.ADVICE_ON_FILE, outcome=outcome, subject=subject)


def _others(case: Case) -> Iterator[tuple[str, Said]]:
    if RuleKind.FALSE_DECLARATION not in case.policy.kinds:
        for statement in case.facts.declarations.false_statements:
            yield statement.id, phrase(Phrase.FALSE_STATEMENT_ON_FILE)
    right = case.facts.right_to_work
    denied = right is not None and right.status is RightToWork.NOT_ENTITLED
    if denied and RuleKind.RIGHT_TO_WORK_NOT_SHOWN not in case.policy.kinds:
        yield "right_to_work", phrase(Phrase.NO_RIGHT_ON_FILE)
