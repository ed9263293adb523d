"""Gathers what arrives within about a millisecond and works it off together, with few connections."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final, Generic, Protocol, TypeVar

import psycopg

from portsec.kernel import clock

logger = logging.getLogger("portsec.lane")

GATHER: Final = 0.001
"""Seconds that the first one of a batch waits for others; about as long as a commit takes."""
CONNECTIONS: Final = 2
"""While one batch is judged, the other is being written. More would wait for each other's locks."""
PAUSE: Final = 0.2  # seconds before a lost database is looked for again

Answer = dict[str, Any]


class Waiting(Protocol):
    """Something that waits for its answer. None as an answer: it is for the ordinary path."""

    @property
    def answer(self) -> asyncio.Future[Answer | None]: ...

    @property
    def size(self) -> int:
        """How many decisions it asks for."""


Asked = TypeVar("Asked", bound=Waiting)


class Gathering(Generic[Asked]):
    """The queue, and the connections that work it off. `MOST`: decisions in one batch."""

    MOST: int

    def __init__(self, conninfo: dict[str, Any], now: Callable[[], datetime] = clock.now) -> None:
        self._conninfo = conninfo
        self._now = now
        self._waiting: deque[Asked] = deque()
        self._arrived = asyncio.Event()
        self._workers: list[asyncio.Task[None]] = []

    def open(self) -> None:
        self._workers = [asyncio.create_task(self._work()) for _ in range(CONNECTIONS)]

    async def close(self) -> None:
        for worker in self._workers:
            worker.cancel()
        await asyncio.gather(*self._workers, return_exceptions=True)

    async def _answer_to(self, asked: Asked) -> Answer | None:
        """The answer, after its commit; None where the ordinary path must answer."""
        self._waiting.append(asked)
        self._arrived.set()
        return await asked.answer

    async def _decide(self, connection: psycopg.AsyncConnection[Any], batch: Sequence[Asked]) -> None:
        """Answer each of these, once what was decided on it is on record."""
        raise NotImplementedError

    async def _work(self) -> None:
        connection = None
        try:
            while True:
                batch = await self._batch()
                try:
                    if connection is None or connection.closed:
                        connection = await self._connected()
                    await self._decide(connection, batch)
                except Exception:
                    # Nothing was committed or answered. The ordinary path does it, or says what is wrong.
                    logger.exception("a batch was not written")
                    await _close(connection)
                    connection = None
                    for asked in batch:
                        reply(asked, None)
                    await asyncio.sleep(PAUSE)
        finally:
            await _close(connection)

    async def _connected(self) -> psycopg.AsyncConnection[Any]:
        """Each statement is a transaction of its own; whoever needs several in one says so."""
        connection = await psycopg.AsyncConnection.connect(**self._conninfo, autocommit=True)
        connection.prepare_threshold = 1
        return connection

    async def _batch(self) -> list[Asked]:
        """What has arrived when somebody waits and the time to gather is over; never empty."""
        while True:
            while not self._waiting:
                self._arrived.clear()
                await self._arrived.wait()
            if sum(asked.size for asked in self._waiting) < self.MOST:
                await asyncio.sleep(GATHER)
            if self._waiting:  # the other worker may have taken them meanwhile
                return self._taken()

    def _taken(self) -> list[Asked]:
        """The first ones, as many as make a batch; one that is larger by itself comes alone."""
        taken = [self._waiting.popleft()]
        room = self.MOST - taken[0].size
        while self._waiting and self._waiting[0].size <= room:
            taken.append(self._waiting.popleft())
            room -= taken[-1].size
        return taken


def reply(asked: Waiting, answer: Answer | None) -> None:
    if not asked.answer.done():  # whoever asked may have hung up
        asked.answer.set_result(answer)


async def _close(connection: psycopg.AsyncConnection[Any] | None) -> None:
    if connection is not None:
        await connection.close()
