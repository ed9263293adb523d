"""The smallest marks: icons, chips, references, times, avatars, meters."""

from __future__ import annotations

from datetime import date, datetime

from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timesince import timesince

from portsec.interface import icons
from portsec.interface.components.markup import TONE_ICONS, component, one_of, word_of
from portsec.kernel import clock

NOTHING = "–"
WHEN_FORMS = ("both", "day", "moment", "date", "time", "ago")


def icon(name: str, *, label: str = "", size: str = "") -> SafeString:
    """One outline of the sprite; hidden from screen readers unless it carries its own label."""
    one_of(size, ("", "large"), "icon size")
    return format_html(
        '<svg class="icon{}" {}><use href="{}#{}"/></svg>',
        " icon-large" if size else "",
        format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"'),
        static(icons.SPRITE),
        icons.known(name),
    )


def chip(
    word: object = None, vocabulary: str = "", *, tone: str = "", label: str = "", icon: str = ""
) -> SafeString:
    """A status as icon and word, from a Word or from a tone and a label."""
    if not (tone and label):
        named = word_of(word, vocabulary)
        tone, label = tone or named.tone, label or named.label
    one_of(tone, TONE_ICONS, "tone")
    return format_html(
        '<span class="chip tone-{}">{}<span>{}</span></span>', tone, _icon(icon or TONE_ICONS[tone]), label
    )


_icon = icon  # `chip` has an argument of that name


def status_markup(status: object, vocabulary: str = "") -> SafeString:
    """What a `status` argument shows: nothing, finished markup, or the chip of a word."""
    if status is None or status == "":
        return SafeString()
    if isinstance(status, SafeString) and not vocabulary:  # text written in a template is safe too
        if "<" not in status:
            raise ValueError(f"status {status!r} is neither a word nor markup: give its vocabulary")
        return status
    return chip(status, vocabulary)


def reference(text: object, *, href: str = "") -> SafeString:
    """A reference or serial in monospace."""
    if href:
        return format_html('<a class="reference" href="{}">{}</a>', href, text)
    return format_html('<span class="reference">{}</span>', text)


def avatar(name: str, *, src: str = "", size: str = "") -> SafeString:
    """A photo, or the first letter of the name. Decoration only: the name stands beside it."""
    one_of(size, ("", "large"), "avatar size")
    inside = format_html('<img src="{}" alt="">', src) if src else initial(name)
    return format_html(
        '<span class="avatar{}" aria-hidden="true">{}</span>', " avatar-large" if size else "", inside
    )


def initial(name: str) -> str:
    """The first letter or digit of a name in any script, or a question mark."""
    return next((letter.upper() for letter in name if letter.isalnum()), "?")


def meter(
    value: float | None,
    label: str,
    *,
    maximum: float = 100,
    low: float | None = None,
    high: float | None = None,
    lower_is_better: bool = True,
    show: bool = True,
) -> SafeString:
    """A level between 0 and `maximum`; coloured by `low` and `high` when both are given."""
    if value is None:
        return SafeString(NOTHING)
    judged = low is not None and high is not None
    best = 0 if lower_is_better else maximum
    return component(
        "meter",
        value=value,
        label=label,
        maximum=maximum,
        low=low,
        high=high,
        best=best,
        judged=judged,
        show=show,
    )


def progress(value: float | None, label: str, *, maximum: float = 100) -> SafeString:
    """How far a job is; without a value the end is not known."""
    share = None if value is None or not maximum else round(100 * value / maximum)
    return component("progress", value=value, label=label, maximum=maximum, share=share)


def when(at: datetime | date | None, *, form: str = "both") -> SafeString:
    """A moment in local time with its full form as title, and how long ago it is."""
    one_of(form, WHEN_FORMS, "form of when")
    if at is None:
        return SafeString(NOTHING)
    local = timezone.localtime(at) if isinstance(at, datetime) and timezone.is_aware(at) else at
    shown = ago(at) if form == "ago" else _moment(local, form)
    mark = format_html(
        '<time class="when-moment" datetime="{}" title="{}">{}</time>',
        local.isoformat(),
        _in_full(local),
        shown,
    )
    if form not in ("both", "day"):
        return mark
    return format_html('<span class="when">{} <span class="when-ago">{}</span></span>', mark, ago(at))


def _moment(local: datetime | date, form: str) -> str:
    if form == "time" and isinstance(local, datetime):
        return date_format(local, "H:i:s")
    day = "j M" if local.year == timezone.localdate(clock.now()).year and form != "date" else "j M Y"
    if form in ("date", "day") or not isinstance(local, datetime):
        return date_format(local, day)
    return date_format(local, f"{day} H:i:s" if form == "moment" else f"{day} H:i")


def _in_full(local: datetime | date) -> str:
    return date_format(local, "l j F Y, H:i:s T" if isinstance(local, datetime) else "l j F Y")


def ago(at: datetime | date) -> str:
    """The distance to now in one unit: "3 days ago", "in 2 hours", "today"."""
    if not isinstance(at, datetime):
        today = timezone.localdate(clock.now())
        near = {0: "today", 1: "tomorrow", -1: "yesterday"}.get((at - today).days)
        return near or (
            f"{timesince(at, today, depth=1)} ago" if at < today else f"in {timesince(today, at, depth=1)}"
        )
    now = clock.now() if timezone.is_aware(at) else clock.now().replace(tzinfo=None)
    seconds = (now - at).total_seconds()
    if abs(seconds) < 60:
        return "just now"
    return f"{timesince(at, now, depth=1)} ago" if seconds > 0 else f"in {timesince(now, at, depth=1)}"
