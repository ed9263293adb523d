"""What is asked for, and the work, chain, grants and look-ups around it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from access.enums import DataAction, FieldClass
from access.gate.isps import IspsLevel
from access.gate_facts.holder import moment
from access.gate_facts.place import LEVEL
from access.need_to_know import hand_over
from access.need_to_know.decide import EXPLAINED
from access.need_to_know.facts import (
    ActFact,
    BreakGlassFact,
    GrantFact,
    HandOverFact,
    ReleaseHopFact,
    ResourceFacts,
    VesselCallFact,
    WorkOrderFact,
)
from access.need_to_know.segregation import APART
from access.need_to_know.work_order import EMERGENCY_KINDS

Row = Mapping[str, Any]

UNREVIEWED: Final = "unreviewed"  # states of a break-glass; a test compares them
PASSED: Final = "passed"

HANDED_ON: Final = ("E1", "E2", "E3", "E4", "E5", "E6", "E9", "G")
"""Explanations of a colleague's look-up that hand over: their own work, nothing lent."""

_ACTS = ", ".join(f"'{action.value}'" for action in APART)
_EMERGENCIES = ", ".join(f"'{kind}'" for kind in sorted(EMERGENCY_KINDS))
_HANDED_ON = ", ".join(f"'{code}'" for code in HANDED_ON)

JOINS = """
LEFT JOIN LATERAL (
  SELECT stay.* FROM access_cargovisit stay
  WHERE asked.object_type = 'container' AND stay.port_id = asked.port AND stay.container = asked.object
  ORDER BY stay.discharged_at DESC, stay.id DESC LIMIT 1
) stay ON true
LEFT JOIN access_vesselcall ship ON ship.id = stay.vessel_call_id
  OR (asked.object_type = 'vessel_call' AND ship.port_id = asked.port AND ship.code = asked.object)
LEFT JOIN LATERAL (
  SELECT max(earlier.gate_out_at) AS ended_at FROM access_cargovisit earlier
  WHERE earlier.port_id = asked.port AND earlier.container = stay.container AND earlier.id <> stay.id
) before ON true
CROSS JOIN LATERAL (
  SELECT array_remove(ARRAY[asked.object, stay.bill_of_lading::text], '') AS own,
         array_remove(ARRAY[asked.object, stay.bill_of_lading::text, ship.code::text,
                            stay.terminal::text], '') AS wider,
         array_remove(ARRAY[asked.object, stay.bill_of_lading::text, stay.block::text], '') AS nearby
) names"""

PORT_LEVEL = LEVEL.format(
    place="change.port_id = port.id AND change.area_id IS NULL", resting="port.isps_level"
)

COLUMNS = f"""
  'isps_level', {PORT_LEVEL},
  'stay', CASE WHEN stay.id IS NOT NULL THEN json_build_object(
    'id', stay.id, 'container', stay.container, 'lading', stay.bill_of_lading, 'risk', stay.risk,
    'owner', stay.owner, 'gate_out_at', stay.gate_out_at, 'terminal', stay.terminal, 'block', stay.block,
    'isps_level', CASE WHEN asked.field_class = 'S3' AND stay.terminal <> '' THEN (
      SELECT {LEVEL.format(place="change.area_id = area.id", resting="area.isps_level")}
      FROM access_area area WHERE area.port_id = asked.port AND area.code = stay.terminal) END) END,
  'ship', CASE WHEN ship.id IS NOT NULL THEN json_build_object(
    'code', ship.code, 'berth', ship.berth, 'starts_at', COALESCE(ship.ata, ship.eta),
    'ends_at', ship.etd) END,
  'orders', CASE WHEN asked.field_class >= 'S2' THEN (
    SELECT json_agg(json_build_array(work.ref, work.kind, work.person_ref, work.team, work.object_ref,
                                     work.opened_at, work.closed_at, work.opened_by))
    FROM access_workorder work
    WHERE work.port_id = asked.port
      AND (work.object_ref = ANY(names.wider) AND (
             (work.person_ref = requester.person_ref AND work.person_ref <> '')
             OR (work.team = ANY(requester.teams) AND requester.person_ref <> ''))
           OR asked.field_class = 'S2' AND work.object_ref = ANY(names.nearby)
             AND lower(btrim(work.kind)) IN ({_EMERGENCIES}))) END,
  'hops', CASE WHEN asked.field_class >= 'S2' AND stay.id IS NOT NULL THEN (
    SELECT json_agg(json_build_array(hop.from_organisation, hop.to_organisation, hop.at, hop.person_ref,
                                     hop.ended_at))
    FROM access_releasehop hop
    WHERE hop.port_id = asked.port AND hop.container = stay.container
      AND (before.ended_at IS NULL OR hop.at > before.ended_at)) END,
  'grants', CASE WHEN asked.field_class >= 'S2' THEN (
    SELECT json_agg(json_build_array(given.id, given.object_ref, given.field_class, given.purpose,
                                     given.valid_from, given.valid_until, given.granted_by, given.case_ref))
    FROM access_grant given
    WHERE given.port_id = asked.port AND given.object_ref = ANY(names.own)
      AND given.account = ANY(requester.accounts) AND given.valid_until > given.valid_from) END,
  'glasses', CASE WHEN asked.field_class >= 'S2' THEN (
    SELECT json_agg(json_build_array(glass.id, glass.object_ref, glass.field_class, glass.begun_at,
                                     glass.ends_at, glass.state))
    FROM access_breakglass glass
    WHERE glass.port_id = asked.port AND glass.object_ref = ANY(names.own)
      AND glass.account = ANY(requester.accounts)) END,
  'hand_overs', CASE WHEN asked.field_class = 'S2' AND requester.teams <> '{{}}' THEN (
    SELECT json_agg(json_build_array(event.person_ref, shared.team, event.at, event.number))
    FROM access_dataevent event
    JOIN screening_person colleague ON colleague.id = event.person_id
    CROSS JOIN LATERAL (
      SELECT colleague.peer_group::text AS team WHERE colleague.peer_group = ANY(requester.teams)
      UNION
      SELECT employing.code || '/' || team.name
      FROM accounts_user own
      JOIN access_teammember member ON member.user_id = own.id
      JOIN access_team team ON team.id = member.team_id
      JOIN accounts_organisation employing ON employing.id = team.organisation_id
      WHERE own.username = event.account AND member.joined_at <= event.at
        AND (member.left_at IS NULL OR member.left_at > event.at)
        AND employing.code || '/' || team.name = ANY(requester.teams)
    ) shared
    WHERE event.port_id = asked.port AND event.object_ref = asked.object
      AND event.at >= asked.at - interval '{int(hand_over.WITHIN.total_seconds())} seconds'
      AND event.at <= asked.at AND event.source = 'decision' AND event.result = 'ok'
      AND event.field_class >= 'S2' AND event.explanation IN ({_HANDED_ON})
      AND '{EXPLAINED}' = ANY(event.reasons) AND event.person_id <> person.id) END,
  'acts', CASE WHEN asked.is_act AND person.id IS NOT NULL THEN (
    SELECT json_agg(json_build_array(event.action, event.at))
    FROM access_dataevent event
    WHERE event.port_id = asked.port AND event.object_ref = asked.object AND event.person_id = person.id
      AND event.result = 'ok' AND event.action IN ({_ACTS}) AND event.at <= asked.at
      AND (before.ended_at IS NULL OR event.at > before.ended_at)) END"""  # noqa: S608  text of our own; what is asked comes as a parameter


def resource_of(row: Row) -> ResourceFacts | None:
    stay, ship = row["stay"], ship_of(row["ship"])
    if stay is None:
        return None if ship is None else ResourceFacts("", vessel_call=ship)
    return ResourceFacts(
        container=stay["container"],
        bill_of_lading=stay["lading"],
        vessel_call=ship,
        risk=stay["risk"],
        owner_org=stay["owner"],
        gate_out_at=_moment_or_none(stay["gate_out_at"]),
        terminal=stay["terminal"],
        block=stay["block"],
        isps_level=IspsLevel(stay["isps_level"] or IspsLevel.NORMAL),
    )


def ship_of(ship: Row | None) -> VesselCallFact | None:
    """A ship's stay: from arrival, or expected arrival, to departure."""
    if ship is None:
        return None
    return VesselCallFact(
        ref=ship["code"],
        handled_from=frozenset({ship["berth"]} if ship["berth"] else ()),
        starts_at=_moment_or_none(ship["starts_at"]),
        ends_at=_moment_or_none(ship["ends_at"]),
    )


def orders_of(row: Row) -> tuple[WorkOrderFact, ...]:
    return tuple(
        WorkOrderFact(ref, kind, person, team, thing, moment(opened), _moment_or_none(closed), by)
        for ref, kind, person, team, thing, opened, closed, by in row["orders"] or ()
    )


def hops_of(row: Row) -> tuple[ReleaseHopFact, ...]:
    stay = row["stay"]
    return tuple(
        ReleaseHopFact(stay["container"], giver, taker, moment(at), person, _moment_or_none(ended))
        for giver, taker, at, person, ended in row["hops"] or ()
    )


def grants_of(row: Row) -> tuple[GrantFact, ...]:
    return tuple(
        GrantFact(
            object=thing,
            field_class=FieldClass(field_class),
            purpose=purpose,
            valid_from=moment(since),
            valid_until=moment(until),
            granted_by=by.removeprefix("user:"),
            ref=f"G-{number}",
            case_ref=case_ref,
        )
        for number, thing, field_class, purpose, since, until, by, case_ref in row["grants"] or ()
    )


def break_glasses_of(row: Row) -> tuple[BreakGlassFact, ...]:
    return tuple(
        BreakGlassFact(
            ref=f"break_glass:{number}",
            object=thing,
            field_class=FieldClass(field_class),
            begun_at=moment(since),
            ends_at=moment(until),
            reviewed=state != UNREVIEWED,
            passed=state == PASSED,
        )
        for number, thing, field_class, since, until, state in row["glasses"] or ()
    )


def hand_overs_of(row: Row) -> tuple[HandOverFact, ...]:
    return tuple(
        HandOverFact(person, team, moment(at), f"data_event:{number}")
        for person, team, at, number in row["hand_overs"] or ()
    )


def acts_of(row: Row) -> tuple[ActFact, ...]:
    return tuple(ActFact(DataAction(action), moment(at)) for action, at in row["acts"] or ())


def _moment_or_none(text: str | None) -> datetime | None:
    return None if text is None else moment(text)
