"""What no single row of a policy file can tell: whether the whole holds together and leaves no gap."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import TYPE_CHECKING

from screening.enums import Effect, ListSource
from screening.offences import OFFENCES
from screening.suitability.rows import Row
from screening.suitability.sections import OTHER
from screening.suitability.terms import OffenceSet
from screening.suitability.words import OFFENCE_KINDS, Logic, RuleKind

if TYPE_CHECKING:
    from screening.suitability.policy import Policy

# Without these a silent policy would let pass what no officer should miss.
REQUIRED_KINDS = (
    RuleKind.IDENTITY_NOT_CONFIRMED,
    RuleKind.RECORD_NOT_OBTAINABLE,
    RuleKind.WATCHLIST_MATCH_CONFIRMED,
    RuleKind.WATCHLIST_MATCH_UNSURE,
)


def check_whole(top: Row, policy: Policy) -> None:
    """Refuse a policy that contradicts itself or is silent where none may be."""
    _check_sets(top, policy.offence_sets)
    if policy.valid_to is not None and policy.valid_to < policy.valid_from:
        top.refuse("valid_to", "lies before valid_from")
    if not any(row.when.is_always for row in policy.post_levels):
        top.refuse("post_levels", "no row applies to every post, so a post could be left without a level")
    for place in policy.post_levels:
        if place.level not in policy.levels:
            top.refuse("post_levels", f"the level '{place.level.value}' has no terms")
    numbers = {
        "rules": [row.seq for row in policy.rules],
        "post_levels": [row.seq for row in policy.post_levels],
        "documents": [row.seq for row in policy.documents],
    }
    for section, places in numbers.items():
        if any(later <= earlier for earlier, later in pairwise(places)):
            top.refuse(section, "the seq numbers must rise from row to row")
    kinds = {rule.kind for rule in policy.rules}
    for kind in REQUIRED_KINDS:
        if kind not in kinds:
            top.refuse("rules", f"no row of kind '{kind.value}'")
    _check_offences(top, policy)
    _check_watchlists(top, policy)
    _check_logic(top, policy)
    for rule in policy.rules:
        if rule.clock and rule.clock not in policy.clocks:
            top.refuse("rules", f"row {rule.seq} names a clock '{rule.clock}' that is not there")


def _check_sets(top: Row, sets: Mapping[str, OffenceSet]) -> None:
    """A hidden offence must not be judged by another row: hidden and judged sets do not meet."""
    for hidden in (group for group in sets.values() if group.hidden):
        for group in sets.values():
            shared = sorted(hidden.codes & group.codes) if group is not hidden else []
            if shared:
                top.refuse(
                    "offence_sets",
                    f"{shared[0]} stands in {hidden.name}, which is hidden, and in {group.name}",
                )


def _check_offences(top: Row, policy: Policy) -> None:
    """Every offence is hidden or judged by a row of its own, so that none passes for want of a row.

    Unless the policy says openly what it does with offences that no row names.
    """
    if policy.unlisted is not None:
        return
    judged = frozenset().union(*(rule.codes for rule in policy.rules if rule.kind in OFFENCE_KINDS))
    for code in OFFENCES:
        if code not in judged and policy.hidden_set(code) is None:
            name = next((group.name for group in policy.offence_sets.values() if code in group.codes), OTHER)
            top.refuse("rules", f"no row judges the set '{name}' (offence {code})")


def _check_watchlists(top: Row, policy: Policy) -> None:
    """A confirmed match on any list is judged by exactly one row."""
    lists = [rule.list_sources for rule in policy.rules if rule.kind is RuleKind.WATCHLIST_MATCH_CONFIRMED]
    if lists.count(()) > 1:
        top.refuse("rules", "two rows judge a match on any list")
    named = [source for sources in lists for source in sources]
    for source in ListSource:
        if named.count(source) > 1:
            top.refuse("rules", f"two rows judge a match on the list '{source.value}'")
        if source not in named and () not in lists:
            top.refuse("rules", f"no row judges a match on the list '{source.value}'")


def _check_logic(top: Row, policy: Policy) -> None:
    """Each logic needs its own words on the rows that judge offences."""
    if policy.logic is Logic.PURPOSE_PROFILE and not policy.balance:
        top.refuse("balance", "is missing: a purpose profile weighs interests")
    for rule in policy.rules:
        if rule.kind not in OFFENCE_KINDS:
            continue
        if policy.logic is Logic.CLOSED_LIST and rule.effect is Effect.PRESUME_UNSUITABLE:
            top.refuse("rules", f"row {rule.seq} presumes something; a closed list does not")
        if policy.logic is Logic.CLOSED_LIST and rule.effect is Effect.BAR and rule.waiver is None:
            top.refuse("rules", f"row {rule.seq} does not say whether its bar can be waived")
        if policy.logic is Logic.TIERS and rule.effect is Effect.BAR and rule.tier is None:
            top.refuse("rules", f"row {rule.seq} does not say its tier")
