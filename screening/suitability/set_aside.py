"""Accounts for the convictions that no finding is about, so that none vanishes without a word."""

from __future__ import annotations

from screening.suitability.findings import Finding, SetAside, spoken
from screening.suitability.record import Case, Reading
from screening.suitability.words import OFFENCE_KINDS


def set_aside(case: Case, findings: tuple[Finding, ...]) -> tuple[SetAside, ...]:
    """Every conviction without a finding of its own, with the reason; first those barred from use."""
    spoken_of = {about for finding in findings for about in finding.about.split()}
    rest = (reading for reading in case.readings if reading.conviction.id not in spoken_of)
    return tuple(sorted((*case.barred_from_use, *(_reason(case, reading) for reading in rest)), key=_order))


def _order(entry: SetAside) -> tuple[bool, str]:
    return (not entry.hidden, entry.about)


def _reason(case: Case, reading: Reading) -> SetAside:
    rules = [
        rule
        for rule in case.policy.rules
        if rule.kind in OFFENCE_KINDS and reading.offence.code in rule.codes
    ]
    relevant = [rule for rule in rules if rule.relevant_when.holds(case.facts.post)]
    heavy = [
        rule
        for rule in relevant
        if rule.min_sanction is None or rule.min_sanction.is_met(reading.conviction) is not False
    ]
    name = f"“{reading.offence.label}” ({reading.offence.code})"
    if heavy:
        last = max(reading.window(rule).end for rule in heavy)
        return _aside(reading, "out_of_window", f"{name} counted until {spoken(last)}.")
    if relevant:
        return _aside(reading, "sentence_too_light", f"{name}: no row counts it with this sentence.")
    return _aside(reading, "not_relevant_for_post", f"{name} does not bear on a post like this one.")


def _aside(reading: Reading, code: str, sentence: str) -> SetAside:
    return SetAside(about=reading.conviction.id, code=code, sentence=sentence, hidden=False)
