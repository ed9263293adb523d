"""Words of visits that templates need: how a visit stands by the clock, and its bounds."""

from __future__ import annotations

from dataclasses import dataclass

from django import template

from access.enums import VisitState
from access.models import Visit
from access.selectors.visit import state_today
from access.visiting.arrival import IdentityPaper
from access.visiting.days import LONGEST_VISIT
from portsec.kernel import clock
from screening.kinds.escort import MOST_DAYS_A_YEAR

register = template.Library()


@dataclass(frozen=True, slots=True)
class Bounds:
    """In days: the longest visit, and the most of a rolling year."""

    longest: int = LONGEST_VISIT
    year: int = MOST_DAYS_A_YEAR


@register.simple_tag
def state_now(visit: Visit) -> VisitState:
    """The state that counts today."""
    return state_today(visit, at=clock.now())


@register.simple_tag
def visit_bounds() -> Bounds:
    return Bounds()


@register.filter
def paper_label(visit: Visit) -> str:
    """The kind of paper that the guard compared."""
    return IdentityPaper(visit.document_seen).label if visit.document_seen else ""
