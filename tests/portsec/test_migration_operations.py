"""Additions at once end as the same additions one after another."""

from __future__ import annotations

import pytest
from django.db import connection, migrations, models
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ModelState, ProjectState

from portsec.migration_operations import AtOnce, at_once

PORT = "quay"
ADDITIONS: list[Operation] = [
    migrations.AddField("ship", "name", models.CharField(max_length=40, default="")),
    migrations.AddField("ship", "berth", models.ForeignKey("quay.Berth", models.CASCADE, null=True)),
    migrations.AddIndex("ship", models.Index(fields=["name"], name="ship_by_name")),
    migrations.AddConstraint(
        "ship", models.CheckConstraint(condition=models.Q(name__gt=""), name="ship_has_name")
    ),
]


def before() -> ProjectState:
    state = ProjectState()
    for name in ("Berth", "Ship"):
        state.add_model(ModelState(PORT, name, [("id", models.BigAutoField(primary_key=True))]))
    return state


def after(state: ProjectState, operations: list[Operation]) -> ProjectState:
    ended = state.clone()
    for operation in operations:
        operation.state_forwards(PORT, ended)
    return ended


def columns() -> set[str]:
    with connection.cursor() as cursor:
        return {column.name for column in connection.introspection.get_table_description(cursor, "quay_ship")}


def constraints() -> set[str]:
    with connection.cursor() as cursor:
        return set(connection.introspection.get_constraints(cursor, "quay_ship"))


@pytest.mark.unit
def test_additions_when_at_once_then_models_stand_as_after_one_by_one() -> None:
    state = before()
    assert state.apps.get_model(PORT, "ship")  # the models are there, as in the midst of a migration

    together = after(state, at_once(ADDITIONS))

    assert together == after(state, ADDITIONS)
    assert {field.name for field in together.apps.get_model(PORT, "ship")._meta.get_fields()} == {
        *("id", "name", "berth")
    }


@pytest.mark.unit
def test_operations_when_others_stand_between_then_the_order_stays() -> None:
    renamed = migrations.RenameField("ship", "name", "called")

    grouped = at_once([*ADDITIONS, renamed, ADDITIONS[0]])

    assert [type(each) for each in grouped] == [AtOnce, migrations.RenameField, migrations.AddField]
    assert grouped[1:] == [renamed, ADDITIONS[0]]
    assert isinstance(grouped[0], AtOnce)
    assert grouped[0].operations == ADDITIONS


@pytest.mark.db
@pytest.mark.django_db(transaction=True)
def test_additions_when_taken_back_then_the_table_is_as_it_was() -> None:
    state = before()
    (together,) = at_once(ADDITIONS)
    ended = after(state, [together])
    tables = [state.apps.get_model(PORT, name) for name in ("berth", "ship")]
    with connection.schema_editor() as editor:
        for table in tables:
            editor.create_model(table)
    try:
        plain = constraints()
        with connection.schema_editor() as editor:
            together.database_forwards(PORT, editor, state, ended)
        assert columns() == {"id", "name", "berth_id"}
        assert constraints() >= {"ship_by_name", "ship_has_name"}

        with connection.schema_editor() as editor:
            together.database_backwards(PORT, editor, ended, state)
        assert columns() == {"id"}
        assert constraints() == plain
    finally:
        with connection.schema_editor() as editor:
            for table in reversed(tables):
                editor.delete_model(table)
