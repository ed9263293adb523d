"""The facts, the policy and the record as it may be used: what the criteria work on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from screening.offences import Offence, offence
from screening.suitability.facts import CaseFacts, ProceedingFact
from screening.suitability.findings import SetAside
from screening.suitability.match import Circumstances, Match, match
from screening.suitability.policy import Policy
from screening.suitability.reading import Reading, read
from screening.suitability.rule import Rule
from screening.suitability.terms import LevelTerms
from screening.suitability.words import CountedOn


@dataclass(frozen=True, slots=True)
class Proceeding:
    """Proceedings that may be looked at, with their offence."""

    fact: ProceedingFact
    offence: Offence


@dataclass(frozen=True, slots=True)
class Case:
    """A case under a policy. `on` is the day against which periods are read."""

    facts: CaseFacts
    policy: Policy
    readings: tuple[Reading, ...]
    proceedings: tuple[Proceeding, ...]
    barred_from_use: tuple[SetAside, ...]
    around: Circumstances

    @classmethod
    def of(cls, facts: CaseFacts, policy: Policy) -> Case:
        """Raises InvalidInput for an offence or sanction code that the tables do not know."""
        entries = [read(conviction, facts, policy) for conviction in facts.convictions]
        proceedings = [Proceeding(each, offence(each.offence_code)) for each in facts.proceedings]
        barred = [entry for entry in entries if isinstance(entry, SetAside)]
        for each in proceedings:
            hidden = policy.hidden_set(each.offence.code)
            if hidden is not None:
                barred.append(
                    SetAside(about=each.fact.id, code="never_looked_at", sentence=hidden.reason, hidden=True)
                )
        return cls(
            facts=facts,
            policy=policy,
            readings=tuple(entry for entry in entries if isinstance(entry, Reading)),
            proceedings=tuple(each for each in proceedings if policy.hidden_set(each.offence.code) is None),
            barred_from_use=tuple(barred),
            around=Circumstances(_counted_on(facts, policy), facts.birth_date, policy.grades),
        )

    @property
    def on(self) -> date:
        return self.around.on

    @property
    def level(self) -> LevelTerms:
        return self.policy.level(self.facts.level)

    def applies(self, rule: Rule) -> bool:
        """Whether the row bears on such a post at such a level."""
        return rule.relevant_when.holds(self.facts.post) and rule.is_asked_at(self.facts.level)

    def match(self, rule: Rule, reading: Reading) -> Match:
        return match(rule, reading, self.around)

    def meant(self, rule: Rule) -> Iterator[Match]:
        """The convictions that the row means, however old."""
        for reading in self.readings:
            if reading.offence.code in rule.codes:
                found = match(rule, reading, self.around)
                if not found.miss:
                    yield found

    def matching(self, rule: Rule) -> Iterator[Match]:
        """The convictions that the row means and that still count under it."""
        return (found for found in self.meant(rule) if found.window.counts(self.around.on))


def _counted_on(facts: CaseFacts, policy: Policy) -> date:
    by_application = policy.counted_on is CountedOn.APPLICATION
    return facts.applied_on if by_application and facts.applied_on is not None else facts.at
