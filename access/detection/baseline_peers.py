"""With whom a person is compared: people who do the same work under the same terms at the same place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from access.detection.baseline import LEAST_PEERS
from access.detection.facts import PersonContext


@dataclass(frozen=True, slots=True)
class PeerGroup:
    """The people of a group, the compared person among them. `name` is what they have in common."""

    name: str
    people: tuple[str, ...]


class Peers:
    """The smallest group around each person that has at least eight other people.

    Role, employment and terminal; then role and employment; then role; then everybody. A group that the port
    itself has named comes first.
    """

    def __init__(self, people: Iterable[PersonContext]) -> None:
        self._levels: dict[str, tuple[str, ...]] = {}
        members: defaultdict[str, set[str]] = defaultdict(set)
        for someone in people:
            self._levels[someone.person] = tuple(_levels(someone))
            for name in self._levels[someone.person]:
                members[name].add(someone.person)
        self._groups = {name: PeerGroup(name, tuple(sorted(each))) for name, each in members.items()}

    def of(self, person: str) -> PeerGroup | None:
        """None for people who are not known, and where the whole port is too small."""
        for name in self._levels.get(person, ()):
            if len(self._groups[name].people) > LEAST_PEERS.value:
                return self._groups[name]
        return None


def _levels(someone: PersonContext) -> Iterator[str]:
    if someone.peer_group:
        yield someone.peer_group
    if someone.role:
        terms = [term for term in (someone.employment, someone.terminal) if term]
        yield from (", ".join([someone.role, *terms[:count]]) for count in range(len(terms), -1, -1))
    yield "everybody"
