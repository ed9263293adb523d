"""How many cases a second the suitability engine appraises under the standard policy, in one process.

Peer: rule-engine (PyPI), a maintained rule library for Python, used as it is meant: each row of the policy is
one expression, tried on the facts of each conviction. Floor: the same rows as plain comparisons behind a
dictionary, the least that any engine must do. Both only work out the recommendation, from days turned into
numbers before the clock starts; ours reads the facts as they stand, writes every finding with its sentence,
period and source, and accounts for every entry. All three must agree on every case.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from types import ModuleType

import screening
from bench.flat_rows import (
    FlatCase,
    FlatConviction,
    FlatPolicy,
    FlatRow,
    Judge,
    flat_case,
    flat_policy,
    plainly,
    recommendation,
)
from bench.measure import Line, PeerMissing, peer_module, rate
from screening.enums import CheckKind, CheckResult, CheckState, ClearanceLevel, HitState, Recommendation
from screening.offences import OFFENCES
from screening.suitability.facts import (
    CaseFacts,
    CheckFact,
    ConvictionFact,
    DeclarationFacts,
    GapFact,
    HitFact,
    PostFacts,
)
from screening.suitability.policy import Policy, load
from screening.suitability.recommend import recommend

COUNTS = {"small": 5_000, "full": 100_000}
SEED = 20260601
AT = date(2026, 6, 1)
POLICY_FILE = Path(screening.__file__).parent / "policies" / "eu-port-standard.yaml"

ANSWERS = tuple(
    CheckFact(kind=kind, state=CheckState.ANSWERED, result=CheckResult.CLEAR, id=kind.value, country="BE")
    for kind in (CheckKind.IDENTITY, CheckKind.CRIMINAL_RECORD, CheckKind.WATCHLIST)
)
CODES = tuple(OFFENCES)


def run(scale: str) -> Line:
    """Raises AssertionError where two of the three disagree on a case."""
    count = COUNTS[scale]
    policy = load(POLICY_FILE.read_text(encoding="utf-8"), name=POLICY_FILE.name)
    chance = random.Random(SEED)  # noqa: S311 - the same cases in every run
    cases = [made_case(chance) for _ in range(count)]
    flat = [flat_case(case) for case in cases]
    rows = flat_policy(policy, AT)
    expected = [recommend(case, policy).recommendation for case in cases]

    ours = rate(lambda: _ours(cases, policy), count)
    floor = _rate_of(plainly, flat, rows, expected)
    try:
        peer: float | None = _rate_of(_by_rule_engine(_rule_engine(), rows), flat, rows, expected)
    except PeerMissing as error:
        sys.stderr.write(f"policy_cases: {error}\n")
        peer = None
    return Line(
        name="policy_cases",
        ours=ours,
        peer=peer,
        peer_name="rule-engine 5.1.0, recommendation only",
        floor=floor,
        floor_name="the rows as plain comparisons, recommendation only",
        unit="cases/s",
        n=count,
    )


def _ours(cases: Sequence[CaseFacts], policy: Policy) -> None:
    for case in cases:
        recommend(case, policy)


def _rate_of(
    judge: Judge, cases: Sequence[FlatCase], rows: FlatPolicy, expected: Sequence[Recommendation]
) -> float:
    found: list[Recommendation] = []
    measured = rate(lambda: found.extend(recommendation(case, rows, judge) for case in cases), len(cases))
    for place, (one, other) in enumerate(zip(found, expected, strict=True)):
        if one is not other:
            raise AssertionError(f"case {place}: {one.label}, where ours says {other.label}")
    return measured


def _rule_engine() -> ModuleType:
    return peer_module("rule_engine", "rule-engine==5.1.0")


def _by_rule_engine(module: ModuleType, rows: FlatPolicy) -> Judge:
    """As the library is meant: each row is one expression, tried on the facts of a conviction."""
    made = [(module.Rule(_expression(row)), row.weight) for row in rows.rows]

    def judge(_policy: FlatPolicy, each: FlatConviction, field_rank: int) -> list[int]:
        facts = {
            "code": each.code,
            "field_rank": field_rank,
            "conviction": each.conviction,
            "final": each.final,
            "release": each.release,
            "minor": each.minor,
            "in_prison": each.in_prison,
            "months": each.months,
            "suspended": each.suspended,
        }
        return [weight for rule, weight in made if rule.matches(facts)]

    return judge


def _expression(row: FlatRow) -> str:
    codes = ", ".join(f'"{code}"' for code in sorted(row.codes))
    parts = [f"code in [{codes}]", f"{row.start} >= (minor ? {row.since_if_minor} : {row.since})"]
    if row.field_rank >= 0:
        parts.append(f"field_rank >= {row.field_rank}")
    if row.months is not None:
        parts.append(f"in_prison and months >= {row.months}")
        if not row.suspended_counts:
            parts.append("not suspended")
    return " and ".join(parts)


def made_case(chance: random.Random) -> CaseFacts:
    """Three in five without a record, the others with one to three convictions of any kind and age."""
    convictions = chance.choices((0, 1, 2, 3), (60, 25, 10, 5))[0]
    has_hit, has_gap = chance.random() < 0.03, chance.random() < 0.1
    return CaseFacts(
        at=AT,
        level=ClearanceLevel.STANDARD,
        post=PostFacts(chance.choice((1, 1, 2)), frozenset(chance.choice(((), ("S1",), ("S2",))))),
        checks=ANSWERS,
        convictions=tuple(_conviction(chance, place) for place in range(convictions)),
        hits=(_hit(chance),) if has_hit else (),
        declarations=DeclarationFacts(
            has_declared_convictions=chance.choice((True, False, None)),
            gaps=(_gap(chance),) if has_gap else (),
            residences=(),
        ),
    )


def _conviction(chance: random.Random, place: int) -> ConvictionFact:
    final = AT - timedelta(days=chance.randrange(15 * 365))
    months = chance.choice((None, None, None, 3, 8, 14, 30))
    is_released = months is not None and chance.random() < 0.5
    return ConvictionFact(
        id=f"conviction:{place}",
        offence_code=chance.choice(CODES),
        decided_on=final,
        final_on=final,
        sanction_code="8002" if months is None else "1001",
        sanction_months=months,
        sanction_suspended=months is not None and chance.random() < 0.4,
        day_rates=chance.choice((20, 40, 60, 90)) if months is None else None,
        released_on=final + timedelta(days=30 * (months or 0)) if is_released else None,
        declared=chance.random() < 0.8,
        rehabilitated=chance.random() < 0.03,
        juvenile=chance.random() < 0.05,
    )


def _hit(chance: random.Random) -> HitFact:
    source, state = chance.choice(("ofac", "un", "own")), chance.choice(tuple(HitState))
    return HitFact(id="hit:1", entry_name="Ivan Petrov", source=source, score=0.9, state=state)


def _gap(chance: random.Random) -> GapFact:
    since = date(2025, 1, 1)
    return GapFact(since, since + timedelta(days=chance.randrange(60)), explained=chance.random() < 0.3)
