"""What pages of gates need: the holder's picture, and the way to follow one badge."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.urls import reverse

from access.enums import EmergencyFunction
from access.models import Badge
from access.selectors.live import Watched
from access.templatetags.access import sentences
from screening.models import Person

register = template.Library()


@register.inclusion_tag("access/portrait.html")
def portrait(badge: Badge | None, person: Person | None, *, large: bool = False) -> dict[str, Any]:
    """The picture that is printed on the badge; an outline where there is none."""
    name = person.full_name if person else "the holder"
    if badge is None or badge.photo_id is None:
        return {"src": "", "name": name, "large": large}
    # A new picture has a new address, so that no browser shows the old one.
    src = f"{reverse('badge-photo', args=[badge.serial])}?v={badge.photo_id}"
    return {"src": src, "name": name, "large": large}


@register.simple_tag
def follow_url(serial: str) -> str:
    """Live gates with this badge alone, at all gates."""
    return f"{reverse('gate-live')}?{Watched(badge=serial).query()}"


@register.filter
def account(reference: str) -> str:
    """The name in `user:anke`; what a worker or import did stands for itself."""
    return reference.removeprefix("user:")


@register.filter
def functions(values: Iterable[str]) -> str:
    """Who passes a lockdown, in words."""
    return ", ".join(EmergencyFunction(value).label.lower() for value in values)


@register.filter
def sentence(code: str) -> str:
    """A reason's code as the sentence that a guard reads."""
    return sentences([code])[0]
