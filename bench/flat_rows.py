"""The standard policy boiled down to numbers, for what can only compare: floor and peer of `policy_cases`.

Days are ordinals, and each look-back is worked out once for the day of the run, as somebody would who needs a
recommendation and nothing else. What a case may carry here is what the generated cases carry.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from screening.enums import Effect, HitState, Recommendation
from screening.suitability.facts import CaseFacts, ConvictionFact
from screening.suitability.findings import WEIGHTS
from screening.suitability.policy import Policy
from screening.suitability.rule import Rule
from screening.suitability.windows import add_months, add_years
from screening.suitability.words import OFFENCE_KINDS, Parameter, RuleKind

FOR_GOOD = 0  # an ordinal before every day
RECOMMENDATIONS = {
    WEIGHTS[Effect.BAR]: Recommendation.UNSUITABLE,
    WEIGHTS[Effect.PRESUME_UNSUITABLE]: Recommendation.UNSUITABLE,
    WEIGHTS[Effect.REFER]: Recommendation.WEIGH,
    WEIGHTS[Effect.NOTE]: Recommendation.SUITABLE,
}
REFER = WEIGHTS[Effect.REFER]


@dataclass(frozen=True, slots=True)
class FlatRow:
    """One row that judges an offence: it speaks from these ordinals on."""

    codes: frozenset[str]
    weight: int
    start: str
    since: int
    since_if_minor: int
    months: int | None
    suspended_counts: bool
    field_rank: int


@dataclass(frozen=True, slots=True)
class FlatConviction:
    """One conviction in numbers. `conviction`, `final` and `release` are the starts that a row may name."""

    code: str
    conviction: int
    final: int
    release: int
    months: int
    in_prison: bool
    suspended: bool
    unusable: bool
    minor: bool
    declared: bool


@dataclass(frozen=True, slots=True)
class FlatCase:
    convictions: tuple[FlatConviction, ...]
    hits: tuple[tuple[str, str], ...]
    longest_gap: int
    asked: bool
    field_rank: int


@dataclass(frozen=True, slots=True)
class FlatPolicy:
    rows: tuple[FlatRow, ...]
    rows_of: Mapping[str, tuple[FlatRow, ...]]
    hidden: frozenset[str]
    repeated: tuple[frozenset[str], int, int]  # codes, since, since for a minor
    undeclared: tuple[frozenset[str], int, int]
    gap_days: int
    lists: Mapping[str, int]


# The weights with which the rows speak of one conviction, for a post of this field rank.
Judge = Callable[[FlatPolicy, FlatConviction, int], Iterable[int]]


def flat_policy(policy: Policy, at: date) -> FlatPolicy:
    rows = tuple(_row(rule, policy, at) for rule in policy.rules if rule.kind in OFFENCE_KINDS)
    rows_of: dict[str, list[FlatRow]] = defaultdict(list)
    for row in rows:
        for code in row.codes:
            rows_of[code].append(row)
    (repeated,) = policy.rules_of(RuleKind.REPEATED_CONVICTIONS)
    (undeclared,) = policy.rules_of(RuleKind.UNDECLARED_CONVICTION)
    lists: dict[str, int] = {
        source: WEIGHTS[rule.effect]
        for rule in policy.rules_of(RuleKind.WATCHLIST_MATCH_CONFIRMED)
        for source in rule.list_sources
    }
    return FlatPolicy(
        rows=rows,
        rows_of={code: tuple(found) for code, found in rows_of.items()},
        hidden=frozenset(
            code for group in policy.offence_sets.values() if group.hidden for code in group.codes
        ),
        repeated=(repeated.codes, *_since(repeated, policy, at)),
        undeclared=(undeclared.codes, *_since(undeclared, policy, at)),
        gap_days=policy.rules_of(RuleKind.UNEXPLAINED_GAP)[0].min_days,
        lists=lists,
    )


def flat_case(facts: CaseFacts) -> FlatCase:
    return FlatCase(
        convictions=tuple(_conviction(each) for each in facts.convictions),
        hits=tuple((hit.source, hit.state) for hit in facts.hits),
        longest_gap=max((gap.days for gap in facts.declarations.gaps or () if not gap.explained), default=0),
        asked=facts.declarations.has_declared_convictions is not None,
        field_rank=facts.post.field_rank,
    )


def recommendation(case: FlatCase, policy: FlatPolicy, judge: Judge) -> Recommendation:
    """The recommendation alone, with a judge of single convictions."""
    if any(state == HitState.OPEN for _, state in case.hits):
        return Recommendation.INCOMPLETE
    worst = REFER if case.longest_gap > policy.gap_days else 0
    for source, state in case.hits:
        if state == HitState.SAME:
            worst = max(worst, policy.lists[source])
        elif state == HitState.UNSURE:
            worst = max(worst, REFER)
    together = 0
    for each in case.convictions:
        if each.unusable or each.code in policy.hidden:
            continue
        for weight in judge(policy, each, case.field_rank):
            worst = max(worst, min(weight, REFER) if each.minor else weight)
        codes, since, since_if_minor = policy.repeated
        together += each.code in codes and each.final >= (since_if_minor if each.minor else since)
        codes, since, since_if_minor = policy.undeclared
        recent = each.final >= (since_if_minor if each.minor else since)
        if case.asked and not each.declared and each.code in codes and recent:
            worst = max(worst, REFER)
    return RECOMMENDATIONS[max(worst, REFER) if together > 1 else worst]


def plainly(policy: FlatPolicy, each: FlatConviction, field_rank: int) -> Iterator[int]:
    """The floor: the rows of the code, found at once, and comparisons."""
    return (row.weight for row in policy.rows_of.get(each.code, ()) if _speaks(row, each, field_rank))


def _speaks(row: FlatRow, each: FlatConviction, field_rank: int) -> bool:
    if field_rank < row.field_rank or getattr(each, row.start) < (
        row.since_if_minor if each.minor else row.since
    ):
        return False
    if row.months is None:
        return True
    is_heavy = each.in_prison and each.months >= row.months
    return is_heavy and (row.suspended_counts or not each.suspended)


def _row(rule: Rule, policy: Policy, at: date) -> FlatRow:
    floor = rule.min_sanction
    since, since_if_minor = _since(rule, policy, at)
    return FlatRow(
        codes=rule.codes,
        weight=WEIGHTS[rule.effect],
        start=rule.lookback_from.value,
        since=since,
        since_if_minor=since_if_minor,
        months=None if floor is None else floor.custody_months,
        suspended_counts=floor is None or floor.suspended_counts,
        field_rank=-1 if rule.relevant_when.field_class is None else int(rule.relevant_when.field_class[1:]),
    )


def _since(rule: Rule, policy: Policy, at: date) -> tuple[int, int]:
    """The first day on which a conviction still counts, for anybody and for a minor."""
    terms = policy.parameters[Parameter.JUVENILE]
    limit = terms.max_years_if_bar if rule.effect is Effect.BAR else terms.max_years
    years = rule.lookback_years
    young = limit if years is None or limit is None else min(years, limit)
    return _first(at, years), _first(at, young)


def _first(at: date, years: int | None) -> int:
    """The first start whose period reaches the day: found by trying, for the calendar is not even."""
    if years is None:
        return FOR_GOOD
    day = at - timedelta(days=366 * years + 2)
    while add_years(day, years) < at:
        day += timedelta(days=1)
    return day.toordinal()


def _conviction(each: ConvictionFact) -> FlatConviction:
    final = each.final_on or date.min
    months = each.sanction_months or 0
    release = final
    if each.released_on is not None:
        release = max(final, each.released_on)
    elif months and not each.sanction_suspended:
        release = add_months(final, months)
    return FlatConviction(
        code=each.offence_code,
        conviction=(each.decided_on or final).toordinal(),
        final=final.toordinal(),
        release=release.toordinal(),
        months=months,
        in_prison=months > 0,
        suspended=each.sanction_suspended,
        unusable=each.rehabilitated,
        minor=each.juvenile,
        declared=each.declared,
    )
