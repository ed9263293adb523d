"""X04: what is open about a person's suitability weighs before anything is found. It is never evidence.

It raises no flag, opens no case, stands in no dossier and is hidden from line managers. It only moves the
rank of a case that other rules opened, by a bounded amount.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from datetime import date, datetime

from access.detection.physical_facts import SuitabilitySign
from access.detection.rule import Parameter

_START = date(2026, 11, 22)

ODDS: Mapping[str, Parameter] = {
    kind: Parameter(f"odds_{kind}", value, "times the odds", reason, _START)
    for kind, value, reason in (
        ("rescreening_overdue", 2, "late papers are common and say little; start value"),
        ("adverse_finding", 3, "open, so not proven; start value"),
        ("threat_reported", 3, "a person under threat needs help before anything else; start value"),
    )
}
MOST_ODDS = Parameter("most_odds", 5, "times the odds", "fairness: no history may outweigh a finding", _START)


def prior_points(signs: Collection[SuitabilitySign], person: str, at: datetime) -> float:
    """Log-odds to add to the rank of a case of this person; 0 without an open sign. Each kind counts once."""
    kinds = {
        sign.kind
        for sign in signs
        if sign.person == person and sign.since <= at and (sign.until is None or at < sign.until)
    }
    odds = math.prod(ODDS[kind].value for kind in kinds if kind in ODDS)
    return math.log(min(odds, MOST_ODDS.value))
