"""What a reader goes by when it decides: plain values, gathered for each presentation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from access.credential.claims import Claims, StatusReference
from access.credential.refusal import Fault
from access.credential.status_list import CredentialStatus
from access.credential.status_token import PublishedList
from access.enums import Direction
from access.gate.facts import AreaFacts
from portsec.kernel.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Place:
    """The reader as it is set up: port, area that this passage enters or leaves, and whether it leaves."""

    audience: str
    area: AreaFacts | None
    direction: Direction = Direction.IN
    is_exit: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """The reader's own clock, aware. `floor` is the latest moment that it knows to be past from something
    signed; `doubt` is how far the clock was off when the service was last asked (0: never asked, or right).
    """

    at: datetime
    floor: datetime | None = None
    doubt: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class HeldList:
    """The newest list that the reader could verify, and what was wrong with one offered since.

    What is wrong stays until a good one comes: who forges a list wants something of this gate.
    """

    issued: PublishedList | None = None
    forged: bool = False
    rolled_back: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage that this reader has opened for."""

    at: datetime
    direction: Direction


@dataclass(frozen=True, slots=True)
class Memory:
    """What the reader remembers from its own queue: nonces, who passed last when, whose place is whose."""

    nonces: frozenset[str] = frozenset()
    passages: Mapping[str, Passage] = field(default_factory=dict)
    holders: Mapping[StatusReference, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Presented:
    """One presentation. `credential` is what was verified, or the fault of what was not.

    `service` is the answer of the service to the same presentation; None: it cannot be reached.
    `declared_degraded`: a person has declared that the site is cut off.
    """

    credential: Claims | Fault
    nonce: str
    place: Place
    clock: Clock
    held: HeldList
    memory: Memory = field(default_factory=Memory)
    declared_degraded: bool = False
    service: Verdict | None = None

    @property
    def claims(self) -> Claims | None:
        return self.credential if isinstance(self.credential, Claims) else None

    @property
    def floor(self) -> datetime | None:
        """The latest moment known to be past: signed lists are not made in the future."""
        known = [self.clock.floor, self.held.issued.issued_at if self.held.issued else None]
        return max((moment for moment in known if moment is not None), default=None)

    @property
    def now(self) -> datetime:
        """The moment that is judged by: never before the floor, so that a clock set back revives nothing."""
        return max(self.clock.at, self.floor) if self.floor else self.clock.at

    @property
    def isps_level(self) -> int:
        """As signed in the list; without one, the normal level."""
        return self.held.issued.isps_level if self.held.issued else 1

    @property
    def status(self) -> CredentialStatus | None:
        """The standing by the list at hand; None where that list says nothing about this credential."""
        issued, claims = self.held.issued, self.claims
        if issued is None or claims is None or claims.status.uri != issued.uri:
            return None
        index = claims.status.index
        return issued.statuses.status(index) if index < issued.statuses.size else None
