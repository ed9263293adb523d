"""The two-person rule: nobody is alone in the area, neither the first one in nor the last one out."""

from __future__ import annotations

from datetime import timedelta

from access.gate.company import SecondPerson
from access.gate.facts import GateFacts


def second_person_missing(facts: GateFacts) -> bool:
    """A second person must present a badge here.

    IEC 60839-11-1 asks for access by two people at its highest grade. The first one's attempt waits as a
    refusal; the gate opens for both when the second one comes in time.
    """
    return _needs_second(facts) and _second(facts) is None


def second_person_same(facts: GateFacts) -> bool:
    """Both badges belong to the same person.

    As for `second_person_missing`.
    """
    second = _second(facts)
    return _needs_second(facts) and second is not None and second.is_holder


def second_person_not_entitled(facts: GateFacts) -> bool:
    """The other person may not enter this area.

    House rule: two people watch each other only if both may be there.
    """
    second = _second(facts)
    return _needs_second(facts) and second is not None and not second.is_holder and not second.is_entitled


def one_person_left_alone(facts: GateFacts) -> bool:
    """One person stays in the area alone.

    The last two leave together (IEC 60839-11-1, as for `second_person_missing`). Who leaves first is let out,
    and the other one must follow.
    """
    is_asked = facts.is_exit and facts.needs.two_person_seconds is not None
    return is_asked and facts.others_inside is not None and len(facts.others_inside) == 1


def enters_with_second(facts: GateFacts) -> bool:
    """Whether this attempt completes a pair, so that the first one's attempt is granted with it."""
    return _needs_second(facts) and _second(facts) is not None


def _needs_second(facts: GateFacts) -> bool:
    asked = not facts.is_exit and facts.needs.two_person_seconds is not None
    return asked and not facts.others_inside


def _second(facts: GateFacts) -> SecondPerson | None:
    """Whoever came in time. Exactly the window's length is in time, a second more is not."""
    second, seconds = facts.second, facts.needs.two_person_seconds
    if second is None or seconds is None:
        return None
    return second if timedelta(0) <= facts.instant - second.at <= timedelta(seconds=seconds) else None
