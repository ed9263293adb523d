"""Criteria on the criminal record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from screening.enums import CheckKind
from screening.suitability.facts import ConvictionFact
from screening.suitability.findings import WEIGHTS, Finding, by_rule, say
from screening.suitability.match import Match
from screening.suitability.phrases import Phrase
from screening.suitability.record import Case
from screening.suitability.rule import Rule
from screening.suitability.said import Blank, Quoted, Said, Within, phrase, remark
from screening.suitability.words import CountsFrom

# Which answers may bring convictions.
RECORD_CHECKS = frozenset({CheckKind.CRIMINAL_RECORD, CheckKind.ECRIS})


def disqualifying_offence(case: Case, rule: Rule) -> Iterator[Finding]:
    """The record shows “{offence}” ({code}, {when}), for which this policy knows no time limit.

    A closed list of the gravest offences without look-back, as in 49 CFR 1572.103(a) and tier 1 of the
    Australian list of 2021.
    """
    for match in case.matching(rule):
        yield _finding(match, say(disqualifying_offence, **_blanks(match)))


def offence_in_window(case: Case, rule: Rule) -> Iterator[Finding]:
    """The record shows “{offence}” ({code}, {when}), which is within the look-back period of {years} years
    from {start}.

    Convictions lose their weight with time; the period and its start are part of the row, as in
    49 CFR 1572.103(b) and § 7(1a) LuftSiG.
    """
    for match in case.matching(rule):
        years, start = match.years or 0, Within(match.start)
        yield _finding(match, say(offence_in_window, years=years, start=start, **_blanks(match)))


def repeated_convictions(case: Case, rule: Rule) -> Iterator[Finding]:
    """The record shows {count} convictions{period}.

    Several lesser convictions can together say what none says alone; § 7(1a) LuftSiG asks for at least two.
    """
    counting = list(case.meant(rule) if rule.counts_from is CountsFrom.LAST else case.matching(rule))
    windows = sorted((match.window for match in counting), key=lambda each: each.end, reverse=True)
    if len(counting) < rule.min_count or not windows[0].counts(case.on):
        return
    # As long as the count is reached, so long it counts; and no stronger than that many convictions may.
    place = 0 if rule.counts_from is CountsFrom.LAST else rule.min_count - 1
    effects = sorted((match.effect for match in counting), key=WEIGHTS.__getitem__, reverse=True)
    found = by_rule(
        repeated_convictions,
        rule,
        about=" ".join(sorted(match.conviction.id for match in counting)),
        count=len(counting),
        period=_period(rule),
    )
    yield replace(
        found,
        effect=effects[rule.min_count - 1],
        caveats=tuple(dict.fromkeys(caveat for match in _in_order(counting) for caveat in match.caveats)),
        counts_until=windows[place].until,
        counts_from=windows[place].since,
        permanent=windows[place].permanent,
    )


def undeclared_conviction(case: Case, rule: Rule) -> Iterator[Finding]:
    """The record shows “{offence}” ({code}, {when}), which the person was asked about and did not name.

    A false or incomplete statement is a ground of its own (49 CFR 1572; overall appraisal under § 7 LuftSiG).
    It counts only if the person was asked, and never for an entry that may not be used.
    """
    if case.facts.declarations.has_declared_convictions is None:
        return
    for match in case.matching(rule):
        if not match.conviction.declared:
            yield _finding(match, say(undeclared_conviction, **_blanks(match)))


def declared_conviction_not_on_record(case: Case, rule: Rule) -> Iterator[Finding]:
    """The person named a conviction, and the record that was answered shows none.

    The record may be incomplete, or the entry erased: ask the person which it is. Honesty must not count
    against anyone.
    """
    record = [check for check in case.facts.checks if check.kind in RECORD_CHECKS]
    answered = bool(record) and all(check.is_answered for check in record)
    if case.facts.declarations.has_declared_convictions and answered and not case.facts.convictions:
        yield by_rule(declared_conviction_not_on_record, rule)


def _finding(match: Match, sentence: Said) -> Finding:
    rule, window = match.rule, match.window
    said: list[Said | Quoted] = [sentence]
    if window.until is not None:
        said.append(phrase(Phrase.COUNTS_UNTIL, day=window.until))
    remarks = (*match.reading.remarks, *match.remarks, window.remark, *match.doubts)
    said += map(remark, filter(None, remarks))
    return Finding(
        criterion=rule.kind.value,
        effect=match.effect,
        said=tuple(said),
        rule=rule.ref,
        counts_until=window.until,
        counts_from=window.since,
        permanent=window.permanent,
        source=str(rule.provenance),
        reason=rule.reason,
        about=match.conviction.id,
        caveats=match.caveats,
        waiver=rule.waiver,
        remedy=rule.remedy,
        tier=rule.tier,
        clock=rule.clock,
        doubts=match.doubts,
    )


def _in_order(matches: list[Match]) -> list[Match]:
    return sorted(matches, key=lambda match: match.conviction.id)


def _period(rule: Rule) -> Blank:
    if rule.lookback_years is None:
        return ""
    if rule.counts_from is CountsFrom.LAST:
        return phrase(Phrase.LATEST_WITHIN_PERIOD, years=rule.lookback_years)
    return phrase(Phrase.WITHIN_PERIOD, years=rule.lookback_years)


def _blanks(match: Match) -> dict[str, Blank]:
    offence = match.reading.offence
    return {"offence": offence, "code": offence.code, "when": _when(match.conviction)}


def _when(conviction: ConvictionFact) -> Said:
    if conviction.final_on is not None:
        return phrase(Phrase.FINAL_ON, day=conviction.final_on)
    if conviction.decided_on is not None:
        return phrase(Phrase.DECIDED_ON, day=conviction.decided_on)
    return phrase(Phrase.UNDATED)
