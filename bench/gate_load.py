"""Readers of a bench: connections that send attempts over HTTP and keep the time of each answer.

A process of its own, so that the readers' work does not slow the service's interpreter: `python -m
bench.gate_load` reads a plan as JSON from standard input and prints what it measured.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from bench.http_load import Measured, drive, post
from bench.measure import ROOT

GRANTED = b'"decision":"grant"'


@dataclass(frozen=True, slots=True)
class Plan:
    """`attempts` are (token, reader, credential); each is sent once a round, with a nonce of its own.

    `rate` as for `http_load.drive`.
    """

    port: int
    clients: int
    seconds: float
    attempts: list[tuple[str, str, str]]
    rate: float | None = None
    run: str = "a"


def load(plan: Plan) -> Measured:
    """Send from another process. Raises CalledProcessError when an answer was no decision."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.gate_load"],
        cwd=ROOT,
        check=True,
        input=json.dumps(asdict(plan)),
        stdout=subprocess.PIPE,
        text=True,
    )
    return Measured(**json.loads(done.stdout))


def questions(plan: Plan) -> Iterator[bytes]:
    """Requests without end; only the nonce differs from one round to the next."""
    number = 0
    while True:
        for token, reader, credential in plan.attempts:
            number += 1
            said = {
                "reader": reader,
                "credential": credential,
                "direction": "in",
                "nonce": f"{plan.run}-{number}",
            }
            yield post("/api/v1/gate/attempts", f"Token {token}", json.dumps(said).encode())


def measure(plan: Plan) -> Measured:
    """Run the plan in this process."""
    return drive(plan.port, plan.clients, plan.seconds, questions(plan), GRANTED, plan.rate)


if __name__ == "__main__":
    given = json.load(sys.stdin)
    given["attempts"] = [tuple(each) for each in given["attempts"]]
    sys.stdout.write(json.dumps(asdict(measure(Plan(**given)))))
