"""Decides look-ups on what is gathered afresh: by a running grant alone where that is enough.

The decision by a grant is tried first, on a statement that takes a fraction of the time. Its yes is the
answer, carried by the grant, also where work would explain the look-up as well. Whatever it does not allow is
decided on the whole facts, so every refusal names all its reasons. Nothing is kept for the next decision.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, Final

from access.look_up_facts import by_grant
from access.look_up_facts.asked import Asked
from access.look_up_facts.loaded import Keys, Loaded
from access.need_to_know.decide import LookUpDecision, decide
from access.need_to_know.facts import GrantFact, LookUpFacts
from access.need_to_know.grant import granted_by_data_owner
from access.selectors.look_up import AT_ONCE, fetched, gathered, gathered_all

BY_GRANT: Final = (granted_by_data_owner,)


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision, the keys of the rows behind it, and the purpose that was stated for it."""

    decision: LookUpDecision
    keys: Keys
    purpose: str

    @property
    def allowed(self) -> bool:
        return self.decision.verdict.allowed


def decided(asked: Asked, *, any_purpose: bool = False) -> Decided:
    """The decision on one look-up. Nothing is recorded: whoever shows something records it.

    `any_purpose`: a grant counts for whatever purpose it was given, as for somebody who states it.
    """
    rows = fetched(by_grant.QUERY, by_grant.parameters(asked)) if by_grant.fits(asked) else ()
    return _by_grant(rows, asked, any_purpose) or _on_all(gathered(asked), asked, any_purpose)


def decided_all(asked: Sequence[Asked], *, any_purpose: bool = False) -> list[Decided]:
    """The same for several look-ups, in their order, with two statements for each 500."""
    parts = (asked[start : start + AT_ONCE] for start in range(0, len(asked), AT_ONCE))
    return [one for part in parts for one in _decided_together(part, any_purpose)]


def _decided_together(asked: Sequence[Asked], any_purpose: bool) -> list[Decided]:
    found: dict[int, Decided] = {}
    fitting = [(place, one) for place, one in enumerate(asked) if by_grant.fits(one)]
    rows = fetched(by_grant.QUERY_MANY, by_grant.parameters_many(fitting)) if fitting else []
    for place, grants in groupby(rows, key=by_grant.place_of):
        one = _by_grant(list(grants), asked[place], any_purpose)
        if one is not None:
            found[place] = one
    rest = [place for place in range(len(asked)) if place not in found]
    whole = gathered_all([asked[place] for place in rest])
    found |= {at: _on_all(facts, asked[at], any_purpose) for at, facts in zip(rest, whole, strict=True)}
    return [found[place] for place in range(len(asked))]


def _by_grant(rows: Sequence[Sequence[Any]], asked: Asked, any_purpose: bool) -> Decided | None:
    """A yes that a grant carries; None where the whole facts must be asked."""
    if not rows:
        return None
    found = by_grant.loaded(rows, asked)
    for facts in _stating(found.facts, any_purpose):
        decision = decide(facts, BY_GRANT)
        if decision.verdict.allowed:
            return Decided(decision, found.keys, facts.claimed_purpose)
    return None


def _on_all(found: Loaded, asked: Asked, any_purpose: bool) -> Decided:
    """The answer on the whole facts; a refusal is the one for the purpose that was stated."""
    plain = Decided(decide(found.facts), found.keys, asked.purpose)
    if plain.allowed or not any_purpose:
        return plain
    for purpose in _purposes(found.facts.grants):
        decision = decide(replace(found.facts, claimed_purpose=purpose))
        if decision.verdict.allowed:
            return Decided(decision, found.keys, purpose)
    return plain


def _stating(facts: LookUpFacts, any_purpose: bool) -> Iterator[LookUpFacts]:
    """The facts for each purpose that may be stated."""
    if not any_purpose:
        yield facts
        return
    for purpose in _purposes(facts.grants) or [facts.claimed_purpose]:
        yield replace(facts, claimed_purpose=purpose)


def _purposes(grants: Iterable[GrantFact]) -> list[str]:
    return sorted({grant.purpose for grant in grants if grant.purpose})
