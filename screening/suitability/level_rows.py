"""Reads the levels of a policy file, and which post asks for which."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from screening.enums import CheckKind, ClearanceLevel
from screening.suitability.facts import FIELD_CLASSES
from screening.suitability.rows import Row
from screening.suitability.sections import LONGEST_VALIDITY_MONTHS, provenance
from screening.suitability.terms import Element, LevelTerms, PostCondition, PostLevel
from screening.suitability.words import AdviceSubject, FunctionAspect

REQUIRED_CHECKS = (CheckKind.IDENTITY, CheckKind.CRIMINAL_RECORD)  # Directive (EU) 2022/2557, Art. 14(3)


def levels(top: Row, sources: Mapping[str, str]) -> Mapping[ClearanceLevel, LevelTerms]:
    """Those levels that the policy knows, at least one."""
    table = top.row("levels")
    levels = {
        level: _level(table.row(level.value), sources) for level in ClearanceLevel if table.has(level.value)
    }
    table.done()
    if not levels:
        top.refuse("levels", "names no level")
    return MappingProxyType(levels)


def _level(row: Row, sources: Mapping[str, str]) -> LevelTerms:
    terms = LevelTerms(
        validity_months=row.number("validity_months", least=1, most=LONGEST_VALIDITY_MONTHS),
        recheck_months=row.number("recheck_months", least=1, most=LONGEST_VALIDITY_MONTHS),
        elements=tuple(_element(inner, sources) for inner in row.rows("elements")),
        provenance=provenance(row, sources),
        continuous=row.flag("continuous") if row.has("continuous") else False,
    )
    for kind in REQUIRED_CHECKS:
        if kind not in terms.checks:
            row.refuse("elements", f"the check '{kind.value}' is missing; the law asks for it at every level")
    row.done()
    return terms


def _element(row: Row, sources: Mapping[str, str]) -> Element:
    element = Element(
        name=row.text("name"),
        provenance=provenance(row, sources),
        check=row.word("check", CheckKind) if row.has("check") else None,
        in_declaration=row.flag("in_declaration") if row.has("in_declaration") else False,
        advice=row.word("advice", AdviceSubject) if row.has("advice") else None,
        right_to_work=row.flag("right_to_work") if row.has("right_to_work") else False,
    )
    answers = (element.check, element.advice, element.in_declaration, element.right_to_work)
    if sum(bool(each) for each in answers) > 1:
        row.refuse("", "is answered in more than one way")
    row.done()
    return element


def post_level(row: Row, sources: Mapping[str, str]) -> PostLevel:
    found = PostLevel(
        seq=row.number("seq", least=1, most=999),
        level=row.word("level", ClearanceLevel),
        when=condition(row.row("when")) if row.has("when") else PostCondition(),
        reason=row.text("reason"),
        provenance=provenance(row, sources),
    )
    row.done()
    return found


def condition(row: Row) -> PostCondition:
    field_class = row.text("field_class") if row.has("field_class") else None
    if field_class is not None and field_class not in FIELD_CLASSES:
        row.refuse("field_class", f"must be one of {', '.join(FIELD_CLASSES)}")
    condition = PostCondition(
        function_risk=row.number("function_risk", least=1, most=3) if row.has("function_risk") else None,
        area_risk=row.number("area_risk", least=1, most=3) if row.has("area_risk") else None,
        field_class=field_class,
        aspects=frozenset(row.words("aspects", FunctionAspect)) if row.has("aspects") else frozenset(),
    )
    if condition.is_always:
        row.refuse("", "names no condition; leave it out for a row that always applies")
    row.done()
    return condition
