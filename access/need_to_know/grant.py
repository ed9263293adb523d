"""The explanation by a data owner's grant."""

from __future__ import annotations

from access.need_to_know.explanation import FULL, Explanation, FailedExplanation
from access.need_to_know.facts import GrantFact, LookUpFacts

CODE = "G"


def granted_by_data_owner(facts: LookUpFacts) -> Explanation | FailedExplanation:
    """The data owner granted the requester this object for a purpose and a time.

    G. Need-to-know as a decision of the one who answers for the data; nobody grants to themselves.
    """
    grants = [grant for grant in facts.grants if grant.object in facts.names]
    if not grants:
        return FailedExplanation(CODE, "No grant names this object and the requester.")
    covering = [grant for grant in grants if _covers(facts, grant)]
    fitting = [grant for grant in covering if grant.valid_from <= facts.at < grant.valid_until]
    if not fitting:
        coming = (grant.valid_from for grant in covering if grant.valid_from > facts.at)
        sentence = "No grant to the requester covers this object, field class and moment."
        return FailedExplanation(CODE, sentence, min(coming, default=None))
    for_purpose = [
        grant for grant in fitting if not grant.purpose or _same(grant.purpose, facts.claimed_purpose)
    ]
    if not for_purpose:
        return FailedExplanation(CODE, "The grant holds only for the purpose that it was given for.")
    best = min(for_purpose, key=lambda grant: (grant.valid_until, grant.ref))
    sentence = "The data owner granted the requester this object for the stated purpose."
    return Explanation(CODE, FULL, sentence, best.ref, best.valid_until)


def _covers(facts: LookUpFacts, grant: GrantFact) -> bool:
    """Whether it opens this class and was given by somebody else, at whatever time it holds."""
    return grant.field_class.rank >= facts.protection_rank and not facts.requester.is_(grant.granted_by)


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()
