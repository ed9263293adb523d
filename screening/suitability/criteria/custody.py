"""The criterion on time spent in prison."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from screening.suitability.findings import WEIGHTS, Finding, by_rule
from screening.suitability.match import Match
from screening.suitability.phrases import Phrase
from screening.suitability.record import Case
from screening.suitability.rule import Rule
from screening.suitability.said import phrase
from screening.suitability.windows import LIFE_IMPRISONMENT, add_months, is_served_custody


@dataclass(frozen=True, slots=True)
class Stay:
    """An uninterrupted stay in prison, first and last day included, and the convictions it was for."""

    since: date
    until: date
    matches: tuple[Match, ...]
    assumed: bool

    @property
    def days(self) -> int:
        return (self.until - self.since).days + 1


def long_imprisonment(case: Case, rule: Rule) -> Iterator[Finding]:
    """The person was in prison for {days} days without a break, from {since} to {until}.

    49 CFR 1572.107 names more than 365 consecutive days in prison as a ground for a closer look. Stays that
    touch or overlap are one stay.
    """
    for stay in _joined(case, rule):
        if stay.days <= rule.min_days:
            continue
        found = by_rule(
            long_imprisonment,
            rule,
            about=" ".join(sorted(match.conviction.id for match in stay.matches)),
            days=stay.days,
            since=stay.since,
            until=stay.until,
        )
        effect = max((match.effect for match in stay.matches), key=WEIGHTS.__getitem__)
        if stay.assumed:
            found = found.adding(phrase(Phrase.FULL_TERM_ASSUMED))
        ordered = sorted(stay.matches, key=lambda match: match.conviction.id)
        caveats = tuple(dict.fromkeys(caveat for match in ordered for caveat in match.caveats))
        yield replace(found, effect=effect, permanent=True, caveats=caveats)


def _joined(case: Case, rule: Rule) -> Iterator[Stay]:
    """The stays of the record; those that touch are one."""
    stays = sorted(_stays(case, rule), key=lambda stay: (stay.since, stay.until))
    while stays:
        stay = stays.pop(0)
        while stays and stays[0].since <= stay.until + timedelta(days=1):
            other = stays.pop(0)
            stay = Stay(
                stay.since,
                max(stay.until, other.until),
                (*stay.matches, *other.matches),
                stay.assumed or other.assumed,
            )
        yield stay


def _stays(case: Case, rule: Rule) -> Iterator[Stay]:
    for reading in case.readings:
        conviction = reading.conviction
        since = conviction.custody_since or conviction.final_on or conviction.decided_on
        served = conviction.custody_since is not None or is_served_custody(conviction)
        if since is None or not served:
            continue
        until, assumed = conviction.released_on, False
        if until is None:
            is_life = conviction.sanction_code == LIFE_IMPRISONMENT or conviction.sanction_months is None
            until = case.on if is_life else add_months(since, conviction.sanction_months or 0)
            assumed = True
        until = min(until, case.on)
        if since <= until:
            yield Stay(since, until, (case.match(rule, reading),), assumed)
