"""Keyset paging: the next page begins after the last row seen, so page 20,000 costs as much as page 1."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.core.signing import BadSignature, JSONSerializer, Signer
from django.db.models import F, OrderBy, Q

# How a value travels in a cursor: a mark of its type and its text.
KINDS: dict[str, tuple[type, Any]] = {
    "at": (datetime, datetime.fromisoformat),
    "on": (date, date.fromisoformat),
    "number": (Decimal, Decimal),
    "id": (UUID, UUID),
}


class InvalidCursor(ValueError):
    """The cursor was changed, or belongs to another list."""


@dataclass(frozen=True, slots=True)
class Keyset:
    """An order of rows: field names, a leading minus for descending, the last one unique.

    Fields in `nullable` may be empty; empty ones come last whichever way the field is sorted.
    Values of the order travel in the page's address: do not sort by what may not be seen there.
    """

    ordering: tuple[str, ...]
    nullable: frozenset[str] = frozenset()

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(name.removeprefix("-") for name in self.ordering)

    def order_by(self, *, backwards: bool = False) -> list[OrderBy]:
        """The order for a query; backwards is its exact reverse."""
        return [self._order(name, backwards) for name in self.ordering]

    def _order(self, name: str, backwards: bool) -> OrderBy:
        field = name.removeprefix("-")
        last = (
            {} if field not in self.nullable else {"nulls_first": True} if backwards else {"nulls_last": True}
        )
        return F(field).desc(**last) if name.startswith("-") != backwards else F(field).asc(**last)

    def beyond(self, values: Sequence[Any], *, backwards: bool = False) -> Q:
        """The rows after these values of the order, or before them when backwards."""
        steps, equal = [], Q()
        for name, value in zip(self.ordering, values, strict=True):
            step = self._step(name, value, backwards)
            if step is not None:
                steps.append(equal & step)
            field = name.removeprefix("-")
            equal &= Q(**{f"{field}__isnull": True}) if value is None else Q(**{field: value})
        return self._bound(values[0], backwards) & reduce(or_, steps)

    def _step(self, name: str, value: Any, backwards: bool) -> Q | None:
        """Where this one field alone lies further on; None when nothing can."""
        field = name.removeprefix("-")
        if value is None:
            return Q(**{f"{field}__isnull": False}) if backwards else None
        further = Q(**{f"{field}__{'lt' if name.startswith('-') != backwards else 'gt'}": value})
        if field in self.nullable and not backwards:
            further |= Q(**{f"{field}__isnull": True})
        return further

    def _bound(self, value: Any, backwards: bool) -> Q:
        """A bound on the first field that `beyond` implies; with it the database starts inside the index."""
        field = self.fields[0]
        if value is None or (field in self.nullable and not backwards):
            return Q()
        return Q(**{f"{field}__{'lte' if self.ordering[0].startswith('-') != backwards else 'gte'}": value})

    def values_of(self, row: Any) -> tuple[Any, ...]:
        """The row's values in this order; a double underscore follows a relation."""
        return tuple(_value(row, field) for field in self.fields)

    def cursor(self, row: Any) -> str:
        return self._signer().sign_object([_pack(value) for value in self.values_of(row)])

    def read(self, cursor: str) -> tuple[Any, ...]:
        """The values in a cursor. Raises InvalidCursor."""
        try:
            packed = self._signer().unsign_object(cursor, serializer=JSONSerializer)
            values = tuple(_unpack(value) for value in packed)
        except (BadSignature, ValueError, TypeError, KeyError, AttributeError) as error:
            raise InvalidCursor("this page link is not valid any more") from error
        if len(values) != len(self.ordering):
            raise InvalidCursor("this page link belongs to another list")
        return values

    def _signer(self) -> Signer:
        return Signer(salt=f"portsec.keyset:{','.join(self.ordering)}")


def _value(row: Any, field: str) -> Any:
    if isinstance(row, dict):
        return row[field]
    for step in field.split("__"):
        row = None if row is None else getattr(row, step)
    return row


def _pack(value: Any) -> Any:
    for mark, (kind, _) in KINDS.items():
        if isinstance(value, kind):
            return {mark: value.isoformat() if isinstance(value, date) else str(value)}
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    raise TypeError(f"a cursor cannot carry {type(value).__name__}")


def _unpack(packed: Any) -> Any:
    if isinstance(packed, dict):
        ((mark, text),) = packed.items()
        return KINDS[mark][1](text)
    return packed


@dataclass(frozen=True, slots=True)
class Page:
    """One page of rows with the cursors of its neighbours; empty where there is none."""

    rows: list[Any]
    newer: str = ""
    older: str = ""


def page(queryset: Any, keyset: Keyset, *, size: int, after: str = "", before: str = "") -> Page:
    """The page after or before a cursor, or the first one. Raises InvalidCursor.

    One row more than the page is read, to know whether there is a further one.
    """
    backwards = bool(before) and not after
    cursor = after or before
    if cursor:
        queryset = queryset.filter(keyset.beyond(keyset.read(cursor), backwards=backwards))
    found = list(queryset.order_by(*keyset.order_by(backwards=backwards))[: size + 1])
    more, rows = len(found) > size, found[:size]
    if backwards:
        rows.reverse()
    has_newer = bool(rows) and (more if backwards else bool(after))
    has_older = bool(rows) and (True if backwards else more)
    return Page(
        rows=rows,
        newer=keyset.cursor(rows[0]) if has_newer else "",
        older=keyset.cursor(rows[-1]) if has_older else "",
    )
