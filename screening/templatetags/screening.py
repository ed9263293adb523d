"""Words of screening that templates need: countries, standings, names of actors."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.utils.safestring import SafeString

from portsec.interface.components.marks import chip
from portsec.kernel import clock
from screening.enums import PersonStanding
from screening.forms.choices import SEXES, country_name
from screening.matching.evidence import Agreement
from screening.models import Person
from screening.offences import SANCTIONS
from screening.selectors.standing import standing_of

register = template.Library()

AGREEMENT_ICONS = {
    Agreement.AGREE: "link",
    Agreement.PARTIAL: "link",
    Agreement.DIFFER: "unlink",
    Agreement.MISSING: "circle-question-mark",
}


@register.filter
def country(code: str) -> str:
    """The name of a country by its ISO code; nothing for nothing."""
    return country_name(code) if code else ""


@register.filter
def sex(code: str) -> str:
    """The word for a sex as documents give it; nothing for nothing."""
    return dict(SEXES)[code] if code else ""


@register.filter
def sanction(code: str) -> str:
    """The wording of an ECRIS sanction code."""
    return SANCTIONS[code].label


@register.filter
def named(actor: str, names: Mapping[str, str]) -> str:
    """The name that people know for an actor of the record."""
    return names.get(actor, actor)


@register.simple_tag
def agreement(verdict: str) -> SafeString:
    """Whether a field speaks for the same person; agreement is the bad news, so the icons are others."""
    word = Agreement(verdict)
    return chip(word, icon=AGREEMENT_ICONS[word])


@register.simple_tag
def standing(person: Person) -> PersonStanding:
    """How a row of the register or of an employer's list stands today."""
    return standing_of(person, at=clock.now())
