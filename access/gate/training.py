"""Whether the trainings that the area asks for are in force."""

from __future__ import annotations

from collections.abc import Callable

from access.gate.facts import GateFacts
from access.gate.holder_facts import TrainingCertificate


def training_missing(facts: GateFacts) -> bool:
    """A training that is needed here is not on file.

    ISPS Code A/18.2 and B/18.2-18.3: who works in a port facility is instructed for it. That an area may ask
    for its own certificate is a house rule, as port access systems have it (competencies).
    """
    return bool(missing_trainings(facts))


def training_expired(facts: GateFacts) -> bool:
    """A training that is needed here has run out.

    ISPS Code A/18.2, as for `training_missing`. Who has renewed it in time has another certificate in force.
    """
    return bool(lapsed_trainings(facts))


def training_not_yet_valid(facts: GateFacts) -> bool:
    """A training that is needed here is not valid yet.

    ISPS Code A/18.2, as for `training_missing`; the certificate names the first day.
    """
    return bool(coming_trainings(facts))


def missing_trainings(facts: GateFacts) -> list[str]:
    """Codes of the needed trainings without any certificate, sorted."""
    return sorted(facts.needs.trainings - {each.training for each in facts.certificates})


def lapsed_trainings(facts: GateFacts) -> list[str]:
    """Codes of the needed trainings whose certificates have begun and none is in force, sorted."""
    return _held_out_of_force(facts, lambda each: each.first_day <= facts.day)


def coming_trainings(facts: GateFacts) -> list[str]:
    """Codes of the needed trainings whose certificates have all not begun, sorted."""
    return sorted(set(_held_out_of_force(facts)) - set(lapsed_trainings(facts)))


def _held_out_of_force(
    facts: GateFacts, which: Callable[[TrainingCertificate], bool] = lambda each: True
) -> list[str]:
    needed = facts.needs.trainings
    in_force = {each.training for each in facts.certificates if each.holds_on(facts.day)}
    held = {each.training for each in facts.certificates if which(each)}
    return sorted((needed & held) - in_force)
