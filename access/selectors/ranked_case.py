"""Person-cases in the order in which they deserve attention, with the findings that put them there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max

from access.detection.rarity import Rarity
from access.detection.score import combine
from access.models import Flag, PersonCase
from access.selectors.finding import as_detected
from access.selectors.finding_rarity import rarity_of
from access.selectors.person_case import visible_cases
from access.selectors.rule_outcome import rule_weights
from accounts.models import Port
from portsec.kernel.scope import Scope

_JUST_AFTER = timedelta(microseconds=1)  # so that the newest finding is part of the history, too


@dataclass(frozen=True, slots=True)
class RankedCase:
    """A case with its place. `flags` stand with the gravest first."""

    rank: int
    case: PersonCase
    score: float
    flags: tuple[Flag, ...]


def ranked_cases(port: Port, *, scope: Scope) -> Iterator[RankedCase]:
    """All cases of a port, highest first.

    They are scored as of one moment, the newest finding: scores kept at different times have faded
    differently, and in an old log all of them to nothing.
    """
    cases = list(visible_cases(scope=scope).filter(port=port).prefetch_related("flags"))
    moment = Flag.objects.filter(port=port).aggregate(newest=Max("last_at"))["newest"]
    weights = rule_weights(port.pk)
    rarity = rarity_of(port, at=moment + _JUST_AFTER) if moment else None
    scored = [(_score(case, moment or case.opened_at, weights, rarity), case) for case in cases]
    scored.sort(key=lambda item: (-item[0], item[1].subject, item[1].pk))
    for rank, (score, case) in enumerate(scored, start=1):
        flags = sorted(case.flags.all(), key=lambda flag: (-flag.points, flag.rule, flag.first_at, flag.key))
        yield RankedCase(rank, case, score, tuple(flags))


def _score(case: PersonCase, at: datetime, weights: Mapping[str, float], rarity: Rarity | None) -> float:
    flags = [as_detected(flag, weight=weights.get(flag.rule, 1.0)) for flag in case.flags.all()]
    return combine(flags, at, rarity=rarity).score
