"""How fast one caller is served. Whoever is too fast waits; nobody is turned away."""

from __future__ import annotations

import time
from datetime import datetime

from django.db import connection
from django.http import HttpRequest

from hotline.flood.pace import FILING, OPENING, Pace
from hotline.public.forgetting import CALLER

_filing = Pace(FILING)
_opening = Pace(OPENING)


def before_filing(request: HttpRequest, at: datetime) -> None:
    """Wait until this caller may send."""
    _pause(_filing, request, at)


def before_opening(request: HttpRequest, at: datetime) -> None:
    """Wait until this caller may try a code; wrong and right codes wait alike."""
    _pause(_opening, request, at)


def _pause(pace: Pace, request: HttpRequest, at: datetime) -> None:
    seconds = pace.wait(request.META.get(CALLER, ""), at=at).total_seconds()
    if seconds > 0:
        connection.close()  # it is opened again when it is needed
        time.sleep(seconds)
