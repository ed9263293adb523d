"""The benchmark compares like with like: the floor recommends what the engine does, and the line is whole."""

from __future__ import annotations

import json
import random

import pytest

from bench import policy_cases
from bench.flat_rows import flat_case, flat_policy, plainly, recommendation
from bench.measure import Line
from screening.suitability.policy import load
from screening.suitability.recommend import recommend

pytestmark = pytest.mark.unit

LINE_KEYS = {"name", "ours", "peer", "peer_name", "ratio", "floor", "floor_name", "floor_ratio"}
LINE_KEYS |= {"unit", "n", "machine"}


def test_floor_when_it_judges_the_same_cases_recommends_the_same() -> None:
    policy = load(policy_cases.POLICY_FILE.read_text(encoding="utf-8"))
    rows, chance = flat_policy(policy, policy_cases.AT), random.Random(7)
    for _ in range(500):
        case = policy_cases.made_case(chance)
        assert recommendation(flat_case(case), rows, plainly) is recommend(case, policy).recommendation


def test_line_when_a_peer_is_missing_says_so_with_nulls() -> None:
    line = Line(
        name="n", ours=12_345.678, peer=None, peer_name="p", floor=50_000.0, floor_name="f", unit="u", n=3
    )
    told = json.loads(line.text())
    assert set(told) == LINE_KEYS
    assert (told["ours"], told["peer"], told["ratio"], told["floor_ratio"]) == (12_350.0, None, None, 0.2469)
