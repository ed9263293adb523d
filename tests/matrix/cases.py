"""Reads a matrix: a YAML list with one case a line, each with what `it` is about."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

HERE = Path(__file__).parent


def rows(name: str) -> list[dict[str, Any]]:
    """The lines of a matrix. Raises ValueError for a file without a single case."""
    found = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
    if not isinstance(found, list) or not found:
        raise ValueError(f"{name} holds no cases")
    return found


def cases(name: str) -> list[Any]:
    """The same as pytest parameters, named after `it`."""
    return [
        pytest.param(row, id=str(row.get("it") or " ".join(map(str, row.values())))) for row in rows(name)
    ]
