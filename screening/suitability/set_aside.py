"""Accounts for the entries that no finding is about, so that none vanishes without a word."""

from __future__ import annotations

from screening.suitability.findings import Finding, SetAside
from screening.suitability.match import NOT_OF_THE_KIND, TOO_LIGHT
from screening.suitability.reading import Reading
from screening.suitability.record import Case, Proceeding
from screening.suitability.said import spoken

NOT_LISTED = "not_listed"


def set_aside(case: Case, findings: tuple[Finding, ...]) -> tuple[SetAside, ...]:
    """Every entry without a finding of its own, with the reason; first those barred from use."""
    spoken_of = {about for finding in findings for about in finding.about.split()}
    rest = (_reason(case, each) for each in case.readings if each.conviction.id not in spoken_of)
    unheard = (_unheard(each) for each in case.proceedings if each.fact.id not in spoken_of)
    return tuple(sorted((*case.barred_from_use, *rest, *unheard), key=_order))


def _order(entry: SetAside) -> tuple[bool, str]:
    return (not entry.hidden, entry.about)


def _reason(case: Case, reading: Reading) -> SetAside:
    name = f"“{reading.offence.label}” ({reading.offence.code})"
    rules = case.policy.offence_rules_of(reading.offence.code)
    if not rules and case.policy.unlisted is not None:
        return _aside(reading, NOT_LISTED, f"{name}: {case.policy.unlisted.reason}")
    matches = [case.match(rule, reading) for rule in rules if case.applies(rule)]
    meant = [match for match in matches if not match.miss]
    if meant:
        last = max(match.window.end for match in meant)
        return _aside(reading, "out_of_window", f"{name} counted until {spoken(last)}.")
    if any(match.miss == TOO_LIGHT for match in matches):
        return _aside(reading, TOO_LIGHT, f"{name}: no row counts it with this sentence.")
    if matches:
        return _aside(reading, NOT_OF_THE_KIND, f"{name}: no row counts it in this form.")
    return _aside(reading, "not_relevant_for_post", f"{name} does not bear on a post like this one.")


def _unheard(proceeding: Proceeding) -> SetAside:
    name = f"Proceedings over “{proceeding.offence.label}” ({proceeding.offence.code})"
    return SetAside(
        about=proceeding.fact.id,
        code=NOT_LISTED,
        sentence=f"{name}: no row of this policy counts them as they stand.",
        hidden=False,
    )


def _aside(reading: Reading, code: str, sentence: str) -> SetAside:
    return SetAside(about=reading.conviction.id, code=code, sentence=sentence, hidden=False)
