"""What one caller may know, as a value computed once at the door and passed down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self


@dataclass(frozen=True, slots=True)
class Scope:
    """The reach of one request or task.

    `capabilities` maps a capability name to the primary keys of the ports where the caller holds it.
    `organisation` narrows an employer's people to their own company. `own` are the names under which records
    may speak of the caller: what was found about oneself is out of reach. An empty scope reaches nothing.
    `system_reason` is set only for work that no person asked for; it reaches everything and is recorded.
    """

    capabilities: Mapping[str, frozenset[int]] = field(default_factory=dict)
    organisation: int | None = None
    own: frozenset[str] = frozenset()
    system_reason: str = ""

    @classmethod
    def nothing(cls) -> Self:
        return cls()

    @classmethod
    def system(cls, *, reason: str) -> Self:
        """Raises ValueError without a reason: unlimited reach is always explained."""
        if not reason.strip():
            raise ValueError("a system scope needs a reason")
        return cls(system_reason=reason)

    @property
    def is_system(self) -> bool:
        return bool(self.system_reason)

    def ports(self, *capabilities: str) -> frozenset[int]:
        """Ports where the caller holds at least one of these capabilities."""
        held: frozenset[int] = frozenset()
        for capability in capabilities:
            held |= self.capabilities.get(capability, frozenset())
        return held

    def widened(self, capability: str, ports: frozenset[int]) -> Self:
        """The same reach, and this capability at these ports, too.

        A method, since a request's scope is lazy: `dataclasses.replace` does not know it as a dataclass.
        """
        return replace(self, capabilities={**self.capabilities, capability: self.ports(capability) | ports})

    def holds(self, capability: str, port: int | None = None) -> bool:
        """Whether the caller holds the capability, at that port or anywhere."""
        if self.is_system:
            return True
        held = self.capabilities.get(capability, frozenset())
        return bool(held) if port is None else port in held
