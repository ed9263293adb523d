"""Criteria on the checks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from screening.enums import CheckKind, CheckResult, Effect
from screening.suitability.facts import CheckFact
from screening.suitability.findings import Finding, by_rule, open_point, say
from screening.suitability.level import level_for
from screening.suitability.record import Case
from screening.suitability.terms import Rule


def identity_not_confirmed(case: Case, rule: Rule) -> Iterator[Finding]:
    """The identity of the person is not confirmed: {result}.

    Until it is, nothing else in the file is known to be about this person; Directive (EU) 2022/2557,
    Art. 14(3), asks to corroborate it.
    """
    for check in _answered(case, CheckKind.IDENTITY):
        if check.result is not None and check.result is not CheckResult.CLEAR:
            yield by_rule(identity_not_confirmed, rule, about=check.id, result=check.result.label.lower())


def record_not_obtainable(case: Case, rule: Rule) -> Iterator[Finding]:
    """The criminal record could not be obtained from {place}.

    A missing answer is no finding against the person: an officer weighs other evidence instead. The European
    Cockpit Association showed what happens where missing data alone fails a person.
    """
    for check in _answered(case, CheckKind.CRIMINAL_RECORD):
        if check.result is CheckResult.UNOBTAINABLE:
            yield by_rule(
                record_not_obtainable, rule, about=check.id, place=check.country or "the State asked"
            )


def check_missing(case: Case) -> Iterator[Finding]:
    """A check that this level asks for is not there yet: {check}, {why}.

    A recommendation rests on a complete file. A watchlist check that could not be made has searched nothing,
    so it counts as missing.
    """
    for element in case.policy.levels[case.facts.level].elements:
        if element.check is None:
            continue
        blanks = {"source": str(element.provenance), "check": element.name}
        checks = [check for check in case.facts.checks if check.kind is element.check]
        if not checks:
            yield open_point(check_missing, why="not asked for", **blanks)
        for check in checks:
            if not check.is_answered:
                yield open_point(check_missing, about=check.id, why="not answered", **blanks)
            elif check.kind is CheckKind.WATCHLIST and check.result is CheckResult.UNOBTAINABLE:
                yield open_point(check_missing, about=check.id, why="not possible", **blanks)


def findings_not_entered(case: Case) -> Iterator[Finding]:
    """The answer to “{check}” says that something was found, and nothing of it is entered.

    What was found must be in the file before it can be judged; otherwise it would pass unseen.
    """
    entered = {CheckKind.CRIMINAL_RECORD: case.facts.convictions, CheckKind.WATCHLIST: case.facts.hits}
    for check in case.facts.checks:
        if check.result is CheckResult.FINDINGS and entered.get(check.kind) == ():
            yield open_point(findings_not_entered, about=check.id, check=check.kind.label)


def level_below_post(case: Case) -> Iterator[Finding]:
    """The post asks for the level “{asked}”, and this file was opened for “{opened}”.

    A check less deep than the post's risk would clear the person for less than the post needs.
    """
    asked = level_for(case.facts.post, case.policy)
    if asked.level.rank > case.facts.level.rank:
        found = open_point(
            level_below_post,
            source=asked.reasons[0].source,
            asked=asked.level.label,
            opened=case.facts.level.label,
        )
        yield replace(found, rule=asked.reasons[0].rule, caveats=asked.reasons[0].caveats)


def element_not_covered(case: Case) -> Iterator[Finding]:
    """This level also looks into “{element}”, which this file does not cover.

    Said openly, so that nobody takes the clearance for more than it is.
    """
    declarations = case.facts.declarations
    has_history = declarations.gaps is not None and declarations.residences is not None
    for element in case.policy.levels[case.facts.level].elements:
        if element.check is None and not (element.in_declaration and has_history):
            yield Finding(
                criterion=element_not_covered.__name__,
                effect=Effect.NOTE,
                sentence=say(element_not_covered, element=element.name),
                source=str(element.provenance),
                caveats=element.provenance.caveats,
            )


def _answered(case: Case, kind: CheckKind) -> Iterator[CheckFact]:
    return (check for check in case.facts.checks if check.kind is kind and check.is_answered)
