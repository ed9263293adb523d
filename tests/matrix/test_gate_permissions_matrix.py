"""Runs permissions_gates.yaml: every command of badges, areas, gates and visits as every role."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.db import transaction

from accounts.models import User
from portsec.kernel.errors import Refused
from tests.matrix.cases import rows
from tests.matrix.gate_deeds import DEEDS, Stage, relations, set_up
from tests.matrix.test_permissions_matrix import ROLES, cast_as
from tests.scenario import Scenario

pytestmark = [pytest.mark.db, pytest.mark.django_db]

FILE = "permissions_gates.yaml"


@pytest.fixture
def stage(made: Scenario, now: datetime) -> Stage:
    return set_up(made, now)


def outcome(stage: Stage, user: User, row: dict[str, Any], relation: str) -> str:
    """What the command does in this cell; nothing of it stays."""
    before = transaction.savepoint()
    try:
        deed, whose = DEEDS[row["action"]]
        scope = cast_as(user, row["role"], relation, whose(stage), made=stage.made)
        deed(stage, user, {"actor": user, "scope": scope, "at": stage.at})
    except Refused as refusal:
        return " ".join(refusal.verdict.codes)
    finally:
        transaction.savepoint_rollback(before)
    return "done"


@pytest.mark.parametrize("action", DEEDS)
def test_command_when_acted_as_in_the_matrix_then_done_or_refused_as_written(
    stage: Stage, action: str
) -> None:
    organisation = stage.made.post.organisation
    user = User.objects.create(username="hand", display_name="Hand", organisation=organisation)
    differing = [
        f"{row['role']}, {relation}: {found}, not {row[relation]}"
        for row in rows(FILE)
        if row["action"] == action
        for relation in row.keys() - {"action", "role"}
        if (found := outcome(stage, user, row, relation)) != row[relation]
    ]
    assert not differing, "\n".join(differing)


def test_matrix_when_read_then_every_cell_stands_once() -> None:
    pairs = [(row["action"], row["role"]) for row in rows(FILE)]
    assert sorted(pairs) == sorted((action, role) for action in DEEDS for role in ROLES)
    for row in rows(FILE):
        assert row.keys() - {"action", "role"} == relations(row["action"]), row


def test_matrix_when_read_then_nobody_does_alone_what_takes_two() -> None:
    for row in rows(FILE):
        if row["action"] in {
            *("issue_badge_asked_for_oneself", "confirm_own_level", "let_own_visitor_in"),
        }:
            assert row["other"] != "done", row
