"""How many pairs of names a second the matcher compares, each with its explanation, in one process.

Peer: nomenklatura's logic-v2, the best open matcher. Floor: rapidfuzz WRatio on the bare names, one figure
without a reason.
"""

from __future__ import annotations

import sys

from rapidfuzz import fuzz

from bench.measure import Line, PeerMissing, rate
from bench.names import LogicV2, Pair, labelled_pairs
from screening.matching.compare import score

ROUNDS = {"small": 2, "full": 10}


def run(scale: str) -> Line:
    pairs, name = labelled_pairs()
    _compare(pairs)  # once warm: tables are read on first use, and so are the peer's
    rounds = ROUNDS[scale]
    count = rounds * len(pairs)
    ours = rate(lambda: _compare(rounds * pairs), count)
    floor = rate(lambda: _ratio(rounds * pairs), count)
    return Line(
        name="match_pair",
        ours=ours,
        peer=_peer(pairs),
        peer_name="nomenklatura logic-v2",
        floor=floor,
        floor_name=f"rapidfuzz WRatio, without a reason; {name}",
        unit="pairs/s",
        n=count,
    )


def _compare(pairs: list[Pair]) -> None:
    for pair in pairs:
        score(pair.subject, pair.listed).as_data()


def _ratio(pairs: list[Pair]) -> None:
    for pair in pairs:
        fuzz.WRatio(pair.subject.names[0], pair.listed.names[0].text)


def _peer(pairs: list[Pair]) -> float | None:
    try:
        peer = LogicV2()
    except PeerMissing as error:
        sys.stderr.write(f"match_pair: {error}\n")
        return None
    sides = [peer.of_pair(pair) for pair in pairs]

    def work() -> None:
        for one, other in sides:
            peer.score(one, other)

    work()  # once warm
    return rate(work, len(pairs))
