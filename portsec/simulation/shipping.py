"""Ships and their boxes: calls, bills of lading, origins with their risk, the release chain, the way out."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from access.containers import check_digit
from portsec.demo import vocabulary as words
from portsec.simulation.chance import chance, pick
from portsec.simulation.companies import Companies
from portsec.simulation.journal import DAY, Journal
from portsec.simulation.rota import HOUR
from portsec.simulation.site import BERTHS, Site

BOXES_A_DAY = 0.46  # for each person of the port
KNOWN_BEFORE = 3  # days before arrival on which the manifest comes in
BETWEEN = 2  # days between two ships at a berth
LATE = 0.12  # share of ships that come so late that they meet the next one
LONG_STAY = 0.05
FORGOTTEN_AFTER = 3  # days after the box has left that people still ask for it
ORIGINS = (
    ("CNSHA", 1, 26), ("SGSIN", 1, 12), ("USNYC", 1, 10), ("INMUN", 1, 10), ("TRMER", 1, 8), ("MAPTM", 2, 8),
    ("ZADUR", 2, 6), ("NGAPP", 2, 5), ("ECGYE", 3, 6), ("BRSSZ", 3, 5), ("COTRB", 3, 4),
)  # fmt: skip
CODES = [(code, risk) for code, risk, _ in ORIGINS]
WEIGHTS = [weight for _, _, weight in ORIGINS]


@dataclass(slots=True, eq=False)
class Call:
    """A ship's stay at a berth."""

    ref: str
    carrier: str
    agency: str
    terminal: str
    berth: str
    eta: int
    ata: int
    etd: int
    boxes: list[Box] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Box:
    """A container's stay. `parties` are those of the release chain so far; the last one collects."""

    number: str
    call: Call
    origin: str
    risk: int
    bill: str
    block: str
    discharged: int
    gate_out: int
    forwarder: str
    haulier: str
    reefer: bool
    parties: list[str]
    released_day: int
    nominated_day: int
    passed_at: int = 0
    checked_by: set[int] = field(default_factory=set)
    is_cleared: bool = False

    @property
    def terminal(self) -> str:
        return self.call.terminal


class Shipping:
    """Makes the calls of each day and keeps the boxes that people still ask for."""

    def __init__(self, seed: int, people: int, site: Site, companies: Companies) -> None:
        self._seed = seed
        self._site = site
        self._companies = companies
        berths = len(site.terminals) * BERTHS
        self._boxes_a_call = max(12, round(people * BOXES_A_DAY * BETWEEN / berths))
        self._numbers = 0
        self._serials: set[str] = set()
        self.calls: list[Call] = []
        self.boxes: list[Box] = []

    def announce(self, day: int, journal: Journal) -> list[Call]:
        """The ships that are due on that day, with their manifests."""
        draw = chance(self._seed, "ships", day)
        made = []
        for place, terminal in enumerate(self._site.terminals):
            for number, berth in enumerate(self._site.berths(terminal)):
                if (day + place + number) % BETWEEN == 0:
                    made.append(self._call(draw, day, terminal, berth, journal))
        self.calls += made
        return made

    def _call(self, draw: Random, day: int, terminal: str, berth: str, journal: Journal) -> Call:
        self._numbers += 1
        eta = day * DAY + int(draw.random() * 20) * HOUR
        late = (
            int((12 + 24 * draw.random()) * HOUR) if draw.random() < LATE else int(draw.gauss(0.5, 1) * HOUR)
        )
        ata = eta + late
        carrier = pick(draw, self._companies.by_kind["carrier"])
        call = Call(
            ref=f"VC{self._numbers:05d}",
            carrier=carrier,
            agency=pick(draw, self._companies.by_kind["agent"]),
            terminal=terminal,
            berth=berth,
            eta=eta,
            ata=ata,
            etd=ata + int((26 + 12 * draw.random()) * HOUR),
        )
        imo = 9_000_000 + draw.randrange(900_000)
        journal.row(
            "vessel_calls", call.ref, pick(draw, words.VESSELS), imo, berth,
            journal.moment(eta), journal.moment(ata), journal.moment(call.etd),
        )  # fmt: skip
        journal.order(
            f"AG-{call.ref}", "agency", call.ref, eta - 4 * DAY, call.etd + 2 * DAY, team="agent",
            opened_by=carrier,
        )  # fmt: skip
        wanted = max(6, int(draw.gauss(self._boxes_a_call, self._boxes_a_call / 6)))
        while len(call.boxes) < wanted:
            self._bill(draw, call)
        for box in call.boxes:
            # The carrier holds the right to release from the manifest on.
            box.passed_at = eta - KNOWN_BEFORE * DAY
            journal.row("release_chain", box.number, "", carrier, journal.moment(box.passed_at), "")
        self.boxes += call.boxes
        return call

    def _bill(self, draw: Random, call: Call) -> None:
        """A bill of lading with one to eight boxes of one shipper; leased boxes come in runs of numbers."""
        origin, risk = draw.choices(CODES, WEIGHTS)[0]
        bill = f"{call.ref}-{len(call.boxes):04d}"
        forwarder = pick(draw, self._companies.by_kind["forwarder"])
        haulier = pick(draw, self._companies.by_kind["haulier"])
        reefer = (risk == 3 and draw.random() < 0.6) or draw.random() < 0.05
        count = pick(draw, (1, 1, 1, 2, 2, 3, 4, 8))
        serial = draw.randrange(100_000, 999_000)
        for number in range(count):
            if draw.random() < 0.7:
                serial = draw.randrange(100_000, 999_000)
            box = self._box_number(call.carrier, serial + number)
            call.boxes.append(self._box(draw, call, box, origin, risk, bill, forwarder, haulier, reefer))

    def _box_number(self, carrier: str, serial: int) -> str:
        while True:
            ten = f"{self._companies.owner_codes[carrier]}{serial % 1_000_000:06d}"
            if ten not in self._serials:
                self._serials.add(ten)
                return f"{ten}{check_digit(ten)}"
            serial += 1

    def _box(
        self,
        draw: Random,
        call: Call,
        number: str,
        origin: str,
        risk: int,
        bill: str,
        forwarder: str,
        haulier: str,
        reefer: bool,
    ) -> Box:
        discharged = call.ata + int((2 + 22 * draw.random()) * HOUR)
        dwell = 8 + 8 * draw.random() if draw.random() < LONG_STAY else 0.6 + draw.gammavariate(2.5, 1.1)
        out = discharged + int(dwell * DAY)
        out = out // DAY * DAY + int((5 + 16 * draw.random()) * HOUR)
        gate_out = out if out > discharged + 3 * HOUR else out + DAY
        nominated = max(discharged // DAY - 1, gate_out // DAY - pick(draw, (0, 1, 1, 2, 2, 3)))
        return Box(
            number=number,
            call=call,
            origin=origin,
            risk=risk,
            bill=bill,
            block=pick(draw, self._site.blocks(call.terminal)),
            discharged=discharged,
            gate_out=gate_out,
            forwarder=forwarder,
            haulier=haulier,
            reefer=reefer,
            parties=[call.carrier],
            released_day=call.ata // DAY - (draw.random() < 0.5),
            nominated_day=nominated,
        )

    def forget(self, day: int) -> None:
        """Let go of what nobody asks for any more."""
        oldest = (day - FORGOTTEN_AFTER) * DAY
        self.boxes = [box for box in self.boxes if box.gate_out >= oldest]
        self.calls = [call for call in self.calls if call.etd >= oldest]

    def write_box(self, box: Box, journal: Journal, until: int) -> None:
        """The row of a box as known at `until`: written when it leaves, or when the simulation ends."""
        discharged = journal.moment(box.discharged) if box.discharged < until else ""
        left = journal.moment(box.gate_out) if box.gate_out < until else ""
        call = box.call
        journal.row(
            "cargo", box.number, call.carrier, box.origin, box.bill, call.ref, call.terminal, box.block,
            discharged, left, box.risk,
        )  # fmt: skip
