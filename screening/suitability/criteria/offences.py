"""Criteria on the criminal record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from screening.enums import CheckKind, Effect
from screening.suitability.facts import ConvictionFact
from screening.suitability.findings import WEIGHTS, Finding, by_rule, say, spoken, weaker
from screening.suitability.record import Case, Reading
from screening.suitability.terms import Rule

SENTENCE_UNKNOWN = "The sentence is not recorded in full; obtain it before this row is applied."


def disqualifying_offence(case: Case, rule: Rule) -> Iterator[Finding]:
    """The record shows “{offence}” ({code}, {when}), for which this policy knows no time limit.

    A closed list of the gravest offences without look-back, as in 49 CFR 1572.103(a) and tier 1 of the
    Australian list of 2021.
    """
    for reading in case.matching(rule):
        yield from _offence(rule, reading, say(disqualifying_offence, **_blanks(reading)))


def offence_in_window(case: Case, rule: Rule) -> Iterator[Finding]:
    """The record shows “{offence}” ({code}, {when}), which is within the look-back period of {years} years
    from {start}.

    Convictions lose their weight with time; the period and its start are part of the row, as in
    49 CFR 1572.103(b) and § 7(1a) LuftSiG.
    """
    for reading in case.matching(rule):
        sentence = say(
            offence_in_window,
            years=reading.years(rule),
            start=rule.lookback_from.label.lower(),
            **_blanks(reading),
        )
        yield from _offence(rule, reading, sentence)


def repeated_convictions(case: Case, rule: Rule) -> Iterator[Finding]:
    """The record shows {count} convictions within the look-back period of {years} years.

    Several lesser convictions can together say what none says alone; § 7(1a) LuftSiG asks for at least two.
    """
    counting = list(case.matching(rule))
    if len(counting) < rule.min_count:
        return
    # As long as the count is reached, so long it counts; and no stronger than that many convictions may.
    last = rule.min_count - 1
    windows = sorted((reading.window(rule) for reading in counting), key=lambda each: each.end, reverse=True)
    effects = sorted((reading.effect(rule) for reading in counting), key=WEIGHTS.__getitem__, reverse=True)
    found = by_rule(
        repeated_convictions,
        rule,
        about=" ".join(sorted(reading.conviction.id for reading in counting)),
        count=len(counting),
        years=rule.lookback_years,
    )
    yield replace(found, effect=effects[last], counts_until=windows[last].until)


def undeclared_conviction(case: Case, rule: Rule) -> Iterator[Finding]:
    """The record shows “{offence}” ({code}, {when}), which the person was asked about and did not name.

    A false or incomplete statement is a ground of its own (49 CFR 1572; overall appraisal under § 7 LuftSiG).
    It counts only if the person was asked, and never for an entry that may not be used.
    """
    if case.facts.declarations.has_declared_convictions is None:
        return
    for reading in case.matching(rule):
        if not reading.conviction.declared:
            yield _finding(rule, reading, say(undeclared_conviction, **_blanks(reading)))


def declared_conviction_not_on_record(case: Case, rule: Rule) -> Iterator[Finding]:
    """The person named a conviction, and the record that was answered shows none.

    The record may be incomplete, or the entry erased: ask the person which it is. Honesty must not count
    against anyone.
    """
    record = [check for check in case.facts.checks if check.kind is CheckKind.CRIMINAL_RECORD]
    answered = bool(record) and all(check.is_answered for check in record)
    if case.facts.declarations.has_declared_convictions and answered and not case.facts.convictions:
        yield by_rule(declared_conviction_not_on_record, rule)


def _offence(rule: Rule, reading: Reading, sentence: str) -> Iterator[Finding]:
    suffices = _sentence_suffices(rule, reading)
    if suffices is not False:
        yield _finding(rule, reading, sentence, sentence_unknown=suffices is None)


def _finding(rule: Rule, reading: Reading, sentence: str, *, sentence_unknown: bool = False) -> Finding:
    window = reading.window(rule)
    remarks = [*reading.remarks, window.remark, SENTENCE_UNKNOWN if sentence_unknown else ""]
    if window.until is not None:
        remarks.insert(0, f"It counts until {spoken(window.until)}.")
    effect = reading.effect(rule)
    return Finding(
        criterion=rule.kind.value,
        effect=weaker(effect, Effect.REFER) if sentence_unknown else effect,
        sentence=" ".join([sentence, *filter(None, remarks)]),
        rule=rule.ref,
        counts_until=window.until,
        permanent=window.permanent,
        source=str(rule.provenance),
        reason=rule.reason,
        about=reading.conviction.id,
        caveats=(*rule.provenance.caveats, *reading.caveats),
    )


def _sentence_suffices(rule: Rule, reading: Reading) -> bool | None:
    return True if rule.min_sanction is None else rule.min_sanction.is_met(reading.conviction)


def _blanks(reading: Reading) -> dict[str, str]:
    return {"offence": reading.offence.label, "code": reading.offence.code, "when": _when(reading.conviction)}


def _when(conviction: ConvictionFact) -> str:
    if conviction.final_on is not None:
        return f"final on {spoken(conviction.final_on)}"
    return f"decided on {spoken(conviction.decided_on)}" if conviction.decided_on else "undated"
