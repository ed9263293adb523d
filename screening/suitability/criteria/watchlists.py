"""Criteria on watchlist hits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from screening.adjudication_words import RESTRICTED_SOURCES
from screening.enums import HitState, ListSource
from screening.suitability.facts import HitFact
from screening.suitability.findings import Finding, by_rule, open_point, say
from screening.suitability.phrases import Phrase
from screening.suitability.record import Case
from screening.suitability.rule import Rule
from screening.suitability.said import Blank, Quoted, phrase
from screening.suitability.words import RuleKind


def watchlist_match_confirmed(case: Case, rule: Rule) -> Iterator[Finding]:
    """An officer confirmed that the person is “{entry}” on the {list}.

    Sanctions lists of the United Nations bind in the Union; what another list means depends on its row.
    """
    for hit in case.facts.hits:
        if hit.state is HitState.SAME and _is_judged_by(hit, rule, case):
            said = authority_objects if _is_restricted(hit) else watchlist_match_confirmed
            yield by_rule(said, rule, about=hit.id, **_blanks(hit))


def watchlist_match_unsure(case: Case, rule: Rule) -> Iterator[Finding]:
    """An officer could not tell whether the person is “{entry}” on the {list}.

    Doubt is neither a match nor a clean result; it is weighed, and the keeper of the list can be asked.
    """
    for hit in case.facts.hits:
        if hit.state is HitState.UNSURE:
            yield by_rule(watchlist_match_unsure, rule, about=hit.id, **_blanks(hit))


def watchlist_hit_undecided(case: Case) -> Iterator[Finding]:
    """Nobody has said yet whether the person is “{entry}” on the {list}.

    A resemblance of names is no finding about a person until somebody has compared the two (GDPR, Art. 22).
    """
    for hit in case.facts.hits:
        if hit.state is HitState.OPEN:
            yield _undecided(hit)


def _undecided(hit: HitFact) -> Finding:
    found = open_point(watchlist_hit_undecided, about=hit.id, source="", **_blanks(hit))
    if not _is_restricted(hit):
        return found
    return replace(found, said=(say(authority_silent, **_blanks(hit)),))


def authority_objects() -> None:
    """An authority that was asked about the person objects ({entry}).

    It speaks for a list whose entries it keeps for itself; the grounds stay with it.
    """


def authority_silent() -> None:
    """An authority is to be asked about the person, or has not answered ({entry}).

    Nobody here judges an entry of a list that an authority keeps for itself.
    """


def _is_restricted(hit: HitFact) -> bool:
    return hit.source in RESTRICTED_SOURCES


def _is_judged_by(hit: HitFact, rule: Rule, case: Case) -> bool:
    """A row that names lists judges those; one that names none judges all that no other names."""
    if rule.list_sources:
        return hit.source in rule.list_sources
    others = case.policy.rules_of(RuleKind.WATCHLIST_MATCH_CONFIRMED)
    return not any(hit.source in other.list_sources for other in others)


def _blanks(hit: HitFact) -> dict[str, Blank]:
    known = hit.source in set(ListSource)
    named = ListSource(hit.source) if known else phrase(Phrase.OTHER_LIST, list=hit.source)
    # Of a restricted hit nobody knows the entry: an English note stands in its place.
    entry = Quoted(hit.entry_name) if _is_restricted(hit) else hit.entry_name
    return {"entry": entry, "list": named}
