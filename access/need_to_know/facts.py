"""What a look-up is judged on: plain values, gathered afresh for each decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from access.enums import DataAction, FieldClass, RosterKind
from access.gate.clearance import ENHANCED_LEVEL, NO_LEVEL, STANDARD_LEVEL, ClearanceFacts

LEVEL_NEEDED: Mapping[FieldClass, int] = {
    FieldClass.S0: NO_LEVEL,
    FieldClass.S1: STANDARD_LEVEL,
    FieldClass.S2: STANDARD_LEVEL,
    FieldClass.S3: ENHANCED_LEVEL,
}
"""Rank of clearance for each field class. S3 (release right, scan selection) is what insiders are paid for,
up to hundreds of thousands of euro a code (trade press, October 2024), so only people checked in depth see
it. House proposal of November 2026, to be set by each port's security plan."""

LEAST_CLASS: Mapping[DataAction, FieldClass] = {
    DataAction.WRITE: FieldClass.S2,
    DataAction.RELEASE: FieldClass.S3,
    DataAction.NOMINATE: FieldClass.S3,
    DataAction.OVERRIDE: FieldClass.S3,
}
"""Acts weigh at least this much, whatever field class the caller names: changing a visit moves a container,
and the right to collect it is S3 by itself. House proposal of November 2026."""


@dataclass(frozen=True, slots=True)
class RequesterFacts:
    """Who asks. `person` is None for an account that belongs to nobody known. Teams are those of now."""

    account: str
    person: str | None
    organisation: str = ""
    teams: frozenset[str] = frozenset()

    def is_(self, reference: str) -> bool:
        """Whether this reference means the requester, as person or as account."""
        return bool(reference) and reference in (self.person, self.account)

    def does_work_of(self, person: str, team: str) -> bool:
        """Whether work given to this person or this team is the requester's."""
        return (bool(person) and person == self.person) or (bool(team) and team in self.teams)


@dataclass(frozen=True, slots=True)
class VesselCallFact:
    """The ship's stay. `handled_from` are the areas (its berth, its quay) from which the call is worked.

    `starts_at` is the arrival, else the expected one; `ends_at` the departure. None: not known.
    """

    ref: str
    handled_from: frozenset[str] = frozenset()
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ResourceFacts:
    """The container's present stay. `risk` is 1 to 3; `owner_org` holds the release right at first."""

    container: str
    bill_of_lading: str = ""
    vessel_call: VesselCallFact | None = None
    risk: int = 1
    owner_org: str = ""
    gate_out_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class WorkOrderFact:
    """Work that names an object: a container, a bill of lading or a vessel call. Empty text is unknown."""

    ref: str
    kind: str
    person: str
    team: str
    object: str
    opened_at: datetime
    closed_at: datetime | None = None
    opened_by: str = ""


@dataclass(frozen=True, slots=True)
class ReleaseHopFact:
    """The right to collect the container passed on during its present stay. `person` recorded it."""

    container: str
    from_org: str
    to_org: str
    at: datetime
    person: str = ""


@dataclass(frozen=True, slots=True)
class ShiftFact:
    """A stretch of the requester's own roster."""

    starts_at: datetime
    ends_at: datetime
    kind: RosterKind
    area: str


@dataclass(frozen=True, slots=True)
class GrantFact:
    """A data owner's grant to the requester's account, up to a field class. Ends before `valid_until`."""

    object: str
    field_class: FieldClass
    purpose: str
    valid_from: datetime
    valid_until: datetime
    granted_by: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True)
class LookUpFacts:
    """One look-up of one object. `object` is what was asked for; `resource` is None where nothing is found.

    `at` is aware and in the port's own time zone, because clearances run by calendar day. `role_allows` says
    whether the account's roles include the action. Raises ValueError for a naive `at`.
    """

    at: datetime
    account_live: bool
    requester: RequesterFacts
    clearance: ClearanceFacts | None
    action: DataAction
    field_class: FieldClass
    object: str
    resource: ResourceFacts | None
    role_allows: bool = False
    work_orders: tuple[WorkOrderFact, ...] = ()
    release_hops: tuple[ReleaseHopFact, ...] = ()
    shifts: tuple[ShiftFact, ...] = ()
    grants: tuple[GrantFact, ...] = ()
    claimed_purpose: str = ""
    claimed_work_ref: str = ""

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError("a look-up needs an aware time")

    @property
    def day(self) -> date:
        return self.at.date()

    @property
    def holder_known(self) -> bool:
        return bool(self.requester.person)

    @property
    def is_escorted(self) -> bool:
        """Nobody goes along with a look at data."""
        return False

    @property
    def protection(self) -> FieldClass:
        """The field class that the look-up is judged as: the one named, or the action's own if higher."""
        least = LEAST_CLASS.get(self.action, FieldClass.S0)
        return max(self.field_class, least, key=lambda field_class: field_class.rank)

    @property
    def required_level_rank(self) -> int:
        return LEVEL_NEEDED[self.protection]

    @property
    def names(self) -> frozenset[str]:
        """The names under which work may mean this object: its own and its bill of lading."""
        lading = self.resource.bill_of_lading if self.resource else ""
        return frozenset(name for name in (self.object, lading) if name)
