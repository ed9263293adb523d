"""Runs a command as its user does, and keeps what it prints."""

from __future__ import annotations

from io import StringIO
from typing import Any

from django.core.management import call_command


def printed(name: str, *args: object, **options: Any) -> tuple[str, str]:
    """What the command writes to stdout and stderr."""
    out, err = StringIO(), StringIO()
    call_command(name, *map(str, args), stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()
