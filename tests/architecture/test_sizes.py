"""Tripwires: what grows past these was not split by noun. They say nothing about quality below them."""

from __future__ import annotations

import ast

import pytest

from tests.architecture.tree import ROOT, modules

pytestmark = pytest.mark.unit

LONGEST_MODULE = 400  # lines
LONGEST_FUNCTION = 60
LONGEST_VIEW = 40
LONGEST_TEMPLATE = 150
NAMELESS = {"utils", "helpers", "common", "mixins", "misc"}


def test_modules_when_counted_then_under_the_limit() -> None:
    long = {str(m.path): n for m in modules() if (n := len(m.text.splitlines())) > LONGEST_MODULE}
    assert not long


def test_functions_when_counted_then_under_the_limit() -> None:
    long = []
    for module in modules():
        limit = LONGEST_VIEW if ".views" in module.name or ".pages" in module.name else LONGEST_FUNCTION
        for node in ast.walk(module.syntax):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > limit:
                    long.append(f"{module.path}:{node.lineno} {node.name} has {lines} lines")
    assert not long, "\n".join(long)


def test_templates_when_counted_then_under_the_limit() -> None:
    long = [
        str(path)
        for path in ROOT.rglob("*.html")
        if not {".venv", ".data"} & set(path.parts) and len(path.read_text().splitlines()) > LONGEST_TEMPLATE
    ]
    assert not long


def test_modules_when_named_then_by_a_noun_of_their_own() -> None:
    assert not [m.name for m in modules() if NAMELESS & set(m.name.split("."))]


def test_modules_when_read_then_say_what_lives_there() -> None:
    silent = [
        m.name
        for m in modules()
        if m.text.strip() and ast.get_docstring(m.syntax) is None and m.path.name != "__init__.py"
    ]
    assert not silent
