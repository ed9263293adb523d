"""What the lane takes as a plain question of AuthZEN, and what it leaves to the ordinary path."""

from __future__ import annotations

import json
from typing import Any

import pytest
from knox.crypto import hash_token

from access.authzen.batch import Batch, read_batch
from access.authzen.question import read_question
from portsec.lane.decisions import MOST_QUESTIONS
from portsec.lane.question import LONGEST_QUESTION, Question, read

pytestmark = pytest.mark.unit

GOOD: dict[str, Any] = {
    "subject": {"type": "account", "id": "dora"},
    "action": {"name": "read:position"},
    "resource": {"type": "container", "id": "CSQU3054383"},
}
HEADERS = {
    "host": "localhost",
    "authorization": "Bearer abc123",
    "content-type": "application/json",
}


def asked(
    body: Any = GOOD, *, many: bool = False, query: bytes = b"", twice: str = "", **headers: str | None
) -> Question | None:
    """Read a request; a header that is None is left out, `twice` names one that comes twice."""
    told = {**HEADERS, **{name.replace("_", "-"): value for name, value in headers.items()}}
    sent = [(name.encode(), value.encode()) for name, value in told.items() if value is not None]
    sent += [(name, value) for name, value in sent if name == twice.encode()]
    scope = {"headers": sent, "query_string": query, "scheme": "http"}
    return read(scope, body if isinstance(body, bytes) else json.dumps(body).encode(), takes_many=many)


def test_question_when_plain_then_as_the_protocol_reads_it() -> None:
    read_it = asked(x_request_id="bfe9", x_forwarded_proto="https")
    assert read_it is not None
    assert read_it.asked == read_question(GOOD)
    assert read_it.token == hash_token("abc123")
    assert read_it.requests == "https://localhost/access/v1/requests"
    assert read_it.echoed == ((b"x-request-id", b"bfe9"),)


def test_question_when_nothing_else_is_said_then_nothing_is_repeated() -> None:
    read_it = asked(authorization="token abc123")
    assert read_it is not None
    assert read_it.echoed == ()
    assert read_it.requests == "http://localhost/access/v1/requests"


def test_batch_when_plain_then_as_the_protocol_reads_it() -> None:
    body = {**GOOD, "evaluations": [{"subject": {"type": "account", "id": "erin"}}, {"subject": 7}]}
    read_it = asked(body, many=True)
    assert read_it is not None
    expected = read_batch(body)
    assert isinstance(read_it.asked, Batch)
    assert isinstance(expected, Batch)
    assert read_it.asked.items[0] == expected.items[0]
    assert str(read_it.asked.items[1]) == str(expected.items[1])
    assert asked(GOOD, many=True) is not None  # without items it is a single question


@pytest.mark.parametrize(
    "headers",
    [
        {"authorization": None},
        {"authorization": "Basic abc123"},
        {"authorization": "Bearer"},
        {"authorization": "Bearer abc 123"},
        {"authorization": "Bearer äbc"},
        {"content_type": None},
        {"content_type": "text/plain"},
        {"accept": "text/html"},
        {"host": "elsewhere.example"},
        {"twice": "authorization"},
        {"twice": "x-request-id", "x_request_id": "1"},
        {"query": b"format=api"},
    ],
)
def test_request_when_its_head_is_not_plain_then_left_to_the_ordinary_path(headers: dict[str, Any]) -> None:
    assert asked(**headers) is None


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff",
        b"[]",
        b"null",
        b"{}",
        b"[" * 2000,
        {**GOOD, "subject": {"type": "account"}},
        {**GOOD, "context": []},
        json.dumps(GOOD).encode()[:-1] + b',"action":{"name":"read"}}',
        json.dumps({**GOOD, "context": {"purpose": "\x00"}}).encode(),
        json.dumps({**GOOD, "context": {"purpose": "\ud800"}}).encode(),
        json.dumps(GOOD).encode() + b" " * LONGEST_QUESTION,
    ],
)
def test_body_when_not_plain_then_left_to_the_ordinary_path(body: Any) -> None:
    assert asked(body) is None


def test_batch_when_larger_than_others_should_wait_for_then_left_to_the_ordinary_path() -> None:
    items = [{}] * MOST_QUESTIONS
    assert asked({**GOOD, "evaluations": items}, many=True) is not None
    assert asked({**GOOD, "evaluations": [*items, {}]}, many=True) is None
