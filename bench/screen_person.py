"""How many people a second are screened against the OFAC and UN lists together, in one process.

Peer: nomenklatura's logic-v2 over the candidates of our own index, which spares it the search. Floor:
rapidfuzz WRatio over every name of the lists, the simplest thing that works. Ours explains each alert, field
by field.
"""

from __future__ import annotations

import sys

from rapidfuzz import fuzz, process

from bench.measure import Line, PeerMissing, rate
from bench.names import LOGIC_V2_CUT, LogicV2, many_people, published_lists
from screening.enums import EntityKind
from screening.matching.index import Index
from screening.matching.subject import Subject
from screening.watchlists.entity import ListedEntity

COUNTS = {"small": 500, "full": 5_000}
PEER_SHARE, FLOOR_SHARE = 5, 25  # they are slower: a fifth and a twenty-fifth of the people
WRATIO_CUT = 84


def run(scale: str) -> Line:
    """Raises FileNotFoundError where the published lists are not at hand."""
    entities = dict(enumerate(published_lists()))
    index = Index(entities.items())
    people = many_people(COUNTS[scale])
    index.screen(people[0])
    ours = rate(lambda: [index.screen(someone) for someone in people], len(people))
    few = people[::FLOOR_SHARE]
    names = [
        name.text for entity in entities.values() if entity.kind is EntityKind.PERSON for name in entity.names
    ]
    floor = rate(lambda: _ratios(few, names), len(few))
    return Line(
        name="screen_person",
        ours=ours,
        peer=_peer(people[::PEER_SHARE], index, entities),
        peer_name="nomenklatura logic-v2 over the candidates of our index",
        floor=floor,
        floor_name="rapidfuzz WRatio over every name",
        unit="people/s",
        n=len(people),
    )


def _ratios(people: list[Subject], names: list[str]) -> None:
    for someone in people:
        process.extract(someone.names[0], names, scorer=fuzz.WRatio, score_cutoff=WRATIO_CUT, limit=None)


def _peer(people: list[Subject], index: Index[int], entities: dict[int, ListedEntity]) -> float | None:
    try:
        peer = LogicV2()
    except PeerMissing as error:
        sys.stderr.write(f"screen_person: {error}\n")
        return None
    listed = {
        key: peer.of_entry(entity) for key, entity in entities.items() if entity.kind is EntityKind.PERSON
    }
    looked_for = [(someone, peer.of_subject(someone)) for someone in people]

    def work() -> None:
        for someone, proxy in looked_for:
            for key in index.candidates(someone):
                if key in listed:
                    _ = peer.score(proxy, listed[key]) >= LOGIC_V2_CUT

    return rate(work, len(people))
