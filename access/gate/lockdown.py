"""A port or an area closed at once."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lockdown:
    """A lockdown in force. `passing`: functions whose holders still come in if all else is in order."""

    passing: frozenset[str] = frozenset()

    def stops(self, functions: frozenset[str]) -> bool:
        """Whether somebody with these functions stays outside."""
        return self.passing.isdisjoint(functions)
