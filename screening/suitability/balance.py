"""The balance of interests: what speaks for the person among the convictions that count against them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from screening.enums import Effect
from screening.suitability.facts import ConvictionFact
from screening.suitability.findings import Finding
from screening.suitability.record import Case
from screening.suitability.said import spoken
from screening.suitability.terms import FactorTerms
from screening.suitability.windows import LIFE_IMPRISONMENT, add_years, is_custody
from screening.suitability.words import FactorName, Speaks

ADVERSE = frozenset({Effect.BAR, Effect.PRESUME_UNSUITABLE})


@dataclass(frozen=True, slots=True)
class Factor:
    """One thing that is weighed, where it points, and on what ground."""

    name: FactorName
    speaks: Speaks
    sentence: str
    source: str
    caveats: tuple[str, ...]


def factors(case: Case, findings: tuple[Finding, ...]) -> tuple[Factor, ...]:
    """The factors of the policy's balance, read over the convictions that carry an adverse finding.

    Empty where no conviction does: then there is nothing to weigh. A further conviction can only turn a
    factor against the person, never for them.
    """
    about = {name for finding in findings if finding.effect in ADVERSE for name in finding.about.split()}
    adverse = tuple(each.conviction for each in case.readings if each.conviction.id in about)
    if not adverse:
        return ()
    found = []
    for terms in case.policy.balance:
        speaks, sentence = _JUDGES[terms.name](case, adverse, terms)
        found.append(Factor(terms.name, speaks, sentence, str(terms.provenance), terms.provenance.caveats))
    return tuple(found)


_Judge = Callable[[Case, tuple[ConvictionFact, ...], FactorTerms], tuple[Speaks, str]]


def _number(_case: Case, adverse: tuple[ConvictionFact, ...], terms: FactorTerms) -> tuple[Speaks, str]:
    speaks = Speaks.FOR if len(adverse) <= terms.limit else Speaks.AGAINST
    return speaks, f"Convictions that count: {len(adverse)}; up to {terms.limit} speak for the person."


def _gravity(_case: Case, adverse: tuple[ConvictionFact, ...], terms: FactorTerms) -> tuple[Speaks, str]:
    months = [_custody_months(each) for each in adverse]
    known = [each for each in months if each is not None]
    floor = f"{terms.limit} months of imprisonment" if terms.limit > 1 else "imprisonment of any length"
    if any(each >= terms.limit for each in known):
        return Speaks.AGAINST, f"A sentence comes to {floor}; less would speak for the person."
    if len(known) < len(months):
        return Speaks.UNKNOWN, "A sentence is not recorded in full, so its gravity cannot be said."
    return Speaks.FOR, f"No sentence comes to {floor}, which speaks for the person."


def _age(case: Case, adverse: tuple[ConvictionFact, ...], terms: FactorTerms) -> tuple[Speaks, str]:
    born, days = case.facts.birth_date, [each.offence_date for each in adverse]
    text = f"an age under {terms.limit} at the time speaks for the person."
    if born is not None:
        grown = add_years(born, terms.limit)
        if any(day is not None and day >= grown for day in days):
            return Speaks.AGAINST, f"An offence was committed at {terms.limit} or older; {text}"
    if born is None or None in days:
        return Speaks.UNKNOWN, f"The age at the time is not known; {text}"
    return Speaks.FOR, f"Each offence was committed under {terms.limit}; {text}"


def _time(case: Case, adverse: tuple[ConvictionFact, ...], terms: FactorTerms) -> tuple[Speaks, str]:
    days = [each.final_on or each.decided_on for each in adverse]
    known = [day for day in days if day is not None]
    text = f"{terms.limit} years without another speak for the person."
    last = max(known, default=None)
    if last is not None and case.on < add_years(last, terms.limit):
        return Speaks.AGAINST, f"The last conviction is of {spoken(last)}; {text}"
    if last is None or len(known) < len(days):
        return Speaks.UNKNOWN, f"A conviction has no date; {text}"
    return Speaks.FOR, f"The last conviction is of {spoken(last)}; {text}"


_JUDGES: Mapping[FactorName, _Judge] = MappingProxyType(
    {
        FactorName.NUMBER: _number,
        FactorName.GRAVITY: _gravity,
        FactorName.AGE: _age,
        FactorName.TIME: _time,
    }
)


def _custody_months(conviction: ConvictionFact) -> int | None:
    """The months of imprisonment, suspended or not; None where the record does not tell."""
    if not is_custody(conviction):
        has_sentence = bool(conviction.sanction_code) or conviction.day_rates is not None
        return 0 if has_sentence else None
    if conviction.sanction_code == LIFE_IMPRISONMENT:
        return 9999
    return conviction.sanction_months
