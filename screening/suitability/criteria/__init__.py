"""The criteria: small functions, each named by the finding that it states.

The first paragraph of a docstring is the sentence shown to the officer, with its blanks; the second is its
ground. Those in `BY_RULE` speak where a policy row asks for them; those in `ALWAYS` speak in every case,
because no policy may leave them out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from screening.suitability.criteria import checks, history, offences, watchlists
from screening.suitability.findings import Finding
from screening.suitability.record import Case
from screening.suitability.terms import Rule
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
    }
)

ALWAYS: tuple[Callable[[Case], Iterator[Finding]], ...] = (
    checks.level_below_post,
    checks.check_missing,
    checks.findings_not_entered,
    watchlists.watchlist_hit_undecided,
    checks.element_not_covered,
)
