"""Need-to-know decisions a second over HTTP at 8 clients, each durably on record before it is answered.

Small has 1,000 accounts, 10,000 containers and 100,000 grants; full 20,000, 200,000 and 2,000,000, made once
and kept under `.data/bench`. Every request asks AuthZEN for one decision; event, entry and what detection has
to scan are committed together. Floor: pgbench's single-row insert, durable, at as many clients, on the same
server in the same run. Peer: the ordinary path of the web service, on the same rows.
"""

from __future__ import annotations

from bench.measure import Line
from bench.need_to_know_service import figures

CLIENTS = 8


def run(scale: str) -> Line:
    """Raises CalledProcessError when an answer was no decision, or many look-ups were refused."""
    return line("need_to_know_http", CLIENTS, figures(scale, CLIENTS, batch=1))


def line(name: str, clients: int, found: dict[str, float], batch: int = 1) -> Line:
    """The bench line of these figures."""
    how = f"{clients} clients" if batch == 1 else f"{clients} clients, batches of {batch}"
    return Line(
        name=name,
        ours=found["lane"],
        peer=found["ordinary"],
        peer_name=f"the ordinary path, {how}",
        floor=found["floor"],
        floor_name=f"pgbench, single-row durable insert, {clients} clients",
        unit="decisions/s",
        n=int(found["answers"]),
    )
