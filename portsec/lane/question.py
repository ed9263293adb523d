"""Reads what a system asks by AuthZEN, as far as it is plain. The rest is left to the ordinary path."""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.urls import reverse
from knox.crypto import hash_token
from rest_framework.exceptions import ParseError

from access.authzen import question
from access.authzen.batch import Batch, read_batch
from portsec.kernel.errors import InvalidInput
from portsec.lane.decisions import MOST_QUESTIONS, size_of
from portsec.rest import parse_json

LONGEST_QUESTION: Final = 512 * 1024  # bytes of a body
SCHEMES: Final = (b"bearer", b"token")
JSON: Final = frozenset({b"application/json", b"application/json; charset=utf-8"})
ANYTHING: Final = frozenset({b"*/*", b"application/json", b"application/json, */*"})
REQUEST_ID: Final = b"x-request-id"


@dataclass(frozen=True, slots=True)
class Question:
    """A plain request: the digest of its token, what it asks, and the headers that its answer repeats.

    `requests`: the address to ask for access at after a no, as the caller reaches it.
    """

    token: str
    asked: Batch | question.Question
    requests: str
    echoed: tuple[tuple[bytes, bytes], ...]


def read(scope: MutableMapping[str, Any], body: bytes, *, takes_many: bool) -> Question | None:
    """What the request asks; None where the ordinary path must look at it."""
    headers = dict(scope["headers"])
    if len(headers) != len(scope["headers"]) or scope["query_string"] or len(body) > LONGEST_QUESTION:
        return None  # a header that comes twice, or words that the address does not have
    token = _token(headers)
    if token is None or headers.get(b"content-type") not in JSON:
        return None
    if headers.get(b"accept", b"*/*") not in ANYTHING:
        return None
    try:
        said = parse_json(body)
        asked = read_batch(said) if takes_many else question.read_question(said)
        requests = _requests(
            scope["scheme"], headers.get(b"host", b""), headers.get(b"x-forwarded-proto", b"")
        )
    except (ParseError, InvalidInput, DisallowedHost, RecursionError):
        return None
    if size_of(asked) > MOST_QUESTIONS:
        return None
    echoed = ((REQUEST_ID, headers[REQUEST_ID]),) if REQUEST_ID in headers else ()
    return Question(token, asked, requests, echoed)


def _token(headers: dict[bytes, bytes]) -> str | None:
    """The digest of the caller's token, as it is kept; None where there is none in its form."""
    scheme, _, token = headers.get(b"authorization", b"").partition(b" ")
    if scheme.lower() not in SCHEMES or not (token.isascii() and token.isalnum()):
        return None
    return str(hash_token(token.decode("ascii")))


@lru_cache(maxsize=64)
def _requests(scheme: str, host: bytes, forwarded: bytes) -> str:
    """The address as Django works it out. Raises DisallowedHost. Of a deployment there are a few."""
    request = _Reached(scheme)
    request.META = {"HTTP_HOST": host.decode("latin-1"), "SERVER_NAME": "unknown", "SERVER_PORT": "0"}
    if forwarded:
        request.META["HTTP_X_FORWARDED_PROTO"] = forwarded.decode("latin-1")
    return request.build_absolute_uri(reverse("authzen-requests"))


class _Reached(HttpRequest):
    """A request of which only the address counts."""

    def __init__(self, scheme: str) -> None:
        super().__init__()
        self._scheme = scheme

    def _get_scheme(self) -> str:
        return self._scheme
