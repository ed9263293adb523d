"""A service as a gate device sees it: HTTP on this machine, behaving as the API is documented."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from access.credential.passage_chain import ChainBroken, Entry, first_digest, read_on

TOKEN = "device-token"
LIST_PATH = "/api/v1/status-lists/7"


class GateService:
    """What it publishes, what it answers, and what it was handed. Change the attributes between calls."""

    def __init__(self, reader: str, public: bytes) -> None:
        self.reader, self.public = reader, public
        self.keys_token = self.list_token = ""
        self.answer: dict[str, Any] = {"decision": "grant", "reasons": [], "receipt": "r"}
        self.status = 200  # of attempts
        self.down = False
        self.garbled = False
        self.attempts: list[dict[str, Any]] = []
        self.passages: list[Entry] = []
        self.takes = 10_000  # passages, before it goes down
        self.digest = first_digest(reader, public)
        self.url = ""

    def get(self, path: str) -> tuple[int, bytes]:
        tokens = {"/api/v1/credential-keys": self.keys_token, LIST_PATH: self.list_token}
        token = tokens.get(path, "")
        return (200, token.encode("ascii")) if token else _said(404, "No such record.")

    def post(self, path: str, body: bytes) -> tuple[int, bytes]:
        if path == "/api/v1/gate/attempts":
            self.attempts.append(json.loads(body))
            return self.status, json.dumps(self.answer).encode()
        if path == f"/api/v1/gate/queues/{self.reader}":
            return self._take(body.splitlines())
        return _said(404, "No such record.")

    def _take(self, lines: list[bytes]) -> tuple[int, bytes]:
        """Takes what follows on what it has; what it has already, it does not take again."""
        new = lines[self._known(lines) :]
        try:
            links = read_on(
                new, reader=self.reader, public=self.public, previous=self.digest, counter=len(self.passages)
            )
            for link in links:
                if len(self.passages) >= self.takes:
                    return _said(503, "Down.")
                self.passages.append(link.entry)
                self.digest = link.digest
        except ChainBroken as broken:
            return _said(409, broken.detail)
        return 200, json.dumps({"next": len(self.passages)}).encode()

    def _known(self, lines: list[bytes]) -> int:
        return sum(json.loads(line)["entry"]["counter"] < len(self.passages) for line in lines)


@contextmanager
def running(service: GateService) -> Iterator[GateService]:
    """The service at `service.url`, until the end of the block."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(*service.get(self.path))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if self.headers.get("Authorization") != f"Token {TOKEN}":
                self._answer(*_said(401, "Sign in."))
                return
            self._answer(*service.post(self.path, body))

        def _answer(self, status: int, body: bytes) -> None:
            if service.down:
                status, body = 503, b""
            if service.garbled:
                body = b"<html>"
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Tests print nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    service.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _said(status: int, detail: str) -> tuple[int, bytes]:
    return status, json.dumps({"code": "error", "detail": detail}).encode()
