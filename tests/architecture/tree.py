"""Our own source tree as these tests see it: modules, their imports, their sizes."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = ("portsec", "ledger", "accounts", "screening", "access", "hotline")


@dataclass(frozen=True)
class Module:
    """One Python file: its dotted name and what it imports, with the line."""

    name: str
    path: Path

    @property
    def package(self) -> str:
        """The first word of the name; `portsec.kernel` and `portsec.interface` are rooms of their own."""
        first, _, rest = self.name.partition(".")
        second = rest.partition(".")[0]
        return f"{first}.{second}" if first == "portsec" and second in {"kernel", "interface"} else first

    @property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @property
    def syntax(self) -> ast.Module:
        return _parsed(self.path)

    def imports(self) -> Iterator[tuple[str, int]]:
        """Every imported module, wherever in the file the import stands, except under TYPE_CHECKING."""
        for node in ast.walk(self.syntax):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield alias.name, node.lineno
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield node.module, node.lineno
                for alias in node.names:
                    yield f"{node.module}.{alias.name}", node.lineno


@cache
def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


@cache
def modules() -> tuple[Module, ...]:
    """Every module of our packages, migrations left out."""
    found = []
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            if "migrations" not in parts:
                name = ".".join(parts).removesuffix(".__init__")
                found.append(Module(name, path))
    return tuple(found)
