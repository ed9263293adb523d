"""Criteria on the advice of authorities: outcome and reference, never its text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from screening.suitability.facts import AdviceFact
from screening.suitability.findings import Finding, by_rule
from screening.suitability.phrases import Phrase
from screening.suitability.record import Case
from screening.suitability.rule import Rule
from screening.suitability.said import Within, phrase
from screening.suitability.windows import add_years


def authority_advice(case: Case, rule: Rule) -> Iterator[Finding]:
    """{subject}: the answer of the authority is “{outcome}”{reference}.

    The grounds stay with the authority and are never stored here; the person can ask it for their essence
    (Court of Justice, C-185/23).
    """
    for advice in case.facts.advice:
        if advice.subject in rule.subjects and advice.outcome in rule.outcomes:
            yield from _advised(case, rule, advice)


def _advised(case: Case, rule: Rule, advice: AdviceFact) -> Iterator[Finding]:
    until = None
    if rule.lookback_years is not None and advice.given_on is not None:
        until = add_years(advice.given_on, rule.lookback_years)
        if until < case.on:
            return
    cited = phrase(Phrase.WITH_REFERENCE, reference=advice.reference) if advice.reference else ""
    found = by_rule(
        authority_advice,
        rule,
        about=advice.id,
        subject=advice.subject,
        outcome=Within(advice.outcome),
        reference=cited,
    )
    yield replace(found, counts_until=until, counts_from=advice.given_on if until else None)


def authority_advice_missing(case: Case, rule: Rule) -> Iterator[Finding]:
    """The authority has not answered yet on: {subject}.

    At this level the policy asks for its advice, and nothing is recommended without it.
    """
    answered = {advice.subject for advice in case.facts.advice}
    for subject in sorted(rule.subjects - answered):
        found = by_rule(authority_advice_missing, rule, about=subject.value, subject=Within(subject))
        yield replace(found, incomplete=True)
