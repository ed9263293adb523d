"""Reads the rules of a policy file: one row, one criterion with its effect and its limits."""

from __future__ import annotations

from collections.abc import Mapping

from screening.enums import ClearanceLevel, Effect, ListSource
from screening.offences import OFFENCES
from screening.suitability.level_rows import condition
from screening.suitability.rows import Row
from screening.suitability.rule import MinSanction, Period, Rule, YoungAdult
from screening.suitability.sections import LONGEST_VALIDITY_MONTHS, OTHER, provenance, years
from screening.suitability.terms import CAVEATS, OffenceSet, PostCondition, Provenance, Tier
from screening.suitability.words import (
    Act,
    AdviceOutcome,
    AdviceSubject,
    AgeAt,
    Circumstance,
    CountsFrom,
    Grade,
    LookbackFrom,
    Mark,
    RecordState,
    RuleKind,
    Waiver,
)

_FILTERS = frozenset(
    {
        "states",
        "acts",
        "circumstances",
        "unless",
        "min_sanction",
        "min_grade",
        "intentional_only",
        "young_adult",
    }
)

# Fields of a rule beside those that all may have: those it must name, and those it may.
FIELDS: Mapping[RuleKind, tuple[frozenset[str], frozenset[str]]] = {
    RuleKind.DISQUALIFYING_OFFENCE: (frozenset({"offence_sets"}), _FILTERS),
    RuleKind.OFFENCE_IN_WINDOW: (
        frozenset({"offence_sets", "lookback_from", "lookback_years"}),
        _FILTERS | {"or_within"},
    ),
    RuleKind.REPEATED_CONVICTIONS: (
        frozenset({"offence_sets", "min_count"}),
        _FILTERS | {"lookback_from", "lookback_years", "counts_from"},
    ),
    RuleKind.UNDECLARED_CONVICTION: (
        frozenset({"offence_sets", "lookback_from", "lookback_years"}),
        frozenset(),
    ),
    RuleKind.DECLARED_CONVICTION_NOT_ON_RECORD: (frozenset(), frozenset()),
    RuleKind.WATCHLIST_MATCH_CONFIRMED: (frozenset(), frozenset({"list_sources"})),
    RuleKind.WATCHLIST_MATCH_UNSURE: (frozenset(), frozenset()),
    RuleKind.IDENTITY_NOT_CONFIRMED: (frozenset(), frozenset()),
    RuleKind.RECORD_NOT_OBTAINABLE: (frozenset(), frozenset({"caps_validity_months", "min_proofs"})),
    RuleKind.UNEXPLAINED_GAP: (frozenset({"min_days"}), frozenset()),
    RuleKind.RESIDENCE_NOT_CHECKED: (frozenset({"min_months", "lookback_years"}), frozenset()),
    RuleKind.LONG_IMPRISONMENT: (frozenset({"min_days"}), frozenset()),
    RuleKind.OPEN_PROCEEDINGS: (frozenset({"states", "offence_sets"}), frozenset({"lookback_years"})),
    RuleKind.AUTHORITY_ADVICE: (frozenset({"subjects", "outcomes"}), frozenset({"lookback_years"})),
    RuleKind.AUTHORITY_ADVICE_MISSING: (frozenset({"subjects"}), frozenset()),
    RuleKind.PORT_BAN_IN_FORCE: (frozenset(), frozenset()),
    RuleKind.RIGHT_TO_WORK_NOT_SHOWN: (frozenset(), frozenset()),
    RuleKind.FALSE_DECLARATION: (frozenset(), frozenset({"lookback_years"})),
}


def rule(
    row: Row,
    sources: Mapping[str, str],
    sets: Mapping[str, OffenceSet],
    tiers: Mapping[int, Tier],
    ref: str,
) -> Rule:
    """Raises InvalidInput naming the field that is missing, unknown to this kind, or wrong."""
    kind, seq = row.word("kind", RuleKind), row.number("seq", least=1, most=9999)
    required, optional = FIELDS[kind]
    takes = {key for key in required | optional if key in required or row.has(key)}
    tier = _tier(row, tiers)
    ground = provenance(row, sources)
    rule = Rule(
        ref=f"{ref}#{seq}",
        seq=seq,
        kind=kind,
        effect=row.word("effect", Effect),
        provenance=ground,
        reason=row.text("reason"),
        relevant_when=condition(row.row("relevant_when")) if row.has("relevant_when") else PostCondition(),
        from_level=row.word("from_level", ClearanceLevel) if row.has("from_level") else None,
        waiver=row.word("waiver", Waiver) if row.has("waiver") else tier.waiver if tier else None,
        remedy=row.text("waiver_text") if row.has("waiver_text") else tier.remedy if tier else "",
        tier=tier.number if tier else None,
        clock=row.text("clock") if row.has("clock") else "",
        **_record_fields(row, takes, sets, ground),  # type: ignore[arg-type]
        **_own_fields(row, takes),  # type: ignore[arg-type]
    )
    row.done()
    return rule


def _tier(row: Row, tiers: Mapping[int, Tier]) -> Tier | None:
    if not row.has("tier"):
        return None
    number = row.number("tier", least=1, most=99)
    if number not in tiers:
        row.refuse("tier", f"there is no tier {number}")
    return tiers[number]


def _record_fields(
    row: Row, takes: set[str], sets: Mapping[str, OffenceSet], ground: Provenance
) -> dict[str, object]:
    """What a row says of entries of the record: which, of whom, how grave, for how long."""
    found: dict[str, object] = {}
    if "offence_sets" in takes:
        names = row.texts("offence_sets")
        found["offence_sets"] = names
        found["codes"] = _codes(row, names, sets)
        found["set_caveats"] = _set_caveats(names, sets, ground)
    words = {"states": RecordState, "acts": Act, "circumstances": Circumstance, "unless": Circumstance}
    for key, vocabulary in words.items():
        if key in takes:
            found[key] = frozenset(row.words(key, vocabulary))
    if "min_sanction" in takes:
        found["min_sanction"] = _min_sanction(row.row("min_sanction"))
    if "min_grade" in takes:
        found["min_grade"] = row.word("min_grade", Grade)
    if "intentional_only" in takes:
        found["intentional_only"] = row.flag("intentional_only")
    if "lookback_from" in takes:
        found["lookback_from"] = row.word("lookback_from", LookbackFrom)
    if "lookback_years" in takes:
        found["lookback_years"] = years(row, "lookback_years")
    if "or_within" in takes:
        found["or_within"] = tuple(_period(inner) for inner in row.rows("or_within"))
    if "young_adult" in takes:
        found["young_adult"] = _young_adult(row.row("young_adult"))
    return found


def _own_fields(row: Row, takes: set[str]) -> dict[str, object]:
    """The fields of single kinds."""
    numbers = {
        "min_count": (2, 99),
        "min_days": (1, 999),
        "min_months": (1, 99),
        "min_proofs": (1, 9),
        "caps_validity_months": (1, LONGEST_VALIDITY_MONTHS),
    }
    found: dict[str, object] = {
        key: row.number(key, least=least, most=most) for key, (least, most) in numbers.items() if key in takes
    }
    if "counts_from" in takes:
        found["counts_from"] = row.word("counts_from", CountsFrom)
    if "list_sources" in takes:
        found["list_sources"] = row.words("list_sources", ListSource)
    if "subjects" in takes:
        found["subjects"] = frozenset(row.words("subjects", AdviceSubject))
    if "outcomes" in takes:
        found["outcomes"] = frozenset(row.words("outcomes", AdviceOutcome))
    return found


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


def _set_caveats(
    names: tuple[str, ...], sets: Mapping[str, OffenceSet], ground: Provenance
) -> tuple[tuple[frozenset[str], str], ...]:
    """What the sets leave unconfirmed beyond the row itself: a proposed row says of itself that it is one."""
    if ground.mark is Mark.PROPOSED:
        return ()
    marks = {name: sets[name].provenance.mark for name in names if name in sets}
    return tuple(
        (sets[name].codes, f"Which codes belong to {name}: {CAVEATS[mark].removeprefix('This row ').strip()}")
        for name, mark in marks.items()
        if mark in CAVEATS and mark is not ground.mark
    )


def _period(row: Row) -> Period:
    found = Period(
        years=years(row, "lookback_years"),
        start=row.word("lookback_from", LookbackFrom),
        min_sanction=_min_sanction(row.row("min_sanction")) if row.has("min_sanction") else None,
    )
    row.done()
    return found


def _young_adult(row: Row) -> YoungAdult:
    found = YoungAdult(
        under_years=row.number("under_years", least=1, most=40),
        age_at=row.word("age_at", AgeAt),
        lookback_years=years(row, "lookback_years") if row.has("lookback_years") else None,
        effect=row.word("effect", Effect) if row.has("effect") else None,
    )
    if found.lookback_years is None and found.effect is None:
        row.refuse("", "changes nothing: name lookback_years or effect")
    row.done()
    return found


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
