"""Works out a preview: the two columns of measures, doors, groups, and who would no longer get in."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, timedelta

from access.enums import BadgeState, Direction
from access.gate.clearance import GRANTED, ClearanceFacts
from access.gate.company import EscortGroup
from access.gate.decide import decide
from access.gate.facts import AreaFacts, BadgeFacts, GateFacts, ReaderFacts
from access.gate.holder_facts import TrainingCertificate
from access.gate.isps import MEASURES, IspsLevel
from access.isps_preview.facts import Change, Group, Holder, PortFacts, PreviewGate, Standing

MOST_NAMED = 100
"""Holders named one by one; the counts hold for all of them. More than a page can show helps nobody."""

NOT_EVALUATED = (
    "who is inside already, and anti-passback",
    "for which area a roster or a supervisor's word is meant",
    "two people who enter together",
    "vehicles, appointments and carriers",
    "whether an escort stands at the gate at the moment",
    "entries that are drawn by lot for a comparison",
)
"""What depends on the single attempt and not on the level; each is taken to be in order."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class AreaEffect:
    """One area: its effective levels, how many badges open it before and after, and why some no longer do."""

    code: str
    name: str
    level_before: IspsLevel
    level_after: IspsLevel
    before: int
    after: int
    reasons: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Loss:
    """One badge that would no longer open areas that it opens now, and the codes of the reasons."""

    badge: str
    name: str
    areas: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What would change. `losses` is bounded, `lost` counts all of them; `gained`: badges that open more."""

    change: Change
    doors_closing: tuple[PreviewGate, ...]
    doors_opening: tuple[PreviewGate, ...]
    cut_off: tuple[str, ...]
    too_large: tuple[tuple[Group, int], ...]
    areas: tuple[AreaEffect, ...]
    losses: tuple[Loss, ...]
    lost: int
    gained: int
    holders: int
    reasons: Mapping[str, int]


def preview(port: PortFacts, holders: Iterable[Holder], change: Change) -> Preview:
    """Compare the port before and after a change, by the same decision as gates make.

    Each badge is taken to come to each area that it names, or that lies inside one, on foot, with a finger
    that matches if one is enrolled, and with an escort if one is needed. `holders` is read once.
    """
    before, after = port.at_level(change, change.before), port.at_level(change, change.after)
    closing, opening = _doors(before, after), _doors(after, before)
    tally = _Tally(before, after)
    for holder in holders:
        tally.add(holder)
    return Preview(
        change=change,
        doors_closing=closing,
        doors_opening=opening,
        cut_off=_cut_off(after, closing),
        too_large=_too_large(before, after),
        areas=tally.areas(),
        losses=tuple(tally.losses),
        lost=tally.lost,
        gained=tally.gained,
        holders=tally.holders,
        reasons=dict(tally.reasons.most_common()),
    )


Answer = tuple[bool, bool, tuple[str, ...]]
"""Whether the gate opens before, whether it does after, and the codes of the reasons that are new."""


class _Tally:
    """Counts holder by holder. Answers are kept by how people stand, so 20,000 badges need few decisions."""

    def __init__(self, before: PortFacts, after: PortFacts) -> None:
        self.before, self.after = before, after
        self.holders = self.lost = self.gained = 0
        self.losses: list[Loss] = []
        self.reasons: Counter[str] = Counter()
        self._opens_before: Counter[str] = Counter()
        self._opens_after: Counter[str] = Counter()
        self._why: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._reach: dict[frozenset[str], tuple[int, ...]] = {}
        self._answers: defaultdict[Standing, dict[int, Answer]] = defaultdict(dict)

    def add(self, holder: Holder) -> None:
        self.holders += 1
        standing = _plain(holder.standing, self.before.at.date())
        known = self._answers[standing]  # looked up once, because it is long to hash
        shut: list[str] = []
        why: dict[str, None] = {}
        gains = False
        for place in self._places(holder.areas):
            if place not in known:
                known[place] = self._answer(standing, place)
            was, will, codes = known[place]
            code = self.before.areas[place].code
            self._opens_before[code] += was
            self._opens_after[code] += will
            if was and not will:
                shut.append(code)
                why.update(dict.fromkeys(codes))
                self._why[code].update(codes)
            gains = gains or (will and not was)
        self.gained += gains
        if shut:
            self.lost += 1
            self.reasons.update(list(why))
            if len(self.losses) < MOST_NAMED:
                self.losses.append(Loss(holder.badge, holder.name, tuple(shut), tuple(why)))

    def areas(self) -> tuple[AreaEffect, ...]:
        return tuple(
            AreaEffect(
                code=old.code,
                name=self.before.names.get(old.code, old.code),
                level_before=self.before.effective(old),
                level_after=self.after.effective(new),
                before=self._opens_before[old.code],
                after=self._opens_after[old.code],
                reasons=dict(self._why[old.code].most_common()),
            )
            for old, new in zip(self.before.areas, self.after.areas, strict=True)
        )

    def _places(self, granted: frozenset[str]) -> tuple[int, ...]:
        if granted not in self._reach:
            self._reach[granted] = tuple(
                place for place, area in enumerate(self.before.areas) if area.opens_to(granted)
            )
        return self._reach[granted]

    def _answer(self, standing: Standing, place: int) -> Answer:
        was = decide(_facts(self.before, self.before.areas[place], standing))
        will = decide(_facts(self.after, self.after.areas[place], standing))
        return was.allowed, will.allowed, tuple(code for code in will.codes if code not in was.codes)


def _facts(port: PortFacts, area: AreaFacts, standing: Standing) -> GateFacts:
    """Somebody who stands so comes to the area; what only an attempt can tell is taken to be in order."""
    plain = _without_attempt(area)
    return GateFacts(
        at=port.at,
        direction=Direction.IN,
        badge=BadgeFacts("", BadgeState.ACTIVE, port.at - _DAY, port.at + _DAY, frozenset({area.code})),
        clearance=standing.clearance,
        reader=ReaderFacts("", None, plain),
        is_escorted=True,
        isps_level=port.level,
        functions=standing.functions,
        biometric=True if standing.is_enrolled else None,
        certificates=standing.certificates,
        roster=standing.roster,
        permit=standing.permit,
        group=EscortGroup(seen_at=port.at.astimezone(UTC)),
    )


def _without_attempt(area: AreaFacts) -> AreaFacts:
    return replace(
        area,
        needs=replace(area.needs, two_person_seconds=None, vehicle_booking=False),
        anti_passback=None,
        around=tuple(_without_attempt(each) for each in area.around),
    )


def _plain(standing: Standing, day: date) -> Standing:
    """The same with dates that only say whether something counts today, so that many stand alike."""
    return replace(
        standing,
        clearance=_plain_clearance(standing.clearance, day),
        certificates=tuple(
            TrainingCertificate(each.training, day, day)
            for each in sorted(standing.certificates, key=lambda each: each.training)
            if each.holds_on(day)
        ),
    )


def _plain_clearance(held: ClearanceFacts | None, day: date) -> ClearanceFacts | None:
    if held is None or held.state != GRANTED or not held.valid_from <= day <= held.valid_until:
        return held
    return replace(held, valid_from=day, valid_until=day)


def _doors(before: PortFacts, after: PortFacts) -> tuple[PreviewGate, ...]:
    """Gates that serve in the first and no longer in the second."""
    return tuple(gate for gate in before.gates if _serves(gate, before) and not _serves(gate, after))


def _serves(gate: PreviewGate, port: PortFacts) -> bool:
    """By the highest level of the areas that it joins; a gate without any by the port's own."""
    levels = [port.effective(area) for area in port.areas if area.code in gate.areas]
    return max(levels, default=port.level) <= gate.highest_level


def _cut_off(after: PortFacts, closing: tuple[PreviewGate, ...]) -> tuple[str, ...]:
    """Areas that lose their last gate."""
    gone = {gate.code for gate in closing}
    led_to = {code for gate in closing for code in gate.areas}
    still = {
        code for gate in after.gates if gate.code not in gone for code in gate.areas if _serves(gate, after)
    }
    return tuple(sorted(led_to - still))


def _too_large(before: PortFacts, after: PortFacts) -> tuple[tuple[Group, int], ...]:
    """Groups inside now that are larger than the new level allows, with that limit."""
    found = []
    for group in after.groups:
        area = next((each for each in after.areas if each.code == group.area), None)
        if area is None:
            continue
        limit = escort_limit(after, area)
        if group.size > limit and group.size <= escort_limit(before, area):
            found.append((group, limit))
    return tuple(found)


def escort_limit(port: PortFacts, area: AreaFacts) -> int:
    """How many people one escort may have along in an area."""
    measures = MEASURES[port.effective(area)]
    restricted = any(each.needs.is_restricted for each in area.chain)
    return measures.escorted_restricted if restricted else measures.escorted
