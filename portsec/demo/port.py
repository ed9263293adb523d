"""The rows of the made-up port, in the form of a port directory."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from access.containers import check_digit
from portsec.demo import vocabulary as words

Row = dict[str, object]
LEVEL_OF_RISK = {1: "standard", 2: "enhanced", 3: "enhanced"}
SHIFT_STARTS = (6, 14, 22)  # hours of the day
DAY_SHIFT = 6
QUIET_DAYS = 3  # last days in which nothing ordinary is told of the suspects
CONTAINERS_A_DAY = 40
LOOK_UPS_A_SHIFT = 6
NEWCOMERS_OF = 5  # one person more for each so many, cleared and without a badge yet
FEWEST_NEWCOMERS = 12
TRUCKS = 12


@dataclass
class DemoPort:
    """Grows row by row; `files` maps a file of the port directory to its rows.

    `until` is the moment at which the demo is made; everything happened before it.
    """

    seed: int
    people: int
    days: int
    until: datetime
    files: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    holders: list[Row] = field(default_factory=list)
    boxes: list[Row] = field(default_factory=list)
    suspects: list[Row] = field(default_factory=list)
    newcomers: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)  # noqa: S311  made-up data must be repeatable
        self._numbers: defaultdict[str, int] = defaultdict(int)

    def number(self, stream: str) -> str:
        self._numbers[stream] += 1
        return f"{stream}-{self._numbers[stream]:06d}"

    def build(self) -> dict[str, list[Row]]:
        """All files. The same seed, sizes and moment give the same rows."""
        self._fixed()
        self._staff()
        self._cargo()
        for back in range(self.days, -1, -1):
            self._day(back)
        self._join()
        self._train()
        self._expect_trucks()
        return dict(self.files)

    def gate(self, at: datetime, reader: str, direction: str, badge: Row, **more: object) -> str:
        """One gate event; returns its number."""
        event = self.number("G")
        self.files["gate_events.csv"].append(
            {
                "event": event,
                "at": at.isoformat(),
                "reader": reader,
                "direction": direction,
                "badge": badge["badge"],
                "person": badge["person"],
                "result": "granted",
                "auth_mode": "card",
                **more,
            }
        )
        return event

    def look_up(self, at: datetime, person: str, container: str, field_class: str, **more: object) -> str:
        """One look-up; returns its number."""
        event = self.number("D")
        self.files["data_events.csv"].append(
            {
                "event": event,
                "at": at.isoformat(),
                "account": f"tos-{person.lower()}",
                "person": person,
                "action": "read",
                "object_type": "container",
                "object": container,
                "field_class": field_class,
                "rows": 1,
                "result": "ok",
                "system": "TOS",
                **more,
            }
        )
        return event

    def order(self, container: str, person: str, opened_at: datetime, *, kind: str = "job") -> str:
        """One work order for a person; returns its reference."""
        ref = self.number("W")
        self.files["work_orders.csv"].append(
            {
                "work_ref": ref,
                "kind": kind,
                "person": person,
                "object": container,
                "opened_at": opened_at.isoformat(),
                "opened_by": "PLANNING",
            }
        )
        return ref

    def _fixed(self) -> None:
        self.files["organisations.csv"] = [
            {"organisation": code, "name": name, "kind": kind, "country": "BE"}
            for code, name, kind in words.ORGANISATIONS
        ]
        self.files["areas.csv"] = [
            {"area": code, "name": name, "parent": parent, "level": level}
            for code, name, parent, level in words.AREAS
        ]
        self.files["readers.csv"] = [
            {"reader": code, "area_from": source, "area_to": target, "terminal": terminal}
            for code, source, target, terminal in words.READERS
        ]
        self.files["gates.csv"] = [
            {"gate": code, "name": name, "kind": kind, "readers": readers}
            for code, name, kind, readers in words.GATES
        ]
        self.files["posts.csv"] = [
            {
                "post": code,
                "organisation": org,
                "name": name,
                "areas": areas,
                "field_classes": classes,
                "risk": risk,
            }
            for code, org, name, areas, classes, risk, _ in words.POSTS
        ]

    def _staff(self) -> None:
        for number in range(1, self.people + 1):
            post = words.POSTS[number % len(words.POSTS)]
            person = f"E{number:04d}"
            start, end = self.clear_person(person, post)
            badge: Row = {
                "badge": f"A{20000 + number}",
                "person": person,
                "areas": post[3],
                "valid_from": f"{start.isoformat()}T06:00:00+00:00",
                "valid_until": f"{end.isoformat()}T00:00:00+00:00",
                "state": "active",
            }
            self.files["badges.csv"].append(badge)
            self.holders.append({**badge, "trade": post, "starts": self.chance.choice(SHIFT_STARTS)})
        self._choose_suspects()

    def clear_person(self, person: str, post: words.PostEntry) -> tuple[date, date]:
        """A person with a clearance; its first and last day."""
        self.files["people.csv"].append(
            {
                "person": person,
                "family_name": self.chance.choice(words.FAMILY_NAMES),
                "given_names": self.chance.choice(words.GIVEN_NAMES),
                "birth_date": self._birth_date(),
                "nationality": self.chance.choice(words.NATIONALITIES),
                "organisation": post[1],
                "role": post[2],
                "employment": "contractor" if post[1] in {"CRANECARE", "WATCHKEEP"} else "employee",
                "peer_group": post[0],
            }
        )
        start = (self.until - timedelta(days=self.chance.randint(60, 900))).date()
        end = start + timedelta(days=5 * 365)
        self.files["clearances.csv"].append(
            {
                "person": person,
                "level": LEVEL_OF_RISK[post[5]],
                "valid_from": start.isoformat(),
                "valid_until": end.isoformat(),
                "state": "granted",
            }
        )
        return start, end

    def _join(self) -> None:
        """People who were cleared lately: the badge desk makes their badges."""
        count = max(self.people // NEWCOMERS_OF, FEWEST_NEWCOMERS)
        for number in range(1, count + 1):
            person = f"N{number:03d}"
            self.clear_person(person, words.POSTS[0] if number < count else words.POSTS[-1])
            self.newcomers.append(person)

    def _train(self) -> None:
        """Everybody was trained within the last year; a few trainings end soon or have ended."""
        today = self.until.date()
        for place, row in enumerate(self.holders):
            left = {4: 20, 9: 11, 14: -6}.get(place % 25, 60 + 7 * (place % 40))
            self._certify(str(row["person"]), "terminal-safety", today + timedelta(days=left))
        for place, person in enumerate(self.newcomers):
            left = {4: -6, 6: 12}.get(place, 60 + 7 * (place % 40))
            self._certify(person, "terminal-safety", today + timedelta(days=left))
        for row in self.holders:
            trade = row["trade"][0]  # type: ignore[index]  # a row's post is its vocabulary entry
            if trade == "reefer-technician":
                self._certify(str(row["person"]), "reefer", today + timedelta(days=300))
            elif trade == "truck-driver":
                self._certify(str(row["person"]), "adr", today + timedelta(days=self.chance.randint(3, 900)))

    def _certify(self, person: str, training: str, last_day: date) -> None:
        first_day = last_day - timedelta(days=3 * 365)
        self.files["trainings.csv"].append(
            {"person": person, "training": training, "first_day": first_day, "last_day": last_day}
        )

    def _expect_trucks(self) -> None:
        """Appointments around the present hour, each for a box of the last days."""
        boxes = self.boxes[-CONTAINERS_A_DAY:]
        for number in range(TRUCKS):
            opens = self.until + timedelta(minutes=30 * (number - 4))
            plate = f"1-{''.join(self.chance.choices('ABDEHKLN', k=3))}-{self.chance.randint(100, 999)}"
            self.files["truck_appointments.csv"].append(
                {
                    "appointment": f"TA-{number + 1:03d}",
                    "plate": plate,
                    "container": boxes[number]["container"],
                    "opens_at": opens.isoformat(),
                    "closes_at": (opens + timedelta(hours=1)).isoformat(),
                }
            )

    def _choose_suspects(self) -> None:
        """Six people of whom something will be told; until then they work by day."""
        clerks = [row for row in self.holders if "S3" in str(row["trade"][4])]  # type: ignore[index]
        others = [row for row in self.holders if not str(row["trade"][4]).endswith(("S2", "S3"))]  # type: ignore[index]
        guards = [row for row in others[3:] if row["trade"][0] == "security-guard"]  # type: ignore[index]
        self.suspects = [*others[:3], *clerks[:2], guards[-1]]
        for suspect in self.suspects:
            suspect["starts"] = DAY_SHIFT

    def _birth_date(self) -> str:
        year, month, day = (self.chance.randint(*ends) for ends in ((1962, 2004), (1, 12), (1, 28)))
        return f"{year}-{month:02d}-{day:02d}"

    def _cargo(self) -> None:
        for back in range(self.days, -1, -1):
            eta = self._moment(back, 4, 0)
            call = self.number("VC")
            self.files["vessel_calls.csv"].append(
                {
                    "vessel_call": call,
                    "vessel": self.chance.choice(words.VESSELS),
                    "berth": self.chance.choice(("TERMINAL-A", "TERMINAL-B")),
                    "eta": eta.isoformat(),
                    "ata": eta.isoformat(),
                    "etd": (eta + timedelta(hours=30)).isoformat(),
                }
            )
            for _ in range(CONTAINERS_A_DAY):
                self._box(call, eta)

    def _box(self, call: str, eta: datetime) -> None:
        origin, risk = self.chance.choice(words.ORIGINS)
        ten = f"{self.chance.choice(words.OWNER_CODES)}{self.chance.randint(100000, 999999)}"
        box: Row = {
            "container": f"{ten}{check_digit(ten)}",
            "owner": "BLUELINE",
            "origin": origin,
            "bill_of_lading": self.number("BL"),
            "vessel_call": call,
            "terminal": self.chance.choice(("Terminal A", "Terminal B")),
            "block": f"{self.chance.choice('ABCDEF')}{self.chance.randint(1, 40):02d}",
            "discharged_at": (eta + timedelta(hours=self.chance.randint(2, 9))).isoformat(),
            "risk": risk,
        }
        self.boxes.append(box)
        self.files["cargo.csv"].append(box)
        self.files["release_chain.csv"].append(
            {
                "container": box["container"],
                "from_organisation": "BLUELINE",
                "to_organisation": "ESTUARY",
                "at": (eta + timedelta(hours=10)).isoformat(),
            }
        )

    def _day(self, back: int) -> None:
        for holder in self.holders:
            is_quiet = holder in self.suspects and back <= QUIET_DAYS
            if self.chance.random() < 0.68 and not is_quiet:
                self._shift(holder, self._moment(back, int(str(holder["starts"])), 0))

    def _shift(self, holder: Row, start: datetime) -> None:
        end = start + timedelta(hours=8)
        area = str(holder["areas"]).split()[0]
        person = str(holder["person"])
        self.files["roster.csv"].append(
            {
                "person": person,
                "starts_at": start.isoformat(),
                "ends_at": end.isoformat(),
                "area": area,
                "kind": "shift",
            }
        )
        reader = self._reader_of(area)
        inside = start + timedelta(minutes=self.chance.randint(-25, 8), seconds=self.chance.randint(0, 59))
        outside = end + timedelta(minutes=self.chance.randint(-5, 30), seconds=self.chance.randint(0, 59))
        if outside > self.until:
            if inside <= self.until:
                self.gate(inside, reader, "in", holder)
            return
        self.gate(inside, reader, "in", holder)
        if self.chance.random() < 0.03:
            wrong = self.chance.choice(("GC1", "GD1", "GB4"))
            hour_in = inside + timedelta(hours=1)
            self.gate(hour_in, wrong, "in", holder, result="refused", reason="area_not_granted")
        self.gate(outside, reader, "out", holder)
        if "S2" in str(holder["trade"][4]):  # type: ignore[index]  # a row's post is its vocabulary entry
            self._work(person, start, str(holder["trade"][4]))  # type: ignore[index]

    def _work(self, person: str, start: datetime, classes: str) -> None:
        """Look-ups that open work explains."""
        recent = [box for box in self.boxes if str(box["discharged_at"]) <= start.isoformat()][-200:]
        for number in range(LOOK_UPS_A_SHIFT):
            if not recent:
                return
            container = str(self.chance.choice(recent)["container"])
            at = start + timedelta(hours=1 + number, minutes=self.chance.randint(0, 50))
            ref = self.order(container, person, at - timedelta(hours=2))
            self.look_up(at, person, container, classes.split()[-1], work_ref=ref)

    def _reader_of(self, area: str) -> str:
        return {"TERMINAL-A": "GA1", "TERMINAL-B": "GB1", "PORT": self.chance.choice(("GA2", "GB1"))}.get(
            area, "GA2"
        )

    def _moment(self, back: int, hour: int, minute: int) -> datetime:
        day = self.until - timedelta(days=back)
        return day.replace(hour=hour, minute=minute, second=0, microsecond=0)
