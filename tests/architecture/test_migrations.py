"""Migrations are named by hand and in step with the models."""

from __future__ import annotations

import re

import pytest
from django.core.management import call_command

from tests.architecture.tree import PACKAGES, ROOT

AUTOMATIC = re.compile(r"_(auto_\d+|initial|alter_|add_\w+_and_more|remove_|\w+_and_more)")


@pytest.mark.unit
def test_migrations_when_named_then_by_hand() -> None:
    names = [path.name for package in PACKAGES for path in (ROOT / package / "migrations").glob("0*.py")]
    assert names
    assert not [name for name in names if AUTOMATIC.search(name)]


@pytest.mark.db
@pytest.mark.django_db
def test_migrations_when_compared_with_models_then_nothing_is_missing() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
