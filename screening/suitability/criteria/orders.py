"""Criteria on orders of courts and authorities, on the right to work, and on false statements."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from screening.suitability.facts import PortBanFact
from screening.suitability.findings import Finding, by_rule
from screening.suitability.phrases import Phrase
from screening.suitability.record import Case
from screening.suitability.rule import Rule
from screening.suitability.said import Quoted, Said, Within, phrase
from screening.suitability.windows import add_years
from screening.suitability.words import RightToWork


def port_ban_in_force(case: Case, rule: Rule) -> Iterator[Finding]:
    """An order keeps the person out of {where} until {until}.

    In Belgium a criminal court may add a port ban to a conviction for drugs, for up to twenty years.
    """
    for ban in case.facts.bans:
        if ban.in_force(case.facts.at):
            until = ban.until or phrase(Phrase.FURTHER_NOTICE)
            found = by_rule(port_ban_in_force, rule, about=ban.id, where=place(ban), until=until)
            yield replace(found, counts_until=ban.until, counts_from=ban.since, permanent=ban.until is None)


def right_to_work_not_shown(case: Case, rule: Rule) -> Iterator[Finding]:
    """The right to work here is not shown: {why}.

    A person may not be employed without it; the Australian check and 49 CFR 1572.105 ask for it.
    """
    right = case.facts.right_to_work
    if right is None:
        return
    if right.status is not RightToWork.ENTITLED:
        yield by_rule(right_to_work_not_shown, rule, why=Within(right.status))
    elif right.until is not None and right.until < case.facts.at:
        yield by_rule(right_to_work_not_shown, rule, why=phrase(Phrase.RIGHT_ENDED, day=right.until))


def false_declaration(case: Case, rule: Rule) -> Iterator[Finding]:
    """An officer found a statement of the person to be false: {statement}.

    A false or incomplete application is a ground of its own under 49 CFR 1572 and in the appraisal under
    § 7 LuftSiG. A misunderstanding is none.
    """
    for fact in case.facts.declarations.false_statements:
        until = None
        if rule.lookback_years is not None and fact.found_on is not None:
            until = add_years(fact.found_on, rule.lookback_years)
        if until is None or until >= case.on:
            found = by_rule(false_declaration, rule, about=fact.id, statement=Quoted(fact.about))
            yield replace(found, counts_until=until, counts_from=fact.found_on if until else None)


def place(ban: PortBanFact) -> Said:
    return phrase(Phrase.THE_PORT, port=ban.port) if ban.port else phrase(Phrase.PORTS)
