"""Every row of every shipped policy is tried at its boundary: boundaries_<code>.yaml, one line for one row.

A row with a window has a line with the `last` day on which its case counts: it speaks on the day before and
on that day, and is silent the day after. Any other row has a line where it speaks and one where it does not.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from screening.suitability.findings import Finding
from screening.suitability.policy import Policy
from screening.suitability.recommend import grounds
from tests.matrix.cases import HERE, rows
from tests.matrix.suitability_cases import FACTS, codes, facts_of, policy

pytestmark = pytest.mark.unit

DAY = timedelta(days=1)
WORDS = FACTS | {"it", "row", "last", "speaks"}


def _lines(code: str) -> list[dict[str, Any]]:
    name = f"boundaries_{code}.yaml"
    return rows(name) if (HERE / name).exists() else []


LINES = [
    pytest.param(code, line, id=f"{code}#{line['row']} {line.get('it', '')} {line.get('last', '')}")
    for code in codes()
    for line in _lines(code)
]


@pytest.mark.parametrize(("code", "line"), LINES)
def test_row_when_tried_at_its_boundary_speaks_as_written(code: str, line: dict[str, Any]) -> None:
    assert set(line) <= WORDS, "a word that the runner does not know"
    rules = policy(code)
    if "last" not in line:
        assert bool(_spoken(line, rules)) is line["speaks"]
        return
    last = line["last"]
    before, on, after = (_spoken(line, rules, on=day) for day in (last - DAY, last, last + DAY))
    assert {finding.counts_until for finding in (*before, *on)} == {last}
    assert before
    assert on
    assert not after


@pytest.mark.parametrize("code", codes())
def test_policy_when_shipped_has_every_row_tried_at_its_boundary(code: str) -> None:
    lines = defaultdict(list)
    for line in _lines(code):
        lines[line["row"]].append(line)
    rules = policy(code).rules
    assert set(lines) <= {rule.seq for rule in rules}, "a line for a row that is not there"
    missing = []
    for rule in rules:
        tried = lines[rule.seq]
        if rule.is_windowed and not any("last" in line for line in tried):
            missing.append(f"{rule.seq}: the last day of its window")
        if not rule.is_windowed and not any(line.get("speaks") is True for line in tried):
            missing.append(f"{rule.seq}: a case where it speaks")
        if (rule.has_floor or not rule.is_windowed) and not any(
            line.get("speaks") is False for line in tried
        ):
            missing.append(f"{rule.seq}: a case where it is silent")
    assert not missing, f"{code} lacks boundary lines: {missing}"


def _spoken(line: dict[str, Any], rules: Policy, *, on: date | None = None) -> list[Finding]:
    """What the row says of the case, on a day of our choice."""
    facts = facts_of(line, rules)
    if on is not None:
        # Where the policy reads its windows on the day of the application, that day moves along.
        facts = replace(facts, at=on, applied_on=on if facts.applied_on is not None else None)
    ref = f"{rules.ref}#{line['row']}"
    return [finding for finding in grounds(facts, rules) if finding.rule == ref]
