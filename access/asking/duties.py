"""Which duties do not go together with which data: told to whoever asks, in force for whoever approves."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from access.enums import FieldClass
from accounts.roles import Role
from portsec.kernel.verdict import Reason, Verdict, all_of, allow, deny


@dataclass(frozen=True, slots=True)
class AskerFacts:
    """Who asks, for what. `inspects`: an inspection of this very object is their task."""

    field_class: FieldClass
    roles: frozenset[Role] = frozenset()
    inspects: bool = False


@dataclass(frozen=True, slots=True)
class DutyRule:
    """Holders of one of these roles may not also read this class or a higher one. `why` is its ground."""

    code: str
    from_class: FieldClass
    roles: frozenset[Role]
    sentence: str
    why: str

    def speaks_against(self, facts: AskerFacts) -> bool:
        return facts.field_class.rank >= self.from_class.rank and bool(self.roles & facts.roles)


DUTY_RULES: tuple[DutyRule, ...] = (
    DutyRule(
        "release_and_gate",
        FieldClass.S3,
        frozenset({Role.GUARD, Role.BADGE_OFFICER, Role.GATE_READER}),
        "Who lets people and lorries through the gate does not also hold the release right.",
        "Release and gate-out in one hand is all that the theft of a container needs (rule G06). In Antwerp, "
        "in August 2020, a clerk and a guard were among six insiders who were arrested at once.",
    ),
    DutyRule(
        "vetting_and_release",
        FieldClass.S3,
        frozenset({Role.VETTING_OFFICER, Role.DECIDING_OFFICER}),
        "Who finds people suitable does not also read what unsuitable people pay for.",
        "A bought officer would clear the buyer's people and serve them, too (rule G06: vet and use).",
    ),
    DutyRule(
        "watching_and_reading",
        FieldClass.S3,
        frozenset({Role.ANALYST}),
        "Who judges unusual look-ups does not make look-ups of the same data.",
        "Nobody closes alerts about themselves or their like (rules G06 and G10).",
    ),
    DutyRule(
        "auditing_and_reading",
        FieldClass.S2,
        frozenset({Role.AUDITOR}),
        "Who audits reads through an approved audit task, not through a grant of their own.",
        "An auditor with standing rights audits themselves; explanation E9 is there for their work.",
    ),
    DutyRule(
        "administering_and_reading",
        FieldClass.S2,
        frozenset({Role.ADMINISTRATOR}),
        "Who gives out roles does not also read the data that roles open.",
        "Whoever can give a role to a friend and read for them needs no second person (rule G01).",
    ),
)
"""House proposals of November 2026, after the governance rules of the domain notes; each port's security plan
may add to them. A conflict is told to whoever asks, and stops whoever would approve."""

INSPECTION = deny(
    "inspecting_and_release",
    "The inspection of this container is your task; its release right is somebody else's to read.",
)
"""A control and what it lets go in one hand (rule G06; in Rotterdam an officer released a container and wrote
down a check that never happened)."""


def duty_conflicts(facts: AskerFacts) -> tuple[Reason, ...]:
    """Every rule that speaks against this access in this hand."""
    verdict = no_duty_conflict(facts)
    return () if verdict.allowed else verdict.reasons


def no_duty_conflict(facts: AskerFacts) -> Verdict:
    """The same as a verdict, for whoever approves."""
    against = [deny(rule.code, rule.sentence) for rule in DUTY_RULES if rule.speaks_against(facts)]
    if facts.inspects and facts.field_class is FieldClass.S3:
        against.append(INSPECTION)
    return all_of(*against) if against else allow()


def grounds_of(codes: Collection[str]) -> list[str]:
    """Why these rules are there, for the page of whoever answers."""
    return [rule.why for rule in DUTY_RULES if rule.code in codes]
