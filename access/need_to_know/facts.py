"""What a look-up is judged on: plain values, gathered afresh for each decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from access.enums import DataAction, FieldClass, RosterKind
from access.gate.clearance import ENHANCED_LEVEL, NO_LEVEL, STANDARD_LEVEL, ClearanceFacts
from access.gate.isps import IspsLevel

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

LOOKS = frozenset({DataAction.READ, DataAction.LIST, DataAction.SEARCH, DataAction.EXPORT, DataAction.PRINT})
"""Actions that change nothing. Dossiers, emergencies, hand-overs, audits and a broken glass explain these
alone: whoever checks a release does not release."""


@dataclass(frozen=True, slots=True)
class RequesterFacts:
    """Who asks. `person` is None for an account that belongs to nobody known. Teams are those of now.

    `functions`: what the person is by name, for others in an emergency or on the list of level 3
    (`EmergencyFunction`).
    """

    account: str
    person: str | None
    organisation: str = ""
    teams: frozenset[str] = frozenset()
    functions: frozenset[str] = frozenset()

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
    """The container's present stay. `risk` is 1 to 3; `owner_org` holds the release right at first.

    `isps_level` is that of the terminal's area alone. For a ship, a block or an attribute that was asked for,
    `container` is empty.
    """

    container: str
    bill_of_lading: str = ""
    vessel_call: VesselCallFact | None = None
    risk: int = 1
    owner_org: str = ""
    gate_out_at: datetime | None = None
    terminal: str = ""
    block: str = ""
    isps_level: IspsLevel = IspsLevel.NORMAL


@dataclass(frozen=True, slots=True)
class WorkOrderFact:
    """Work that names an object: a container, bill of lading, vessel call, block or terminal.

    Empty text is unknown.
    """

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
    """The right to collect the container passed on during its present stay. `person` recorded it.

    From `ended_at` on, the giver has taken it back.
    """

    container: str
    from_org: str
    to_org: str
    at: datetime
    person: str = ""
    ended_at: datetime | None = None

    def counts_at(self, at: datetime) -> bool:
        """Whether it was taken by then, and not taken back."""
        return self.at <= at and (self.ended_at is None or at < self.ended_at)


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
    case_ref: str = ""


@dataclass(frozen=True, slots=True)
class BreakGlassFact:
    """The requester opened one object by themselves, up to a field class and an end, and is reviewed for it.

    `passed` counts only once it was `reviewed`, by somebody else.
    """

    ref: str
    object: str
    field_class: FieldClass
    begun_at: datetime
    ends_at: datetime
    reviewed: bool = False
    passed: bool = False


@dataclass(frozen=True, slots=True)
class HandOverFact:
    """A colleague was shown this object at S2 or above, and work of their own explained it in full."""

    person: str
    team: str
    at: datetime
    ref: str = ""


@dataclass(frozen=True, slots=True)
class ActFact:
    """A step on this object, during its present stay, that was allowed to the requester."""

    action: DataAction
    at: datetime


@dataclass(frozen=True, slots=True)
class InsideFact:
    """An area that the requester's badge was last read into, with the areas around it."""

    areas: frozenset[str]
    since: datetime


@dataclass(frozen=True, slots=True)
class LookUpFacts:
    """One look-up of one object. `object` is what was asked for; `resource` is None where nothing is found.

    `at` is aware and in the port's own time zone, because clearances run by calendar day. `role_allows` says
    whether the account's roles include the action. `banned`: a port ban runs. `isps_level` is the port's.
    `has_badge`: a badge of the person is in force; `remote`: a supervisor has approved work from outside.
    `roster_kept`: whether the port has a roster at all; one that has none cannot ask for a duty.
    `searched_by` names the attribute where the look-up asks for whatever fits it, such as `origin`.
    Raises ValueError for a naive `at`.

    Derived once, because thirty questions come back to them: `protection` is the field class that the look-up
    is judged as, the one named or the action's own if higher; `is_critical`, whether that is S3; `names`,
    under which work may mean this object: its own and its bill of lading; `own_work`, the requester's.
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
    banned: bool = False
    isps_level: IspsLevel = IspsLevel.NORMAL
    has_badge: bool = False
    inside: tuple[InsideFact, ...] = ()
    remote: bool = False
    roster_kept: bool = True
    break_glasses: tuple[BreakGlassFact, ...] = ()
    hand_overs: tuple[HandOverFact, ...] = ()
    acts: tuple[ActFact, ...] = ()
    searched_by: str = ""
    protection: FieldClass = field(init=False, repr=False, compare=False)
    protection_rank: int = field(init=False, repr=False, compare=False)
    is_critical: bool = field(init=False, repr=False, compare=False)
    names: frozenset[str] = field(init=False, repr=False, compare=False)
    own_work: tuple[WorkOrderFact, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError("a look-up needs an aware time")
        least = LEAST_CLASS.get(self.action, FieldClass.S0)
        protection = max(self.field_class, least, key=lambda each: each.rank)
        lading = self.resource.bill_of_lading if self.resource else ""
        is_own = self.requester.does_work_of
        own_work = tuple(order for order in self.work_orders if is_own(order.person, order.team))
        keep = object.__setattr__  # the class is frozen
        keep(self, "protection", protection)
        keep(self, "protection_rank", protection.rank)
        keep(self, "is_critical", protection is FieldClass.S3)
        keep(self, "names", frozenset(name for name in (self.object, lading) if name))
        keep(self, "own_work", own_work)

    @property
    def is_look(self) -> bool:
        return self.action in LOOKS

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
    def required_level_rank(self) -> int:
        return LEVEL_NEEDED[self.protection]
