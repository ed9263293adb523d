"""Operations for migrations that Django lacks."""

from __future__ import annotations

from itertools import groupby
from typing import Any, Final

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger

ADDS: Final = (migrations.AddField, migrations.AddConstraint, migrations.AddIndex, AddTrigger)
"""Of what stood before they ask for the table alone, so that a run of them may look at the end of the run."""


class AtOnce(Operation):
    """Runs additions one after another, all with the models as they stand after the last.

    Django makes the models anew after each operation, and with them all that they refer to: where references
    are many, that takes far longer than what PostgreSQL does.
    """

    def __init__(self, operations: list[Operation]) -> None:
        self.operations = operations

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [self.operations], {}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        state.__dict__.pop("apps", None)  # while it is there, each change makes models anew
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"{len(self.operations)} additions at once"


def at_once(operations: list[Operation]) -> list[Operation]:
    """The operations of a migration, each run of additions as one."""
    grouped: list[Operation] = []
    for adds, run in groupby(operations, lambda each: isinstance(each, ADDS)):
        together = list(run)
        grouped += [AtOnce(together)] if adds and len(together) > 1 else together
    return grouped
