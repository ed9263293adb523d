"""A check speaks for itself: its name is the code of its finding, its docstring the sentence and ground."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import cache
from typing import Any

from portsec.kernel.verdict import Reason


@cache
def reason_of(check: Callable[..., Any]) -> Reason:
    """The finding that this check states. Raises ValueError for a check without sentence or ground."""
    return Reason(check.__name__, _paragraphs(check)[0])


def ground_of(check: Callable[..., Any]) -> str:
    """The ground in law or practice, for the rule book."""
    return _paragraphs(check)[1]


def _paragraphs(check: Callable[..., Any]) -> tuple[str, str]:
    sentence, _, ground = (inspect.getdoc(check) or "").partition("\n\n")
    if not sentence.strip() or not ground.strip():
        raise ValueError(f"the check {check.__name__} needs a docstring of two paragraphs: sentence, ground")
    return " ".join(sentence.split()), " ".join(ground.split())
