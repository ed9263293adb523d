"""Reads the rules of a policy file: one row, one criterion with its effect and its limits."""

from __future__ import annotations

from collections.abc import Mapping

from screening.enums import Effect, ListSource
from screening.offences import OFFENCES
from screening.suitability.rows import Row
from screening.suitability.sections import LONGEST_VALIDITY_MONTHS, OTHER, condition, provenance, years
from screening.suitability.terms import MinSanction, OffenceSet, PostCondition, Rule
from screening.suitability.words import LookbackFrom, RuleKind

# Fields of a rule beside those that all have: those it must name, and those it may.
FIELDS: Mapping[RuleKind, tuple[frozenset[str], frozenset[str]]] = {
    RuleKind.DISQUALIFYING_OFFENCE: (frozenset({"offence_sets"}), frozenset({"min_sanction"})),
    RuleKind.OFFENCE_IN_WINDOW: (
        frozenset({"offence_sets", "lookback_from", "lookback_years"}),
        frozenset({"min_sanction"}),
    ),
    RuleKind.REPEATED_CONVICTIONS: (
        frozenset({"offence_sets", "lookback_from", "lookback_years", "min_count"}),
        frozenset(),
    ),
    RuleKind.UNDECLARED_CONVICTION: (
        frozenset({"offence_sets", "lookback_from", "lookback_years"}),
        frozenset(),
    ),
    RuleKind.DECLARED_CONVICTION_NOT_ON_RECORD: (frozenset(), frozenset()),
    RuleKind.WATCHLIST_MATCH_CONFIRMED: (frozenset(), frozenset({"list_sources"})),
    RuleKind.WATCHLIST_MATCH_UNSURE: (frozenset(), frozenset()),
    RuleKind.IDENTITY_NOT_CONFIRMED: (frozenset(), frozenset()),
    RuleKind.RECORD_NOT_OBTAINABLE: (frozenset(), frozenset({"caps_validity_months"})),
    RuleKind.UNEXPLAINED_GAP: (frozenset({"min_days"}), frozenset()),
    RuleKind.RESIDENCE_NOT_CHECKED: (frozenset({"min_months", "lookback_years"}), frozenset()),
}


def rule(row: Row, sources: Mapping[str, str], sets: Mapping[str, OffenceSet], ref: str) -> Rule:
    kind, seq = row.word("kind", RuleKind), row.number("seq", least=1, most=9999)
    required, optional = FIELDS[kind]
    takes = {key for key in required | optional if key in required or row.has(key)}
    names = row.texts("offence_sets") if "offence_sets" in takes else ()
    rule = Rule(
        ref=f"{ref}#{seq}",
        seq=seq,
        kind=kind,
        effect=row.word("effect", Effect),
        provenance=provenance(row, sources),
        reason=row.text("reason"),
        relevant_when=condition(row.row("relevant_when")) if row.has("relevant_when") else PostCondition(),
        offence_sets=names,
        codes=_codes(row, names, sets),
        lookback_from=row.word("lookback_from", LookbackFrom)
        if "lookback_from" in takes
        else LookbackFrom.FINAL,
        lookback_years=years(row, "lookback_years") if "lookback_years" in takes else None,
        min_sanction=_min_sanction(row.row("min_sanction")) if "min_sanction" in takes else None,
        min_count=row.number("min_count", least=2, most=99) if "min_count" in takes else 2,
        min_days=row.number("min_days", least=1, most=999) if "min_days" in takes else 0,
        min_months=row.number("min_months", least=1, most=99) if "min_months" in takes else 0,
        list_sources=row.words("list_sources", ListSource) if "list_sources" in takes else (),
        caps_validity_months=row.number("caps_validity_months", least=1, most=LONGEST_VALIDITY_MONTHS)
        if "caps_validity_months" in takes
        else None,
    )
    row.done()
    return rule


def _codes(row: Row, names: tuple[str, ...], sets: Mapping[str, OffenceSet]) -> frozenset[str]:
    codes: frozenset[str] = frozenset()
    for name in names:
        if name == OTHER:
            codes |= frozenset(OFFENCES) - frozenset().union(*(group.codes for group in sets.values()))
        elif name not in sets:
            row.refuse("offence_sets", f"there is no set '{name}'")
        elif sets[name].hidden:
            row.refuse("offence_sets", f"the set '{name}' is hidden and cannot be judged")
        else:
            codes |= sets[name].codes
    return codes


def _min_sanction(row: Row) -> MinSanction:
    floor = MinSanction(
        custody_months=row.number("custody_months", least=0, most=600) if row.has("custody_months") else None,
        day_rates=row.number("day_rates", least=1, most=9999) if row.has("day_rates") else None,
        suspended_counts=row.flag("suspended_counts"),
    )
    if floor.custody_months is None and floor.day_rates is None:
        row.refuse("", "names no floor")
    row.done()
    return floor
