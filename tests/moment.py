"""The present moment for tests."""

from __future__ import annotations

from datetime import datetime, timezone

from django.utils.timezone import localtime


def port_now() -> datetime:
    """Now, by the port's clock: its date is the port's day, also while UTC still has the day before.

    The offset stands fixed, so that adding hours adds hours when the clocks change in between.
    """
    local = localtime()
    return local.astimezone(timezone(local.utcoffset()))
