"""Where the published lists and labelled names lie that are no part of the project."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[2]


def published(*parts: str) -> Path:
    """A published file or directory. Missing, it fails the test under CI and skips it elsewhere."""
    base = Path(os.environ.get("PORTSEC_SHARED") or _ROOT.parent / "shared" / "data")
    path = base.joinpath(*parts)
    if not path.exists():
        said = f"published data are missing: {path}"
        if os.environ.get("CI"):
            pytest.fail(said)
        pytest.skip(said)
    return path
