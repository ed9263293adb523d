"""One conviction as a policy may use it: the strongest effect it may have, and for how long.

Rehabilitation, pardon, amnesty, finality, age and the person's part come before any row. What may not be
used, and what a policy never looks at, is set aside here and goes no further.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from screening.enums import Effect
from screening.offences import Offence, offence, sanction
from screening.suitability.facts import CaseFacts, ConvictionFact
from screening.suitability.findings import WEIGHTS, SetAside, weaker
from screening.suitability.policy import Policy
from screening.suitability.rule import Rule
from screening.suitability.terms import ParameterTerms
from screening.suitability.windows import add_years
from screening.suitability.words import (
    Act,
    Completion,
    Exemption,
    Parameter,
    Participation,
    RecordState,
    Treatment,
)

# What each parameter is read from. `juvenile` also needs the birth date and is read apart.
_CARRIES: Mapping[Parameter, Callable[[ConvictionFact, date], bool]] = {
    Parameter.REHABILITATED: lambda conviction, _at: conviction.rehabilitated,
    Parameter.PARDONED: lambda conviction, _at: conviction.pardoned,
    Parameter.AMNESTY: lambda conviction, _at: conviction.amnesty,
    Parameter.NOT_FINAL: lambda conviction, at: conviction.final_on is None or conviction.final_on > at,
    Parameter.EXEMPTED: lambda conviction, _at: conviction.exemption == Exemption.RESPONSIBILITY,
    Parameter.ATTEMPTED: lambda conviction, _at: conviction.completion == Completion.ATTEMPTED,
    Parameter.ACCESSORY: lambda conviction, _at: conviction.participation == Participation.ACCESSORY,
}


@dataclass(frozen=True, slots=True)
class Reading:
    """A conviction that may be used: its offence, the strongest effect it may have, and why."""

    conviction: ConvictionFact
    offence: Offence
    terms: tuple[ParameterTerms, ...]

    @property
    def cap(self) -> Effect | None:
        caps = [terms.cap for terms in self.terms if terms.cap is not None]
        return min(caps, key=WEIGHTS.__getitem__, default=None)

    @property
    def remarks(self) -> tuple[str, ...]:
        return tuple(terms.reason for terms in self.terms)

    @property
    def caveats(self) -> tuple[str, ...]:
        """What has not been confirmed about the codes that this conviction carries."""
        found = []
        if not self.offence.is_confirmed:
            found.append(f"Offence {self.offence.code}: {self.offence.status.label}.")
        code = self.conviction.sanction_code
        if code and not sanction(code).is_confirmed:
            found.append(f"Sanction {code}: {sanction(code).status.label}.")
        return tuple(found)

    @property
    def state(self) -> RecordState:
        not_responsible = self.conviction.exemption == Exemption.RESPONSIBILITY
        return RecordState.NOT_RESPONSIBLE if not_responsible else RecordState.CONVICTED

    @property
    def acts(self) -> frozenset[Act]:
        """What the person did; where the record does not say, the offence was committed."""
        found = set()
        if self.conviction.completion == Completion.ATTEMPTED:
            found.add(Act.ATTEMPTED)
        if self.conviction.participation == Participation.ACCESSORY:
            found.add(Act.ACCESSORY)
        return frozenset(found or {Act.COMPLETED})

    def effect(self, rule: Rule) -> Effect:
        return weaker(rule.effect, self.cap)

    def years(self, rule: Rule) -> int | None:
        """The look-back of the row in years, None for good; a minor's is cut as the policy says."""
        return self.cut(rule.lookback_years, rule)

    def cut(self, years: int | None, rule: Rule) -> int | None:
        """So many years, or fewer where the person was a minor; None for good."""
        limit = self._most_years(rule)
        if limit is None or years is None:
            return limit or years
        return min(years, limit)

    def _most_years(self, rule: Rule) -> int | None:
        for terms in self.terms:
            limit = terms.max_years_if_bar if rule.effect is Effect.BAR else terms.max_years
            if limit is not None:
                return limit
        return None


def read(conviction: ConvictionFact, facts: CaseFacts, policy: Policy) -> Reading | SetAside:
    """Raises InvalidInput for an offence or sanction code that the tables do not know."""
    found = offence(conviction.offence_code)
    if conviction.sanction_code:
        sanction(conviction.sanction_code)
    carried = tuple(policy.parameters[word] for word in _carried(conviction, facts, policy))
    for terms in carried:
        if terms.treatment is Treatment.IGNORE:
            return SetAside(
                about=conviction.id, code=terms.parameter.value, sentence=terms.reason, hidden=True
            )
    hidden = policy.hidden_set(found.code)
    if hidden is not None:
        return SetAside(about=conviction.id, code="never_looked_at", sentence=hidden.reason, hidden=True)
    return Reading(conviction, found, carried)


def _carried(conviction: ConvictionFact, facts: CaseFacts, policy: Policy) -> Iterator[Parameter]:
    for word in Parameter:
        if word is Parameter.JUVENILE:
            if conviction.juvenile or _was_minor(conviction, facts.birth_date, policy):
                yield word
        elif _CARRIES[word](conviction, facts.at):
            yield word


def _was_minor(conviction: ConvictionFact, birth_date: date | None, policy: Policy) -> bool:
    """Also where the convicting State did not say so: the dates speak for the person."""
    under = policy.parameters[Parameter.JUVENILE].under_years
    if under is None or birth_date is None or conviction.offence_date is None:
        return False
    return conviction.offence_date < add_years(birth_date, under)
