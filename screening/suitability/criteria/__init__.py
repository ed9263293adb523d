"""The criteria: small functions, each named by the finding that it states.

The first paragraph of a docstring is the sentence shown to the officer, with its blanks; the second is its
ground. Letters say the same sentence from `screening/letters/catalogue/findings`. Those in `BY_RULE` speak
where a policy row asks for them; those in `ALWAYS` speak in every case, because no policy may leave them out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from screening.suitability.criteria import (
    authority,
    checks,
    coverage,
    custody,
    documents,
    history,
    offences,
    orders,
    proceedings,
    watchlists,
)
from screening.suitability.findings import Finding
from screening.suitability.record import Case
from screening.suitability.rule import Rule
from screening.suitability.words import RuleKind

BY_RULE: Mapping[RuleKind, Callable[[Case, Rule], Iterator[Finding]]] = MappingProxyType(
    {
        RuleKind.DISQUALIFYING_OFFENCE: offences.disqualifying_offence,
        RuleKind.OFFENCE_IN_WINDOW: offences.offence_in_window,
        RuleKind.REPEATED_CONVICTIONS: offences.repeated_convictions,
        RuleKind.UNDECLARED_CONVICTION: offences.undeclared_conviction,
        RuleKind.DECLARED_CONVICTION_NOT_ON_RECORD: offences.declared_conviction_not_on_record,
        RuleKind.WATCHLIST_MATCH_CONFIRMED: watchlists.watchlist_match_confirmed,
        RuleKind.WATCHLIST_MATCH_UNSURE: watchlists.watchlist_match_unsure,
        RuleKind.IDENTITY_NOT_CONFIRMED: checks.identity_not_confirmed,
        RuleKind.RECORD_NOT_OBTAINABLE: checks.record_not_obtainable,
        RuleKind.UNEXPLAINED_GAP: history.unexplained_gap,
        RuleKind.RESIDENCE_NOT_CHECKED: history.residence_not_checked,
        RuleKind.LONG_IMPRISONMENT: custody.long_imprisonment,
        RuleKind.OPEN_PROCEEDINGS: proceedings.open_proceedings,
        RuleKind.AUTHORITY_ADVICE: authority.authority_advice,
        RuleKind.AUTHORITY_ADVICE_MISSING: authority.authority_advice_missing,
        RuleKind.PORT_BAN_IN_FORCE: orders.port_ban_in_force,
        RuleKind.RIGHT_TO_WORK_NOT_SHOWN: orders.right_to_work_not_shown,
        RuleKind.FALSE_DECLARATION: orders.false_declaration,
    }
)

# What a kind reads: a case that holds none of it needs none of the rows of that kind.
READS: Mapping[RuleKind, Callable[[Case], object]] = MappingProxyType(
    {
        **dict.fromkeys(
            (
                RuleKind.DISQUALIFYING_OFFENCE,
                RuleKind.OFFENCE_IN_WINDOW,
                RuleKind.REPEATED_CONVICTIONS,
                RuleKind.UNDECLARED_CONVICTION,
                RuleKind.LONG_IMPRISONMENT,
            ),
            lambda case: case.readings,
        ),
        **dict.fromkeys(
            (RuleKind.WATCHLIST_MATCH_CONFIRMED, RuleKind.WATCHLIST_MATCH_UNSURE),
            lambda case: case.facts.hits,
        ),
        **dict.fromkeys(
            (
                RuleKind.IDENTITY_NOT_CONFIRMED,
                RuleKind.RECORD_NOT_OBTAINABLE,
                RuleKind.AUTHORITY_ADVICE_MISSING,
            ),
            lambda _case: True,
        ),
        RuleKind.DECLARED_CONVICTION_NOT_ON_RECORD: lambda case: (
            case.facts.declarations.has_declared_convictions
        ),
        RuleKind.UNEXPLAINED_GAP: lambda case: case.facts.declarations.gaps,
        RuleKind.RESIDENCE_NOT_CHECKED: lambda case: case.facts.declarations.residences,
        RuleKind.OPEN_PROCEEDINGS: lambda case: case.proceedings,
        RuleKind.AUTHORITY_ADVICE: lambda case: case.facts.advice,
        RuleKind.PORT_BAN_IN_FORCE: lambda case: case.facts.bans,
        RuleKind.RIGHT_TO_WORK_NOT_SHOWN: lambda case: case.facts.right_to_work,
        RuleKind.FALSE_DECLARATION: lambda case: case.facts.declarations.false_statements,
    }
)

ALWAYS: tuple[Callable[[Case], Iterator[Finding]], ...] = (
    checks.level_below_post,
    checks.check_missing,
    checks.findings_not_entered,
    watchlists.watchlist_hit_undecided,
    documents.document_not_in_order,
    coverage.fact_not_judged,
    coverage.check_to_weigh,
    coverage.element_not_covered,
)

# Sentences that stand in place of a criterion's own.
INSTEAD: tuple[Callable[[], None], ...] = (watchlists.authority_objects, watchlists.authority_silent)
