"""The criterion on proceedings that brought no conviction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from screening.suitability.findings import Finding, by_rule
from screening.suitability.phrases import Phrase
from screening.suitability.record import Case
from screening.suitability.rule import Rule
from screening.suitability.said import Within, phrase
from screening.suitability.windows import add_years


def open_proceedings(case: Case, rule: Rule) -> Iterator[Finding]:
    """There are proceedings over “{offence}” ({code}): {state}{since}.

    They are no conviction, and the person is presumed innocent. Warrants and indictments are a ground of
    their own in 49 CFR 1572.103(c); § 7 LuftSiG reads pending and discontinued investigations in the overall
    appraisal.
    """
    for each in case.proceedings:
        fact = each.fact
        if fact.state not in rule.states or each.offence.code not in rule.codes:
            continue
        start = fact.ended_on or fact.since
        until = None
        if rule.lookback_years is not None and start is not None:
            until = add_years(start, rule.lookback_years)
            if until < case.on:
                continue
        found = by_rule(
            open_proceedings,
            rule,
            about=fact.id,
            offence=each.offence,
            code=each.offence.code,
            state=Within(fact.state),
            since=phrase(Phrase.SINCE, day=fact.since) if fact.since else "",
        )
        caveats = list(found.caveats)
        if not each.offence.is_confirmed:
            caveats.append(f"Offence {each.offence.code}: {each.offence.status.label}.")
        yield replace(found, counts_until=until, counts_from=start if until else None, caveats=tuple(caveats))
