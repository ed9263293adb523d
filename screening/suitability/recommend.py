"""From facts and a policy to findings and a recommendation. It never decides: two officers do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from screening.enums import Effect, Recommendation
from screening.suitability.criteria import ALWAYS, BY_RULE
from screening.suitability.facts import CaseFacts
from screening.suitability.findings import Finding, SetAside
from screening.suitability.policy import Policy
from screening.suitability.record import Case
from screening.suitability.set_aside import set_aside
from screening.suitability.words import OFFENCE_KINDS, Logic


@dataclass(frozen=True, slots=True, kw_only=True)
class Appraisal:
    """What the rules say of a case, strongest finding first.

    `set_aside` accounts for every conviction that no finding is about; its hidden ones are only counted.
    `validity_months` is the longest clearance that the policy supports in this case. `policy` is its code
    and version.
    """

    recommendation: Recommendation
    findings: tuple[Finding, ...]
    set_aside: tuple[SetAside, ...]
    validity_months: int
    policy: str

    @property
    def hidden_count(self) -> int:
        """Entries that must not be shown: rehabilitated, pardoned, under an amnesty, or never looked at."""
        return sum(entry.hidden for entry in self.set_aside)

    @property
    def shown(self) -> tuple[SetAside, ...]:
        """Entries that do not count and may be shown with the reason."""
        return tuple(entry for entry in self.set_aside if not entry.hidden)


def closed_list_and_presumption(findings: tuple[Finding, ...]) -> Recommendation:
    """A bar or a presumption speaks against; anything else that speaks is for an officer to weigh.

    A bar has no exception in the policy. A presumption can be rebutted, by the officer who hears the person
    and says why.
    """
    effects = {finding.effect for finding in findings}
    if effects & {Effect.BAR, Effect.PRESUME_UNSUITABLE}:
        return Recommendation.UNSUITABLE
    return Recommendation.WEIGH if Effect.REFER in effects else Recommendation.SUITABLE


LOGICS: Mapping[Logic, Callable[[tuple[Finding, ...]], Recommendation]] = MappingProxyType(
    {Logic.CLOSED_LIST_AND_PRESUMPTION: closed_list_and_presumption}
)


def recommend(facts: CaseFacts, policy: Policy) -> Appraisal:
    """Appraise a case under a policy.

    While something is missing from the file the recommendation is INCOMPLETE, whatever else was found.
    Raises InvalidInput for an offence or sanction code that the tables do not know.
    """
    case = Case.of(facts, policy)
    findings = _strongest_first(_without_covered(_found(case)), policy)
    incomplete = any(finding.incomplete for finding in findings)
    return Appraisal(
        recommendation=Recommendation.INCOMPLETE if incomplete else LOGICS[policy.logic](findings),
        findings=findings,
        set_aside=set_aside(case, findings),
        validity_months=_validity_months(case, findings),
        policy=policy.ref,
    )


def _found(case: Case) -> Iterable[Finding]:
    for rule in case.policy.rules:
        if rule.relevant_when.holds(case.facts.post):
            yield from BY_RULE[rule.kind](case, rule)
    for criterion in ALWAYS:
        yield from criterion(case)


def _without_covered(findings: Iterable[Finding]) -> list[Finding]:
    """Of the offence findings about one conviction, those that no stronger and longer one covers."""
    kept: list[Finding] = []
    for finding in sorted(
        findings, key=lambda each: (-each.weight, -each.end.toordinal(), not each.permanent)
    ):
        covered = any(
            other.about == finding.about and other.end >= finding.end
            for other in kept
            if finding.criterion in OFFENCE_KINDS and other.criterion in OFFENCE_KINDS
        )
        if not covered:
            kept.append(finding)
    return kept


def _strongest_first(findings: Iterable[Finding], policy: Policy) -> tuple[Finding, ...]:
    """By effect, then in the order of the policy: it depends on nothing but the findings themselves."""
    place = {rule.ref: rule.seq for rule in policy.rules}
    return tuple(
        sorted(findings, key=lambda each: (-each.weight, place.get(each.rule, 0), each.about, each.sentence))
    )


def _validity_months(case: Case, findings: tuple[Finding, ...]) -> int:
    fired = {finding.rule for finding in findings}
    caps = [rule.caps_validity_months for rule in case.policy.rules if rule.ref in fired]
    return min(
        [case.policy.levels[case.facts.level].validity_months, *(cap for cap in caps if cap is not None)]
    )
