"""What peers usually do, measured on the history that a window has seen."""

from __future__ import annotations

from access.detection.baseline_limits import peer_limits
from access.detection.baseline_peers import Peers
from access.detection.facts import PeerLimit
from access.detection.rules import look_up
from access.detection.window import Window
from access.scanning.limits import without_reason_per_shift


def measured_limits(window: Window) -> tuple[PeerLimit, ...]:
    """The limits of D01: objects without a reason a shift, of all shifts with sensitive look-ups."""
    counts = without_reason_per_shift(window)
    return peer_limits(look_up.RULE.id, counts, Peers(window.people.values()), since=window.until)
