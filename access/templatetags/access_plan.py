"""Words of levels for the plan of areas and the pages of the ISPS level."""

from __future__ import annotations

from django import template

from access.gate.isps import IspsLevel
from access.isps_preview.measures import LEVEL_WORDS

register = template.Library()

TONES = {IspsLevel.NORMAL: "good", IspsLevel.HEIGHTENED: "wait", IspsLevel.EXCEPTIONAL: "bad"}


@register.filter
def level_tone(level: int) -> str:
    """The tone of an ISPS level."""
    return TONES[IspsLevel(level)]


@register.filter
def level_words(level: int) -> str:
    """An ISPS level in words."""
    return LEVEL_WORDS[IspsLevel(level)]


@register.filter
def as_list(code: str) -> list[str]:
    """One code as the list that `sentences` takes."""
    return [code]
