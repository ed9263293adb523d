"""The lane and the ordinary path: the same decisions and the same rows, whatever is asked."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import pytest
from django.db import transaction
from knox.models import AuthToken

from access.api.port_policy import PortPolicy
from access.authzen import answer
from access.authzen.batch import Semantic, read_batch
from access.authzen.question import read_question
from access.models import DataEvent, EventToScan
from accounts.models import RoleAssignment, User
from accounts.services import role
from ledger.models import Entry
from portsec.lane.application import DeviceLane, conninfo
from portsec.lane.decisions import MOST_QUESTIONS, DecisionLane
from tests.access.look_up_facts import test_against_truth as chance_port
from tests.people import MAKER, Actor
from tests.scenario import CONTAINER, Scenario

pytestmark = [pytest.mark.flow, pytest.mark.django_db(transaction=True)]

QUESTIONS: Final = 3_000
SEED: Final = 20261122
REQUESTS: Final = "https://port.example/access/v1/requests"
ITS_OWN = {"id", "number", "code", "receipt", "_state"}
"""Columns that differ from one look-up to the next, whoever writes them."""
BROKEN: Final = ({}, {"resource": {"type": "container"}}, {"action": {"name": "fly"}}, {"subject": "dora"}, 7)
ACTIONS: Final = ("read", "read:position", "read:release_right", "release", "override", "nominate", "export")


def digest(caller: Actor) -> str:
    return str(AuthToken.objects.create(caller.user)[0].digest)


def ask(token: str, bodies: Sequence[Any], at: datetime, *, many: bool = True) -> list[dict[str, Any] | None]:
    """The lane's answers to requests that come at once; None where it leaves one to the ordinary path."""
    asked = [read_batch(body) if many else read_question(body) for body in bodies]

    async def run() -> list[dict[str, Any] | None]:
        lane = DecisionLane(conninfo(), now=lambda: at)
        lane.open()
        try:
            waiting = [lane.ask(token, one, REQUESTS) for one in asked]
            return await asyncio.wait_for(asyncio.gather(*waiting), timeout=60)
        finally:
            await lane.close()

    return asyncio.run(run())


def ordinary(caller: Actor, body: Any, at: datetime) -> dict[str, Any]:
    policy = PortPolicy(caller=caller.user, scope=caller.scope, at=at, requests=REQUESTS)
    return answer.evaluations(body, policy)


def decisions(told: dict[str, Any]) -> list[dict[str, Any]]:
    return list(told.get("evaluations", [told]))


def plainly(told: dict[str, Any]) -> list[dict[str, Any]]:
    """Answers without what is new each time."""
    return [
        {**one, "context": {k: v for k, v in one["context"].items() if k not in {"receipt", "evaluation_id"}}}
        for one in decisions(told)
    ]


def left(after: int) -> list[dict[str, Any]]:
    """What is on file of look-ups since: events, their entries, and what is to be scanned."""
    found = []
    for event in DataEvent.objects.filter(number__gt=after).order_by("number"):
        entry = Entry.objects.get(id=event.receipt.partition(".")[0])
        assert entry.body["event"] == str(event.id) == event.code
        assert event.receipt == entry.receipt
        assert entry.content_hash == entry.computed_content_hash()
        found.append(
            {
                **{name: value for name, value in vars(event).items() if name not in ITS_OWN},
                "entry": {name: value for name, value in entry.body.items() if name != "event"},
                "sealed": (entry.kind, entry.actor, entry.subject, entry.port, entry.at, entry.kind_version),
                "scan": list(
                    EventToScan.objects.filter(stream="data", event_number=event.number).values_list(
                        "port_id", "at"
                    )
                ),
            }
        )
    return found


def last() -> int:
    newest = DataEvent.objects.order_by("-number").first()
    return newest.number if newest else 0


class Questions:
    """Requests at random about a port at random."""

    def __init__(self, made: Scenario, now: datetime) -> None:
        self.port, self.chance = chance_port.Port(made, now), random.Random(SEED)

    def item(self) -> Any:
        chance = self.chance
        if chance.random() < 0.04:
            return chance.choice(BROKEN)
        one, erin = self.port.question(), {"type": "person", "id": self.port.made.erin.log_ref}
        plain = chance.random() < 0.5
        return {
            "subject": erin if plain else {"type": one.subject_type, "id": one.subject},
            "action": {"name": chance.choice(ACTIONS[:2] if plain else ACTIONS)},
            "resource": {"type": one.object_type, "id": one.object or "MSCU0000000"},
            "context": {
                "purpose": one.purpose,
                "work_ref": chance.choice(("", "T-1")),
                "field_class": "S2" if plain else one.field_class.value,
                "port": "XXXXX" if chance.random() < 0.05 else self.port.made.port.locode,
                "ip": "::1",
            },
        }

    def request(self) -> dict[str, Any]:
        """One question, or a batch with some way to end."""
        semantic = self.chance.choice([Semantic.EXECUTE_ALL, Semantic.EXECUTE_ALL, *Semantic]).value
        items = [self.item() for _ in range(self.chance.choice((1, 10, 120)))]
        return {"evaluations": items, "options": {"evaluations_semantic": semantic}}


def test_lane_when_asked_at_random_then_answers_and_writes_as_the_ordinary_path(
    made: Scenario, now: datetime
) -> None:
    caller = made.cast.dora
    questions, token = Questions(made, now), digest(caller)
    compared, allowed, reasons = 0, 0, set()
    while compared < QUESTIONS:
        body, before = questions.request(), last()
        with transaction.atomic():
            expected, rows = ordinary(caller, body, now), left(before)
            transaction.set_rollback(True)
        before = last()
        (told,) = ask(token, [body], now)
        assert told is not None
        assert plainly(told) == plainly(expected)
        assert left(before) == rows
        given = {event.receipt: event for event in DataEvent.objects.filter(number__gt=before)}
        receipts = [one["context"]["receipt"] for one in decisions(told) if "receipt" in one["context"]]
        assert sorted(receipts) == sorted(given)
        compared += len(body["evaluations"])
        allowed += sum(one["decision"] for one in decisions(told))
        reasons |= {row["code"] for one in decisions(told) for row in one["context"].get("reasons", ())}
    assert allowed > 50  # or the comparison would say little
    assert len(reasons) > 10, reasons


def question(account: str, container: str = CONTAINER) -> dict[str, Any]:
    return {
        "subject": {"type": "account", "id": account},
        "action": {"name": "read:position"},
        "resource": {"type": "container", "id": container},
    }


def test_questions_when_many_come_at_once_then_each_has_its_own_answer(made: Scenario, now: datetime) -> None:
    caller, before = made.cast.dora, last()
    names = [f"nobody{number}" for number in range(60)]
    answers = ask(digest(caller), [question(name) for name in names], now, many=False)
    events = {event.receipt: event.account for event in DataEvent.objects.filter(number__gt=before)}
    assert [events[one["context"]["receipt"]] for one in answers if one] == names


@pytest.mark.parametrize("case", ["no token", "expired", "no capability", "left", "role ended"])
def test_caller_when_they_may_not_ask_then_left_to_the_ordinary_path(
    made: Scenario, now: datetime, case: str
) -> None:
    caller = made.cast.gita if case == "no capability" else made.cast.dora
    token = "0" * 128 if case == "no token" else digest(caller)
    if case == "expired":
        AuthToken.objects.update(expiry=now)
    if case == "left":
        User.objects.filter(pk=caller.user.pk).update(is_active=False)
    if case == "role ended":
        for held in RoleAssignment.objects.filter(user=caller.user):
            role.end(held, reason="Left the office.", actor=MAKER, at=now)
    before = last()
    assert ask(token, [question("dora")], now, many=False) == [None]
    assert last() == before


def test_question_when_single_and_senseless_then_left_to_the_ordinary_path(
    made: Scenario, now: datetime
) -> None:
    body = question("dora") | {"context": {"purpose": 7}}
    assert ask(digest(made.cast.dora), [body], now, many=False) == [None]


def test_batch_when_larger_than_a_turn_then_each_question_is_answered(made: Scenario, now: datetime) -> None:
    before = last()
    body = {"evaluations": [question(f"nobody{number}") for number in range(MOST_QUESTIONS)]}
    (told,) = ask(digest(made.cast.dora), [body], now)
    assert told is not None
    assert len(told["evaluations"]) == MOST_QUESTIONS
    events = DataEvent.objects.filter(number__gt=before).order_by("number")
    assert [event.account for event in events] == [f"nobody{number}" for number in range(MOST_QUESTIONS)]


def test_application_when_asked_then_answers_by_the_lane_and_repeats_the_number_of_the_request(
    made: Scenario, now: datetime
) -> None:
    token = AuthToken.objects.create(made.cast.dora.user)[1]
    body = json.dumps(question("nobody")).encode()
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/access/v1/evaluation",
        "query_string": b"",
        "scheme": "http",
        "headers": [
            (b"host", b"localhost"),
            (b"authorization", f"Bearer {token}".encode()),
            (b"content-type", b"application/json"),
            (b"x-request-id", b"bfe9eb29"),
        ],
    }
    start, answered = asyncio.run(_sent(scope, body))
    headers = dict(start["headers"])
    assert (start["status"], headers[b"x-request-id"]) == (200, b"bfe9eb29")
    assert headers[b"content-length"] == str(len(answered["body"])).encode()
    told = json.loads(answered["body"])
    event = DataEvent.objects.get(account="nobody")
    assert told["decision"] is False
    assert told["context"]["receipt"] == event.receipt
    assert told["context"].keys() >= {"reasons", "would_change", "obligations"}


async def _sent(scope: dict[str, Any], body: bytes) -> list[Any]:
    """What the application sends back to one request, between its start and its end."""
    application, sent = DeviceLane(), list[Any]()
    life = iter([{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}])
    asked = asyncio.Event()

    async def live() -> Any:
        message = next(life)
        if message["type"] == "lifespan.shutdown":
            await asked.wait()
        return message

    async def receive() -> Any:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        if message["type"].startswith("http"):
            sent.append(message)

    living = asyncio.create_task(application({"type": "lifespan"}, live, send))
    await asyncio.sleep(0)  # the lane is open from now on
    await application(scope, receive, send)
    asked.set()
    await living
    return sent
