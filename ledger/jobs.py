"""Which function does which kind of job, and in which queue."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portsec.kernel.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class JobKind:
    """`run(subject, slot, at)` does the work inside a transaction and returns a small JSON result.

    It must be safe to repeat: a worker can die between its commit and the answer to the broker.
    `retaken_at_once` is for short jobs of which there are many: as soon as the worker that held one is gone,
    another takes it, without waiting for the lease to run out.
    """

    name: str
    queue: str
    label: str
    run: Callable[[str, str, datetime], dict[str, Any]]
    retaken_at_once: bool = False


JOB_KINDS: dict[str, JobKind] = {}


def register(kind: JobKind) -> None:
    """Raises ValueError when the name is taken."""
    if kind.name in JOB_KINDS:
        raise ValueError(f"job kind {kind.name} is registered twice")
    JOB_KINDS[kind.name] = kind


def retaken_at_once() -> list[str]:
    """Names of the kinds whose jobs are taken over as soon as their worker is gone."""
    return [kind.name for kind in JOB_KINDS.values() if kind.retaken_at_once]


def kind_of(name: str) -> JobKind:
    """Raises InvalidInput for an unknown name."""
    try:
        return JOB_KINDS[name]
    except KeyError:
        raise InvalidInput(f"There is no job kind '{name}'.") from None
