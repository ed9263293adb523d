"""What all components share: rendering a component template, the closed lists of tones, and words."""

from __future__ import annotations

from typing import Any

from django.template.loader import get_template
from django.utils.safestring import SafeString

from portsec.kernel.words import Word

TONE_ICONS = {
    "good": "circle-check",
    "bad": "circle-x",
    "wait": "hourglass",
    "info": "circle-dot",
    "mute": "circle-minus",
}
VARIANTS = ("plain", "primary", "danger", "quiet")


def component(name: str, /, **values: Any) -> SafeString:
    """The component's template with these values and nothing else from the page."""
    return SafeString(get_template(f"interface/components/{name}.html").render(values))


def one_of(value: str, allowed: Any, what: str) -> str:
    """The same value. Raises ValueError when it is not on the closed list."""
    if value not in allowed:
        raise ValueError(f"unknown {what} {value!r}: one of {', '.join(map(repr, allowed))}")
    return value


def tone_or_none(tone: str) -> str:
    """The same tone, or nothing. Raises ValueError for any other word."""
    return one_of(tone, ("", *TONE_ICONS), "tone")


def word_of(value: object, vocabulary: str = "") -> Word:
    """The Word behind a value: a member, or a plain value with the class name of its vocabulary.

    Raises ValueError when the vocabulary is unknown or has no such value.
    """
    if isinstance(value, Word):
        return value
    if not vocabulary:
        raise ValueError(f"{value!r} is no Word: give its vocabulary, for example chip state 'BadgeState'")
    named = {kind for kind in _vocabularies(Word) if kind.__name__ == vocabulary}
    if len(named) != 1:
        raise ValueError(f"{len(named)} vocabularies are called {vocabulary!r}")
    return named.pop()(str(value))


def _vocabularies(kind: type[Word]) -> list[type[Word]]:
    return [found for child in kind.__subclasses__() for found in (child, *_vocabularies(child))]
