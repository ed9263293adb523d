"""Findings that grew: what a rule said early is a stage of what it says once more has happened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar


class Told(Protocol):
    """What is needed of a flag: which rule said it, and about which events."""

    @property
    def rule(self) -> str: ...

    @property
    def events(self) -> Sequence[str]: ...


T = TypeVar("T", bound=Told)


def in_stages(flags: Iterable[T]) -> list[tuple[T, list[T]]]:
    """The flags that stand for themselves, in the order given, each with its earlier stages, smallest first.

    A stage names some of the events of another flag of the same rule, and no others.
    """
    known = [(flag, frozenset(flag.events)) for flag in flags]
    by_size = sorted(known, key=lambda each: len(each[1]))
    told: list[tuple[T, list[T]]] = []
    for flag, events in known:
        if not any(flag.rule == other.rule and events < others for other, others in known):
            stages = [other for other, others in by_size if other.rule == flag.rule and others < events]
            told.append((flag, stages))
    return told
