"""Migrations are named by hand and in step with the models."""

from __future__ import annotations

import re
from itertools import groupby

import pytest
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

from portsec.migration_operations import ADDS
from tests.architecture.tree import PACKAGES, ROOT

MOST_ONE_BY_ONE = 8
AUTOMATIC = re.compile(r"_(auto_\d+|initial|alter_|add_\w+_and_more|remove_|\w+_and_more)")


@pytest.mark.unit
def test_migrations_when_named_then_by_hand() -> None:
    names = [path.name for package in PACKAGES for path in (ROOT / package / "migrations").glob("0*.py")]
    assert names
    assert not [name for name in names if AUTOMATIC.search(name)]


@pytest.mark.unit
def test_migrations_when_they_add_much_then_at_once() -> None:
    """One by one, the additions of the first releases made a first start take a minute longer."""
    ours = {
        key: migration
        for key, migration in MigrationLoader(None).disk_migrations.items()
        if key[0] in PACKAGES
    }
    assert ours
    runs = {
        key: max(
            (
                len(list(run))
                for adds, run in groupby(each.operations, lambda one: isinstance(one, ADDS))
                if adds
            ),
            default=0,
        )
        for key, each in ours.items()
    }
    assert not {key: run for key, run in runs.items() if run > MOST_ONE_BY_ONE}, (
        "operations = at_once(operations)"
    )


@pytest.mark.db
@pytest.mark.django_db
def test_migrations_when_compared_with_models_then_nothing_is_missing() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
