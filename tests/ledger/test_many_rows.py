"""Columns as statements declare them that write many rows at once."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.models import Model

from access.models import DataEvent, GateEvent
from ledger.many_rows import columns_of, declared
from ledger.models import Entry

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.mark.parametrize(
    ("model", "left_out"),
    [(DataEvent, {"number"}), (GateEvent, {"number"}), (Entry, {"position", "database_clock"})],
)
def test_columns_when_declared_then_as_the_table_has_them(model: type[Model], left_out: set[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname, format_type(atttypid, NULL) FROM pg_attribute"
            " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped",
            [model._meta.db_table],
        )
        there = dict(cursor.fetchall())
    assert there.keys() - set(columns_of(model)) == left_out
    as_text = {name: kind.replace("character varying", "text") for name, kind in there.items()}
    assert declared(model) == ", ".join(f'"{name}" {as_text[name]}' for name in columns_of(model))
