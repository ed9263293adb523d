"""Brings many delivered rows into a table with one statement that tells new, changed and equal rows apart.

The services that own the tables call it; nobody else does. Rows travel by COPY, which takes a fifth of the
time that parameters take (0.4 s against 2.4 s for 100,000 rows, November 2026).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.backends.utils import CursorWrapper
from psycopg import sql

Columns = Mapping[str, Sequence[Any]]
"""By field name the value of every row; all of the same length."""

_INCOMING = sql.Identifier("incoming_rows")
_PLACE = sql.Identifier("place")


class Merged(NamedTuple):
    """How many rows were new and how many changed; the others were there already."""

    new: int
    changed: int


@dataclass(frozen=True, slots=True)
class Incoming:
    """Rows in a temporary table. `insert` is the INSERT … SELECT of them, `parameters` are its values."""

    cursor: CursorWrapper
    insert: sql.Composed
    parameters: list[Any]


def merge(
    model: type[models.Model],
    columns: Columns,
    *,
    key: Sequence[str],
    update: Sequence[str] = (),
    same: Mapping[str, Any] | None = None,
) -> Merged:
    """Insert rows; where the key is taken, change the fields in `update` that differ.

    Empty text and NULL mean unknown and change nothing. `key` must be one of the table's unique constraints,
    and no two rows may have the same. `same` are fields that have one value in all rows.
    """
    table = sql.Identifier(model._meta.db_table)
    taken: sql.Composable = sql.SQL("DO NOTHING")
    if update:
        pairs = [(_column(model, name), _known(model, name, table)) for name in update]
        taken = sql.SQL("DO UPDATE SET {} WHERE {}").format(
            sql.SQL(", ").join(sql.SQL("{} = {}").format(column, value) for column, value in pairs),
            sql.SQL(" OR ").join(
                sql.SQL("{}.{} IS DISTINCT FROM {}").format(table, column, value) for column, value in pairs
            ),
        )
    with loaded(model, columns, same or {}) as incoming:
        statement = sql.SQL(
            "WITH kept AS ({insert} ON CONFLICT ({key}) {taken} RETURNING (xmax = 0) AS is_new)"
            " SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE NOT is_new) FROM kept"
        ).format(insert=incoming.insert, key=names(model, key), taken=taken)
        incoming.cursor.execute(statement, incoming.parameters)
        return Merged(*incoming.cursor.fetchone())


@contextmanager
def loaded(model: type[models.Model], columns: Columns, same: Mapping[str, Any]) -> Iterator[Incoming]:
    """The rows in a temporary table, to be inserted in their order. Runs in the caller's transaction."""
    place = sql.SQL("{} bigint GENERATED ALWAYS AS IDENTITY").format(_PLACE)
    definitions = [
        sql.SQL("{} {}").format(_column(model, name), sql.SQL(_type(_field(model, name)))) for name in columns
    ]
    chosen = names(model, list(columns))
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL("CREATE TEMPORARY TABLE {} ({})").format(
                _INCOMING, sql.SQL(", ").join([*definitions, place])
            )
        )
        with cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(_INCOMING, chosen)) as copy:
            for row in zip(*columns.values(), strict=True):
                copy.write_row(row)
        insert = sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {} ORDER BY {}").format(
            sql.Identifier(model._meta.db_table),
            sql.SQL(", ").join([names(model, [*columns, *same])]),
            sql.SQL(", ").join([chosen, *[_typed(_field(model, name)) for name in same]]),
            _INCOMING,
            _PLACE,
        )
        yield Incoming(cursor, insert, list(same.values()))
        cursor.execute(sql.SQL("DROP TABLE {}").format(_INCOMING))


def names(model: type[models.Model], fields: Sequence[str]) -> sql.Composed:
    """Column names, separated by commas."""
    return sql.SQL(", ").join([_column(model, name) for name in fields])


def _known(model: type[models.Model], name: str, table: sql.Identifier) -> sql.Composed:
    """The delivered value, or the kept one where nothing is known."""
    field = _field(model, name)
    column = _column(model, name)
    delivered = sql.SQL("NULLIF(EXCLUDED.{}, '')") if _type(field) == "text" else sql.SQL("EXCLUDED.{}")
    return sql.SQL("COALESCE({}, {}.{})").format(delivered.format(column), table, column)


def _typed(field: models.Field[Any, Any]) -> sql.Composed:
    return sql.SQL("{}::{}").format(sql.Placeholder(), sql.SQL(_type(field)))


def _column(model: type[models.Model], name: str) -> sql.Identifier:
    column = _field(model, name).column
    assert column is not None  # noqa: S101  only relations from other tables have none
    return sql.Identifier(column)


def _field(model: type[models.Model], name: str) -> models.Field[Any, Any]:
    field = model._meta.get_field(name)
    assert isinstance(field, models.Field)  # noqa: S101  a reverse relation has no column
    return field


def _type(field: models.Field[Any, Any]) -> str:
    """The PostgreSQL type. Text stays text until it is stored: too long is an error then, not cut off."""
    if isinstance(field, ArrayField):
        return "text[]"
    if isinstance(field, models.CharField | models.TextField):
        return "text"
    return str(field.rel_db_type(connection) if field.is_relation else field.db_type(connection))
