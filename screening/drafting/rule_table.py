"""The rules of a policy as people read them: what, with which effect, for how long, on what ground."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from screening.drafting.sheet import sentence_floor, stated
from screening.enums import Effect
from screening.offences import OFFENCES, Offence
from screening.suitability.policy import Policy
from screening.suitability.rule import Rule
from screening.suitability.words import LookbackFrom, Mark, RuleKind

# Fields with a column of their own; whatever else a row states stands under "further".
COLUMNS = frozenset(
    {
        *("seq", "kind", "effect", "provenance", "reason", "offence_sets", "codes", "min_sanction"),
        *("lookback_from", "lookback_years", "or_within", "waiver", "remedy", "tier"),
    }
)
FROM = {
    LookbackFrom.CONVICTION: "the conviction",
    LookbackFrom.FINAL: "finality",
    LookbackFrom.RELEASE: "release",
    LookbackFrom.OFFENCE: "the offence",
}


@dataclass(frozen=True, slots=True)
class SetView:
    """A set of offences as one row names it, with every offence of it."""

    name: str
    reason: str
    offences: tuple[Offence, ...]

    @property
    def unconfirmed(self) -> int:
        return sum(not offence.is_confirmed for offence in self.offences)


@dataclass(frozen=True, slots=True)
class RuleView:
    """One row of the table. `anchor` is what a finding's link points at."""

    anchor: str
    seq: int
    kind: RuleKind
    effect: Effect
    reason: str
    sets: tuple[SetView, ...]
    window: str
    floor: str
    waiver: str
    further: Mapping[str, str]
    source: str
    mark: Mark
    seen: tuple[tuple[str, str], ...]

    @property
    def is_confirmed(self) -> bool:
        return self.mark is Mark.VERIFIED


def anchor(seq: int) -> str:
    return f"row-{seq}"


def rule_table(policy: Policy, *, kind: str = "") -> tuple[RuleView, ...]:
    """The rules in their order; `kind` narrows to one criterion."""
    return tuple(_view(rule, policy) for rule in policy.rules if not kind or rule.kind == kind)


def set_views(policy: Policy) -> tuple[tuple[SetView, bool], ...]:
    """Every set of the policy, and whether its offences are hidden."""
    return tuple(
        (SetView(group.name, group.reason, offences_of(group.codes)), group.hidden)
        for group in policy.offence_sets.values()
    )


def offences_of(codes: Iterable[str]) -> tuple[Offence, ...]:
    return tuple(OFFENCES[code] for code in sorted(codes))


def _view(rule: Rule, policy: Policy) -> RuleView:
    return RuleView(
        anchor=anchor(rule.seq),
        seq=rule.seq,
        kind=rule.kind,
        effect=rule.effect,
        reason=rule.reason,
        sets=tuple(_set(name, rule, policy) for name in rule.offence_sets),
        window=window(rule),
        floor=sentence_floor(rule.min_sanction) if rule.min_sanction else "",
        waiver=_waiver(rule),
        further=stated(rule, leave=COLUMNS),
        source=rule.provenance.source,
        mark=rule.provenance.mark,
        seen=tuple((key, policy.sources.get(key, "")) for key in rule.provenance.seen),
    )


def window(rule: Rule) -> str:
    """For how long the row speaks."""
    if rule.kind is RuleKind.DISQUALIFYING_OFFENCE:
        return "without limit of time"
    if rule.lookback_years is None:
        return ""
    ways = [_years(rule.lookback_years, rule.lookback_from)]
    for period in rule.or_within:
        floor = f", with {sentence_floor(period.min_sanction)}" if period.min_sanction else ""
        ways.append(_years(period.years, period.start) + floor)
    return ", or ".join(ways)


def _years(years: int, start: LookbackFrom) -> str:
    return f"{years} {'year' if years == 1 else 'years'} from {FROM[start]}"


def _set(name: str, rule: Rule, policy: Policy) -> SetView:
    """The set by its name; the one that no row of the policy defines holds whatever the others leave."""
    group = policy.offence_sets.get(name)
    if group is not None:
        return SetView(name, group.reason, offences_of(group.codes))
    named: frozenset[str] = frozenset().union(*(each.codes for each in policy.offence_sets.values()))
    return SetView(name, "Every offence that no set names.", offences_of(rule.codes - named))


def _waiver(rule: Rule) -> str:
    parts = [f"Tier {rule.tier}" if rule.tier is not None else "", rule.waiver.label if rule.waiver else ""]
    return ". ".join(part for part in (*parts, rule.remedy.rstrip(".")) if part)
