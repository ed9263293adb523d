"""From facts and a policy to findings and a recommendation. It never decides: two officers do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from screening.enums import Effect, Recommendation
from screening.suitability.balance import ADVERSE, Factor, factors
from screening.suitability.criteria import ALWAYS, BY_RULE, READS
from screening.suitability.facts import CaseFacts
from screening.suitability.findings import Finding, SetAside
from screening.suitability.policy import Policy
from screening.suitability.record import Case
from screening.suitability.set_aside import set_aside
from screening.suitability.words import OFFENCE_KINDS, Logic, RuleKind, Speaks, Waiver

NO_TIER = 99  # after every tier that a policy can name


@dataclass(frozen=True, slots=True, kw_only=True)
class Appraisal:
    """What the rules say of a case, strongest finding first.

    `set_aside` accounts for every entry that no finding is about; its hidden ones are only counted.
    `validity_months` is the longest clearance that the policy supports in this case. `policy` is its code
    and version. `factors` is the balance of interests where there is something to weigh, `tier` the gravest
    tier that a finding reaches.
    """

    recommendation: Recommendation
    findings: tuple[Finding, ...]
    set_aside: tuple[SetAside, ...]
    validity_months: int
    policy: str
    logic: Logic = Logic.CLOSED_LIST_AND_PRESUMPTION
    factors: tuple[Factor, ...] = ()

    @property
    def hidden_count(self) -> int:
        """Entries that must not be shown: rehabilitated, pardoned, under an amnesty, or never looked at."""
        return sum(entry.hidden for entry in self.set_aside)

    @property
    def shown(self) -> tuple[SetAside, ...]:
        """Entries that do not count and may be shown with the reason."""
        return tuple(entry for entry in self.set_aside if not entry.hidden)

    @property
    def tier(self) -> int | None:
        return min((finding.tier for finding in self.findings if finding.tier is not None), default=None)

    @property
    def is_waivable(self) -> bool:
        """Whether somebody may set aside every ground that speaks against the person."""
        adverse = [finding for finding in self.findings if finding.effect in ADVERSE]
        return bool(adverse) and all(finding.waiver in OPEN_WAIVERS for finding in adverse)


WEIGHED_KINDS = frozenset({*OFFENCE_KINDS, RuleKind.REPEATED_CONVICTIONS})
OPEN_WAIVERS = frozenset({Waiver.DISCRETIONARY, Waiver.BY_AUTHORITY})

Findings = tuple[Finding, ...]
Factors = tuple[Factor, ...]


def closed_list_and_presumption(findings: Findings, _factors: Factors = ()) -> Recommendation:
    """A bar or a presumption speaks against; anything else that speaks is for an officer to weigh.

    A bar has no exception in the policy. A presumption can be rebutted, by the officer who hears the person
    and says why.
    """
    effects = {finding.effect for finding in findings}
    if effects & ADVERSE:
        return Recommendation.UNSUITABLE
    return Recommendation.WEIGH if Effect.REFER in effects else Recommendation.SUITABLE


def purpose_profile(findings: Findings, factors: Factors = ()) -> Recommendation:
    """The objective criterion first, then the subjective one.

    An offence that matters for the function speaks against, unless something in the balance of interests
    speaks for the person: then an officer weighs it.
    """
    found = closed_list_and_presumption(findings)
    barred = any(finding.effect is Effect.BAR for finding in findings)
    of_record = all(finding.criterion in WEIGHED_KINDS for finding in findings if finding.effect in ADVERSE)
    mild = any(factor.speaks is Speaks.FOR for factor in factors)
    if found is Recommendation.UNSUITABLE and not barred and of_record and mild:
        return Recommendation.WEIGH
    return found


# Where the strongest effect decides, the logics differ in what the reader lets a row say: a closed list
# presumes nothing and names the waiver of each bar, tiers name their tier, a presumption can be rebutted.
LOGICS: Mapping[Logic, Callable[[Findings, Factors], Recommendation]] = MappingProxyType(
    {
        Logic.CLOSED_LIST_AND_PRESUMPTION: closed_list_and_presumption,
        Logic.CLOSED_LIST: closed_list_and_presumption,
        Logic.TIERS: closed_list_and_presumption,
        Logic.PRESUMPTION: closed_list_and_presumption,
        Logic.PURPOSE_PROFILE: purpose_profile,
    }
)


def recommend(facts: CaseFacts, policy: Policy) -> Appraisal:
    """Appraise a case under a policy.

    While something is missing from the file the recommendation is INCOMPLETE, whatever else was found.
    Raises InvalidInput for an offence or sanction code that the tables do not know.
    """
    case = Case.of(facts, policy)
    findings = _strongest_first(_without_covered(_found(case), policy), policy)
    weighed = factors(case, findings) if policy.balance else ()
    incomplete = any(finding.incomplete for finding in findings)
    return Appraisal(
        recommendation=Recommendation.INCOMPLETE if incomplete else LOGICS[policy.logic](findings, weighed),
        findings=findings,
        set_aside=set_aside(case, findings),
        validity_months=_validity_months(case, findings),
        policy=policy.ref,
        logic=policy.logic,
        factors=weighed,
    )


def grounds(facts: CaseFacts, policy: Policy) -> tuple[Finding, ...]:
    """Every finding of every row, before weaker ones are folded into stronger ones."""
    return _strongest_first(_found(Case.of(facts, policy)), policy)


def _found(case: Case) -> Iterator[Finding]:
    """In no order: the rows of a kind that has nothing to read are passed over together."""
    for kind, rules in case.policy.by_kind.items():
        if not READS[kind](case):
            continue
        for rule in rules:
            if case.applies(rule):
                for finding in BY_RULE[kind](case, rule):
                    relevance = rule.relevant_when.relevance(case.facts.post)
                    yield replace(finding, relevance=relevance) if relevance else finding
    for criterion in ALWAYS:
        yield from criterion(case)


def _without_covered(findings: Iterable[Finding], policy: Policy) -> list[Finding]:
    """Of the findings about the same convictions, those that no stronger and longer one covers.

    What says that something must be obtained stays beside its equals, or nobody would be told.
    """
    kept: list[Finding] = []
    places = policy.places
    for finding in sorted(findings, key=lambda each: (*_gravity(each), places.get(each.rule, 0))):
        family = _FAMILIES.get(finding.criterion)
        covered = family is not None and any(
            other.about == finding.about
            and other.end >= finding.end
            and (set(finding.doubts) <= set(other.doubts) or other.effect is not finding.effect)
            for other in kept
            if _FAMILIES.get(other.criterion) == family
        )
        if not covered:
            kept.append(finding)
    return kept


# Kinds whose findings may cover one another.
_FAMILIES: Mapping[str, str] = MappingProxyType(
    {**{kind.value: "one" for kind in OFFENCE_KINDS}, RuleKind.REPEATED_CONVICTIONS.value: "several"}
)


def _gravity(finding: Finding) -> tuple[int, int, bool, int, bool]:
    """The strongest first; among equals the gravest tier, what nobody may waive, and what counts longest."""
    return (
        -finding.weight,
        finding.tier or NO_TIER,
        finding.waiver in OPEN_WAIVERS,
        -finding.end.toordinal(),
        not finding.permanent,
    )


def _strongest_first(findings: Iterable[Finding], policy: Policy) -> tuple[Finding, ...]:
    """By effect, then in the order of the policy: it depends on nothing but the findings themselves."""
    place = policy.places
    return tuple(
        sorted(findings, key=lambda each: (-each.weight, place.get(each.rule, 0), each.about, each.sentence))
    )


def _validity_months(case: Case, findings: tuple[Finding, ...]) -> int:
    caps = case.policy.validity_caps
    return min([case.level.validity_months, *(caps[each.rule] for each in findings if each.rule in caps)])
