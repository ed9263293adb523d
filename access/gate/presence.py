"""Anti-passback: whether the passage fits those that were seen before. And what a passage adds to them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from access.enums import Direction
from access.gate.facts import AreaFacts, GateFacts
from access.gate.passage import AntiPassback, AntiPassbackMode


def presence_unknown(facts: GateFacts) -> bool:
    """Nobody can say at present who is in the area.

    House rule: an area that refuses second entries cannot be opened without knowing about the first.
    """
    if facts.is_exit or facts.presence is not None:
        return False
    watched = (*areas_crossed(facts), *_areas_beyond(facts))
    return any(rule.mode is not AntiPassbackMode.SOFT for _, rule in _rules(watched))


def inside_already(facts: GateFacts) -> bool:
    """According to the readers this person is in the area already.

    Hard anti-passback: a badge that goes in twice is lent or copied, or somebody left behind another. A guard
    who has seen the person sets the record right.
    """
    return any(_entered(facts, AntiPassbackMode.HARD))


def inside_already_noticed(facts: GateFacts) -> bool:
    """According to the readers this person is in the area already; the entry is noted.

    Soft anti-passback, as for `inside_already`: for areas where a reading on the way out may be missing.
    """
    return any(_entered(facts, AntiPassbackMode.SOFT))


def entered_too_recently(facts: GateFacts) -> bool:
    """This person went into the area only a moment ago.

    Timed anti-passback: for gates without a reader on the way out. It ends by itself after the area's period.
    """
    return any(_entered(facts, AntiPassbackMode.TIMED))


def outer_area_not_entered(facts: GateFacts) -> bool:
    """According to the readers this person is not in the area in front of this gate.

    Regional anti-passback: who is at an inner gate without having been read at the outer one came in behind
    somebody else, or by another way.
    """
    return any(_not_entered(facts, AntiPassbackMode.HARD))


def outer_area_not_noticed(facts: GateFacts) -> bool:
    """According to the readers this person is not in the area in front of this gate; the entry is noted.

    Soft anti-passback, as for `outer_area_not_entered`.
    """
    return any(_not_entered(facts, AntiPassbackMode.SOFT))


def exit_without_entry(facts: GateFacts) -> bool:
    """According to the readers this person did not enter the area that they leave.

    The other half of anti-passback: a way out without a way in points to somebody who was taken along.
    """
    if not facts.is_exit or facts.presence is None:
        return False
    tracked = [(area, rule) for area, rule in _rules(areas_crossed(facts)) if _is_tracked(rule)]
    return any(facts.presence.entered_at(area.code, rule, facts.instant) is None for area, rule in tracked)


def areas_crossed(facts: GateFacts) -> tuple[AreaFacts, ...]:
    """The areas that this passage enters or leaves: one gate may lead into an area and those around it."""
    area = facts.area
    if area is None:
        return ()
    outside = facts.beyond.codes if facts.beyond else frozenset()
    return tuple(each for each in area.chain if each.code not in outside)


def passes_of(facts: GateFacts) -> Iterator[tuple[str, Direction]]:
    """What a granted passage adds to presence: (code of an area, in or out), inner areas first.

    Between two neighbours, going into the one is leaving the other.
    """
    inner = facts.area.codes if facts.area else frozenset()
    way, other_way = (Direction.OUT, Direction.IN) if facts.is_exit else (Direction.IN, Direction.OUT)
    yield from ((area.code, way) for area in areas_crossed(facts))
    beyond = facts.beyond.chain if facts.beyond else ()
    yield from ((area.code, other_way) for area in beyond if area.code not in inner)


def entered_before(facts: GateFacts, area: AreaFacts, rule: AntiPassback) -> datetime | None:
    """When the person entered this area, if its rule still counts them as inside."""
    if facts.presence is None:
        return None
    entered_at = facts.presence.entered_at(area.code, rule, facts.instant)
    if entered_at is not None and rule.period is not None and rule.mode is AntiPassbackMode.TIMED:
        return entered_at if facts.instant - entered_at < rule.period else None
    return entered_at


def _entered(facts: GateFacts, mode: AntiPassbackMode) -> Iterator[bool]:
    if not facts.is_exit:
        for area, rule in _rules(areas_crossed(facts)):
            yield rule.mode is mode and entered_before(facts, area, rule) is not None


def _not_entered(facts: GateFacts, mode: AntiPassbackMode) -> Iterator[bool]:
    if not facts.is_exit and facts.presence is not None:
        for area, rule in _rules(_areas_beyond(facts)):
            yield rule.mode is mode and facts.presence.entered_at(area.code, rule, facts.instant) is None


def _areas_beyond(facts: GateFacts) -> tuple[AreaFacts, ...]:
    return facts.beyond.chain if facts.beyond else ()


def _rules(areas: tuple[AreaFacts, ...]) -> list[tuple[AreaFacts, AntiPassback]]:
    return [(area, area.anti_passback) for area in areas if area.anti_passback is not None]


def _is_tracked(rule: AntiPassback) -> bool:
    return rule.mode is not AntiPassbackMode.TIMED
