"""Who comes along: the escort and the group, guards who vouch, a second person, a booked vehicle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from access.enums import BadgeState, Direction
from access.gate.checks import NOTICES
from access.gate.company import Booking, EscortGroup, SecondPerson, Transport
from access.gate.facts import AreaFacts
from access.gate.two_person import second_person_missing
from access.gate_facts.asked import Asked, plain_plate
from access.gate_facts.holder import (
    BADGE,
    BANNED,
    CLEARANCE,
    LEVEL_RANKS,
    SEEN_LAST,
    clearance_of,
    is_in_force,
    moment,
)

Row = Mapping[str, Any]

GUARD_FUNCTION: Final = "security"
"""Function of those who may compare a face with a picture by sight."""

NOTED: Final = frozenset(check.__name__ for check in NOTICES)

# Entries that the area's memory has forgotten say no longer that somebody is inside.
COUNTS = f"""
    presence.direction = 'in' AND {SEEN_LAST}
    AND (area.passback_forgets_hours IS NULL
         OR presence.at > asked.at - area.passback_forgets_hours * interval '1 hour')"""
# A reader's clock may be a little off: events are found by it, and measured by our own. Of two that come at
# once the one that waited for the other may have been received first: what is on file is then taken as now.
AT_READER = """
    event.port_id = asked.port AND event.reader_code = reader.code AND event.direction = asked.direction
    AND event.at > asked.at - {within} - interval '10 minutes'
    AND event.received_at >= asked.at - {within} AND event.received_at <= asked.at + interval '5 seconds'"""

# The stay of the container whose release right was begun last: who holds it, or held it until the end, and
# when the stay ended. An offer that nobody accepted has no answer.
RIGHT = """(
    SELECT json_build_object(
      'holder', (SELECT held.to_organisation FROM access_releaseright held
                 WHERE held.visit_id = stay.id AND held.answered_at IS NOT NULL
                   AND held.state IN ('accepted', 'used', 'ended')),
      'gone_at', CASE WHEN stay.gate_out_at <= asked.at THEN stay.gate_out_at END)
    FROM access_releaseright begun JOIN access_cargovisit stay ON stay.id = begun.visit_id
    WHERE begun.port_id = asked.port AND begun.container = appointment.container
      AND appointment.container <> '' AND begun.previous_id IS NULL
    ORDER BY begun.id DESC LIMIT 1)"""

JOINS = """
LEFT JOIN LATERAL (
  SELECT found.* FROM access_badge found
  WHERE asked.escort <> '' AND found.port_id = asked.port AND found.serial = asked.escort
  UNION ALL
  (SELECT found.* FROM access_badge found
   WHERE asked.escort = '' AND found.person_id = visit.escort_id AND found.port_id = asked.port
   ORDER BY found.state = 'active' DESC, found.valid_until DESC, found.id DESC LIMIT 1)
) guide ON true
LEFT JOIN LATERAL (
  SELECT found.* FROM access_truckappointment found
  WHERE asked.plate <> '' AND found.port_id = asked.port AND found.plate = asked.plate
  ORDER BY found.opens_at <= asked.at AND found.closes_at > asked.at DESC,
           GREATEST(found.opens_at - asked.at, asked.at - found.closes_at), found.id DESC
  LIMIT 1
) appointment ON true"""

COLUMNS = f"""
  'inside', CASE WHEN places.two_person_seconds IS NOT NULL THEN (
    SELECT json_agg(json_build_array(area.code, someone.person_id))
    FROM access_area area CROSS JOIN LATERAL (
      SELECT presence.person_id FROM access_presence presence
      WHERE presence.area_id = area.id AND presence.person_id IS DISTINCT FROM holder.id AND {COUNTS}
      LIMIT 2) someone
    WHERE area.id = ANY(places.nearest)) END,
  'escorting', (SELECT json_agg(json_build_array(area.code, presence.person_id))
                FROM access_presence presence JOIN access_area area ON area.id = presence.area_id
                WHERE presence.escort_id = holder.id AND presence.person_id <> holder.id AND {COUNTS}),
  'guide', CASE WHEN guide.id IS NOT NULL THEN json_build_object(
    'badge', {BADGE.format(badge="guide")},
    'banned', {BANNED.format(person="guide.person_id")},
    'clearance', {CLEARANCE.format(person="guide.person_id")},
    'trainings', (SELECT json_agg(training.code) FROM access_trainingcertificate paper
                  JOIN access_training training ON training.id = paper.training_id
                  WHERE paper.person_id = guide.person_id AND paper.revoked_at IS NULL
                    AND paper.first_day <= asked.day
                    AND (paper.last_day IS NULL OR paper.last_day >= asked.day)),
    'others', (SELECT json_agg(DISTINCT presence.person_id)
               FROM access_presence presence JOIN access_area area ON area.id = presence.area_id
               WHERE presence.escort_id = guide.person_id
                 AND presence.person_id IS DISTINCT FROM holder.id AND {COUNTS}),
    'seen_at', (SELECT max(event.received_at) FROM access_gateevent event
                WHERE {AT_READER.format(within="interval '1 minute'")} AND event.result = 'granted'
                  AND (event.person_id = guide.person_id OR event.escort = guide.serial))) END,
  'guards', (SELECT json_agg(json_build_object(
               'badge', {BADGE.format(badge="guard")},
               'banned', {BANNED.format(person="guard.person_id")},
               'clearance', {CLEARANCE.format(person="guard.person_id")}))
             FROM access_badge guard
             WHERE guard.port_id = asked.port AND guard.serial = ANY(asked.guards)
               AND EXISTS (SELECT FROM access_safetyfunction given
                           WHERE given.person_id = guard.person_id AND given.function = '{GUARD_FUNCTION}'
                             AND given.since <= asked.at
                             AND (given.ended_at IS NULL OR given.ended_at > asked.at))),
  'second', CASE WHEN places.two_person_seconds IS NOT NULL THEN (
    SELECT json_build_object('at', event.received_at, 'person', event.person_id, 'badge', event.badge_id,
                             'number', event.number, 'nonce', event.code, 'reasons', event.reasons)
    FROM access_gateevent event
    WHERE {AT_READER.format(within="places.two_person_seconds * interval '1 second'")}
      AND event.result = 'refused' AND '{second_person_missing.__name__}' = ANY(event.reasons)
      AND NOT EXISTS (SELECT FROM access_gateevent later
                      WHERE later.port_id = event.port_id AND later.reader_code = event.reader_code
                        AND later.at >= event.at - interval '10 minutes' AND later.number > event.number
                        AND later.person_id = event.person_id AND later.direction = event.direction
                        AND later.result = 'granted')
    ORDER BY event.number DESC LIMIT 1) END,
  'appointment', CASE WHEN appointment.id IS NOT NULL THEN json_build_object(
    'plate', appointment.plate, 'opens_at', appointment.opens_at, 'closes_at', appointment.closes_at,
    'right', {RIGHT},
    'carrier', (SELECT json_build_object('organisation', hop.to_organisation, 'at', hop.at)
                FROM access_releasehop hop
                WHERE hop.port_id = asked.port AND hop.container = appointment.container
                  AND appointment.container <> '' AND hop.at <= asked.at
                  AND (hop.ended_at IS NULL OR hop.ended_at > asked.at)
                ORDER BY hop.at DESC, hop.id DESC LIMIT 1)) END,
  'passengers', CASE WHEN asked.plate <> '' AND asked.occupants IS NOT NULL THEN (
    SELECT count(DISTINCT event.person_id) FROM access_gateevent event
    WHERE {AT_READER.format(within="interval '5 minutes'")} AND event.result = 'granted'
      AND event.person_id IS DISTINCT FROM holder.id
      AND regexp_replace(upper(event.vehicle), '[^[:alnum:]]', '', 'g') = asked.plate) END"""  # noqa: S608  text of our own; what is asked comes as a parameter


@dataclass(frozen=True, slots=True)
class First:
    """The first of two, whose attempt at this reader waits: its event, badge and nonce."""

    number: int
    badge: int
    nonce: str


def may_escort(guide: Row | None, holder: int | None, asked: Asked) -> bool:
    """Whether the escort is somebody else, with badge and clearance in force and no need of an escort."""
    return guide is not None and guide["badge"]["person"] != holder and _is_sound(guide, asked)


def group_of(guide: Row, area: AreaFacts | None, asked: Asked) -> EscortGroup:
    return EscortGroup(
        others=_people(guide["others"]),
        seen_at=None if guide["seen_at"] is None else min(moment(guide["seen_at"]), asked.at),
        is_entitled=_may_enter(guide, area, asked),
    )


def guards_of(row: Row, asked: Asked) -> int:
    """How many guards vouch: those who stand there, and those whose badges were read; never the holder."""
    holder = row["holder"]["id"] if row["holder"] else None
    people = {
        guard["badge"]["person"]
        for guard in row["guards"] or ()
        if guard["badge"]["person"] != holder and _is_sound(guard, asked)
    }
    return asked.vouching + len(people)


def inside_of(row: Row, area: AreaFacts | None) -> frozenset[str] | None:
    """People in the area, the holder left out, two at most: nobody, one and several are told apart."""
    if area is None or area.code not in {one["code"] for one in row["areas"] or ()}:
        return None
    return _people([person for code, person in row["inside"] or () if code == area.code])


def escorting_of(row: Row, area: AreaFacts | None) -> frozenset[str]:
    code = area.code if area else None
    return _people([person for inside, person in row["escorting"] or () if inside == code])


def second_of(row: Row, asked: Asked) -> SecondPerson | None:
    second = row["second"]
    if second is None:
        return None
    return SecondPerson(
        at=min(moment(second["at"]), asked.at),
        is_entitled=set(second["reasons"]) - NOTED == {second_person_missing.__name__},
        is_holder=row["holder"] is not None and second["person"] == row["holder"]["id"],
    )


def first_of(row: Row) -> First | None:
    second = row["second"]
    return First(second["number"], second["badge"], second["nonce"]) if second and second["badge"] else None


def transport_of(row: Row, asked: Asked) -> Transport | None:
    plate = plain_plate(asked.plate)
    if not plate:
        return None
    return Transport(
        plate=plate,
        booking=_booking(row["appointment"], asked),
        driver_organisation=row["holder"]["organisation"] if row["holder"] else None,
        occupants=asked.occupants,
        registered=1 + (row["passengers"] or 0),
    )


def _booking(appointment: Row | None, asked: Asked) -> Booking | None:
    if appointment is None:
        return None
    return Booking(
        plate=appointment["plate"],
        carriers=_carriers(appointment, asked),
        opens=moment(appointment["opens_at"]),
        closes=moment(appointment["closes_at"]),
    )


def _carriers(appointment: Row, asked: Asked) -> frozenset[str] | None:
    """Whoever holds the release right; else where the imported chain leads.

    Once the container has left, the chain of that stay nominates nobody to come in; whoever has it on the
    truck drives out. Without any chain nobody was asked, and any carrier may come.
    """
    right, hop = appointment["right"], appointment["carrier"]
    if right is None:
        return frozenset({hop["organisation"]}) if hop else None
    if right["gone_at"] is None or asked.direction is Direction.OUT:
        return frozenset({right["holder"]} - {None})
    if hop is None or moment(hop["at"]) <= moment(right["gone_at"]):
        return frozenset()
    return frozenset({hop["organisation"]})


def _is_sound(companion: Row, asked: Asked) -> bool:
    badge = companion["badge"]
    if badge["person"] is None or badge["state"] != BadgeState.ACTIVE:
        return False
    if not moment(badge["valid_from"]) <= asked.at < moment(badge["valid_until"]):
        return False
    clearance = clearance_of(companion["clearance"], banned=companion["banned"])
    return clearance is not None and is_in_force(clearance, asked.local.date()) and not clearance.escort_only


def _may_enter(guide: Row, area: AreaFacts | None, asked: Asked) -> bool:
    """Whether the escort's own badge, clearance and trainings open the area."""
    if area is None or not _is_sound(guide, asked) or not area.opens_to(frozenset(guide["badge"]["areas"])):
        return False
    rank = LEVEL_RANKS[guide["clearance"]["level"]]
    held = frozenset(guide["trainings"] or ())
    return all(one.required_level_rank <= rank and one.needs.trainings <= held for one in area.chain)


def _people(keys: list[int] | None) -> frozenset[str]:
    return frozenset(str(key) for key in keys or ())
