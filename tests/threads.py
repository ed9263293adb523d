"""Several people who act at the same moment, each on a connection of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Barrier, Event, Thread
from typing import Any

from django.db import connection

PATIENCE = 60  # seconds until a test gives up on threads that wait for each other
A_MOMENT = 1.0  # seconds in which an act that nobody holds up is done, also on a busy machine


def at_once(acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """What each act returned or raised, in the order given. All of them start together."""
    outcomes: list[Any] = [None] * len(acts)
    start = Barrier(len(acts))

    def run(place: int, act: Callable[[], Any]) -> None:
        try:
            connection.ensure_connection()
            start.wait(PATIENCE)
            outcomes[place] = act()
        except Exception as error:
            outcomes[place] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair, daemon=True) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert not any(thread.is_alive() for thread in threads), "the acts wait for each other"
    return outcomes


def side_by_side(pairs: Sequence[Sequence[Callable[[], Any]]], *, width: int) -> list[list[Any]]:
    """What each act of each group returned or raised. The acts of a group start together.

    `width` groups run at a time, each on connections that are kept from group to group: many races in little
    time.
    """
    outcomes: list[list[Any]] = [[None] * len(pair) for pair in pairs]
    size = len(pairs[0])
    starts = [Barrier(size) for _ in range(width)]

    def run(lane: int, place: int) -> None:
        try:
            connection.ensure_connection()
            for number in range(lane, len(pairs), width):
                starts[lane].wait(PATIENCE)
                try:
                    outcomes[number][place] = pairs[number][place]()
                except Exception as error:
                    outcomes[number][place] = error
        finally:
            connection.close()

    threads = [
        Thread(target=run, args=(lane, place), daemon=True) for lane in range(width) for place in range(size)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE + len(pairs))
    assert not any(thread.is_alive() for thread in threads), "the acts wait for each other"
    return outcomes


class InTheBackground:
    """One act on a connection of its own, which may have to wait for a lock that the test holds."""

    def __init__(self, act: Callable[[], Any]) -> None:
        self._act, self._outcome = act, None
        self._begun, self._ended = Event(), Event()
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()
        assert self._begun.wait(PATIENCE)

    def still_waits(self) -> bool:
        """Whether it is not done after a moment in which it easily could be."""
        return not self._ended.wait(A_MOMENT)

    def outcome(self) -> Any:
        """What it returned or raised, once nothing holds it up any more."""
        assert self._ended.wait(PATIENCE), "the act still waits"
        self._thread.join(PATIENCE)
        return self._outcome

    def _run(self) -> None:
        try:
            connection.ensure_connection()
            self._begun.set()
            self._outcome = self._act()
        except Exception as error:
            self._outcome = error
        finally:
            connection.close()
            self._ended.set()
