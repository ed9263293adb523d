"""What a guard's screen shows of an attempt that was just decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from access.enums import Direction, GateResult
from access.gate.facts import AreaFacts, ReaderFacts
from access.gate.guard_advice import Advice, advise
from access.models import Area, Badge, GateEvent, Presence, Reader
from access.selectors.area import with_ancestors

ANSWER_HOLDS = timedelta(seconds=60)  # an answer counts for the person who stands there; later it is history


@dataclass(frozen=True, slots=True)
class CheckAnswer:
    """The answer to one attempt. `opens`: the areas that the badge opens, by name.

    `left_at`: after how many seconds the answer is history, 0 when it is by now. `may_be_forgiven`: areas in
    which readers still take the person to be.
    """

    event: GateEvent
    advice: Advice
    left: int
    opens: list[str]
    may_be_forgiven: list[Area]

    @property
    def is_fresh(self) -> bool:
        return self.left > 0


def answer_of(event: GateEvent, *, at: datetime) -> CheckAnswer:
    """What the screen says to an attempt, at a moment."""
    advice = advise(
        granted=event.result == GateResult.GRANTED.value,
        is_exit=is_way_out(event),
        reasons=event.reasons,
        duties=event.duties,
    )
    left = ANSWER_HOLDS - (at - event.received_at)
    return CheckAnswer(
        event=event,
        advice=advice,
        left=max(0, int(left.total_seconds())),
        opens=_names(event.badge),
        may_be_forgiven=areas_to_forgive(event) if advice.may_forgive else [],
    )


def is_way_out(event: GateEvent) -> bool:
    """Whether the person left. A reader set up to lead outward is turned round."""
    turned_round = event.reader is not None and _sides(event.reader).leads_outward
    return event.direction == (Direction.IN.value if turned_round else Direction.OUT.value)


def areas_to_forgive(event: GateEvent) -> list[Area]:
    """The areas behind the gate in which the person is, as far as readers have seen."""
    if event.person_id is None or event.reader is None:
        return []
    reader = event.reader
    inner, outer = reader.area_to, reader.area_from
    if _sides(reader).leads_outward:
        inner, outer = outer, inner
    crossed = set(with_ancestors(inner) if inner else ()) - set(with_ancestors(outer) if outer else ())
    inside = Presence.objects.filter(
        person_id=event.person_id, area__code__in=crossed, area__port_id=event.port_id
    )
    rows = inside.filter(direction=Direction.IN.value).exclude(area__passback_mode="")
    return [row.area for row in rows.select_related("area")]


def _sides(reader: Reader) -> ReaderFacts:
    return ReaderFacts(reader.code, _facts(reader.area_from), _facts(reader.area_to))


def _facts(area: Area | None) -> AreaFacts | None:
    return AreaFacts(area.code, within=tuple(with_ancestors(area)[1:])) if area else None


def _names(badge: Badge | None) -> list[str]:
    if badge is None:
        return []
    named = Area.objects.filter(port_id=badge.port_id, code__in=badge.areas)
    return list(named.values_list("name", flat=True))
