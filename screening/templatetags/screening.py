"""Words of screening that templates need: countries, standings, names of actors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from portsec.interface.components.marks import chip
from portsec.kernel import clock
from screening.enums import PersonStanding
from screening.forms.choices import SEXES, country_name
from screening.kinds.words import Light
from screening.matching.evidence import Agreement
from screening.models import Check, Person
from screening.offences import SANCTIONS
from screening.selectors.standing import ends_soon, light_of, standing_of
from screening.views.request_panel import pill_of

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
def countries(codes: Iterable[str]) -> str:
    """The names of several countries."""
    return ", ".join(country_name(code) for code in codes)


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


@register.simple_tag
def days_left_pill(check: Check) -> SafeString:
    """How many working days an open request has left, or how late its answer is."""
    tone, label = pill_of(check, today=timezone.localdate(clock.now()))
    icon = {"bad": "clock-alert", "wait": "hourglass"}.get(tone, "clock")
    return chip(tone=tone, label=label, icon=icon)


@register.simple_tag
def light(person: Person) -> Light:
    """All that an employer learns of a row of their own people."""
    return light_of(person, at=clock.now())


@register.simple_tag
def is_ending(person: Person) -> bool:
    """Whether a row's renewal is to be started."""
    return ends_soon(person, at=clock.now())


@register.filter
def counting(side: Mapping[str, object]) -> str:
    """Until when a rule row of a simulation counts, in brackets; nothing where it has no end."""
    if side["permanent"]:
        return "(without limit of time)"
    until = side["until"]
    return f"(until {date.fromisoformat(str(until)):%-d %B %Y})" if until else ""


@register.filter
def rule_address(rule: str) -> str:
    """Where a rule row can be read, from its reference such as `eu-port-standard/1#31` or `…/1#level-20`."""
    policy, _, row = rule.partition("#")
    code, _, version = policy.partition("/")
    if not (version.isdecimal() and row):
        return ""
    anchor = f"post_levels-{row.removeprefix('level-')}" if row.startswith("level-") else f"row-{row}"
    return f"{reverse('policy-detail', args=[code, int(version)])}#{anchor}"
