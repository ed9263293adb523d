"""Reads the sections of a policy file that say how a record is read: sources, sets, parameters, grades."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from portsec.kernel.errors import InvalidInput
from screening.enums import Effect
from screening.offences import members, offence
from screening.suitability.rows import Row
from screening.suitability.terms import GradeTerms, OffenceSet, ParameterTerms, Provenance, Unlisted
from screening.suitability.words import Grade, Mark, Parameter, Treatment

OTHER = "OTHER"  # the set of every offence that no set of the policy names

LONGEST_LOOKBACK_YEARS = 99  # longer than a life at work: such a row should say `disqualifying_offence`
LONGEST_VALIDITY_MONTHS = 120


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
    codes -= _codes(row, "without", members)
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


def grades(top: Row, sources: Mapping[str, str]) -> Mapping[Grade, GradeTerms]:
    if not top.has("grades"):
        return MappingProxyType({})
    table = top.row("grades")
    found = {
        grade: _grade(grade, table.row(grade.value), sources) for grade in Grade if table.has(grade.value)
    }
    table.done()
    return MappingProxyType(found)


def _grade(grade: Grade, row: Row, sources: Mapping[str, str]) -> GradeTerms:
    terms = GradeTerms(
        grade=grade,
        custody_over_months=row.number("custody_over_months", least=0, most=600),
        reason=row.text("reason"),
        provenance=provenance(row, sources),
    )
    row.done()
    return terms


def unlisted(top: Row, sources: Mapping[str, str]) -> Unlisted | None:
    if not top.has("unlisted"):
        return None
    row = top.row("unlisted")
    found = Unlisted(row.text("reason"), provenance(row, sources))
    row.done()
    return found
