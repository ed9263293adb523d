"""Criteria on where a person lived and worked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from screening.suitability.criteria.offences import RECORD_CHECKS
from screening.suitability.findings import Finding, by_rule
from screening.suitability.record import Case
from screening.suitability.rule import Rule
from screening.suitability.said import State
from screening.suitability.windows import add_months, add_years


def unexplained_gap(case: Case, rule: Rule) -> Iterator[Finding]:
    """Nothing is known of employment or education from {since} to {until} ({days} days).

    Regulation (EU) 2015/1998, point 11.1, asks for employment, education and any gaps. A gap is a question
    to the person, and proof answers it.
    """
    for gap in case.facts.declarations.gaps or ():
        if not gap.explained and gap.days > rule.min_days:
            about = gap.since.isoformat()
            yield by_rule(unexplained_gap, rule, about=about, since=gap.since, until=gap.until, days=gap.days)


def residence_not_checked(case: Case, rule: Rule) -> Iterator[Finding]:
    """The person lived in {country} from {since} to {until}, and that State's record was not asked for.

    Regulation (EU) 2015/1998, point 11.1, asks for the records of all States of residence; Bremen counts
    stays of more than six months without interruption.
    """
    asked = {check.country for check in case.facts.checks if check.kind in RECORD_CHECKS}
    for stay in case.facts.declarations.residences or ():
        until = stay.until or case.facts.at
        is_long = until > add_months(stay.since, rule.min_months)
        last = add_years(until, rule.lookback_years or 0)
        if is_long and last >= case.facts.at and stay.country not in asked:
            found = by_rule(
                residence_not_checked,
                rule,
                about=stay.country,
                country=State(stay.country),
                since=stay.since,
                until=until,
            )
            # A stay that lasts has no last day yet.
            ends = last if stay.until is not None else None
            yield replace(found, incomplete=True, counts_until=ends, counts_from=until if ends else None)
