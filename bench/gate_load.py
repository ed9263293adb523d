"""Readers of a bench: connections that send attempts over HTTP and keep the time of each answer.

A process of its own, so that the readers' work does not slow the service's interpreter: `python -m
bench.gate_load` reads a plan as JSON from standard input and prints what it measured.
"""

from __future__ import annotations

import json
import selectors
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from bench.measure import ROOT

GRANTED = b'"decision":"grant"'
LONGEST_ANSWER = 65_536


@dataclass(frozen=True, slots=True)
class Plan:
    """`attempts` are (token, reader, credential); each is sent once a round, with a nonce of its own.

    With `rate` attempts are sent on the second's beat whatever the answers do (open loop); without, each
    connection sends the next one as soon as it has its answer.
    """

    port: int
    clients: int
    seconds: float
    attempts: list[tuple[str, str, str]]
    rate: float | None = None
    run: str = "a"


@dataclass(frozen=True, slots=True)
class Measured:
    """Answers a second, and after how many milliseconds they came; `granted` of `answers` opened."""

    answers: int
    granted: int
    rate: float
    median_ms: float
    p99_ms: float


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


class Connection:
    """One keep-alive connection with at most one question open."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.asked_at = 0.0
        self.answer = b""

    def ask(self, question: bytes, asked_at: float) -> None:
        self.answer, self.asked_at = b"", asked_at
        self.socket.sendall(question)

    def read(self) -> bytes | None:
        """The whole answer once it is there."""
        piece = self.socket.recv(LONGEST_ANSWER)
        if not piece:
            raise ConnectionError("the service closed the connection")
        self.answer += piece
        head, found, body = self.answer.partition(b"\r\n\r\n")
        if not found:
            return None
        length = next(
            int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")
        )
        return self.answer if len(body) >= length else None


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
            body = json.dumps(said).encode()
            head = (
                "POST /api/v1/gate/attempts HTTP/1.1\r\nHost: localhost\r\n"
                f"Authorization: Token {token}\r\nContent-Type: application/json\r\n"
                f"Content-Length: {len(body)}\r\n\r\n"
            )
            yield head.encode() + body


def measure(plan: Plan) -> Measured:
    """Run the plan in this process."""
    asked, waits, granted = questions(plan), [], 0
    selector = selectors.DefaultSelector()
    idle = deque(Connection(plan.port) for _ in range(plan.clients))  # in turn: none falls asleep
    for connection in idle:
        selector.register(connection.socket, selectors.EVENT_READ, connection)
    began = time.perf_counter()
    end, sent, open_questions = began + plan.seconds, 0, 0
    while True:
        now = time.perf_counter()
        while idle and now < end:
            due = began + sent / plan.rate if plan.rate else now
            if due > now:
                break
            idle.popleft().ask(next(asked), due)
            sent, open_questions = sent + 1, open_questions + 1
        if now >= end and not open_questions:
            break
        for key, _ in selector.select(0.001 if plan.rate else 1.0):
            answer = key.data.read()
            if answer is None:
                continue
            if not answer.startswith(b"HTTP/1.1 200"):
                raise SystemExit(f"no decision: {answer[:600].decode(errors='replace')}")
            waits.append(time.perf_counter() - key.data.asked_at)
            granted += GRANTED in answer.replace(b'": "', b'":"')
            open_questions -= 1
            idle.append(key.data)
    spent = time.perf_counter() - began
    waits.sort()
    return Measured(
        answers=len(waits),
        granted=granted,
        rate=len(waits) / spent,
        median_ms=waits[len(waits) // 2] * 1000,
        p99_ms=waits[int(len(waits) * 0.99)] * 1000,
    )


if __name__ == "__main__":
    given = json.load(sys.stdin)
    given["attempts"] = [tuple(each) for each in given["attempts"]]
    sys.stdout.write(json.dumps(asdict(measure(Plan(**given)))))
