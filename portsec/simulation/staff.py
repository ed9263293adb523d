"""The people of the made-up port: employer, badge, account, clearance, and the habits of each."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from random import Random

from portsec.demo import vocabulary as words
from portsec.simulation.chance import chance, pick
from portsec.simulation.companies import Companies
from portsec.simulation.journal import DAY, Journal
from portsec.simulation.roles import ROLES, Role, Rota
from portsec.simulation.site import CUSTOMS, TOWER, Site

LEAVE_DAYS, SICK_DAYS = 10, 4  # days away in 60, on average
SICK_SPELL = 3  # days
JOINERS, LEAVERS = 0.02, 0.008  # share of people within the time simulated
CAREFUL, CARELESS = 0.0002, 0.0015  # share of passages that no reader sees
BADGE_PREFIX = "B"


@dataclass(slots=True, eq=False)
class Person:
    """One person. Days count from the start of the simulation; `joined` and `left` may lie outside it."""

    number: int
    role: Role
    organisation: str
    terminal: str
    berth: str
    crew: int
    starts: int
    employment: str
    joined: int
    left: int
    pace: float
    phone: float
    unread: float
    fallback: float
    plate: str = ""
    away: dict[int, str] = field(default_factory=dict)
    badge: str = ""
    suspended: tuple[int, int] = (0, 0)

    @property
    def ref(self) -> str:
        return f"P{self.number:05d}"

    @property
    def account(self) -> str:
        return f"u{self.number:05d}"

    @property
    def peer_group(self) -> str:
        """Role and terminal; teams of work orders have the same names."""
        return f"{self.role.name}-{self.terminal}" if self.terminal else self.role.name

    @property
    def workplace(self) -> str:
        """The area of the desk or cab; empty for an office outside the port."""
        where = self.role.works_in
        if where in (CUSTOMS, TOWER) or not where:
            return where
        return self.berth if where == "QUAY" else f"{self.terminal}-{where}"

    def is_suspended(self, at: int) -> bool:
        """Whether the clearance is suspended at that time; gates and systems then refuse."""
        return self.suspended[0] <= at < self.suspended[1]

    def is_here(self, day: int) -> bool:
        return self.joined <= day < self.left

    def cells(self, action: str, kind: str, name: str, field_class: str, **more: object) -> str:
        """A data event of this person, without number and time."""
        told = {
            "rows": 1, "result": "ok", "area": self.workplace, "ip": self.ip, "system": self.role.system,
            "purpose": "", "ref": "",
        } | more  # fmt: skip
        rest = ",".join(
            str(told[key]) for key in ("rows", "result", "area", "ip", "system", "purpose", "ref")
        )
        return f"{self.account},{self.ref},{action},{kind},{name},{field_class},{rest}"

    def read(self, reader: str, direction: str, **more: object) -> str:
        """A gate event of this person, without number and time."""
        told = {
            "badge": self.badge, "person": self.ref, "result": "granted", "reason": "", "auth": "card",
            "vehicle": "", "escort": "",
        } | more  # fmt: skip
        names = ("badge", "person", "result", "reason", "auth", "vehicle", "escort")
        return ",".join([reader, direction, *(str(told[name]) for name in names)])

    @property
    def ip(self) -> str:
        return f"10.{self.number >> 16}.{self.number >> 8 & 255}.{self.number & 255}"


def hire(seed: int, count: int, days: int, site: Site, companies: Companies) -> list[Person]:
    """As many people as asked for, by the shares of the roles; at least two of each."""
    draw = chance(seed, "staff")
    people: list[Person] = []
    total = sum(role.share for role in ROLES)
    for role in ROLES:
        for place in range(max(2, round(count * role.share / total))):
            people.append(_person(draw, len(people) + 1, role, place, days, site, companies))
    return people


def _person(
    draw: Random, number: int, role: Role, place: int, days: int, site: Site, companies: Companies
) -> Person:
    employers = companies.by_kind[role.employer]
    terminal = site.terminals[place % len(site.terminals)]
    inside = role.works_in not in ("", CUSTOMS, TOWER)
    lasting = draw.random()
    person = Person(
        number=number,
        role=role,
        organisation=_employer(role, place, employers),
        terminal=terminal if inside else "",
        berth=site.berths(terminal)[place // len(site.terminals) % 2] if inside else "",
        crew=place // max(1, 2 * len(site.terminals)) * 3 % 10 if inside else place * 3 % 10,
        starts=pick(draw, (7, 8, 8, 9)),
        employment="agency" if draw.random() < 0.12 else "contractor" if role.employer in
        ("contractor", "security") else "employee",
        joined=draw.randrange(1, max(2, days)) if lasting < JOINERS else -draw.randrange(60, 3000),
        left=draw.randrange(2, max(3, days)) if lasting > 1 - LEAVERS else days + 10_000,
        pace=draw.gammavariate(12, 1 / 12),
        phone=role.phone * draw.gammavariate(2, 0.5),
        unread=CARELESS if draw.random() < 0.06 else CAREFUL,
        fallback=0.25 if draw.random() < 0.012 else 0.002,
    )  # fmt: skip
    person.badge = f"{BADGE_PREFIX}{number:05d}1"
    if role.rota is Rota.ROAD:
        letters = "".join(draw.choices("ABDEHKLN", k=3))
        person.plate = f"1{letters}{draw.randrange(100, 1000)}"
    _be_away(draw, person, days)
    return person


def _employer(role: Role, place: int, employers: tuple[str, ...]) -> str:
    if role.has_terminal:
        return employers[place % len(employers)]
    if role.employer == "authority":
        return employers[0 if role.system in ("CUSTOMS", "SCAN") else 1]
    return employers[place % len(employers)]


def _be_away(draw: Random, person: Person, days: int) -> None:
    """Leave in one or two stretches and now and then some days of sickness."""
    day = draw.randrange(-20, 40)
    while day < days:
        length = pick(draw, (3, 5, 7, 7, 14))
        person.away.update(dict.fromkeys(range(max(0, day), day + length), "leave"))
        day += length + int(draw.expovariate(LEAVE_DAYS / 60 / length))
    day = int(draw.expovariate(SICK_DAYS / 60 / SICK_SPELL))
    while day < days:
        for each in range(day, day + 1 + draw.randrange(2 * SICK_SPELL - 1)):
            person.away.setdefault(each, "sick")
        day += 1 + int(draw.expovariate(SICK_DAYS / 60 / SICK_SPELL))


def areas_of(person: Person, site: Site) -> str:
    """The areas that the badge opens."""
    if person.role.rota is Rota.ROAD:
        return " ".join(site.terminals)
    if person.role.name in ("guard", "customs-officer"):
        return " ".join(site.parents)
    if not person.workplace:
        return ""
    rooms = set(site.way_to(person.workplace))
    if person.role.rounds:
        rooms |= {
            area for area in site.parents if area == person.terminal or area.startswith(f"{person.terminal}-")
        }
    return " ".join(area for area in site.parents if area in rooms)


def write(people: list[Person], site: Site, journal: Journal, seed: int) -> None:
    """People, posts, clearances and badges, with the wear of time: lost badges, ends that were forgotten."""
    draw = chance(seed, "papers")
    for person in people:
        journal.row(
            "people", person.ref, pick(draw, words.FAMILY_NAMES), pick(draw, words.GIVEN_NAMES),
            date(draw.randrange(1962, 2006), 1 + draw.randrange(12), 1 + draw.randrange(28)).isoformat(),
            pick(draw, words.NATIONALITIES), person.organisation, person.role.name, person.employment,
            person.peer_group,
        )  # fmt: skip
        begin = journal.date(person.joined - draw.randrange(5, 30))
        end = journal.date(700 + draw.randrange(900))
        journal.row("clearances", person.ref, person.role.level, begin, end, "granted")
        if person.workplace or person.role.rota is Rota.ROAD:
            journal.row("badges", person.badge, person.ref, areas_of(person, site), begin, end, "active")
            if person.left < 10_000:
                day = journal.moment(person.left * DAY + 8 * 3600)
                journal.row("badges", person.badge, person.ref, "", day, "", "revoked")
        else:
            person.badge = ""
    for role in ROLES:
        journal.row(
            "posts",
            role.name,
            "",
            role.name.replace("-", " ").capitalize(),
            "",
            role.field_classes,
            role.risk,
        )
