"""Criteria on the checks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from screening.enums import CheckKind, CheckResult, CheckState
from screening.suitability.facts import CheckFact
from screening.suitability.findings import Finding, by_rule, open_point
from screening.suitability.level import is_deep_enough, level_for
from screening.suitability.phrases import Phrase
from screening.suitability.record import Case
from screening.suitability.rule import Rule
from screening.suitability.said import Quoted, Said, State, Within, phrase
from screening.suitability.terms import Element
from screening.suitability.words import ProofKind

REFEREES_FOR_ONE_PROOF = 2  # two referees stand for one proof, as in the practice of vetting firms


def identity_not_confirmed(case: Case, rule: Rule) -> Iterator[Finding]:
    """The identity of the person is not confirmed: {result}.

    Until it is, nothing else in the file is known to be about this person; Directive (EU) 2022/2557,
    Art. 14(3), asks to corroborate it.
    """
    for check in _answered(case, CheckKind.IDENTITY):
        if check.result in (CheckResult.FINDINGS, CheckResult.UNOBTAINABLE):
            yield by_rule(identity_not_confirmed, rule, about=check.id, result=Within(check.result))


def record_not_obtainable(case: Case, rule: Rule) -> Iterator[Finding]:
    """The criminal record could not be obtained from {place}.

    A missing answer is no finding against the person: an officer weighs other evidence instead. The European
    Cockpit Association showed what happens where missing data alone fails a person.
    """
    for check in _answered(case, CheckKind.CRIMINAL_RECORD, CheckKind.ECRIS):
        if check.result is CheckResult.UNOBTAINABLE:
            place = State(check.country) if check.country else phrase(Phrase.STATE_ASKED)
            found = by_rule(record_not_obtainable, rule, about=check.id, place=place)
            missing = _proofs_missing(case, rule)
            yield replace(found.adding(missing), incomplete=True) if missing else found


def check_missing(case: Case) -> Iterator[Finding]:
    """A check is not there yet: {check}, {why}.

    A recommendation rests on a complete file. A watchlist check that could not be made has searched nothing,
    so it counts as missing.
    """
    for element in case.level.elements:
        if element.check is None:
            continue
        checks = _standing(case, element.check)
        if checks and all(map(_brings_an_answer, checks)):
            continue
        if not checks:
            yield _missing(element, Phrase.NOT_ASKED)
        for check in checks:
            if not check.is_answered:
                yield _missing(element, Phrase.NOT_ANSWERED, about=check.id)
            elif not _brings_an_answer(check):
                yield _missing(element, Phrase.NOT_POSSIBLE, about=check.id)
    asked = case.level.checks
    for check in case.facts.checks:
        if check.state is CheckState.REQUESTED and check.kind not in asked:
            why = phrase(Phrase.NOT_ANSWERED)
            yield open_point(check_missing, about=check.id, check=check.kind, why=why)


def _missing(element: Element, why: Phrase, *, about: str = "") -> Finding:
    source, check = str(element.provenance), Quoted(element.name)
    return open_point(check_missing, about=about, source=source, check=check, why=phrase(why))


def findings_not_entered(case: Case) -> Iterator[Finding]:
    """The answer to “{check}” says that something was found, and nothing of it is entered.

    What was found must be in the file before it can be judged; otherwise it would pass unseen.
    """
    of_record = (*case.facts.convictions, *case.facts.proceedings)
    entered = {
        CheckKind.CRIMINAL_RECORD: of_record,
        CheckKind.ECRIS: of_record,
        CheckKind.WATCHLIST: case.facts.hits,
    }
    for check in case.facts.checks:
        if check.result is CheckResult.FINDINGS and entered.get(check.kind) == ():
            yield open_point(findings_not_entered, about=check.id, check=check.kind)


def level_below_post(case: Case) -> Iterator[Finding]:
    """The post asks for the level “{asked}”, and this file was opened for “{opened}”.

    A check less deep than the post's risk would clear the person for less than the post needs.
    """
    if is_deep_enough(case.facts.level, case.facts.post, case.policy):
        return
    asked = level_for(case.facts.post, case.policy)
    found = open_point(
        level_below_post,
        source=asked.reasons[0].source,
        asked=asked.level,
        opened=case.facts.level,
    )
    yield replace(found, rule=asked.reasons[0].rule, caveats=asked.reasons[0].caveats)


def _answered(case: Case, *kinds: CheckKind) -> Iterator[CheckFact]:
    return (check for check in case.facts.checks if check.kind in kinds and check.is_answered)


def _standing(case: Case, kind: CheckKind) -> list[CheckFact]:
    """The checks of a kind, without the invalid ones that were asked again."""
    found = [check for check in case.facts.checks if check.kind is kind]
    return [check for check in found if check.state is not CheckState.INVALID] or found


def _brings_an_answer(check: CheckFact) -> bool:
    """A watchlist search that could not be made has searched nothing."""
    searched = check.kind is not CheckKind.WATCHLIST or check.result is not CheckResult.UNOBTAINABLE
    return check.is_answered and searched


def _proofs_missing(case: Case, rule: Rule) -> Said | None:
    """What compensating evidence is still to come; None where there is enough, or nobody asked for it."""
    if case.facts.proofs is None or not rule.min_proofs:
        return None
    accepted = [proof.kind for proof in case.facts.proofs if proof.accepted]
    kinds = {kind for kind in accepted if kind is not ProofKind.REFEREE}
    enough = len(kinds) + (accepted.count(ProofKind.REFEREE) >= REFEREES_FOR_ONE_PROOF)
    if enough >= rule.min_proofs:
        return None
    return phrase(Phrase.PROOFS_MISSING, asked=rule.min_proofs, accepted=enough)
