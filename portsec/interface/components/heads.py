"""Heads, buttons and the ways to other pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.safestring import SafeString

from portsec.interface.components.marks import status_markup
from portsec.interface.components.markup import VARIANTS, component, one_of


def actions(content: str) -> SafeString:
    """A row of buttons, to be captured with `as` and handed to a panel."""
    return SafeString(content)


def button(
    label: str,
    *,
    icon: str = "",
    variant: str = "plain",
    type: str = "submit",  # noqa: A002
    name: str = "",
    value: str = "",
    form: str = "",
    formaction: str = "",
    disabled: bool = False,
    small: bool = False,
) -> SafeString:
    one_of(variant, VARIANTS, "button variant")
    one_of(type, ("submit", "button", "reset"), "button type")
    return component(
        "button",
        label=label,
        icon=icon,
        variant=variant,
        type=type,
        name=name,
        value=value,
        form=form,
        formaction=formaction,
        disabled=disabled,
        small=small,
    )


def link_button(
    label: str,
    url: str,
    *,
    icon: str = "",
    variant: str = "plain",
    small: bool = False,
    download: bool = False,
) -> SafeString:
    one_of(variant, VARIANTS, "button variant")
    return component(
        "link_button", label=label, url=url, icon=icon, variant=variant, small=small, download=download
    )


def page_header(
    content: str,
    title: str,
    *,
    subtitle: str = "",
    status: object = None,
    vocabulary: str = "",
    avatar: str = "",
    photo: str = "",
    reference: str = "",
) -> SafeString:
    """The page's one h1; the content are its buttons."""
    return component(
        "page_header",
        content=SafeString(content.strip()),
        title=title,
        subtitle=subtitle,
        status=status_markup(status, vocabulary),
        avatar=avatar,
        photo=photo,
        reference=reference,
    )


def breadcrumbs(items: Sequence[tuple[str, str]]) -> SafeString:
    return component("breadcrumbs", items=items)


def tabs(items: Sequence[Any], *, label: str = "Views") -> SafeString:
    return component("tabs", items=items, label=label)


def pager(
    newer: str = "",
    older: str = "",
    *,
    newer_label: str = "Newer",
    older_label: str = "Older",
    note: str = "",
) -> SafeString:
    return component(
        "pager", newer=newer, older=older, newer_label=newer_label, older_label=older_label, note=note
    )
