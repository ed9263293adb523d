"""The same as `gate_attempt`, at 32 clients."""

from __future__ import annotations

from bench.gate_attempt import line
from bench.gate_service import figures
from bench.measure import Line

CLIENTS = 32


def run(scale: str) -> Line:
    return line("gate_attempt_32", CLIENTS, figures(scale, CLIENTS, with_delay=False))
