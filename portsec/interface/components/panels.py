"""Panels, callouts, figures and cards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.safestring import SafeString

from portsec.interface.components.marks import initial, status_markup
from portsec.interface.components.markup import TONE_ICONS, component, one_of, tone_or_none
from portsec.kernel.verdict import Verdict

CALLOUT_ICONS = {
    "good": "circle-check",
    "bad": "octagon-alert",
    "wait": "triangle-alert",
    "info": "info",
    "mute": "info",
}


def panel(
    content: str,
    title: str = "",
    *,
    id: str = "",  # noqa: A002
    level: int = 2,
    link: str = "",
    link_label: str = "",
    actions: str = "",
    note: str = "",
    tone: str = "",
    flush: bool = False,
) -> SafeString:
    if link and not link_label:
        raise ValueError("a panel link needs a link_label")
    return component(
        "panel",
        content=SafeString(content),
        title=title,
        id=id,
        tag=one_of(f"h{level}", ("h2", "h3", "h4"), "heading"),
        link=link,
        link_label=link_label,
        actions=actions,
        note=note,
        tone=tone_or_none(tone),
        flush=flush,
    )


def callout(content: str, title: str = "", *, tone: str = "info", icon: str = "") -> SafeString:
    one_of(tone, TONE_ICONS, "tone")
    return component(
        "callout", content=SafeString(content), title=title, tone=tone, icon=icon or CALLOUT_ICONS[tone]
    )


def verdict_box(verdict: Verdict, *, allowed: str = "Allowed", refused: str = "Refused") -> SafeString:
    """A judgement with every reason by sentence and code."""
    return component("verdict_box", verdict=verdict, title=allowed if verdict.allowed else refused)


def answer(title: str, *, tone: str, text: str = "", icon: str = "") -> SafeString:
    """One result that fills a phone."""
    one_of(tone, TONE_ICONS, "tone")
    return component("answer", title=title, tone=tone, text=text, icon=icon or TONE_ICONS[tone])


def stat_card(
    label: str,
    value: object,
    *,
    href: str = "",
    chip: str = "",
    trend: Sequence[float] | None = None,
    trend_label: str = "",
) -> SafeString:
    """One figure, its state and its trend; whole numbers get thousands separators."""
    shown = f"{value:,}" if isinstance(value, int) else value
    return component(
        "stat_card", label=label, value=shown, href=href, chip=chip, trend=trend, trend_label=trend_label
    )


def empty_state(
    icon: str, title: str, text: str, *, action_label: str = "", action_url: str = ""
) -> SafeString:
    """Nothing to show, and what to do about it."""
    return component(
        "empty_state", icon=icon, title=title, text=text, action_label=action_label, action_url=action_url
    )


def tile(
    content: str,
    title: str,
    *,
    subtitle: str = "",
    status: object = None,
    vocabulary: str = "",
    avatar: str = "",
    photo: str = "",
    tone: str = "",
    href: str = "",
) -> SafeString:
    return component(
        "tile",
        content=SafeString(content.strip()),
        title=title,
        subtitle=subtitle,
        status=status_markup(status, vocabulary),
        avatar=avatar,
        photo=photo,
        tone=tone_or_none(tone),
        href=href,
    )


def badge_card(
    name: str,
    *,
    number: str,
    port: str,
    role: str = "",
    organisation: str = "",
    photo: str = "",
    valid_until: date | None = None,
) -> SafeString:
    """The badge as it will be printed, for the eye of the issuing officer."""
    return component(
        "badge_card",
        name=name,
        number=number,
        port=port,
        role=role,
        organisation=organisation,
        photo=photo,
        valid_until=valid_until,
        letter=initial(name),
    )
