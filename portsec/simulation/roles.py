"""The twenty roles of the made-up port: where they work, when, what they look up and what explains it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Rota(Enum):
    """How the hours of a role run. Drivers of trucks come when a box is booked."""

    CREWS = "round the clock in crews"
    OFFICE = "office hours"
    ROAD = "by appointment"


class Reason(Enum):
    """What makes the look-ups of a role necessary, after E1 to E9 of need-to-know."""

    NONE = "nothing to look up"
    BERTH = "the roster names the berth of the ship"
    APPOINTMENT = "a truck is booked"
    TASK = "a task of one's own"
    PARTY = "the employer is a party of the release chain"
    AGENCY = "an order on the vessel call"


@dataclass(frozen=True, slots=True)
class Role:
    """One role. `share` is of 5,000 people; `look_ups` a shift, on average; `critical` is the share at S3.

    `phone` is the share of enquiries that come by telephone; `works_in` the area below the terminal, or an
    area of the whole port; empty: in a company's own office, outside.
    """

    name: str
    share: int
    employer: str
    rota: Rota
    works_in: str
    look_ups: float = 0
    reason: Reason = Reason.NONE
    critical: float = 0
    phone: float = 0.025
    task: str = ""
    tasks: float = 0
    rounds: float = 0
    system: str = "TOS"
    level: str = "standard"
    risk: int = 1
    rostered: bool = True

    @property
    def has_terminal(self) -> bool:
        """Whether people of this role belong to one terminal."""
        return self.employer == "terminal"

    @property
    def field_classes(self) -> str:
        if not self.look_ups:
            return ""
        if self.critical:
            return "S1 S2 S3"
        return "S1" if self.reason is Reason.NONE else "S1 S2"


C, O, R = Rota.CREWS, Rota.OFFICE, Rota.ROAD  # noqa: E741  three letters for twenty lines

ROLES: tuple[Role, ...] = (
    Role("planner", 150, "terminal", C, "OFFICE", 60, Reason.BERTH, phone=0.05, risk=3),
    Role("crane-driver", 240, "terminal", C, "QUAY", 10, Reason.BERTH, phone=0, risk=2),
    Role("straddle-driver", 420, "terminal", C, "YARD", 12, Reason.TASK, phone=0, task="move", risk=2),
    Role("lasher", 400, "terminal", C, "QUAY", 1, Reason.BERTH, phone=0),
    Role(
        "gate-clerk", 120, "terminal", C, "GATEHOUSE", 60, Reason.APPOINTMENT, 0.2, 0.05,
        level="enhanced", risk=3,
    ),
    Role(
        "reefer-technician", 100, "terminal", C, "YARD", 20, Reason.TASK, phone=0, task="reefer_check",
        tasks=9, rounds=4, risk=2,
    ),
    Role(
        "customs-officer", 130, "authority", C, "CUSTOMS", 55, Reason.TASK, 0.4, task="control", tasks=14,
        rounds=0.4, system="CUSTOMS", level="authority", risk=3,
    ),
    Role(
        "scan-operator", 50, "authority", C, "CUSTOMS", 60, Reason.TASK, 0.5, task="scan", tasks=18,
        system="SCAN", level="authority", risk=3,
    ),
    Role(
        "customer-service", 180, "carrier", O, "", 60, Reason.PARTY, 0.15, 0.08, task="ticket", tasks=5,
        system="PCS", level="enhanced", risk=3, rostered=False,
    ),
    Role(
        "forwarder", 260, "forwarder", O, "", 55, Reason.PARTY, 0.15, 0.02, system="PCS", level="enhanced",
        risk=2, rostered=False,
    ),
    Role(
        "haulier-planner", 160, "haulier", O, "", 50, Reason.PARTY, 0.2, 0.02, system="PCS",
        level="enhanced", risk=2, rostered=False,
    ),
    Role("truck-driver", 1930, "haulier", R, "", rostered=False),
    Role("guard", 260, "security", C, "TOWER", 4, phone=0, rounds=5, system="SECURITY", risk=2),
    Role(
        "control-room", 60, "security", C, "TOWER", 30, Reason.TASK, phone=0.06, task="incident", tasks=4,
        system="SECURITY", level="enhanced", risk=3,
    ),
    Role(
        "it-administrator", 30, "authority", O, "TOWER", 25, Reason.TASK, phone=0.03, task="ticket", tasks=4,
        level="enhanced", risk=3,
    ),
    Role("agent", 80, "agent", O, "", 45, Reason.AGENCY, phone=0.05, system="PCS", risk=2, rostered=False),
    Role(
        "surveyor", 90, "contractor", O, "YARD", 20, Reason.TASK, phone=0, task="damage", tasks=6, rounds=2,
        rostered=False,
    ),
    Role("cleaner", 180, "contractor", O, "OFFICE", rounds=3),
    Role("supervisor", 140, "terminal", C, "OFFICE", 35, Reason.BERTH, phone=0.04, rounds=1.5, risk=3),
    Role(
        "auditor", 20, "authority", O, "TOWER", 40, Reason.TASK, 0.1, task="audit", tasks=1,
        level="enhanced", risk=3,
    ),
)  # fmt: skip

BY_NAME = {role.name: role for role in ROLES}
