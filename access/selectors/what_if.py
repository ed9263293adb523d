"""What a gate or an area would answer to somebody at some moment, and what would change the answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone

from access.enums import Direction
from access.gate.decide import decide
from access.gate.earliest import earliest_grant
from access.gate.explain import Change, changes_for_grant
from access.gate.facts import GateFacts
from access.gate.isps import IspsLevel
from access.gate_facts.asked import Asked
from access.models import Area, Badge, Reader
from access.selectors.gate_facts import gathered
from portsec.kernel.verdict import Verdict
from screening.models import Person

AHEAD = 60  # days of hours and rosters that are searched for a moment with a grant


@dataclass(frozen=True, slots=True)
class WhatIf:
    """One question. `holder`: a badge, or a person, who is taken with the best badge that they have.

    `place`: a reader, or an area as entered from outside. `level`: the port's ISPS level as if it were so.
    """

    holder: Badge | Person
    place: Reader | Area
    at: datetime
    direction: Direction = Direction.IN
    level: IspsLevel | None = None
    escort: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer with all its reasons; what would take each away; from when waiting is enough."""

    facts: GateFacts
    verdict: Verdict
    changes: tuple[Change, ...]
    earliest: datetime | None


def outcome(question: WhatIf) -> Outcome:
    """The answer, by the same facts and the same rule as a real attempt. Nothing of it is recorded."""
    facts = gathered(_asked(question)).facts
    if question.level is not None:
        facts = replace(facts, isps_level=question.level)
    verdict = decide(facts)
    return Outcome(
        facts=facts,
        verdict=verdict,
        changes=changes_for_grant(facts),
        earliest=None if verdict.allowed else earliest_grant(facts),
    )


def _asked(question: WhatIf) -> Asked:
    holder, place = question.holder, question.place
    return Asked(
        port=place.port_id,
        at=question.at,
        zone=timezone.get_default_timezone(),
        direction=question.direction,
        reader=place.code if isinstance(place, Reader) else None,
        area=place.code if isinstance(place, Area) else None,
        badge=holder.pk if isinstance(holder, Badge) else None,
        person=holder.pk if isinstance(holder, Person) else None,
        escort=question.escort,
        days_ahead=AHEAD,
    )


def holder_named(text: str, port_id: int) -> Badge | Person | None:
    """The badge of this number, or the person of this reference, at a port; None where nobody is meant."""
    wanted = text.strip()
    badges = Badge.objects.select_related("person").filter(port_id=port_id)
    people = Person.objects.filter(port_id=port_id)
    found: list[Badge | Person] = [
        *badges.filter(serial=wanted)[:1],
        *people.filter(ref__iexact=wanted)[:1],
        *people.filter(external_ref=wanted).exclude(external_ref="")[:1],
        *badges.filter(serial__iexact=wanted)[:1],
    ]
    return found[0] if wanted and found else None
