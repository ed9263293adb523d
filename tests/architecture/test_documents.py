"""Documents are compared with the code: settings, commands, glossary, version."""

from __future__ import annotations

import re

import pytest
from django.core.management import get_commands

from accounts.roles import CAPABILITIES, Role
from tests.architecture.tree import PACKAGES, ROOT

pytestmark = pytest.mark.unit

README = (ROOT / "README.md").read_text(encoding="utf-8")


def settings_read() -> set[str]:
    """Names that the settings ask the environment for; secrets may also come as files."""
    readers = ("settings.py", "hotline_settings.py", "environment.py")
    text = "".join((ROOT / "portsec" / name).read_text() for name in readers)
    files = {"SECRET_KEY_FILE", "HOTLINE_SECRET_KEY_FILE"}
    return set(re.findall(r'\benv(?:\.\w+\(|, )"([A-Z_]+)"', text)) | files


def test_settings_when_read_then_stand_in_the_readme() -> None:
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", README, re.MULTILINE))
    assert documented == settings_read()


def test_commands_when_named_in_the_documents_then_exist() -> None:
    ours = {name for name, app in get_commands().items() if app in PACKAGES}
    named: set[str] = set()
    for path in (ROOT / "README.md", *(ROOT / "docs").rglob("*.md")):
        named |= set(re.findall(r"manage\.py ([a-z_]+)", path.read_text(encoding="utf-8")))
    assert named
    assert named <= ours, f"documents name commands that are not there: {sorted(named - ours)}"


def test_links_when_followed_then_lead_somewhere() -> None:
    broken = [
        f"{path.name}: {target}"
        for path in (ROOT / "README.md", *(ROOT / "docs").rglob("*.md"))
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", path.read_text(encoding="utf-8"))
        if not (path.parent / target).exists()
    ]
    assert not broken


def test_roles_when_listed_then_each_has_capabilities() -> None:
    assert set(CAPABILITIES) == set(Role)
    assert all(CAPABILITIES.values())


def test_changelog_when_read_then_begins_with_a_version() -> None:
    first = re.search(r"^## (\d+\.\d+\.\d+) — \d{4}-\d{2}-\d{2}$", (ROOT / "CHANGELOG.md").read_text(), re.M)
    assert first is not None
