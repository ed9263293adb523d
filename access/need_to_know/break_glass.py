"""The explanation by a break-glass."""

from __future__ import annotations

from access.need_to_know.explanation import FULL, Explanation, FailedExplanation, looking_only
from access.need_to_know.facts import BreakGlassFact, LookUpFacts


def glass_broken(facts: LookUpFacts) -> Explanation | FailedExplanation:
    """The requester broke the glass for this object, and no review has found fault with it.

    E10. What cannot wait is opened at once, by a named person with a reason and an end, and reviewed by
    somebody else within hours. A review that does not pass it ends it at once.
    """
    if not facts.is_look:
        return looking_only("E10")
    opened = [
        one
        for one in facts.break_glasses
        if one.object in facts.names and one.field_class.rank >= facts.protection_rank
    ]
    if not facts.holder_known or not opened:
        return FailedExplanation("E10", "The requester has not broken the glass for this object.")
    running = [one for one in opened if one.begun_at <= facts.at < one.ends_at]
    if not running:
        return FailedExplanation("E10", "The break-glass of the requester is over.")
    sound = [one for one in running if not _failed(one)]
    if not sound:
        return FailedExplanation("E10", "The review did not pass the break-glass of the requester.")
    best = max(sound, key=lambda one: (one.passed, one.ends_at, one.ref))
    reviewed = "that passed review" if best.passed else "that waits for review"
    sentence = f"The requester broke the glass for this object, {reviewed}."
    return Explanation("E10", FULL, sentence, best.ref, best.ends_at)


def _failed(one: BreakGlassFact) -> bool:
    return one.reviewed and not one.passed
