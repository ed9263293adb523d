"""Who asks: account and person, role, clearance, teams, functions, and where the badge is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from access.enums import RosterKind
from access.gate_facts.holder import BANNED, CLEARANCE, SEEN_LAST, WITHIN, moment
from access.need_to_know.facts import InsideFact, RequesterFacts, ShiftFact
from access.need_to_know.roster import TOLERANCE
from access.need_to_know.work_order import WINDOW

Row = Mapping[str, Any]

LOOKS_UP: Final = "look_up_cargo"  # the capability of roles; a test compares them
GRANTED_CASE: Final = "granted"  # the state of an application; a test compares them


def seconds(span: timedelta) -> str:
    return f"interval '{int(span.total_seconds())} seconds'"


PERSON: Final = """(
  SELECT found.* FROM screening_person found
  WHERE found.id = COALESCE(
    (SELECT known.id FROM screening_person known
     WHERE known.port_id = asked.port AND known.external_ref <> '' AND known.external_ref = {name}),
    (SELECT known.id FROM screening_person known WHERE known.port_id = asked.port AND known.ref = {name}))
  OFFSET 0  -- found by key for each look-up; without this, the plan for many may read everybody
)"""
"""The person of that name at the port: by the employer's number first, else by our own."""
LIVE: Final = "person.erased_at IS NULL AND (person.left_on IS NULL OR person.left_on >= asked.day)"
MAY: Final = f"""account.is_active AND EXISTS (
      SELECT FROM accounts_accountpermission given
      JOIN auth_permission permission ON permission.id = given.permission_id
      JOIN django_content_type kind ON kind.id = given.content_type_id
      WHERE given.user_id = account.id AND given.object_pk = asked.port::text
        AND permission.codename = '{LOOKS_UP}' AND kind.app_label = 'accounts' AND kind.model = 'port'
        AND given.valid_from <= statement_timestamp()
        AND (given.valid_until IS NULL OR given.valid_until > statement_timestamp()))"""

_NAME = "CASE asked.subject_type WHEN 'account' THEN account.person_ref WHEN 'person' THEN asked.subject END"

JOINS = f"""
LEFT JOIN accounts_user account ON asked.subject_type = 'account' AND account.username = asked.subject
LEFT JOIN LATERAL {PERSON.format(name=_NAME)} person ON true
LEFT JOIN accounts_organisation employer ON employer.id = person.organisation_id
CROSS JOIN LATERAL (
  SELECT COALESCE(NULLIF(person.external_ref, ''), person.ref, '') AS person_ref,
         array_remove(array_append(ARRAY(
           SELECT employing.code || '/' || team.name
           FROM accounts_user own
           JOIN access_teammember member ON member.user_id = own.id
           JOIN access_team team ON team.id = member.team_id
           JOIN accounts_organisation employing ON employing.id = team.organisation_id
           WHERE own.person_ref IN (person.ref, NULLIF(person.external_ref, ''))
             AND own.person_ref <> '' AND member.joined_at <= asked.at
             AND (member.left_at IS NULL OR member.left_at > asked.at)
             AND (team.removed_at IS NULL OR team.removed_at > asked.at)
         ), COALESCE(person.peer_group, '')::text), '') AS teams,
         CASE WHEN person.id IS NOT NULL AND asked.subject_type = 'person' THEN ARRAY(
           SELECT own.username::text FROM accounts_user own
           WHERE own.person_ref IN (person.ref, NULLIF(person.external_ref, '')) AND own.person_ref <> ''
             AND own.is_active)
         ELSE '{{}}' END || asked.subject AS accounts
) requester"""  # noqa: S608

COLUMNS = f"""
  'account', CASE WHEN account.id IS NOT NULL THEN json_build_object(
    'id', account.id, 'live', account.is_active, 'may', {MAY}) END,
  'person', CASE WHEN person.id IS NOT NULL THEN json_build_object(
    'id', person.id, 'ref', requester.person_ref, 'organisation', employer.code,
    'live', {LIVE},
    'banned', {BANNED.format(person="person.id")},
    'may', asked.subject_type = 'person' AND COALESCE(
      (SELECT asked.field_class = ANY(post.field_classes)
       FROM screening_application applied JOIN screening_post post ON post.id = applied.post_id
       WHERE applied.person_id = person.id
       ORDER BY applied.state = '{GRANTED_CASE}' DESC, applied.submitted_at DESC, applied.id DESC LIMIT 1),
      EXISTS (SELECT FROM screening_post post
              WHERE post.port_id = asked.port
                AND post.organisation_id IS NOT DISTINCT FROM person.organisation_id
                AND asked.field_class = ANY(post.field_classes)))) END,
  'clearance', CASE WHEN person.id IS NOT NULL THEN {CLEARANCE.format(person="person.id")} END,
  'teams', requester.teams,
  'functions', CASE WHEN asked.field_class >= 'S2' THEN (
    SELECT json_agg(given.function) FROM access_safetyfunction given
    WHERE given.person_id = person.id AND given.since <= asked.at
      AND (given.ended_at IS NULL OR given.ended_at > asked.at)) END,
  'shifts', CASE WHEN asked.field_class >= 'S2' THEN (
    SELECT json_agg(json_build_array(span.kind, span.starts_at, span.ends_at, span.area))
    FROM access_rosterspan span
    WHERE span.port_id = asked.port AND span.person_ref = requester.person_ref AND requester.person_ref <> ''
      AND span.ends_at >= asked.at - {seconds(TOLERANCE)}
      AND span.starts_at <= asked.at + {seconds(WINDOW)}) END,
  'has_badge', asked.field_class = 'S3' AND EXISTS (
    SELECT FROM access_badge badge
    WHERE badge.person_id = person.id AND badge.port_id = asked.port AND badge.state = 'active'
      AND badge.valid_from <= asked.at AND badge.valid_until > asked.at),
  'remote', asked.field_class = 'S3' AND EXISTS (
    SELECT FROM access_dutyconfirmation confirmation
    WHERE confirmation.person_id = person.id AND confirmation.remote
      AND confirmation.starts_at <= asked.at AND confirmation.ends_at > asked.at),
  'roster_kept', asked.field_class < 'S3' OR EXISTS (
    SELECT FROM access_rosterspan span WHERE span.port_id = asked.port),
  'inside', CASE WHEN asked.field_class = 'S3' THEN (
    SELECT json_agg(json_build_array({WITHIN.format(place="area.id = presence.area_id")}, presence.at))
    FROM access_presence presence
    WHERE presence.person_id = person.id AND presence.direction = 'in' AND {SEEN_LAST}) END"""  # noqa: S608  text of our own; what is asked comes as a parameter


def requester_of(row: Row, name: str) -> RequesterFacts:
    person = row["person"]
    return RequesterFacts(
        account=name,
        person=person["ref"] if person else None,
        organisation=(person["organisation"] or "") if person else "",
        teams=frozenset(row["teams"]),
        functions=frozenset(row["functions"] or ()),
    )


def is_live(row: Row) -> bool:
    """An account that is in use and whose person, where there is one, has not left."""
    account, person = row["account"], row["person"]
    if person is not None and not person["live"]:
        return False
    return account["live"] if account is not None else person is not None


def role_allows(row: Row) -> bool:
    """An account by its role; a person by the post that they were cleared for, or that their employer has."""
    asking = row["account"] or row["person"]
    return asking is not None and asking["may"]


def shifts_of(row: Row) -> tuple[ShiftFact, ...]:
    return tuple(
        ShiftFact(moment(starts), moment(ends), RosterKind(kind), area)
        for kind, starts, ends, area in row["shifts"] or ()
    )


def inside_of(row: Row) -> tuple[InsideFact, ...]:
    return tuple(InsideFact(frozenset(areas), moment(since)) for areas, since in row["inside"] or ())
