"""What a list page is declared with, and what its template receives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class SavedView:
    """A tab over the list: filter values under a slug. A value is a string or a list of strings."""

    slug: str
    label: str
    params: Mapping[str, str | list[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CsvColumn:
    """One column of the export: `value` is a dotted path on the row or a function of it."""

    header: str
    value: str | Callable[[Any], Any]

    def of(self, row: Any) -> Any:
        if callable(self.value):
            return self.value(row)
        for step in self.value.split("."):
            row = None if row is None else getattr(row, step)
        return row


@dataclass(frozen=True, slots=True)
class Empty:
    """What stands there when no row does: what that means and what to do."""

    icon: str
    title: str
    text: str
    action_label: str = ""
    action_url: str | Promise = ""


@dataclass(frozen=True, slots=True)
class Action:
    """A link in the page's head."""

    label: str
    url: str | Promise
    icon: str = ""
    variant: str = "plain"


@dataclass(frozen=True, slots=True)
class BulkAction:
    """A button that posts the ticked rows as `selected` to its address."""

    label: str
    url: str | Promise
    icon: str = ""
    variant: str = "plain"


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    url: str
    count: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row as the template draws it: the object, its coloured edge, the name of its check box."""

    object: Any
    tone: str
    name: str
