"""Where an attempt is made: port, reader and gate, the areas on both sides with those around them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from access.gate.facts import AreaFacts, ReaderFacts
from access.gate.isps import IspsLevel, RosterRule
from access.gate.lockdown import Lockdown
from access.gate.opening_hours import OpeningHours, Span
from access.gate.passage import AntiPassback, AntiPassbackMode
from access.gate.requirement import Requirements

Row = Mapping[str, Any]

ALL_DAY = (Span(time(0), time(0)),)
WEEKDAYS = range(7)

LOCKDOWNS = """
    (SELECT json_agg(lockdown.passing) FROM access_lockdown lockdown
     WHERE {place} AND lockdown.since <= asked.at
       AND (lockdown.ended_at IS NULL OR lockdown.ended_at > asked.at))"""
LEVEL = """
    COALESCE((SELECT max(change.to_level) FROM access_levelchange change
              WHERE {place} AND change.state = 'in_force'
                AND (change.steps_back_at IS NULL OR change.steps_back_at > asked.at)), {resting})"""

JOINS = f"""
JOIN accounts_port port ON port.id = asked.port
LEFT JOIN access_reader reader ON reader.port_id = asked.port AND reader.code = asked.reader
LEFT JOIN access_gate gate ON gate.id = reader.gate_id
LEFT JOIN LATERAL (
  WITH RECURSIVE chain AS (
    SELECT side.name AS side, 0 AS depth, area.id, area.parent_id
    FROM (SELECT 'from' AS name, reader.area_from_id AS area_id
          UNION ALL SELECT 'to', reader.area_to_id
          UNION ALL SELECT 'to', (SELECT wanted.id FROM access_area wanted
                                  WHERE wanted.port_id = asked.port AND wanted.code = asked.area)
         ) side
    JOIN access_area area ON area.id = side.area_id
    UNION ALL
    SELECT chain.side, chain.depth + 1, area.id, area.parent_id
    FROM chain JOIN access_area area ON area.id = chain.parent_id
    WHERE chain.depth < 20
  )
  SELECT max(area.two_person_seconds) AS two_person_seconds,
         array_agg(area.id) FILTER (WHERE chain.depth = 0) AS nearest,
         json_agg(json_build_object(
    'side', chain.side, 'depth', chain.depth, 'id', area.id, 'code', area.code, 'level', area.level,
    'isps_level', {LEVEL.format(place="change.area_id = area.id", resting="area.isps_level")},
    'is_restricted', area.is_restricted, 'trainings', area.trainings, 'biometric', area.biometric,
    'escort_allowed', area.escort_allowed, 'two_person_seconds', area.two_person_seconds,
    'roster', area.roster, 'vehicles_allowed', area.vehicles_allowed,
    'vehicle_booking', area.vehicle_booking, 'walk_path', area.walk_path,
    'passback_mode', area.passback_mode, 'passback_seconds', area.passback_seconds,
    'passback_forgets_hours', area.passback_forgets_hours, 'zone', area.zone,
    'week', (SELECT json_agg(json_build_array(span.weekday, span.opens, span.closes))
             FROM access_openingspan span WHERE span.area_id = area.id AND span.weekday IS NOT NULL),
    'other_days', (SELECT json_agg(json_build_array(other.day, (
                     SELECT json_agg(json_build_array(span.opens, span.closes))
                     FROM access_openingspan span WHERE span.other_day_id = other.id)))
                   FROM access_otherday other WHERE other.area_id = area.id
                     AND other.day BETWEEN asked.day - 2 AND asked.day + 2 + asked.days_ahead),
    'lockdowns', {LOCKDOWNS.format(place="lockdown.area_id = area.id")}
  ) ORDER BY chain.side, chain.depth) AS areas
  FROM chain JOIN access_area area ON area.id = chain.id
) places ON true"""  # noqa: S608  text of our own; what is asked comes as a parameter

COLUMNS = f"""
  'isps_level', {
    LEVEL.format(
        place="change.port_id = port.id AND change.area_id IS NULL",
        resting="port.isps_level",
    )
},
  'lockdowns', {
    LOCKDOWNS.format(
        place="lockdown.port_id = port.id AND lockdown.area_id IS NULL AND lockdown.gate_id IS NULL",
    )
},
  'reader', CASE WHEN reader.id IS NOT NULL THEN json_build_object(
    'id', reader.id, 'code', reader.code, 'in_service', reader.in_service,
    'highest_level', gate.highest_level,
    'holds', {LOCKDOWNS.format(place="lockdown.gate_id = gate.id")}) END,
  'areas', places.areas"""


def reader_of(row: Row, zone: ZoneInfo) -> ReaderFacts | None:
    """The reader with both sides; an area that was asked for is entered from outside. None: unknown here."""
    sides = row["areas"] or ()
    area_from, area_to = (
        _side([one for one in sides if one["side"] == name], zone) for name in ("from", "to")
    )
    found = row["reader"]
    if found is None:
        return ReaderFacts("", None, area_to) if area_to is not None else None
    return ReaderFacts(
        code=found["code"],
        area_from=area_from,
        area_to=area_to,
        in_service=found["in_service"],
        highest_level=IspsLevel(found["highest_level"] or IspsLevel.EXCEPTIONAL),
        hold=lockdown_of(found["holds"]),
    )


def lockdown_of(passing: Iterable[Iterable[str]] | None) -> Lockdown | None:
    """One for all lockdowns in force in a place: only functions that each of them lets through pass."""
    each = [frozenset(functions) for functions in passing or ()]
    return Lockdown(frozenset.intersection(*each)) if each else None


def _side(chain: list[Row], zone: ZoneInfo) -> AreaFacts | None:
    """The innermost area of one side with those around it."""
    # Areas that lie in each other in a circle would be read again and again; each counts once.
    codes = [one["code"] for one in chain]
    rows = [one for number, one in enumerate(chain) if one["code"] not in codes[:number]]
    if not rows:
        return None
    first, *around = (_area(one, zone) for one in rows)
    return _within(first, tuple(around))


def _within(area: AreaFacts, around: tuple[AreaFacts, ...]) -> AreaFacts:
    return AreaFacts(
        code=area.code,
        within=tuple(one.code for one in around),
        required_level_rank=area.required_level_rank,
        needs=area.needs,
        around=around,
        isps_level=area.isps_level,
        lockdown=area.lockdown,
        anti_passback=area.anti_passback,
    )


def _area(row: Row, zone: ZoneInfo) -> AreaFacts:
    return AreaFacts(
        code=row["code"],
        required_level_rank=row["level"],
        needs=Requirements(
            trainings=frozenset(row["trainings"]),
            is_restricted=row["is_restricted"],
            biometric=row["biometric"],
            escort_allowed=row["escort_allowed"],
            two_person_seconds=row["two_person_seconds"],
            roster=RosterRule(row["roster"]),
            hours=_hours(row, zone),
            vehicles_allowed=row["vehicles_allowed"],
            vehicle_booking=row["vehicle_booking"],
        ),
        isps_level=IspsLevel(row["isps_level"]),
        lockdown=lockdown_of(row["lockdowns"]),
        anti_passback=_anti_passback(row),
    )


def _anti_passback(row: Row) -> AntiPassback | None:
    if not row["passback_mode"]:
        return None
    seconds, hours = row["passback_seconds"], row["passback_forgets_hours"]
    return AntiPassback(
        mode=AntiPassbackMode(row["passback_mode"]),
        period=None if seconds is None else timedelta(seconds=seconds),
        forgets_after=None if hours is None else timedelta(hours=hours),
    )


def _hours(row: Row, zone: ZoneInfo) -> tuple[OpeningHours, ...]:
    """An area without any span never closes; one with other days only closes on those."""
    week: dict[int, tuple[Span, ...]] = {}
    for weekday, opens, closes in row["week"] or ():
        week[weekday] = (*week.get(weekday, ()), _span(opens, closes))
    other = {
        date.fromisoformat(day): tuple(_span(*span) for span in spans or ())
        for day, spans in row["other_days"] or ()
    }
    if not week and not other:
        return ()
    return (
        OpeningHours(
            zone=ZoneInfo(row["zone"]) if row["zone"] else zone,
            week=week or dict.fromkeys(WEEKDAYS, ALL_DAY),
            other_days=other,
        ),
    )


def _span(opens: str, closes: str) -> Span:
    return Span(time.fromisoformat(opens), time.fromisoformat(closes))
