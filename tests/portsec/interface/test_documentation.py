"""The notes list every tag with the signature that it has."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from portsec.interface import icons
from portsec.interface.components import charts, forms, heads, lists, marks, panels, tables
from portsec.interface.templatetags.ui import register

pytestmark = pytest.mark.unit

NOTES = (Path(icons.__file__).parents[2] / "docs" / "notes" / "interface.md").read_text()
TAGS = {
    name: function
    for module in (marks, heads, panels, lists, forms, charts, tables)
    for name, function in inspect.getmembers(module, inspect.isfunction)
    if function.__module__ == module.__name__ and name in register.tags
}


def test_every_registered_tag_is_a_component() -> None:
    assert set(register.tags) == set(TAGS)


@pytest.mark.parametrize("name", sorted(TAGS))
def test_notes_give_the_signature_of_the_tag(name: str) -> None:
    found = re.search(rf"`{name}\(([^`]*)\)`", NOTES)
    assert found, f"docs/notes/interface.md does not list {name}"
    noted = [part.split("=")[0].strip() for part in found.group(1).split(",") if part.strip() != "*"]
    assert noted == [one for one in inspect.signature(TAGS[name]).parameters if one != "context"]
