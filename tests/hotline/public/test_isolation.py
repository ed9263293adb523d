"""The reporter's door knows the hotline and the kernel: no staff, no ledger, no session, no script."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from portsec.processes import OF_THE_DESK, SERVICES
from tests.architecture.tree import ROOT

pytestmark = pytest.mark.unit

DOOR = ROOT / "hotline" / "public"
TEMPLATES = ROOT / "hotline" / "templates" / "hotline" / "public"
SETTINGS = {
    "HOTLINE_SECRET_KEY": "x" * 40,
    "HOTLINE_DATABASE_URL": "postgresql://portsec_hotline@/none?host=/nonexistent",
    "DJANGO_SETTINGS_MODULE": "portsec.hotline_settings",
}
WHOLE_DOOR = """
import sys, django
django.setup()
import hotline.public.urls, hotline.public.wsgi
from django.conf import settings
foreign = {"ledger", "accounts", "screening", "access", "alliance", "celery", "redis", "guardian"}
print(sorted(foreign & {name.partition(".")[0] for name in sys.modules}))
loaded = settings.MIDDLEWARE + settings.INSTALLED_APPS
print(any("session" in each.lower() or "auth." in each for each in loaded))
"""


def run(code: str, **settings: str) -> subprocess.CompletedProcess[str]:
    ours = {name for name in os.environ if name.startswith("HOTLINE_")} | OF_THE_DESK
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**kept, **SETTINGS, **settings},
        capture_output=True,
        text=True,
        check=False,
    )


def test_door_when_loaded_whole_then_nothing_of_staff_is_loaded_with_it() -> None:
    done = run(WHOLE_DOOR)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["[]", "False"]


@pytest.mark.parametrize("path", sorted(DOOR.rglob("*.py")), ids=lambda path: path.name)
def test_module_of_the_door_when_importing_then_hotline_and_kernel_alone(path: Path) -> None:
    ours = {"hotline", "portsec", "ledger", "accounts", "screening", "access"}
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.partition(".")[0] in ours:
            assert node.module.startswith(("hotline", "portsec.kernel")), node.module


def test_process_when_started_then_it_sees_nothing_of_the_desk() -> None:
    seen = SERVICES["hotline"].surroundings(dict.fromkeys(OF_THE_DESK, "secret") | {"HOTLINE_PORT": "1"})
    assert seen == {"HOTLINE_PORT": "1"}
    assert SERVICES["web"].surroundings({"SECRET_KEY": "kept"}) == {"SECRET_KEY": "kept"}


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("HOTLINE_DATABASE_URL", "", "is missing"),
        ("HOTLINE_DATABASE_URL", "mysql://a@b/c", "must start with postgresql://"),
        ("HOTLINE_DATABASE_URL", "postgresql:///portsec", "names no role"),
        ("HOTLINE_SECRET_KEY", "short", "is shorter than 32 characters"),
        ("HOTLINE_EXIT_URL", "weather", "must be an address"),
        ("HOTLINE_HOSTS", " , ", "is empty"),
    ],
)
def test_setting_of_the_door_when_wrong_then_one_line_names_it(name: str, value: str, problem: str) -> None:
    done = run("import django; django.setup()", **{name: value})
    assert done.returncode != 0
    assert f"setting {name}: {problem}" in done.stderr


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.html")), ids=lambda path: path.name)
def test_page_when_written_then_without_script_style_or_foreign_address(path: Path) -> None:
    text = path.read_text()
    for forbidden in ("<script", "style=", "javascript:", "http://", "https://", "onclick", "onload", "csrf"):
        assert forbidden not in text
