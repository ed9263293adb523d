"""Systems in front of the data, for a bench: connections that ask for decisions by AuthZEN over HTTP.

A process of its own, so that asking does not slow the service's interpreter: `python -m
bench.need_to_know_load` reads a plan as JSON from standard input and prints what it measured.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import cycle
from typing import Any

from bench.http_load import Measured, drive, post
from bench.measure import ROOT

ALLOWED = b'"decision":true'


@dataclass(frozen=True, slots=True)
class Plan:
    """`pairs` are (account, container); with `batch` so many are asked for in one request, else one."""

    port: int
    clients: int
    seconds: float
    token: str
    purpose: str
    pairs: list[tuple[str, str]]
    batch: int = 1


def load(plan: Plan) -> Measured:
    """Ask from another process. Raises CalledProcessError when an answer was no decision."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.need_to_know_load"],
        cwd=ROOT,
        check=True,
        input=json.dumps(asdict(plan)),
        stdout=subprocess.PIPE,
        text=True,
    )
    return Measured(**json.loads(done.stdout))


def requests(plan: Plan) -> Iterator[bytes]:
    """Requests without end, written once."""
    parts = [plan.pairs[at : at + plan.batch] for at in range(0, len(plan.pairs), plan.batch)]
    return cycle([_request(plan, part) for part in parts])


def measure(plan: Plan) -> Measured:
    """Run the plan in this process."""
    return drive(plan.port, plan.clients, plan.seconds, requests(plan), ALLOWED)


def _request(plan: Plan, pairs: Sequence[tuple[str, str]]) -> bytes:
    """What all questions of a batch have in common stands above them once."""
    shared = {"action": {"name": "read:position"}, "context": {"purpose": plan.purpose}}
    asked: list[dict[str, Any]] = [
        {
            "subject": {"type": "account", "id": account},
            "resource": {"type": "container", "id": container},
        }
        for account, container in pairs
    ]
    single = plan.batch == 1
    body = shared | (asked[0] if single else {"evaluations": asked})
    address = "/access/v1/evaluation" if single else "/access/v1/evaluations"
    return post(address, f"Bearer {plan.token}", json.dumps(body).encode())


if __name__ == "__main__":
    given = json.load(sys.stdin)
    given["pairs"] = [tuple(each) for each in given["pairs"]]
    sys.stdout.write(json.dumps(asdict(measure(Plan(**given)))))
