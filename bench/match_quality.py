"""How well pairs of names are told apart: F1 times 1,000 at one fixed threshold, on the published pairs.

Not a rate: bigger is better all the same. Peer: nomenklatura's logic-v2 at its own cut, told the names and
the schema of each row as in its own benchmark. Floor: rapidfuzz WRatio at the cut that is best for it.
Precision, recall, the figures for persons and those of logic-v2 at its best cut go to standard error.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from rapidfuzz import fuzz

from bench.measure import Line, PeerMissing
from bench.names import (
    LOGIC_V2_CUT,
    LogicV2,
    Pair,
    labelled_pairs,
    listed_people,
    published_lists,
    unlisted_people,
)
from screening.enums import EntityKind
from screening.matching.compare import is_alert, score
from screening.matching.index import Index
from screening.matching.quality import Figures

SCALE = 1_000
SHARES = {"small": 5, "full": 1}  # of the people that are screened against both lists, one in so many


def run(scale: str) -> Line:
    pairs, name = labelled_pairs()
    answers = [is_alert(score(pair.subject, pair.listed)) for pair in pairs]
    ours = _told("ours", pairs, answers)
    ratios = [fuzz.WRatio(pair.subject.names[0], pair.listed.names[0].text) for pair in pairs]
    at_best = _best(pairs, ratios, [float(cut) for cut in range(50, 100)])
    floor = _told("WRatio at its best cut", pairs, at_best)
    try:
        _screened(SHARES[scale])
    except FileNotFoundError as error:
        sys.stderr.write(f"match_quality: {error}\n")
    return Line(
        name="match_quality",
        ours=SCALE * ours.f1,
        peer=_peer(pairs),
        peer_name=f"nomenklatura logic-v2 at {LOGIC_V2_CUT}",
        floor=SCALE * floor.f1,
        floor_name="rapidfuzz WRatio at its best cut",
        unit=f"F1 x 1,000, {name}",
        n=len(pairs),
    )


def _peer(pairs: Sequence[Pair]) -> float | None:
    try:
        peer = LogicV2()
    except PeerMissing as error:
        sys.stderr.write(f"match_quality: {error}\n")
        return None
    scores = [peer.score(*peer.of_pair(pair)) for pair in pairs]
    _told("logic-v2 at its best cut", pairs, _best(pairs, scores, [cut / 100 for cut in range(50, 100)]))
    return SCALE * _told("logic-v2", pairs, [found >= LOGIC_V2_CUT for found in scores]).f1


def _screened(share: int) -> None:
    """Tells how many listed people are found on both lists, and how many unlisted ones raise an alert."""
    index: Index[int] = Index(enumerate(published_lists()))
    for altered in (False, True):
        people = listed_people(altered=altered)[::share]
        found = sum(bool(index.screen(someone)) for someone in people)
        said = "altered" if altered else "as written"
        sys.stderr.write(f"match_quality: {found} of {len(people)} listed people found, {said}\n")
    strangers = unlisted_people()
    alerts = sum(bool(index.screen(someone)) for someone in strangers)
    sys.stderr.write(
        f"match_quality: {SCALE * alerts / len(strangers):.1f} alerts per 1,000 unlisted people\n"
    )


def _told(who: str, pairs: Sequence[Pair], answers: Sequence[bool]) -> Figures:
    everything = _figures(pairs, answers)
    persons = [place for place, pair in enumerate(pairs) if pair.subject.kind is EntityKind.PERSON]
    only = _figures([pairs[place] for place in persons], [answers[place] for place in persons])
    for name, found in (("all", everything), ("persons", only)):
        sys.stderr.write(
            f"match_quality: {who}, {name}: precision {found.precision:.3f}, recall {found.recall:.3f}, "
            f"F1 {found.f1:.3f} on {found.pairs}\n"
        )
    return everything


def _best(pairs: Sequence[Pair], scores: Sequence[float], cuts: Sequence[float]) -> list[bool]:
    """The answers at the cut with the highest F1 over all pairs."""
    every = ([found >= cut for found in scores] for cut in cuts)
    return max(every, key=lambda answers: _figures(pairs, answers).f1)


def _figures(pairs: Sequence[Pair], answers: Sequence[bool]) -> Figures:
    given = list(zip(answers, (pair.is_same for pair in pairs), strict=True))
    return Figures(
        right=given.count((True, True)),
        false_alerts=given.count((True, False)),
        missed=given.count((False, True)),
        rightly_silent=given.count((False, False)),
    )
