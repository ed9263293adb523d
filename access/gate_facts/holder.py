"""Whose badge it is, and what is known of them: clearance, permit or visit, trainings, roster, presence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from access.enums import BadgeState, Direction, RosterKind
from access.gate.clearance import ENHANCED_LEVEL, GRANTED, STANDARD_LEVEL, WITHDRAWN, ClearanceFacts
from access.gate.facts import AreaFacts, BadgeFacts
from access.gate.holder_facts import Duty, PermitFacts, Roster, ShipCall, TrainingCertificate
from access.gate.passage import Pass, Presence
from access.gate_facts.asked import Asked

Row = Mapping[str, Any]

# Words and numbers of screening; judgement may not import another app, so tests compare them.
LEVEL_RANKS: Final = {"standard": STANDARD_LEVEL, "enhanced": ENHANCED_LEVEL, "authority": 3}
SHIP_CALL: Final = "ship_call"
MOST_DAYS_A_YEAR: Final = 28
ISSUED: Final = "issued"
ENDED_CASES: Final = ("incomplete", "refused", "withdrawn")

ARRIVED: Final = "arrived"
MOMENT: Final = timedelta(microseconds=1)

# The clearance of a day: the newest that had begun, and granted again once a suspension has lapsed.
HELD_STATE = """CASE WHEN held.state = 'suspended' AND held.suspended_until < asked.day
                     THEN 'granted' ELSE held.state END"""
HELD = """
     FROM screening_clearance held
     WHERE held.person_id = {person} AND held.valid_from <= asked.day
     ORDER BY held.valid_from DESC, held.id DESC LIMIT 1"""
CLEARANCE = f"""
    (SELECT json_build_object(
       'state', {HELD_STATE},
       'level', held.level, 'valid_from', held.valid_from, 'valid_until', held.valid_until,
       'escort_only', held.escort_only){HELD})"""
BANNED = """
    EXISTS (SELECT FROM screening_portban ban
            WHERE ban.person_id = {person} AND ban.state IN ('confirmed', 'lifting')
              AND ban.starts_on <= asked.day AND ban.ends_on >= asked.day)"""
BADGE = """json_build_object(
    'id', {badge}.id, 'serial', {badge}.serial, 'state', {badge}.state, 'areas', {badge}.areas,
    'valid_from', {badge}.valid_from, 'valid_until', {badge}.valid_until,
    'person', {badge}.person_id, 'person_ref', {badge}.person_ref)"""
# The areas that a named area lies in, itself first: a duty inside an area leads through that area, too.
WITHIN = """
    (WITH RECURSIVE up AS (
       SELECT area.code, area.parent_id, 0 AS depth FROM access_area area WHERE {place}
       UNION ALL
       SELECT area.code, area.parent_id, up.depth + 1 FROM up JOIN access_area area ON area.id = up.parent_id
       WHERE up.depth < 20)
     SELECT json_agg(up.code ORDER BY up.depth) FROM up)"""

# A passage still says where somebody is, unless a guard set the record right or signed the visitor out since.
SEEN_LAST = """
    (presence.forgiven_at IS NULL OR presence.forgiven_at < presence.at)
    AND NOT EXISTS (SELECT FROM access_visit gone
                    WHERE gone.visitor_id = presence.person_id AND gone.left_at >= presence.at)"""
# Which badge is shown. Nothing is compared with what was not asked, so each part is one look into an index.
NAMED = """
LEFT JOIN LATERAL (
  SELECT CASE WHEN count(*) = 1 THEN min(found.id) END AS badge_id FROM (
    SELECT badge.id FROM access_badge badge
    WHERE badge.credential_hash = decode(asked.credential_hash, 'hex') AND badge.port_id = asked.port
    UNION ALL
    SELECT badge.id FROM access_credential shown
    JOIN access_badge badge ON badge.id = shown.badge_id AND badge.port_id = asked.port
    JOIN access_credentialkey signing ON signing.port_id = asked.port AND signing.kid = shown.kid
    WHERE shown.text_hash = decode(asked.credential_hash, 'hex')
      AND signing.withdrawn_at IS NULL AND (shown.ended_at IS NULL OR shown.ended_at > asked.at)
    UNION ALL
    SELECT badge.id FROM access_badge badge WHERE badge.id = asked.badge AND badge.port_id = asked.port
    UNION ALL
    SELECT badge.id FROM access_badge badge
    WHERE badge.port_id = asked.port AND UPPER(badge.serial) = UPPER(asked.serial)
    UNION ALL
    (SELECT badge.id FROM access_badge badge
     WHERE badge.person_id = asked.person AND badge.port_id = asked.port
     ORDER BY badge.state = 'active' DESC, badge.valid_until DESC, badge.id DESC LIMIT 1)
  ) found
) named ON true"""

JOINS = f"""
LEFT JOIN access_badge badge ON badge.id = named.badge_id
LEFT JOIN screening_person holder
  ON holder.id = COALESCE(badge.person_id, asked.person) AND holder.port_id = asked.port
LEFT JOIN accounts_organisation employer ON employer.id = holder.organisation_id
LEFT JOIN LATERAL (
  SELECT visit.* FROM access_visit visit
  WHERE visit.visitor_id = holder.id AND visit.port_id = asked.port AND visit.state IN ('arrived', 'left')
  ORDER BY visit.state = 'arrived' DESC, visit.arrived_at DESC NULLS LAST, visit.id DESC LIMIT 1
) visit ON true
LEFT JOIN LATERAL (
  SELECT json_agg(json_build_object(
    'kind', permit.kind, 'valid_from', permit.valid_from, 'valid_until', permit.valid_until,
    'state', permit.state, 'days', permit.days, 'eta', permit.eta,
    'ship', (SELECT json_build_object('arrived', call.ata, 'left', call.etd)
             FROM access_vesselcall call
             WHERE call.port_id = permit.port_id AND call.code = permit.call_ref AND permit.call_ref <> ''),
    'stands', CASE WHEN permit.application_id IS NULL THEN NOT EXISTS (
        SELECT FROM screening_crewmember member JOIN screening_crewhit hit ON hit.member_id = member.id
        WHERE member.person_id = permit.person_id AND hit.state = 'same'
          AND (member.id = permit.crew_member_id OR hit.decided_at >= permit.issued_at))
      ELSE EXISTS (
        SELECT FROM screening_application case_file
        WHERE case_file.id = permit.application_id
          AND case_file.state NOT IN {ENDED_CASES})
        AND NOT EXISTS (
        SELECT FROM screening_check asked_check JOIN screening_hit hit
          ON hit.check_answered_id = asked_check.id
        WHERE asked_check.application_id = permit.application_id AND hit.state = 'same') END
    ) ORDER BY permit.valid_until DESC, permit.id DESC) AS found
  FROM (SELECT * FROM screening_permit permit
        WHERE permit.person_id = holder.id
        ORDER BY permit.valid_until DESC, permit.id DESC LIMIT 12) permit
) permits ON true"""  # noqa: S608  text of our own; what is asked comes as a parameter

COLUMNS = f"""
  'badge', CASE WHEN badge.id IS NOT NULL THEN {BADGE.format(badge="badge")} END,
  'holder', CASE WHEN holder.id IS NOT NULL THEN json_build_object(
    'id', holder.id, 'ref', holder.ref,
    'name', trim(holder.given_names || ' ' || holder.family_name),
    'log_ref', COALESCE(NULLIF(holder.external_ref, ''), holder.ref),
    'organisation', employer.code, 'banned', {BANNED.format(person="holder.id")}) END,
  'clearance', {CLEARANCE.format(person="holder.id")},
  'permits', permits.found,
  'visit', CASE WHEN visit.id IS NOT NULL THEN json_build_object(
    'first_day', visit.first_day, 'last_day', visit.last_day, 'state', visit.state,
    'is_essential', visit.is_essential) END,
  'permit_days', (
    SELECT json_agg(DISTINCT (event.at AT TIME ZONE asked.zone)::date)
    FROM access_gateevent event
    WHERE (permits.found IS NOT NULL OR visit.id IS NOT NULL)
      AND event.port_id = asked.port AND event.person_ref = badge.person_ref AND badge.person_ref <> ''
      AND event.at > asked.at - interval '366 days' AND event.result = 'granted'
      AND (EXISTS (SELECT FROM screening_permit permit
                   WHERE permit.person_id = holder.id
                     AND permit.valid_from <= event.at AND permit.valid_until > event.at)
           OR EXISTS (SELECT FROM access_visit earlier
                      WHERE earlier.visitor_id = holder.id AND earlier.arrived_at <= event.at
                        AND (earlier.left_at IS NULL OR earlier.left_at > event.at)))),
  'functions', (SELECT json_agg(given.function) FROM access_safetyfunction given
                WHERE given.person_id = holder.id AND given.since <= asked.at
                  AND (given.ended_at IS NULL OR given.ended_at > asked.at)),
  'certificates', (SELECT json_agg(json_build_array(training.code, paper.first_day, paper.last_day))
                   FROM access_trainingcertificate paper
                   JOIN access_training training ON training.id = paper.training_id
                   WHERE paper.person_id = holder.id AND paper.revoked_at IS NULL),
  'duties', (SELECT json_agg(json_build_object(
               'kind', span.kind, 'starts_at', span.starts_at, 'ends_at', span.ends_at, 'area', span.area,
               'within', {WITHIN.format(place="area.port_id = asked.port AND area.code = span.area")}))
             FROM access_rosterspan span
             WHERE span.port_id = asked.port AND span.person_ref = badge.person_ref
               AND badge.person_ref <> '' AND span.ends_at >= asked.at - interval '2 hours'
               AND span.starts_at <= asked.at + interval '2 hours' + asked.days_ahead * interval '1 day'),
  'confirmations', (SELECT json_agg(json_build_object(
                      'within', {WITHIN.format(place="area.id = confirmation.area_id")}))
                    FROM access_dutyconfirmation confirmation
                    WHERE confirmation.person_id = holder.id AND NOT confirmation.remote
                      AND confirmation.starts_at <= asked.at
                      AND confirmation.ends_at > asked.at),
  'presences', (SELECT json_agg(json_build_array(area.code, presence.direction, presence.at))
                FROM access_presence presence JOIN access_area area ON area.id = presence.area_id
                WHERE presence.person_id = holder.id
                  AND {SEEN_LAST})"""  # noqa: S608  text of our own; what is asked comes as a parameter


def badge_of(row: Row | None) -> BadgeFacts | None:
    if row is None:
        return None
    return BadgeFacts(
        serial=row["serial"],
        state=BadgeState(row["state"]),
        valid_from=moment(row["valid_from"]),
        valid_until=moment(row["valid_until"]),
        areas=frozenset(row["areas"]),
    )


def clearance_of(row: Row | None, *, banned: bool) -> ClearanceFacts | None:
    """A port ban lets every clearance fall; until that is on record, the gate goes by the ban itself."""
    if row is None:
        return None
    return ClearanceFacts(
        state=WITHDRAWN if banned else row["state"],
        level_rank=LEVEL_RANKS[row["level"]],
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_until=date.fromisoformat(row["valid_until"]),
        escort_only=row["escort_only"],
    )


def is_in_force(clearance: ClearanceFacts | None, day: date) -> bool:
    if clearance is None or clearance.state != GRANTED:
        return False
    return clearance.valid_from <= day <= clearance.valid_until


def permit_of(row: Row, asked: Asked, area: AreaFacts | None) -> PermitFacts | None:
    """What stands in for a clearance: what is in force first, and of that what fits the area.

    A permit or visit that spans the day and is not in force counts as revoked, also before its hour.
    """
    walk_path = frozenset(one["code"] for one in row["areas"] or () if one["walk_path"])
    found = [*_permits(row, asked, walk_path), *_visits(row, asked)]
    if not found:
        return None
    day = asked.local.date()
    days_before = frozenset(
        each for text in row["permit_days"] or () if (each := date.fromisoformat(text)) < day
    )

    def fits(permit: PermitFacts) -> tuple[bool, bool]:
        counts = permit.first_day <= day <= permit.last_day and not permit.is_revoked
        return counts, permit.is_escorted or (area is not None and area.code in walk_path)

    return replace(max(found, key=fits), days_before=days_before)


def _permits(row: Row, asked: Asked, walk_path: frozenset[str]) -> Iterator[PermitFacts]:
    for permit in row["permits"] or ():
        starts, ends = moment(permit["valid_from"]), moment(permit["valid_until"])
        first, last = _day(starts, asked.zone), _day(ends - MOMENT, asked.zone)
        counts = permit["state"] == ISSUED and permit["stands"] and not row["holder"]["banned"]
        in_force = counts and starts <= asked.at < ends
        is_escorted = permit["kind"] != SHIP_CALL
        yield PermitFacts(
            first_day=first,
            last_day=last,
            is_escorted=is_escorted,
            is_revoked=not in_force if first <= asked.local.date() <= last else not counts,
            walk_path=frozenset() if is_escorted else walk_path,
            ship_call=None if is_escorted else _ship_call(permit),
            days=permit["days"],
            days_a_year=MOST_DAYS_A_YEAR if is_escorted else None,
        )


def _ship_call(permit: Row) -> ShipCall:
    """The call as the port has it; where it has none, the arrival that was announced."""
    if permit["ship"] is None:
        return ShipCall(_moment_or_none(permit["eta"]))
    return ShipCall(_moment_or_none(permit["ship"]["arrived"]), _moment_or_none(permit["ship"]["left"]))


def _visits(row: Row, asked: Asked) -> Iterator[PermitFacts]:
    visit = row["visit"]
    if visit is not None:
        yield PermitFacts(
            first_day=date.fromisoformat(visit["first_day"]),
            last_day=date.fromisoformat(visit["last_day"]),
            is_revoked=visit["state"] != ARRIVED or row["holder"]["banned"],
            is_essential=visit["is_essential"],
            days_a_year=MOST_DAYS_A_YEAR,
        )


def certificates_of(papers: Iterable[tuple[str, str, str | None]] | None) -> tuple[TrainingCertificate, ...]:
    return tuple(
        TrainingCertificate(code, date.fromisoformat(first), date.fromisoformat(last) if last else None)
        for code, first, last in papers or ()
    )


def roster_of(row: Row, area: AreaFacts | None) -> Roster:
    """Duties and confirmations that are for no area, this one, one around it or one inside it."""
    return Roster(
        duties=tuple(
            Duty(RosterKind(one["kind"]), moment(one["starts_at"]), moment(one["ends_at"]))
            for one in row["duties"] or ()
            if not one["area"] or _concerns(one["within"], area)
        ),
        confirmed=any(
            one["within"] is None or _concerns(one["within"], area) for one in row["confirmations"] or ()
        ),
    )


def presence_of(row: Row) -> Presence:
    return Presence(tuple(Pass(code, Direction(way), moment(at)) for code, way, at in row["presences"] or ()))


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _concerns(within: list[str] | None, area: AreaFacts | None) -> bool:
    """`within`: the named area and those around it; None for a name that no area has."""
    if not within or area is None:
        return False
    return area.code in within or within[0] in area.codes


def _moment_or_none(text: str | None) -> datetime | None:
    return None if text is None else moment(text)


def _day(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()
