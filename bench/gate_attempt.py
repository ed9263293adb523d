"""Gate attempts a second over HTTP at 8 clients, event and entry in the same commit as the answer.

Small has 2,000 people and 20,000 events; full 200,000 people, 250,000 badges and 10 million events, made once
and kept under `.data/bench`. Floor: pgbench's single-row insert, durable, at as many clients, on the same
server in the same run. Peer: the ordinary path of the web service, which stays the reference. A line of its
own tells after how many milliseconds answers come at 200 attempts a second, whatever the answers do.
"""

from __future__ import annotations

import json
import sys

from bench.gate_service import figures
from bench.measure import Line, machine

CLIENTS = 8


def run(scale: str) -> Line:
    """Raises CalledProcessError when an answer was no decision, and Refusing when many were refusals."""
    found = figures(scale, CLIENTS, with_delay=True)
    told = {"name": "gate_attempt_delay", "rate": 200, "p50_ms": found["p50_ms"], "p99_ms": found["p99_ms"]}
    sys.stdout.write(f"{json.dumps({**told, 'machine': machine()})}\n")
    return line("gate_attempt", CLIENTS, found)


def line(name: str, clients: int, found: dict[str, float]) -> Line:
    """The bench line of these figures."""
    return Line(
        name=name,
        ours=found["lane"],
        peer=found["ordinary"],
        peer_name=f"the ordinary path, {clients} clients",
        floor=found["floor"],
        floor_name=f"pgbench, single-row durable insert, {clients} clients",
        unit="attempts/s",
        n=int(found["answers"]),
    )
