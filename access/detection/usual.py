"""What is usual among peers for one rule, as a limit and as the sentence that says where it comes from."""

from __future__ import annotations

from dataclasses import dataclass

from access.detection.baseline import LEAST_PEERS
from access.detection.window import Window


@dataclass(frozen=True, slots=True)
class Limit:
    """From this number on a rule speaks; `sentence` says what is usual."""

    number: float
    sentence: str


def limit(window: Window, rule: str, person: str, least: float, noun: str) -> Limit:
    """The start value, or what 99 of 100 stretches of work of the peers stay under if that is more.

    `noun` is the stretch that is counted: a shift, a day.
    """
    someone = window.people.get(person)
    peers = window.peer_limit(rule, someone.peer_group) if someone and someone.peer_group else None
    if peers is None or peers.people < LEAST_PEERS.value:
        return Limit(
            least, f"The limit is {least:g} a {noun}; what is usual among peers has not been measured."
        )
    highest = max(least, peers.limit)
    usual = f"of 100 {noun}s of {peers.people} peers 99 stay under {peers.limit:g}"
    return Limit(highest, f"The limit is {highest:g} a {noun}; {usual}.")
