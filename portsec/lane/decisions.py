"""Answers questions of AuthZEN together: one transaction for all that arrived within a millisecond."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any, Final

import psycopg
from django.conf import settings

from access.api.port_answer import Meaning, shown
from access.authzen.answer import to_decide, told
from access.authzen.batch import Batch
from access.authzen.policy import Decision
from access.authzen.question import Question
from access.need_to_know.decide import LookUpDecision
from access.services.data_record import LookUp, asked_of, left_by
from access.services.data_writing import WRITE, Deed, deed, parameters
from portsec.kernel.errors import InvalidInput
from portsec.lane.caller import WHO, Caller, Port, callers
from portsec.lane.gathering import Answer, Gathering, reply
from portsec.lane.judging import judged

MOST_QUESTIONS: Final = 500
"""In one request. A larger one is for the ordinary path: it would keep everybody else waiting here."""
AT_ONCE: Final = 100  # look-ups judged before others have their turn; about 15 ms


@dataclass(slots=True, eq=False)
class Asking:
    """A request that waits for its answer. `requests`: the address to ask for access at after a no."""

    token: str
    asked: Batch | Question
    requests: str
    answer: asyncio.Future[Answer | None]

    @property
    def size(self) -> int:
        return size_of(self.asked)


@dataclass(slots=True, eq=False)
class Placed:
    """A request of somebody who may ask, what it means, and what was decided on it so far."""

    asking: Asking
    caller: Caller
    meaning: Meaning[Port]
    stop_at: bool | None
    decided: list[Decision] = field(default_factory=list)
    is_done: bool = False


def size_of(asked: Batch | Question) -> int:
    """How many decisions are asked for."""
    return len(asked.items) if isinstance(asked, Batch) else 1


class DecisionLane(Gathering[Asking]):
    """Decisions for systems in front of the data."""

    MOST = MOST_QUESTIONS

    async def _connected(self) -> psycopg.AsyncConnection[Any]:
        """Planned once for all values: every table is reached by an index, whatever is asked."""
        connection = await super()._connected()
        await connection.execute("SET plan_cache_mode = force_generic_plan")
        return connection

    async def ask(self, token: str, asked: Batch | Question, requests: str) -> Answer | None:
        """The answer of this lane, after its commit; None where the ordinary path must answer."""
        return await self._answer_to(
            Asking(token, asked, requests, asyncio.get_running_loop().create_future())
        )

    async def _decide(self, connection: psycopg.AsyncConnection[Any], batch: Sequence[Asking]) -> None:
        """Each statement sees what is committed when it runs, as those of the ordinary path do."""
        rows = await connection.execute(WHO, {"tokens": list({one.token for one in batch})})
        placed = list(_placed(batch, callers(await rows.fetchall())))
        deeds = await self._judge(connection, placed)
        if deeds:
            await connection.execute(WRITE, parameters(deeds))
        for one in placed:  # only now: an answer is a promise that it is on record
            reply(one.asking, _told(one))

    async def _judge(self, connection: psycopg.AsyncConnection[Any], placed: Sequence[Placed]) -> list[Deed]:
        """Decide all, a part at a time, and note the answers. What a request stops at ends it."""
        at, deeds = self._now(), list[Deed]()
        left = ((one, port, look_up) for one in placed for port, look_up in one.meaning.look_ups)
        while part := list(islice((each for each in left if not each[0].is_done), AT_ONCE)):
            asked = [asked_of(port, look_up, zone=settings.ZONE, at=at) for _, port, look_up in part]
            found = await judged(connection, asked)
            for (one, port, look_up), (decision, keys) in zip(part, found, strict=True):
                if one.is_done:
                    continue
                done = deed(left_by(port, look_up, decision, keys, actor=one.caller.actor, at=at))
                deeds.append(done)
                one.decided.append(_shown(one, look_up, decision, done, at))
                one.is_done = decision.verdict.allowed is one.stop_at
        return deeds


def _placed(batch: Sequence[Asking], found: dict[str, Caller]) -> Iterator[Placed]:
    """What those ask who may ask; the others are referred to the ordinary path."""
    for asking in batch:
        caller = found.get(asking.token)
        if caller is None:
            reply(asking, None)
            continue
        questions, stop_at = to_decide(asking.asked)
        yield Placed(asking, caller, Meaning(questions, caller.ports, stop_at=stop_at), stop_at)


def _shown(one: Placed, look_up: LookUp, decision: LookUpDecision, done: Deed, at: datetime) -> Decision:
    return shown(
        look_up,
        decision,
        event=done.left.event["id"],
        receipt=done.entry.receipt,
        at=at,
        requests=one.asking.requests,
    )


def _told(one: Placed) -> Answer | None:
    """None for a single question that cannot be read: the ordinary path says what is wrong with it."""
    try:
        return told(one.asking.asked, one.meaning.answered(one.decided))
    except InvalidInput:
        return None
