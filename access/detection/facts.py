"""What the rules look at: events and context as plain values, with the columns of the port directory."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from access.enums import DataAction, Direction, FieldClass, GateResult

OUTSIDE = "OUT"


LOOKS = frozenset({DataAction.READ, DataAction.LIST, DataAction.SEARCH, DataAction.EXPORT, DataAction.PRINT})

_RANKS = {each.value: each.rank for each in FieldClass}
OPERATIONAL, SENSITIVE, CRITICAL = FieldClass.S1.rank, FieldClass.S2.rank, FieldClass.S3.rank
"""Ranks of field classes, taken once: rules compare them for every event."""
SENSITIVE_CLASSES = frozenset(each.value for each in FieldClass if each.rank >= SENSITIVE)


def is_outside(area: str) -> bool:
    return area in ("", OUTSIDE)


@dataclass(frozen=True, slots=True)
class GateFact:
    """One read at a gate. `area_from` and `area_to` are the sides of the reader, whatever the direction."""

    id: str
    at: datetime
    reader: str
    direction: str
    badge: str
    person: str
    result: str
    reasons: tuple[str, ...] = ()
    area_from: str = OUTSIDE
    area_to: str = ""
    auth_mode: str = ""
    vehicle: str = ""
    escort: str = ""

    @property
    def granted(self) -> bool:
        return self.result == GateResult.GRANTED

    @property
    def leads_out(self) -> bool:
        """Whether the far side of the reader is outside all areas."""
        return is_outside(self.area_to) and not is_outside(self.area_from)

    @property
    def leaving(self) -> bool:
        """Whether the read is a way out; the direction is seen from `area_to`."""
        return (self.direction == Direction.OUT) != self.leads_out


@dataclass(frozen=True, slots=True)
class DataFact:
    """One look-up or change of logistics data. `explanation` is the code that carried a live decision.

    `device` is what the person sat at, where a source names it; the port directory does not.
    """

    id: str
    at: datetime
    account: str
    person: str
    action: str
    object_type: str
    object: str
    field_class: str
    rows: int = 1
    result: str = "ok"
    workstation_area: str = ""
    system: str = ""
    purpose: str = ""
    work_ref: str = ""
    explanation: str = ""
    device: str = ""

    @property
    def is_look(self) -> bool:
        """Whether data were only shown, not changed."""
        return self.action in LOOKS

    @property
    def rank(self) -> int:
        """Rank of the field class; 0 where the log does not name it."""
        return _RANKS.get(self.field_class, 0)


@dataclass(frozen=True, slots=True)
class BadgeSpan:
    """The badge is in this state from `since` until a later span begins; an active one also ends at
    `until`."""

    badge: str
    person: str
    state: str
    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class ClearanceSpan:
    """The clearance is in this state from `since` until a later span begins; a granted one also ends at
    `until`."""

    person: str
    state: str
    level: str
    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class WorkOrder:
    """Work that names an object: order, job, truck appointment, inspection, ticket, dossier, audit task."""

    work_ref: str
    kind: str
    object: str
    opened_at: datetime
    closed_at: datetime | None = None
    person: str = ""
    team: str = ""
    opened_by: str = ""


@dataclass(frozen=True, slots=True)
class ReleaseHop:
    """The right to collect a container passed from one organisation to another; `person` recorded it.

    From `ended_at` on, the giver has taken it back.
    """

    container: str
    from_organisation: str
    to_organisation: str
    at: datetime
    person: str = ""
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RosterSpan:
    """A rostered span of one person: shift, on call, leave or sick."""

    person: str
    starts_at: datetime
    ends_at: datetime
    area: str = ""
    kind: str = "shift"


@dataclass(frozen=True, slots=True)
class CargoVisit:
    """One stay of a container in the port. `risk` is 1 to 3; 3 is a high-risk origin."""

    container: str
    owner: str = ""
    origin: str = ""
    bill_of_lading: str = ""
    vessel_call: str = ""
    terminal: str = ""
    block: str = ""
    discharged_at: datetime | None = None
    gate_out_at: datetime | None = None
    risk: int = 1


@dataclass(frozen=True, slots=True)
class PersonContext:
    """Where a person works, in what role, and with whom they are compared.

    `on_site_only`: the account may be used in the port alone, where the port says so of each account.
    """

    person: str
    organisation: str = ""
    role: str = ""
    teams: frozenset[str] = frozenset()
    peer_group: str = ""
    employment: str = ""
    terminal: str = ""
    on_site_only: bool = False


@dataclass(frozen=True, slots=True)
class Incident:
    """Something illegitimate that happened to a container or in an area."""

    incident: str
    at: datetime
    kind: str
    container: str = ""
    area: str = ""


@dataclass(frozen=True, slots=True)
class HoneyContainer:
    """A planted record that nobody's work needs, from `since` until it is taken out again.

    `touched_by` are the accounts of the programs that plant it and look after it.
    """

    container: str
    since: datetime
    until: datetime | None = None
    touched_by: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class AreaFact:
    """An area and the area that it lies in; empty when it lies directly in the port.

    `level` is the rank of clearance that it needs.
    """

    area: str
    parent: str = ""
    level: int = 1


@dataclass(frozen=True, slots=True)
class PeerLimit:
    """What 99 of 100 person-shifts of a peer group stay under for one rule, measured on its own history."""

    rule: str
    peer_group: str
    limit: float
    people: int
    since: datetime
