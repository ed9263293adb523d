"""Every template of the project keeps the content security policy: no style, no handler, no inline script."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from portsec.interface import icons

pytestmark = pytest.mark.unit

ROOT = Path(icons.__file__).parents[2]
TEMPLATES = sorted(
    path
    for app in ("portsec", "ledger", "accounts", "screening", "access", "hotline", "alliance")
    for path in (ROOT / app).rglob("*.html")
)
FORBIDDEN = {
    "inline style": re.compile(r"\sstyle\s*=|<style", re.IGNORECASE),
    "event handler": re.compile(r"\s(?:hx-)?on[a-z:-]+\s*=", re.IGNORECASE),
    # A data block is read by a script and never run, so the policy lets it stand.
    "inline script": re.compile(
        r"""<script(?![^>]*\s(?:src=|type=["']application/json["']))""", re.IGNORECASE
    ),
    "script address": re.compile(r"javascript\s*:", re.IGNORECASE),
    "foreign address": re.compile(r"""(?:src|href)\s*=\s*["'](?:https?:)?//""", re.IGNORECASE),
}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_template_holds_nothing_that_the_policy_would_stop(path: Path) -> None:
    text = re.sub(r"\{#.*?#\}", "", path.read_text())
    found = [(name, match.group()) for name, rule in FORBIDDEN.items() for match in rule.finditer(text)]
    assert not found


def test_stylesheets_ask_for_nothing_from_elsewhere() -> None:
    for sheet in (Path(icons.__file__).parent / "static").rglob("*.css"):
        assert not re.search(r"url\(|@import|!ie", sheet.read_text()), sheet.name


def test_there_are_templates_to_look_at() -> None:
    assert len(TEMPLATES) > 20
