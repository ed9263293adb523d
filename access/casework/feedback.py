"""What the decisions on cases teach about the rules that opened them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from access.detection.rule import Parameter

_START = date(2026, 11, 23)

LEAST_OUTCOMES = Parameter(
    "least_outcomes", 10, "decided cases", "fewer teach nothing about a rule; start value", _START
)
PRIOR_WEIGHT = Parameter(
    "prior_weight",
    10,
    "decided cases",
    "as many cases as the port's own average counts for beside a rule's; start value",
    _START,
)
LEAST_WEIGHT = Parameter(
    "least_weight", 0.5, "times the points", "a rule that brought nothing so far may bring something", _START
)
MOST_WEIGHT = Parameter(
    "most_weight", 1.5, "times the points", "as far as the strength of a finding may lift it", _START
)


@dataclass(frozen=True, slots=True)
class Outcomes:
    """How the cases with findings of one rule ended. `confirmed`: escalated or handed to the police."""

    confirmed: int
    harmless: int

    @property
    def decided(self) -> int:
        return self.confirmed + self.harmless


def weight(rule: Outcomes, port: Outcomes) -> float:
    """By how much findings of a rule count more or less than they would by themselves.

    The share of its cases that were confirmed, drawn towards the port's own average, over that average; from
    half to one and a half. 1 while too few cases are decided, or none was confirmed at all.
    """
    if rule.decided < LEAST_OUTCOMES.value or not port.confirmed:
        return 1.0
    average = port.confirmed / port.decided
    share = (rule.confirmed + PRIOR_WEIGHT.value * average) / (rule.decided + PRIOR_WEIGHT.value)
    return min(max(share / average, LEAST_WEIGHT.value), MOST_WEIGHT.value)
