"""What the rules about gates, trucks and alarms look at, beside the events: plain values, one feed each.

The port directory carries travel times, readers and truck appointments. The others come from systems that
not every port has; rules that need them say "not evaluated" where they were not delivered.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from access.detection.facts import OUTSIDE
from portsec.kernel.words import Word


@dataclass(frozen=True, slots=True)
class TravelTime:
    """Nobody gets from one reader to the other in less time; measured, or learned from who was fastest."""

    reader_from: str
    reader_to: str
    minimum_seconds: float


@dataclass(frozen=True, slots=True)
class ReaderFact:
    """A reader, the areas on its two sides, and its terminal. `one_person`: only one can pass at a time."""

    reader: str
    area_from: str = OUTSIDE
    area_to: str = ""
    terminal: str = ""
    one_person: bool = False


@dataclass(frozen=True, slots=True)
class ShiftChange:
    """A person took a shift that was not theirs: by a swap, or as a volunteer. `at` is when they asked."""

    person: str
    at: datetime
    starts_at: datetime
    ends_at: datetime
    area: str = ""


class AlarmKind(Word):
    """What doors, fences and cameras report."""

    DOOR_FORCED = "door_forced", "Door forced"
    FENCE = "fence", "Fence alarm"
    CAMERA_OFF = "camera_off", "Camera off"
    MANUAL_RELEASE = "manual_release", "Door released by hand"
    ALARM_MASKED = "alarm_masked", "Alarm masked"
    FREE_MODE = "free_mode", "Reader in free mode"

    @property
    def is_switched_off(self) -> bool:
        """Whether somebody turned a control off; the others happen to it."""
        return self not in (AlarmKind.DOOR_FORCED, AlarmKind.FENCE)


@dataclass(frozen=True, slots=True)
class Alarm:
    """A report of a control at an area. `operator` is the person who caused it from a desk, where known.

    `until` is when the control worked again. `readers` stand within 200 m.
    """

    id: str
    at: datetime
    kind: AlarmKind
    area: str = ""
    readers: frozenset[str] = frozenset()
    until: datetime | None = None
    operator: str = ""
    work_ref: str = ""


@dataclass(frozen=True, slots=True)
class TruckAppointment:
    """A number plate is expected for a container in a stretch of time."""

    appointment: str
    plate: str
    container: str
    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True, slots=True)
class TruckVisit:
    """What a weighbridge and the truck's own track say of a visit. `event` is the gate read of its way in.

    Weights in kilograms; None is unknown. `blocks` are those it had work at, `stopped_at` those at which it
    stood.
    """

    event: str
    is_empty: bool = False
    weight: float | None = None
    tare: float | None = None
    blocks: frozenset[str] = frozenset()
    stopped_at: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ChipRead:
    """What the chip of a badge said at a gate read. None: the reader does not tell."""

    event: str
    chip: str = ""
    counter: int | None = None
    secure_channel: bool | None = None
    default_key: bool | None = None


@dataclass(frozen=True, slots=True)
class PassageCount:
    """How many a beam or a number-plate camera counted through on one gate read."""

    event: str
    passed: int


@dataclass(frozen=True, slots=True)
class HostedVisit:
    """A visitor, the host who answers for them, and the time that was booked."""

    visitor: str
    host: str
    starts_at: datetime
    ends_at: datetime
    category: str = ""


@dataclass(frozen=True, slots=True)
class YardMove:
    """A container was set down in a slot. `row` and `tier` number the place in a block.

    `work_ref` is the order that it followed; `edited_by` is the person who changed the position by hand.
    """

    id: str
    container: str
    at: datetime
    block: str
    row: int
    tier: int = 1
    work_ref: str = ""
    edited_by: str = ""


@dataclass(frozen=True, slots=True)
class AreaUse:
    """When a person last went into an area on a day: one for each person, area and day that went before."""

    person: str
    area: str
    last_at: datetime


@dataclass(frozen=True, slots=True)
class SuitabilitySign:
    """Something open about a person's suitability. It raises or lowers no finding by itself."""

    person: str
    kind: str
    since: datetime
    until: datetime | None = None
