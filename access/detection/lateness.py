"""What a late event re-opens: from when to load, and from when to judge again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from access.detection.rule import Rule


@dataclass(frozen=True, slots=True)
class Reopened:
    """Judge again what fell due in [since, until]; for that load from `load_since`.

    A flag of these rules that fell due in between and is not found again has been overtaken.
    """

    load_since: datetime
    since: datetime
    until: datetime


def affected_since(rule: Rule, at: datetime) -> datetime:
    """From when to load, so that this rule judges rightly all that a fact of that time can change."""
    return at - rule.reach - rule.look_back


def reopened(rules: Iterable[Rule], at: datetime, until: datetime) -> Reopened:
    """The window that a fact of that time, however late it came, re-opens for these rules.

    Everything up to `until` is judged again: a late release or badge state speaks of all that follows. Use it
    for ordinary scans, too, with the earliest new event as `at`. Raises ValueError without a rule.
    """
    rules = tuple(rules)
    since = min(at - rule.reach for rule in rules)
    # The rule that reaches furthest back decides what is judged, so every rule must see far enough for that.
    load_since = min(since - rule.look_back for rule in rules)
    return Reopened(load_since, since, max(since, until))
