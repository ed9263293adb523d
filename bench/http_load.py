"""Clients of a bench: keep-alive connections that send over HTTP and keep the time of each answer."""

from __future__ import annotations

import selectors
import socket
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST_ANSWER = 65_536


@dataclass(frozen=True, slots=True)
class Measured:
    """Answers a second, and after how many milliseconds they came; `granted` is how often a yes was said."""

    answers: int
    granted: int
    rate: float
    median_ms: float
    p99_ms: float


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


def post(address: str, authorization: str, body: bytes) -> bytes:
    """A whole request."""
    head = (
        f"POST {address} HTTP/1.1\r\nHost: localhost\r\nAuthorization: {authorization}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def drive(
    port: int, clients: int, seconds: float, asked: Iterator[bytes], yes: bytes, rate: float | None = None
) -> Measured:
    """Send for so long. `yes` is what an answer says, without a blank, for each thing that is allowed.

    With `rate` requests are sent on the second's beat whatever the answers do (open loop); without, each
    connection sends the next one as soon as it has its answer. Raises SystemExit for an answer that is none.
    """
    waits, granted = list[float](), 0
    selector = selectors.DefaultSelector()
    idle = deque(Connection(port) for _ in range(clients))  # in turn: none falls asleep
    for connection in idle:
        selector.register(connection.socket, selectors.EVENT_READ, connection)
    began = time.perf_counter()
    end, sent, open_questions = began + seconds, 0, 0
    while True:
        now = time.perf_counter()
        while idle and now < end:
            due = began + sent / rate if rate else now
            if due > now:
                break
            idle.popleft().ask(next(asked), due)
            sent, open_questions = sent + 1, open_questions + 1
        if now >= end and not open_questions:
            break
        for key, _ in selector.select(0.001 if rate else 1.0):
            answer = key.data.read()
            if answer is None:
                continue
            if not answer.startswith(b"HTTP/1.1 200"):
                raise SystemExit(f"no decision: {answer[:600].decode(errors='replace')}")
            waits.append(time.perf_counter() - key.data.asked_at)
            granted += answer.replace(b'": ', b'":').count(yes)
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
