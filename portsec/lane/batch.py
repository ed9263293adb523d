"""Answers attempts together: one transaction for all that arrived within a millisecond."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg

from access.credential.base45 import PREFIX
from access.gate.answer import answer_of, with_receipt
from access.gate.decide import decide
from access.gate.two_person import enters_with_second
from access.gate_facts.asked import Asked
from access.gate_facts.asked import as_json as facts_asked
from access.gate_facts.hold import HOLD
from access.gate_facts.loaded import loaded
from access.gate_facts.query import QUERY
from access.services.credential import credential_hash
from access.services.gate_attempt import Card, asked_of, happened_at
from access.services.gate_record import left_by
from ledger.services import record
from portsec.kernel.errors import InvalidInput
from portsec.lane.asking import WHO, Device, devices
from portsec.lane.asking import as_json as devices_asked
from portsec.lane.body import Said
from portsec.lane.gathering import Answer, Gathering, reply
from portsec.lane.writing import WRITE, Deed, parameters


@dataclass(slots=True, eq=False)
class Asking:
    """An attempt that waits for its answer."""

    token: str
    said: Said
    answer: asyncio.Future[Answer | None]
    size: int = 1


@dataclass(slots=True, eq=False)
class Judged:
    """An attempt with its place, as read and decided."""

    asking: Asking
    deed: Deed
    answer: Answer


class Lane(Gathering[Asking]):
    """Attempts of readers."""

    MOST = 64

    async def ask(self, token: str, said: Said) -> Answer | None:
        """The answer of this lane, after its commit; None where the ordinary path must answer."""
        return await self._answer_to(Asking(token, said, asyncio.get_running_loop().create_future()))

    async def _decide(self, connection: psycopg.AsyncConnection[Any], batch: Sequence[Asking]) -> None:
        async with connection.transaction():
            judged = await self._judge(connection, batch)
            if judged:
                await connection.execute(WRITE, parameters([one.deed for one in judged]))
        for one in judged:  # only now: an answer is a promise that it is on record
            reply(one.asking, one.answer)

    async def _judge(self, connection: psycopg.AsyncConnection[Any], batch: Sequence[Asking]) -> list[Judged]:
        """Decide what can be decided together; the rest is referred, or waits for the next batch."""
        at = self._now()
        named = [(one.token, one.said.reader, one.said.attempt.nonce) for one in batch]
        rows = await connection.execute(WHO, {"asked": devices_asked(named)})
        placed = list(_placed(batch, devices(await rows.fetchall()), at))
        if not placed:
            return []
        placed = await self._held(connection, placed)
        rows = await connection.execute(QUERY, {"asked": facts_asked([one.asked for one in placed])})
        judged = (_judged(one, text, at) for one, (text,) in zip(placed, await rows.fetchall(), strict=True))
        return [one for one in judged if one is not None]

    async def _held(self, connection: psycopg.AsyncConnection[Any], placed: Sequence[Placed]) -> list[Placed]:
        """Lock all that these attempts touch. Two that touch the same are not judged together.

        The second of them would not see what the first one does; it goes back to the head of the queue.
        """
        rows = await connection.execute(HOLD, {"asked": facts_asked([one.asked for one in placed])})
        touched = {place: frozenset(keys) for place, keys in await rows.fetchall()}
        taken: set[str] = set()
        together, later = [], []
        for number, one in enumerate(placed):
            keys = touched.get(number, frozenset()) | {f"{one.device.place.source} {one.nonce}"}
            (together if taken.isdisjoint(keys) else later).append(one)
            taken |= keys
        self._waiting.extendleft(one.asking for one in reversed(later))
        return together


@dataclass(slots=True, eq=False)
class Placed:
    """An attempt of a device that may ask here, and what it asks."""

    asking: Asking
    device: Device
    asked: Asked
    happened_at: datetime

    @property
    def nonce(self) -> str:
        return self.asking.said.attempt.nonce


def _placed(batch: Sequence[Asking], found: Mapping[int, Device], at: datetime) -> Iterator[Placed]:
    for place, asking in enumerate(batch):
        device, attempt = found.get(place), asking.said.attempt
        try:
            if device is None:
                raise InvalidInput("No such device, or answered before.")
            moment = happened_at(attempt.at, at)
        except InvalidInput:
            reply(asking, None)
            continue
        card = Card(credential_hash=credential_hash(attempt.credential))
        yield Placed(asking, device, asked_of(device.place, attempt, card, at=at), moment)


def _judged(one: Placed, text: str, at: datetime) -> Judged | None:
    """The verdict and what it leaves; None where the ordinary path must look."""
    read, attempt = loaded(text, one.asked), one.asking.said.attempt
    is_pair = read.keys.first is not None and enters_with_second(read.facts)
    if is_pair or (attempt.credential.startswith(PREFIX) and read.keys.badge is None):
        reply(one.asking, None)  # the first of two is judged anew; a card says itself what is wrong with it
        return None
    verdict = decide(read.facts)
    left = left_by(
        one.device.place,
        attempt,
        read,
        verdict,
        actor=one.device.actor,
        happened_at=one.happened_at,
        at=at,
    )
    entry = record.prepare(left.kind, **left.entry)
    answer = with_receipt(answer_of(verdict), read.keys.name, entry.receipt)
    return Judged(one.asking, Deed(left, entry, attempt.is_duress), answer)
