"""Brings many delivered rows into a table with one statement that tells new, changed and equal rows apart.

The services that own the tables call it; nobody else does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from psycopg import sql

Columns = Mapping[str, Sequence[Any]]
"""By field name the value of every row; all of the same length. Lists of codes come as text with spaces."""


class Merged(NamedTuple):
    """How many rows were new and how many changed; the others were there already."""

    new: int
    changed: int


def merge(
    model: type[models.Model], columns: Columns, *, key: Sequence[str], update: Sequence[str] = ()
) -> Merged:
    """Insert rows; where the key is taken, change the fields in `update` that differ.

    Empty text and NULL mean unknown and change nothing. `key` must be one of the table's unique constraints,
    and no two rows may have the same. Runs in the caller's transaction.
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
    statement = sql.SQL(
        "WITH kept AS ({insert} ON CONFLICT ({key}) {taken} RETURNING (xmax = 0) AS is_new)"
        " SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE NOT is_new) FROM kept"
    ).format(insert=insert(model, columns), key=names(model, key), taken=taken)
    with connection.cursor() as cursor:
        cursor.execute(statement, values(columns))
        return Merged(*cursor.fetchone())


def insert(model: type[models.Model], columns: Columns) -> sql.Composed:
    """INSERT … SELECT of these columns, in the order of the rows; its parameters are `values(columns)`."""
    fields = [_field(model, name) for name in columns]
    incoming = [sql.Identifier(f"c{place}") for place in range(len(fields))]
    return sql.SQL(
        "INSERT INTO {table} ({columns}) SELECT {chosen} FROM unnest({arrays})"
        " WITH ORDINALITY AS incoming ({incoming}, place) ORDER BY place"
    ).format(
        table=sql.Identifier(model._meta.db_table),
        columns=names(model, list(columns)),
        chosen=sql.SQL(", ").join(
            sql.SQL("string_to_array({}, ' ')").format(name) if isinstance(field, ArrayField) else name
            for field, name in zip(fields, incoming, strict=True)
        ),
        arrays=sql.SQL(", ").join(sql.SQL("%s::{}[]").format(sql.SQL(_type(field))) for field in fields),
        incoming=sql.SQL(", ").join(incoming),
    )


def values(columns: Columns) -> list[list[Any]]:
    """The parameters of `insert`."""
    return [list(column) for column in columns.values()]


def names(model: type[models.Model], fields: Sequence[str]) -> sql.Composed:
    """Column names, separated by commas."""
    return sql.SQL(", ").join([_column(model, name) for name in fields])


def _known(model: type[models.Model], name: str, table: sql.Identifier) -> sql.Composed:
    """The delivered value, or the kept one where nothing is known."""
    field = _field(model, name)
    column = _column(model, name)
    delivered = sql.SQL("NULLIF(EXCLUDED.{}, '')") if _type(field) == "text" else sql.SQL("EXCLUDED.{}")
    return sql.SQL("COALESCE({}, {}.{})").format(delivered.format(column), table, column)


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
    if isinstance(field, models.CharField | models.TextField | ArrayField):
        return "text"
    return str(field.rel_db_type(connection) if field.is_relation else field.db_type(connection))
