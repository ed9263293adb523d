"""A progress bar for commands that take longer than two seconds."""

from __future__ import annotations

import time

from django.core.management.base import OutputWrapper

QUIET = 2.0  # seconds of work for which nobody needs a bar
REDRAW = 0.1  # seconds between two drawings: faster only flickers
WIDTH = 30  # characters
CLEAR = "\r\x1b[K"


class Progress:
    """Draws on a terminal, and only there; everything else sees nothing of it.

    Use as a context manager: the bar goes away at the end, so that the report stands alone.
    """

    def __init__(self, stream: OutputWrapper) -> None:
        self._stream = stream
        self._shows = stream.isatty()
        self._started = time.monotonic()
        self._drawn_at = 0.0

    def __call__(self, label: str, done: int, total: int) -> None:
        """`done` of `total` steps of what `label` names are done."""
        now = time.monotonic()
        if not self._shows or now - self._started < QUIET or now - self._drawn_at < REDRAW:
            return
        self._drawn_at = now
        filled = WIDTH * done // total if total else WIDTH
        bar = "█" * filled + "░" * (WIDTH - filled)
        self._draw(f"{CLEAR}{label} {bar} {done:,} of {total:,}")

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *error: object) -> None:
        if self._drawn_at:
            self._draw(CLEAR)

    def _draw(self, text: str) -> None:
        self._stream.write(text, style_func=str, ending="")
        self._stream.flush()
