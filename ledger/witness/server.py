"""The witness as an HTTP server: one address, `POST /add-checkpoint`."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

from ledger.note import NoteWrong, SignerKey, VerifierKey
from ledger.witness import protocol
from ledger.witness.memory import Memory
from ledger.witness.protocol import Answer

PATH: Final = "/add-checkpoint"
PATIENCE: Final = 10.0  # seconds for a request to arrive


@dataclass(frozen=True, slots=True)
class Witness:
    """Who signs, which logs are known, and what was seen of them. `clock` gives seconds since 1970."""

    signer: SignerKey
    logs: Mapping[str, Sequence[VerifierKey]]
    memory: Memory
    clock: Callable[[], float] = time.time

    def add_checkpoint(self, body: bytes) -> Answer:
        """The answer to one request; what it cosigns is remembered, on the disk, before it returns."""
        try:
            submission = protocol.parse(body.decode())
        except UnicodeDecodeError:
            return protocol.malformed(NoteWrong("the request is not UTF-8"))
        except NoteWrong as error:
            return protocol.malformed(error)
        with self.memory.turn(protocol.origin_of(submission)) as turn:
            at = int(self.clock())
            answer = protocol.answer(submission, self.logs, turn.seen, signer=self.signer, at=at)
            if answer.seen is not None:
                turn.keep(answer.seen)
        return answer


def server(witness: Witness, host: str, port: int) -> ThreadingHTTPServer:
    """A server that listens; `serve_forever` answers. A proxy with TLS stands in front of it."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = PATIENCE

        def do_POST(self) -> None:
            length = self.headers.get("Content-Length", "")
            if not length.isdecimal() or int(length) > protocol.LONGEST_REQUEST:
                self.close_connection = True  # what follows was not read
                self._send(Answer(HTTPStatus.BAD_REQUEST, "the request has no length, or too much of it\n"))
                return
            body = self.rfile.read(int(length))
            found = self.path == PATH
            self._send(
                witness.add_checkpoint(body) if found else Answer(HTTPStatus.NOT_FOUND, "no such path\n")
            )

        def _send(self, answer: Answer) -> None:
            body = answer.body.encode()
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.media_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the name in http.server
            """Silent: each checkpoint would be a line."""

    return ThreadingHTTPServer((host, port), Handler)
