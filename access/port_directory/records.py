"""One row of each file as typed values, in the order of the columns. What is unknown is empty or None."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    organisation: str
    name: str = ""
    kind: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class PersonRow:
    person: str
    family_name: str = ""
    given_names: str = ""
    birth_date: date | None = None
    nationality: str = ""
    organisation: str = ""
    role: str = ""
    employment: str = ""
    peer_group: str = ""


@dataclass(frozen=True, slots=True)
class PostRow:
    post: str
    organisation: str = ""
    name: str = ""
    areas: tuple[str, ...] = ()
    field_classes: tuple[str, ...] = ()
    risk: int | None = None


@dataclass(frozen=True, slots=True)
class ClearanceRow:
    """`level` is the rank, 1 to 3. A date is a day at the port, the last one included."""

    person: str
    level: int | None
    valid_from: date | datetime
    valid_until: date | datetime | None = None
    state: str = "granted"


@dataclass(frozen=True, slots=True)
class AreaRow:
    area: str
    name: str = ""
    parent: str = ""
    level: int | None = None


@dataclass(frozen=True, slots=True)
class ReaderRow:
    reader: str
    area_from: str = ""
    area_to: str = ""
    terminal: str = ""


@dataclass(frozen=True, slots=True)
class GateRow:
    """`readers` are the codes of those that stand there."""

    gate: str
    name: str = ""
    kind: str = ""
    readers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TravelTimeRow:
    reader_from: str
    reader_to: str
    minimum_seconds: int


@dataclass(frozen=True, slots=True)
class BadgeRow:
    badge: str
    person: str
    areas: tuple[str, ...]
    valid_from: date | datetime
    valid_until: date | datetime | None = None
    state: str = "active"


@dataclass(frozen=True, slots=True)
class TrainingRow:
    """Both days belong to it; without a last one it holds for good."""

    person: str
    training: str
    first_day: date
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class RosterRow:
    person: str
    starts_at: datetime
    ends_at: datetime
    area: str = ""
    kind: str = "shift"


@dataclass(frozen=True, slots=True)
class CargoRow:
    container: str
    owner: str = ""
    origin: str = ""
    bill_of_lading: str = ""
    vessel_call: str = ""
    terminal: str = ""
    block: str = ""
    discharged_at: datetime | None = None
    gate_out_at: datetime | None = None
    risk: int | None = None


@dataclass(frozen=True, slots=True)
class VesselCallRow:
    vessel_call: str
    vessel: str = ""
    imo: str = ""
    berth: str = ""
    eta: datetime | None = None
    ata: datetime | None = None
    etd: datetime | None = None


@dataclass(frozen=True, slots=True)
class WorkOrderRow:
    work_ref: str
    kind: str
    person: str
    team: str
    object: str
    opened_at: datetime
    closed_at: datetime | None = None
    opened_by: str = ""


@dataclass(frozen=True, slots=True)
class ReleaseHopRow:
    container: str
    from_organisation: str
    to_organisation: str
    at: datetime
    person: str = ""


@dataclass(frozen=True, slots=True)
class TruckAppointmentRow:
    appointment: str
    plate: str
    container: str
    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True, slots=True)
class IncidentRow:
    incident: str
    at: datetime
    kind: str
    container: str = ""
    area: str = ""


@dataclass(frozen=True, slots=True)
class GateEventRow:
    event: str
    at: datetime
    reader: str
    direction: str
    badge: str
    person: str
    result: str
    reason: tuple[str, ...] = ()
    auth_mode: str = ""
    vehicle: str = ""
    escort: str = ""


@dataclass(frozen=True, slots=True)
class DataEventRow:
    event: str
    at: datetime
    account: str
    person: str
    action: str
    object_type: str
    object: str
    field_class: str
    rows: int
    result: str
    workstation_area: str = ""
    ip: str = ""
    system: str = ""
    purpose: str = ""
    work_ref: str = ""


@dataclass(frozen=True, slots=True)
class GrantRow:
    account: str
    object_type: str
    object: str
    field_class: str
    purpose: str
    valid_from: datetime
    valid_until: datetime
    granted_by: str = ""
