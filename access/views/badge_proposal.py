"""What a form for a new badge offers, and what it may ask at the longest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from access.badging.ending import Ending, earliest
from access.badging.prerequisites import prerequisites
from access.forms.desk import BadgeRequestForm
from access.models import Area, BadgeType
from access.selectors.badge_request import facts_of
from access.selectors.desk import areas_asked_for, areas_of_port, types_of_port
from accounts.models import User
from portsec.kernel.verdict import Verdict
from screening.models import Clearance, Person
from screening.selectors.clearance import current_clearance

# What is judged when a second officer decides: the day that was asked for, and that officer's own stock.
LATER = ("End", "Blank card")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A badge of the first type, for the areas of the person's post, until the first thing that ends."""

    person: Person
    clearance: Clearance | None
    types: Sequence[BadgeType]
    areas: Sequence[Area]
    ticked: Sequence[Area]
    ending: Ending | None
    last_day: date
    prerequisites: list[tuple[str, Verdict]]
    is_officer: bool = True

    @property
    def may_be_asked(self) -> bool:
        """Without a type of badge or an area there is nothing to ask for."""
        return bool(self.types) and bool(self.areas)

    def form(self, data: Any = None) -> BadgeRequestForm:
        """Filled with the proposal. Officers alone see which areas the clearance does not reach."""
        rank = self.clearance.level_word.rank if self.clearance else 0
        return BadgeRequestForm(
            data,
            initial={
                "badge_type": self.types[0].pk if self.types else None,
                "areas": [area.code for area in self.ticked],
                "needed_until": self.last_day,
            },
            types=BadgeType.objects.filter(pk__in=[each.pk for each in self.types]),
            areas=self.areas,
            rank=rank if self.is_officer else None,
            longest=self.ending.day if self.ending else None,
            because=self.ending.name if self.ending else "",
        )

    def wanted(self, form: BadgeRequestForm) -> dict[str, Any]:
        """What a filled form asks for, as the command takes it."""
        chosen = set(form.cleaned_data["areas"])
        return {
            "badge_type": form.cleaned_data["badge_type"],
            "areas": [area for area in self.areas if area.code in chosen],
            "need": form.cleaned_data["need"],
            "needed_until": form.cleaned_data["needed_until"],
        }


def proposal(person: Person, *, officer: User, at: datetime, is_officer: bool = True) -> Proposal:
    """What is offered for a person; what stands in the way of it, as `officer` would issue it."""
    types, areas = list(types_of_port(person.port_id)), list(areas_of_port(person.port_id))
    clearance = current_clearance(person.pk, at=at)
    rank = clearance.level_word.rank if clearance else 0
    asked = set(areas_asked_for(person))
    ticked = [area for area in areas if area.code in asked and (area.level <= rank or not is_officer)]
    facts = facts_of(
        person,
        badge_type=types[0] if types else None,
        areas=ticked,
        last_day=timezone.localdate(at),
        replaces=None,
        officer=officer,
        at=at,
    )
    ending = earliest(facts.bounds)
    last_day = max(ending.day, facts.today) if ending else facts.today
    shown = [(name, verdict) for name, verdict in prerequisites(facts) if name not in LATER]
    return Proposal(person, clearance, types, areas, ticked, ending, last_day, shown, is_officer)
