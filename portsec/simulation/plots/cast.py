"""Who becomes an insider, after which pattern, how strongly and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from portsec.simulation.chance import chance, pick
from portsec.simulation.companies import Companies
from portsec.simulation.dispatch import Day
from portsec.simulation.journal import Journal, Planted
from portsec.simulation.plots import badges, cargo, data
from portsec.simulation.plots.scene import Pattern, Scene
from portsec.simulation.site import Site
from portsec.simulation.slips import Slips
from portsec.simulation.staff import Person

PATTERNS: tuple[Pattern, ...] = tuple(
    sorted((*cargo.PATTERNS, *badges.PATTERNS, *data.PATTERNS), key=lambda pattern: int(pattern.code[1:]))
)
FIRST, LAST = 0.35, 0.75
"""Between these shares of the time they begin: before, they have worked honestly like everybody."""
WEAKEST = 0.2
MOST_EPISODES = 7
SERVED = 60  # days that somebody has worked in the port before anybody asks


@dataclass(slots=True)
class Insider:
    """One planted insider and the plan that is left."""

    person: Person
    pattern: Pattern
    strength: float
    next_day: int
    episodes: int
    planted: Planted
    memory: dict[str, object] = field(default_factory=dict)


class Cast:
    """Chooses the insiders and lets each act on their days."""

    def __init__(
        self,
        seed: int,
        insiders: int,
        days: int,
        people: Sequence[Person],
        site: Site,
        companies: Companies,
        journal: Journal,
    ) -> None:
        self._seed = seed
        self._people = list(people)
        self._site = site
        self._companies = companies
        self._journal = journal
        self._insiders = self._choose(insiders, days)

    def _choose(self, count: int, days: int) -> list[Insider]:
        """The patterns in turn, shuffled each round: twenty insiders show all of them."""
        draw = chance(self._seed, "cast")
        taken: set[int] = set()
        chosen: list[Insider] = []
        patterns: list[Pattern] = []
        while len(chosen) < count:
            if not patterns:
                patterns = draw.sample(PATTERNS, len(PATTERNS))
            pattern = patterns.pop()
            fitting = [
                person
                for person in self._people
                if person.role.name in pattern.roles
                and person.number not in taken
                and person.joined < -SERVED
                and person.left > days
            ]
            strength = WEAKEST + (1 - WEAKEST) * draw.random()
            begin = int(days * (FIRST + (LAST - FIRST) * draw.random()))
            if not fitting:
                fitting = [person for person in self._people if person.badge and person.number not in taken]
            person = pick(draw, fitting)
            taken.add(person.number)
            episodes = 1 + round((MOST_EPISODES - 1) * strength * (0.5 + 0.5 * draw.random()))
            planted = Planted(person.ref, pattern.code)
            self._journal.planted.append(planted)
            chosen.append(Insider(person, pattern, strength, begin, episodes, planted))
        return chosen

    def act(self, day: Day, slips: Slips) -> None:
        """Let everybody whose day has come do one episode; who cannot today tries tomorrow."""
        for insider in self._insiders:
            if not insider.episodes or insider.next_day > day.number or not day.alive:
                continue
            draw = chance(self._seed, "plot", insider.person.number, day.number)
            scene = Scene(
                day=day,
                person=insider.person,
                strength=insider.strength,
                draw=draw,
                planted=insider.planted,
                site=self._site,
                companies=self._companies,
                journal=self._journal,
                slips=slips,
                people=self._people,
                memory=insider.memory,
            )
            if insider.pattern.act(scene):
                insider.episodes -= 1
                insider.next_day = day.number + 1 + int(3 * draw.random() * (1.5 - insider.strength))
