"""Words of screening that templates need: countries, standings, names of actors."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

from portsec.kernel import clock
from screening.enums import PersonStanding
from screening.forms.choices import country_name
from screening.models import Person
from screening.selectors.standing import standing_of

register = template.Library()


@register.filter
def country(code: str) -> str:
    """The name of a country by its ISO code; nothing for nothing."""
    return country_name(code) if code else ""


@register.filter
def named(actor: str, names: Mapping[str, str]) -> str:
    """The name that people know for an actor of the record."""
    return names.get(actor, actor)


@register.simple_tag
def standing(person: Person) -> PersonStanding:
    """How a row of the register or of an employer's list stands today."""
    return standing_of(person, at=clock.now())
