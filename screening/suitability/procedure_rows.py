"""Reads what a policy file says of the procedure: tiers, balance, papers, declaration, clocks."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from screening.enums import ClearanceLevel, DocumentKind, PersonCategory
from screening.suitability.rows import Row
from screening.suitability.sections import provenance
from screening.suitability.terms import Clock, DeclarationTerms, DocumentTerms, FactorTerms, Tier
from screening.suitability.words import ClockUnit, FactorName, OnExpiry, Waiver

LONGEST_CLOCK_DAYS = 3650
MOST_TIERS = 9

# What the number of each factor is called in the file, and how large it may be.
_LIMITS: Mapping[FactorName, tuple[str, int]] = MappingProxyType(
    {
        FactorName.NUMBER: ("at_most", 99),
        FactorName.GRAVITY: ("custody_months_below", 600),
        FactorName.AGE: ("under_years", 99),
        FactorName.TIME: ("years", 99),
    }
)


def tiers(top: Row, sources: Mapping[str, str]) -> Mapping[int, Tier]:
    if not top.has("tiers"):
        return MappingProxyType({})
    found = {}
    for key, row in top.table("tiers"):
        if not key.isdecimal() or not 1 <= int(key) <= MOST_TIERS:
            row.refuse("", f"a tier is a number from 1 to {MOST_TIERS}")
        found[int(key)] = Tier(
            number=int(key),
            name=row.text("name"),
            waiver=row.word("waiver", Waiver),
            remedy=row.text("remedy"),
            reason=row.text("reason"),
            provenance=provenance(row, sources),
        )
        row.done()
    return MappingProxyType(found)


def balance(top: Row, sources: Mapping[str, str]) -> tuple[FactorTerms, ...]:
    """The factors in the order in which they are weighed, whatever the order of the file."""
    if not top.has("balance"):
        return ()
    table = top.row("balance")
    found = tuple(_factor(name, table.row(name.value), sources) for name in FactorName if table.has(name))
    table.done()
    if not found:
        top.refuse("balance", "names no factor")
    return found


def _factor(name: FactorName, row: Row, sources: Mapping[str, str]) -> FactorTerms:
    key, most = _LIMITS[name]
    terms = FactorTerms(
        name=name,
        limit=row.number(key, least=1, most=most),
        reason=row.text("reason"),
        provenance=provenance(row, sources),
    )
    row.done()
    return terms


def documents(top: Row, sources: Mapping[str, str]) -> tuple[DocumentTerms, ...]:
    return tuple(_document(row, sources) for row in top.rows("documents")) if top.has("documents") else ()


def _document(row: Row, sources: Mapping[str, str]) -> DocumentTerms:
    terms = DocumentTerms(
        seq=row.number("seq", least=1, most=999),
        kind=row.word("kind", DocumentKind),
        required=row.flag("required"),
        reason=row.text("reason"),
        provenance=provenance(row, sources),
        categories=frozenset(
            row.words("categories", PersonCategory) if row.has("categories") else PersonCategory
        ),
        levels=frozenset(row.words("levels", ClearanceLevel) if row.has("levels") else ClearanceLevel),
        max_age_days=row.number("max_age_days", least=1, most=LONGEST_CLOCK_DAYS)
        if row.has("max_age_days")
        else None,
        apostille=row.flag("apostille") if row.has("apostille") else False,
        translation=row.flag("translation") if row.has("translation") else False,
    )
    row.done()
    return terms


def declaration(top: Row, sources: Mapping[str, str]) -> DeclarationTerms | None:
    if not top.has("declaration"):
        return None
    row = top.row("declaration")
    terms = DeclarationTerms(
        self_incrimination_notice=row.flag("self_incrimination_notice"),
        asks_interests=row.flag("interests"),
        provenance=provenance(row, sources),
    )
    row.done()
    return terms


def clocks(top: Row, sources: Mapping[str, str]) -> Mapping[str, Clock]:
    return MappingProxyType({key: _clock(key, row, sources) for key, row in top.table("clocks")})


def _clock(key: str, row: Row, sources: Mapping[str, str]) -> Clock:
    clock = Clock(
        name=key,
        days=row.number("days", least=1, most=LONGEST_CLOCK_DAYS),
        unit=row.word("unit", ClockUnit),
        on_expiry=row.word("on_expiry", OnExpiry),
        provenance=provenance(row, sources),
        extendable=row.flag("extendable") if row.has("extendable") else False,
        before=row.flag("before") if row.has("before") else False,
    )
    row.done()
    return clock
