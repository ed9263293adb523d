"""Things in order: steps, timelines, facts, items."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.html import format_html
from django.utils.safestring import SafeString

from portsec.interface.components.marks import NOTHING, status_markup, when
from portsec.interface.components.markup import TONE_ICONS, component, one_of, tone_or_none
from portsec.kernel.words import Word


def stepper(
    steps: Sequence[Word | tuple[str, str]], current: object, *, done: bool = False, label: str = "Progress"
) -> SafeString:
    """Where a case stands. Raises ValueError when `current` is none of the steps and the case is not done."""
    named = [
        (step.value, step.label) if isinstance(step, Word) else (str(step[0]), step[1]) for step in steps
    ]
    here = getattr(current, "value", current)
    order = [value for value, _ in named]
    position = len(order) if done else order.index(str(one_of(str(here), order, "step")))
    shown = [
        {"label": text, "number": number + 1, "state": _standing(number, position)}
        for number, (_, text) in enumerate(named)
    ]
    return component("stepper", steps=shown, label=label)


def _standing(number: int, position: int) -> str:
    return "done" if number < position else "current" if number == position else "todo"


def timeline(content: str) -> SafeString:
    return format_html('<ol class="timeline">{}</ol>', SafeString(content))


def timeline_item(
    content: str,
    title: str,
    *,
    at: datetime | date | None = None,
    by: str = "",
    tone: str = "mute",
    icon: str = "circle-dot",
) -> SafeString:
    one_of(tone, TONE_ICONS, "tone")
    return component(
        "timeline_item",
        content=SafeString(content.strip()),
        title=title,
        moment=when(at) if at else "",
        by=by,
        tone=tone,
        icon=icon,
    )


def facts(content: str, *, wide: bool = False) -> SafeString:
    """A definition list of `fact` tags; `wide` is the form of "check your answers"."""
    return format_html('<dl class="facts{}">{}</dl>', " facts-wide" if wide else "", SafeString(content))


def fact(label: str, value: object = "", *, empty: str = NOTHING, change_url: str = "") -> SafeString:
    shown = empty if value is None or value == "" else value
    return component("fact", label=label, value=shown, change_url=change_url)


def items(content: str) -> SafeString:
    return format_html('<ul class="items">{}</ul>', SafeString(content))


def item(
    content: str,
    title: str,
    *,
    href: str = "",
    note: str = "",
    status: object = None,
    vocabulary: str = "",
    avatar: str = "",
    tone: str = "",
) -> SafeString:
    return component(
        "item",
        content=SafeString(content.strip()),
        title=title,
        href=href,
        note=note,
        status=status_markup(status, vocabulary),
        avatar=avatar,
        tone=tone_or_none(tone),
    )
