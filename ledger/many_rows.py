"""Text for statements that write many rows from one JSON parameter, where the ORM would write one by one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import NOT_PROVIDED, AutoField, Field, Model


@cache
def columns_of(model: type[Model]) -> tuple[str, ...]:
    """The columns that a writer gives; keys and defaults of the database are left to it."""
    return tuple(field.attname for field in _written(model))


def listed(model: type[Model]) -> str:
    return ", ".join(f'"{name}"' for name in columns_of(model))


def declared(model: type[Model]) -> str:
    """The same with their types, as `json_to_recordset` asks for. Lengths are the table's to check."""
    return ", ".join(f'"{field.attname}" {_type(field)}' for field in _written(model))


def as_json(rows: Iterable[Mapping[str, Any]]) -> str:
    """The parameter: rows in order, each with `place`, its own place in it."""
    return json.dumps([{"place": place, **row} for place, row in enumerate(rows)], default=_plain)


def row_of(instance: Model) -> dict[str, Any]:
    return {name: getattr(instance, name) for name in columns_of(type(instance))}


def _written(model: type[Model]) -> list[Field[Any, Any]]:
    return [
        field
        for field in model._meta.concrete_fields
        if not isinstance(field, AutoField) and field.db_default is NOT_PROVIDED
    ]


def _type(field: Field[Any, Any]) -> str:
    return re.sub(r"varchar\(\d+\)", "text", field.db_type(connection) or "text")


def _plain(value: Any) -> str:
    """Bytes in the form in which PostgreSQL reads bytea, times with all their microseconds."""
    if isinstance(value, bytes | memoryview):
        return f"\\x{bytes(value).hex()}"
    return value.isoformat() if isinstance(value, datetime) else str(value)
