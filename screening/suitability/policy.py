"""A policy as data, and its strict reader.

A version that was used is never edited; a changed policy is a new version beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from types import MappingProxyType

from portsec.kernel.errors import InvalidInput
from screening.enums import ClearanceLevel, ListSource
from screening.offences import OFFENCES
from screening.suitability import rule_rows, sections
from screening.suitability.rows import Row, document
from screening.suitability.sections import OTHER
from screening.suitability.terms import Clock, LevelTerms, OffenceSet, ParameterTerms, PostLevel, Rule
from screening.suitability.words import OFFENCE_KINDS, Logic, Parameter, RuleKind

# Without these a silent policy would let pass what no officer should miss.
REQUIRED_KINDS = (
    RuleKind.IDENTITY_NOT_CONFIRMED,
    RuleKind.RECORD_NOT_OBTAINABLE,
    RuleKind.WATCHLIST_MATCH_CONFIRMED,
    RuleKind.WATCHLIST_MATCH_UNSURE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """One version of the rules by which a case is judged."""

    code: str
    version: int
    title: str
    authority: str
    legal_ref: str
    valid_from: date
    valid_to: date | None
    logic: Logic
    sources: Mapping[str, str]
    levels: Mapping[ClearanceLevel, LevelTerms]
    post_levels: tuple[PostLevel, ...]
    offence_sets: Mapping[str, OffenceSet]
    parameters: Mapping[Parameter, ParameterTerms]
    rules: tuple[Rule, ...]
    clocks: Mapping[str, Clock]

    @property
    def ref(self) -> str:
        return f"{self.code}/{self.version}"

    def in_force(self, at: date) -> bool:
        return self.valid_from <= at and (self.valid_to is None or at <= self.valid_to)

    def clock(self, name: str) -> Clock:
        """Raises InvalidInput where the policy has no such clock."""
        if name not in self.clocks:
            raise InvalidInput(f"Policy {self.ref} has no clock '{name}'.")
        return self.clocks[name]

    def hidden_set(self, code: str) -> OffenceSet | None:
        """The set that keeps an offence from view, if one does."""
        return next(
            (group for group in self.offence_sets.values() if group.hidden and code in group.codes), None
        )


def load(text: str, *, name: str = "policy") -> Policy:
    """Read a policy file. Raises InvalidInput naming file, line and field."""
    top = document(text, name=name)
    code, version = top.text("code"), top.number("version", least=1, most=9999)
    sources = sections.sources(top.row("sources"))
    sets = {key: sections.offence_set(key, row, sources) for key, row in top.table("offence_sets")}
    _check_sets(top, sets)
    policy = Policy(
        code=code,
        version=version,
        title=top.text("title"),
        authority=top.text("authority"),
        legal_ref=top.text("legal_ref"),
        valid_from=top.day("valid_from"),
        valid_to=top.day("valid_to") if top.has("valid_to") else None,
        logic=top.word("logic", Logic),
        sources=sources,
        levels=sections.levels(top, sources),
        post_levels=tuple(sections.post_level(row, sources) for row in top.rows("post_levels")),
        offence_sets=MappingProxyType(sets),
        parameters=sections.parameters(top, sources),
        rules=tuple(rule_rows.rule(row, sources, sets, f"{code}/{version}") for row in top.rows("rules")),
        clocks=MappingProxyType({key: sections.clock(key, row, sources) for key, row in top.table("clocks")}),
    )
    _check_whole(top, policy)
    top.done()
    return policy


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


def _check_whole(top: Row, policy: Policy) -> None:
    """What no single row can tell."""
    if policy.valid_to is not None and policy.valid_to < policy.valid_from:
        top.refuse("valid_to", "lies before valid_from")
    if not any(row.when.is_always for row in policy.post_levels):
        top.refuse("post_levels", "no row applies to every post, so a post could be left without a level")
    numbers = {
        "rules": [row.seq for row in policy.rules],
        "post_levels": [row.seq for row in policy.post_levels],
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


def _check_offences(top: Row, policy: Policy) -> None:
    """Every offence is hidden or judged by a row of its own, so that none passes for want of a row."""
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
