"""The lane as an ASGI application: attempts, decisions, and all else by the ordinary application."""

from __future__ import annotations

import gc
import json
import os
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from typing import Any, Final

from asgiref.wsgi import WsgiToAsgi
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portsec.settings")
ordinary = WsgiToAsgi(get_wsgi_application())

from django.db import connection  # noqa: E402  settings come first
from django.urls import reverse  # noqa: E402
from knox.crypto import hash_token  # noqa: E402

from portsec.lane.batch import Lane  # noqa: E402
from portsec.lane.body import LONGEST_BODY, plain  # noqa: E402
from portsec.lane.decisions import DecisionLane  # noqa: E402
from portsec.lane.question import LONGEST_QUESTION, Question, read  # noqa: E402

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

ATTEMPTS: Final = reverse("api-gate-attempts")
EVALUATIONS: Final = {reverse("authzen-evaluation"): False, reverse("authzen-evaluations"): True}
"""Addresses of decisions, and whether many may be asked for at once."""
PREFIX: Final = b"token "
JSON: Final = b"application/json"
NO_SNIFFING: Final = (b"x-content-type-options", b"nosniff")


class DeviceLane:
    """One per process. The connections are opened when the server starts, and closed when it ends."""

    def __init__(self) -> None:
        self._lane: Lane | None = None
        self._decisions: DecisionLane | None = None

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http" and scope["path"] == ATTEMPTS and scope["method"] == "POST":
            await self._attempt(scope, receive, send)
        elif scope["type"] == "http" and scope["path"] in EVALUATIONS and scope["method"] == "POST":
            await self._question(scope, receive, send)
        else:
            await ordinary(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                self._lane, self._decisions = Lane(conninfo()), DecisionLane(conninfo())
                self._lane.open()
                self._decisions.open()
                # What the programme itself is made of is never garbage; looking through it took up to 150 ms.
                gc.collect()
                gc.freeze()
            elif self._lane is not None and self._decisions is not None:
                await self._lane.close()
                await self._decisions.close()
            await send({"type": f"{message['type']}.complete"})
            if message["type"] == "lifespan.shutdown":
                return

    async def _attempt(self, scope: Message, receive: Receive, send: Send) -> None:
        token, messages = _token(scope), await _begin(receive, LONGEST_BODY)
        said = plain(messages[0]["body"]) if token is not None and len(messages) == 1 else None
        answer = None
        if self._lane is not None and token is not None and said is not None:
            answer = await self._lane.ask(token, said)
        if answer is None:
            await ordinary(scope, _again(messages, receive), send)
        else:
            await _send(answer, send)

    async def _question(self, scope: Message, receive: Receive, send: Send) -> None:
        messages = await _begin(receive, LONGEST_QUESTION)
        asked: Question | None = None
        if self._decisions is not None and len(messages) == 1:
            asked = read(scope, messages[0]["body"], takes_many=EVALUATIONS[scope["path"]])
        answer = None
        if self._decisions is not None and asked is not None:
            answer = await self._decisions.ask(asked.token, asked.asked, asked.requests)
        if answer is None or asked is None:
            await ordinary(scope, _again(messages, receive), send)
        else:
            await _send(answer, send, *asked.echoed)


async def _send(answer: dict[str, Any], send: Send, *more: tuple[bytes, bytes]) -> None:
    """An answer of the lane, which is always one with status 200."""
    shown = json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(shown)).encode()),
        NO_SNIFFING,
        *more,
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": shown})


def conninfo() -> dict[str, Any]:
    """How to reach the database, as Django does, but without its own cursors, which wait for answers."""
    told = connection.get_connection_params()
    return {name: value for name, value in told.items() if name not in {"context", "cursor_factory"}}


def _token(scope: Message) -> str | None:
    """The digest of the device's token, as it is kept; None where there is none in its form, or no JSON."""
    headers = dict(scope["headers"])
    said = headers.get(b"authorization", b"")
    if not said.lower().startswith(PREFIX) or headers.get(b"content-type") != JSON:
        return None
    try:
        return str(hash_token(said[len(PREFIX) :].decode("ascii")))
    except ValueError:
        return None


async def _begin(receive: Receive, longest: int) -> list[Message]:
    """The body as one message; or what of it has come, as messages, where it is longer than `longest`."""
    first = await receive()
    body, more = first.get("body", b""), first.get("more_body", False)
    while more and len(body) <= longest and first["type"] == "http.request":
        message = await receive()
        if message["type"] != "http.request":
            return [{"type": "http.request", "body": body, "more_body": True}, message]
        body, more = body + message.get("body", b""), message.get("more_body", False)
    whole = {"type": "http.request", "body": body, "more_body": more}
    return [whole, *([{"type": "http.request", "body": b"", "more_body": True}] if more else [])]


def _again(messages: Sequence[Message], receive: Receive) -> Receive:
    """Says once more what was received, and then goes on."""
    left = list(messages)

    async def receive_again() -> Message:
        return left.pop(0) if left else await receive()

    return receive_again


application = DeviceLane()
