"""The same as `need_to_know_http`, at 32 clients; and a line for batches of 100, at 8."""

from __future__ import annotations

import sys

from bench.measure import Line
from bench.need_to_know_http import line
from bench.need_to_know_service import figures

CLIENTS = 32
BATCH, BATCH_CLIENTS = 100, 8


def run(scale: str) -> Line:
    batches = figures(scale, BATCH_CLIENTS, BATCH)
    sys.stdout.write(f"{line('need_to_know_http_batch', BATCH_CLIENTS, batches, BATCH).text()}\n")
    return line("need_to_know_http_32", CLIENTS, figures(scale, CLIENTS, batch=1))
