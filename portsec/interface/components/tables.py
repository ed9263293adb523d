"""Tables that become cards on a narrow screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from portsec.interface.components.markup import component


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `key` names it in row templates, numeric ones align at the end."""

    key: str
    label: str
    numeric: bool = False


def table(content: str, caption: str, columns: Sequence[Column]) -> SafeString:
    return component("table", content=SafeString(content), caption=caption, columns=columns)


def cell(context: Context, content: str, key: str, *, scope_row: bool = False) -> SafeString:
    """One cell of a row; class and card label come from the page's `columns`.

    Raises KeyError for a key that is no column.
    """
    column = {column.key: column for column in context["columns"]}[key]
    tag = "th" if scope_row else "td"
    return format_html(
        '<{}{}{} data-label="{}">{}</{}>',
        tag,
        SafeString(' scope="row"' if scope_row else ""),
        SafeString(' class="num"' if column.numeric else ""),
        column.label,
        SafeString(content.strip()),
        tag,
    )
