"""Every ledger kind describes and redacts itself, and every kind that is written is registered."""

from __future__ import annotations

import ast
import re

import pytest

from ledger.kinds import KINDS
from tests.architecture.tree import modules

pytestmark = pytest.mark.unit

NAME = re.compile(r"\A[a-z]+\.[a-z_]+\.[a-z_]+\Z")


@pytest.mark.parametrize("name", sorted(KINDS))
def test_kind_when_asked_then_describes_and_redacts_itself(name: str) -> None:
    kind = KINDS[name]
    body = {field: f"<{field}>" for field in kind.fields}
    assert NAME.match(name)
    assert kind.describe(body).strip()
    redacted = kind.redact(body)
    assert set(redacted) == set(body)
    for field in kind.confidential:
        assert f"<{field}>" not in str(redacted)


def test_icons_of_kinds_when_drawn_then_stand_in_the_sprite() -> None:
    from portsec.interface.icons import ICONS

    assert {kind.icon for kind in KINDS.values()} <= set(ICONS)


def test_kinds_when_written_in_code_then_are_registered() -> None:
    written = {
        node.value
        for module in modules()
        if ".services" in module.name or ".receivers" in module.name
        for node in ast.walk(module.syntax)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and NAME.match(node.value)
        and node.value.split(".")[0] in {"accounts", "screening", "access", "hotline"}
        and node.value.count(".") == 2
    }
    assert written
    assert written <= set(KINDS)
