"""A policy as data, and its strict reader.

A version that was used is never edited; a changed policy is a new version beside it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from types import MappingProxyType

from portsec.kernel.errors import InvalidInput
from screening.enums import ClearanceLevel, PersonCategory
from screening.suitability import level_rows, procedure_rows, rule_rows, sections
from screening.suitability.consistency import check_whole
from screening.suitability.rows import document
from screening.suitability.rule import Rule
from screening.suitability.terms import (
    Clock,
    DeclarationTerms,
    DocumentTerms,
    FactorTerms,
    GradeTerms,
    LevelTerms,
    OffenceSet,
    ParameterTerms,
    PostLevel,
    Tier,
    Unlisted,
)
from screening.suitability.words import OFFENCE_KINDS, CountedOn, Grade, Logic, Parameter, RuleKind


@dataclass(frozen=True, kw_only=True)
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
    remedy: str
    unconfirmed: tuple[str, ...]
    counted_on: CountedOn
    grades: Mapping[Grade, GradeTerms]
    tiers: Mapping[int, Tier]
    balance: tuple[FactorTerms, ...]
    documents: tuple[DocumentTerms, ...]
    declaration: DeclarationTerms | None
    unlisted: Unlisted | None

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

    def level(self, level: ClearanceLevel) -> LevelTerms:
        """The terms of a level; where the policy has none, those of the next deeper one, else the deepest."""
        return self._terms[level]

    def documents_for(self, category: PersonCategory, level: ClearanceLevel) -> tuple[DocumentTerms, ...]:
        return tuple(terms for terms in self.documents if terms.asked_of(category, level))

    def hidden_set(self, code: str) -> OffenceSet | None:
        """The set that keeps an offence from view, if one does."""
        return self._hidden.get(code)

    def rules_of(self, kind: RuleKind) -> tuple[Rule, ...]:
        return self.by_kind.get(kind, ())

    def offence_rules_of(self, code: str) -> tuple[Rule, ...]:
        """The rows that judge an offence on its own."""
        return self._by_code.get(code, ())

    # Worked out once for each policy: a hundred thousand cases ask.

    @cached_property
    def kinds(self) -> frozenset[RuleKind]:
        return frozenset(self.by_kind)

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The place of each row in the policy, by its reference."""
        return {rule.ref: rule.seq for rule in self.rules}

    @cached_property
    def validity_caps(self) -> Mapping[str, int]:
        """The rows that shorten a clearance, by reference, with their months."""
        return {
            rule.ref: rule.caps_validity_months
            for rule in self.rules
            if rule.caps_validity_months is not None
        }

    @cached_property
    def _terms(self) -> Mapping[ClearanceLevel, LevelTerms]:
        found, terms = {}, self.levels[max(self.levels, key=lambda level: level.rank)]
        for level in sorted(ClearanceLevel, key=lambda level: level.rank, reverse=True):
            terms = self.levels.get(level, terms)
            found[level] = terms
        return found

    @cached_property
    def _hidden(self) -> Mapping[str, OffenceSet]:
        return {code: group for group in self.offence_sets.values() if group.hidden for code in group.codes}

    @cached_property
    def by_kind(self) -> Mapping[RuleKind, tuple[Rule, ...]]:
        """The rows of each kind, in the order of the policy."""
        found: dict[RuleKind, list[Rule]] = defaultdict(list)
        for rule in self.rules:
            found[rule.kind].append(rule)
        return {kind: tuple(rules) for kind, rules in found.items()}

    @cached_property
    def _by_code(self) -> Mapping[str, tuple[Rule, ...]]:
        found: dict[str, list[Rule]] = defaultdict(list)
        for rule in self.rules:
            for code in rule.codes if rule.kind in OFFENCE_KINDS else ():
                found[code].append(rule)
        return {code: tuple(rules) for code, rules in found.items()}


def load(text: str, *, name: str = "policy") -> Policy:
    """Read a policy file. Raises InvalidInput naming file, line and field."""
    top = document(text, name=name)
    code, version = top.text("code"), top.number("version", least=1, most=9999)
    sources = sections.sources(top.row("sources"))
    sets = {key: sections.offence_set(key, row, sources) for key, row in top.table("offence_sets")}
    tiers = procedure_rows.tiers(top, sources)
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
        levels=level_rows.levels(top, sources),
        post_levels=tuple(level_rows.post_level(row, sources) for row in top.rows("post_levels")),
        offence_sets=MappingProxyType(sets),
        parameters=sections.parameters(top, sources),
        rules=tuple(
            rule_rows.rule(row, sources, sets, tiers, f"{code}/{version}") for row in top.rows("rules")
        ),
        clocks=procedure_rows.clocks(top, sources),
        remedy=top.text("remedy") if top.has("remedy") else "",
        unconfirmed=top.texts("unconfirmed") if top.has("unconfirmed") else (),
        counted_on=top.word("counted_on", CountedOn) if top.has("counted_on") else CountedOn.ASSESSMENT,
        grades=sections.grades(top, sources),
        tiers=tiers,
        balance=procedure_rows.balance(top, sources),
        documents=procedure_rows.documents(top, sources),
        declaration=procedure_rows.declaration(top, sources),
        unlisted=sections.unlisted(top, sources),
    )
    check_whole(top, policy)
    top.done()
    return policy
