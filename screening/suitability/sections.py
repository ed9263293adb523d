"""Reads the sections of a policy file: sources, sets, levels, parameters, clocks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from portsec.kernel.errors import InvalidInput
from screening.enums import CheckKind, ClearanceLevel, Effect
from screening.offences import members, offence
from screening.suitability.facts import FIELD_CLASSES
from screening.suitability.rows import Row
from screening.suitability.terms import (
    Clock,
    Element,
    LevelTerms,
    OffenceSet,
    ParameterTerms,
    PostCondition,
    PostLevel,
    Provenance,
)
from screening.suitability.words import ClockUnit, Mark, OnExpiry, Parameter, Treatment

OTHER = "OTHER"  # the set of every offence that no set of the policy names

LONGEST_LOOKBACK_YEARS = 99  # longer than a life at work: such a row should say `disqualifying_offence`
LONGEST_CLOCK_DAYS = 3650
LONGEST_VALIDITY_MONTHS = 120
REQUIRED_CHECKS = (CheckKind.IDENTITY, CheckKind.CRIMINAL_RECORD)  # Directive (EU) 2022/2557, Art. 14(3)


def sources(row: Row) -> Mapping[str, str]:
    return MappingProxyType({key: row.text(key) for key in row.names()})


def provenance(row: Row, sources: Mapping[str, str]) -> Provenance:
    mark = row.word("mark", Mark)
    seen = row.texts("seen") if row.has("seen") else ()
    if mark is Mark.VERIFIED and not seen:
        row.refuse("seen", "is missing: a row marked V names where its source was read")
    for key in seen:
        if key not in sources:
            row.refuse("seen", f"'{key}' is not in the list of sources")
    return Provenance(row.text("source"), mark, seen)


def offence_set(key: str, row: Row, sources: Mapping[str, str]) -> OffenceSet:
    if key == OTHER:
        row.refuse("", f"'{OTHER}' is the name of what no set names")
    codes = _codes(row, "codes", members) | _codes(row, "alone", _each)
    if not codes:
        row.refuse("codes", "is missing")
    hidden = row.flag("hidden") if row.has("hidden") else False
    found = OffenceSet(key, codes, hidden, row.text("reason"), provenance(row, sources))
    row.done()
    return found


def _codes(row: Row, key: str, read: Callable[[Iterable[str]], frozenset[str]]) -> frozenset[str]:
    if not row.has(key):
        return frozenset()
    try:
        return read(row.texts(key))
    except InvalidInput as error:
        row.refuse(key, error.detail.rstrip("."))


def _each(codes: Iterable[str]) -> frozenset[str]:
    """The codes themselves: an open category without its sub-codes."""
    return frozenset(offence(code).code for code in codes)


def levels(top: Row, sources: Mapping[str, str]) -> Mapping[ClearanceLevel, LevelTerms]:
    table = top.row("levels")
    levels = {level: _level(table.row(level.value), sources) for level in ClearanceLevel}
    table.done()
    return MappingProxyType(levels)


def _level(row: Row, sources: Mapping[str, str]) -> LevelTerms:
    terms = LevelTerms(
        validity_months=row.number("validity_months", least=1, most=LONGEST_VALIDITY_MONTHS),
        recheck_months=row.number("recheck_months", least=1, most=LONGEST_VALIDITY_MONTHS),
        elements=tuple(_element(inner, sources) for inner in row.rows("elements")),
        provenance=provenance(row, sources),
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
    )
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
    )
    if condition.is_always:
        row.refuse("", "names no condition; leave it out for a row that always applies")
    row.done()
    return condition


def parameters(top: Row, sources: Mapping[str, str]) -> Mapping[Parameter, ParameterTerms]:
    table = top.row("parameters")
    terms = {word: _parameter(word, table.row(word.value), sources) for word in Parameter}
    table.done()
    return MappingProxyType(terms)


def _parameter(word: Parameter, row: Row, sources: Mapping[str, str]) -> ParameterTerms:
    treatment = row.word("treatment", Treatment)
    is_young = word is Parameter.JUVENILE
    terms = ParameterTerms(
        parameter=word,
        treatment=treatment,
        reason=row.text("reason"),
        provenance=provenance(row, sources),
        cap=row.word("cap", Effect) if treatment is Treatment.CAP else None,
        under_years=row.number("under_years", least=1, most=30) if is_young else None,
        max_years=years(row, "max_years") if is_young and row.has("max_years") else None,
        max_years_if_bar=years(row, "max_years_if_bar") if is_young and row.has("max_years_if_bar") else None,
    )
    row.done()
    return terms


def years(row: Row, key: str) -> int:
    return row.number(key, least=1, most=LONGEST_LOOKBACK_YEARS)


def clock(key: str, row: Row, sources: Mapping[str, str]) -> Clock:
    clock = Clock(
        name=key,
        days=row.number("days", least=1, most=LONGEST_CLOCK_DAYS),
        unit=row.word("unit", ClockUnit),
        on_expiry=row.word("on_expiry", OnExpiry),
        provenance=provenance(row, sources),
    )
    row.done()
    return clock
