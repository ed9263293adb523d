"""The view behind `CargoPermission`: who has which right to which cargo visit at this moment.

guardian joins this table from users, permissions and visits, so only the database itself can give all its
ways the same answer. The view is made anew after every migration (`access.receivers`), since it reads tables
of three apps and the port's time zone. Whatever `need_to_know` asks of a grant stands here a second time;
tests compare the two.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from access.enums import EmergencyFunction, FieldClass, RosterKind
from access.gate.clearance import GRANTED
from access.gate.isps import IspsLevel
from access.gate_facts.holder import SEEN_LAST, WITHIN
from access.granting.rights import MEANING
from access.look_up_facts.requester import PERSON
from access.need_to_know.facts import LEVEL_NEEDED
from access.need_to_know.roster import TOLERANCE, WORKING
from access.need_to_know.segregation import APART
from access.need_to_know.work_order import INSPECTION_KINDS
from access.need_to_know.workplace import LONGEST_STAY
from accounts.roles import Capability

DROP: Final = """
DROP VIEW IF EXISTS access_cargopermission;
DROP VIEW IF EXISTS access_cargogrouppermission;
"""


def _texts(values: Iterable[str]) -> str:
    return "ARRAY[" + ", ".join(f"'{value}'" for value in sorted(values)) + "]::text[]"


_RIGHTS = ", ".join(
    f"('{right.value}', {meaning.field_class.rank}, {LEVEL_NEEDED[meaning.field_class]},"
    f" {_texts(APART.get(meaning.action, ()))})"
    for right, meaning in MEANING.items()
)
_NOW = "statement_timestamp()"
_TODAY = "(statement_timestamp() AT TIME ZONE %(zone)s)::date"

# An account with its person and the clearance that counts today, in force and unbanned.
_HOLDERS = f"""
SELECT account.id AS user_id, account.username, person.id AS person_id, person.port_id, held.level_rank,
       COALESCE(NULLIF(person.external_ref, ''), person.ref) AS person_ref
FROM accounts_user account
CROSS JOIN (SELECT port.id AS port FROM accounts_port port) asked
CROSS JOIN LATERAL {PERSON.format(name="account.person_ref")} person
CROSS JOIN LATERAL (
  SELECT CASE clearance.level WHEN 'standard' THEN 1 WHEN 'enhanced' THEN 2 ELSE 3 END AS level_rank,
         CASE WHEN clearance.state = 'suspended' AND clearance.suspended_until < {_TODAY}
              THEN '{GRANTED}' ELSE clearance.state END AS state,
         clearance.valid_until, clearance.escort_only
  FROM screening_clearance clearance
  WHERE clearance.person_id = person.id AND clearance.valid_from <= {_TODAY}
  ORDER BY clearance.valid_from DESC, clearance.id DESC LIMIT 1
) held
WHERE account.is_active AND account.person_ref <> ''
  AND person.erased_at IS NULL AND (person.left_on IS NULL OR person.left_on >= {_TODAY})
  AND held.state = '{GRANTED}' AND held.valid_until >= {_TODAY} AND NOT held.escort_only
  AND NOT EXISTS (
    SELECT FROM screening_portban ban
    WHERE ban.person_id = person.id AND ban.state IN ('confirmed', 'lifting')
      AND ban.starts_on <= {_TODAY} AND ban.ends_on >= {_TODAY})
  AND EXISTS (
    SELECT FROM accounts_accountpermission given
    JOIN auth_permission capability ON capability.id = given.permission_id
    JOIN django_content_type kind ON kind.id = given.content_type_id
    WHERE given.user_id = account.id AND given.object_pk = person.port_id::text
      AND kind.app_label = 'accounts' AND kind.model = 'port'
      AND capability.codename = '{Capability.LOOK_UP_CARGO.value}'
      AND given.valid_from <= statement_timestamp()
      AND (given.valid_until IS NULL OR given.valid_until > statement_timestamp()))
"""  # noqa: S608  text of our own; the time zone comes as a parameter

# A grant names a container, or a bill of lading with all its containers; a stay that is over is not meant.
# Read for one holder at a time, by account and end: one account has few grants, all together have millions.
_STAY = """
SELECT stay.* FROM access_cargovisit stay
WHERE stay.port_id = given.port_id AND stay.container = {container}
ORDER BY stay.discharged_at DESC, stay.id DESC LIMIT 1"""
_GRANTED = f"""
SELECT given.id AS grant_id, given.field_class, given.granted_by, given.valid_from, given.valid_until,
       given.purpose, given.case_ref, visit.id AS visit_id,
       visit.container, visit.bill_of_lading, visit.terminal
FROM access_grant given
CROSS JOIN LATERAL (
  {_STAY.format(container="given.object_ref")}
) visit
WHERE given.account = holders.username AND given.port_id = holders.port_id
  AND given.valid_from <= {_NOW} AND given.valid_until > {_NOW}
UNION ALL
SELECT given.id, given.field_class, given.granted_by, given.valid_from, given.valid_until,
       given.purpose, given.case_ref, visit.id, visit.container, visit.bill_of_lading, visit.terminal
FROM access_grant given
JOIN access_cargovisit named ON named.port_id = given.port_id AND named.bill_of_lading = given.object_ref
CROSS JOIN LATERAL (
  {_STAY.format(container="named.container")}
) visit
WHERE given.account = holders.username AND given.port_id = holders.port_id
  AND given.object_type = 'bill_of_lading' AND visit.id = named.id
  AND given.valid_from <= {_NOW} AND given.valid_until > {_NOW}"""  # noqa: S608

_AT_THIS_HOUR = f"""
  span.starts_at - interval '{TOLERANCE.seconds} seconds' <= {_NOW}
  AND span.ends_at + interval '{TOLERANCE.seconds} seconds' >= {_NOW}"""
_WORKING = ", ".join(f"'{kind.value}'" for kind in sorted(WORKING))
_AWAY = ", ".join(f"'{kind.value}'" for kind in sorted(set(RosterKind) - WORKING))

_INSIDE = f"""
  presence.person_id = holders.person_id AND presence.direction = 'in' AND {SEEN_LAST}
  AND presence.at <= {_NOW}
  AND presence.at + interval '{int(LONGEST_STAY.total_seconds())} seconds' >= {_NOW}"""

# Critical data: inside the area of the duty with a badge in force, or from outside with approval. Where the
# port keeps no roster, inside anywhere.
_IN_PLACE = f"""(
  EXISTS (SELECT FROM access_dutyconfirmation confirmation
          WHERE confirmation.person_id = holders.person_id AND confirmation.remote
            AND confirmation.starts_at <= {_NOW} AND confirmation.ends_at > {_NOW})
  OR EXISTS (SELECT FROM access_badge badge
             WHERE badge.person_id = holders.person_id AND badge.port_id = holders.port_id
               AND badge.state = 'active' AND badge.valid_from <= {_NOW} AND badge.valid_until > {_NOW})
  AND NOT EXISTS (SELECT FROM access_rosterspan span
                  WHERE span.port_id = holders.port_id AND span.person_ref = holders.person_ref
                    AND span.kind IN ({_AWAY}) AND span.starts_at <= {_NOW} AND span.ends_at > {_NOW})
  AND (NOT EXISTS (SELECT FROM access_rosterspan span WHERE span.port_id = holders.port_id)
       AND EXISTS (SELECT FROM access_presence presence WHERE {_INSIDE})
    OR EXISTS (SELECT FROM access_rosterspan span
              JOIN access_presence presence ON {_INSIDE}
              WHERE span.port_id = holders.port_id AND span.person_ref = holders.person_ref
                AND span.kind IN ({_WORKING}) AND {_AT_THIS_HOUR}
                AND (span.area = '' OR span.area IN (
                  SELECT json_array_elements_text({WITHIN.format(place="area.id = presence.area_id")}))))))"""  # noqa: S608

_LEVEL = """COALESCE((SELECT max(change.to_level) FROM access_levelchange change
  WHERE change.port_id = {port} AND {area} AND change.state = 'in_force'
    AND (change.steps_back_at IS NULL OR change.steps_back_at > statement_timestamp())), {resting})"""
_EXCEPTIONAL = f"""
(EXISTS (SELECT FROM accounts_port port WHERE port.id = holders.port_id AND
   {_LEVEL.format(port="port.id", area="change.area_id IS NULL", resting="port.isps_level")}
     >= {IspsLevel.EXCEPTIONAL.value})
 OR EXISTS (SELECT FROM access_area area WHERE area.port_id = holders.port_id
   AND granted.terminal = area.code AND
   {_LEVEL.format(port="area.port_id", area="change.area_id = area.id", resting="area.isps_level")}
     >= {IspsLevel.EXCEPTIONAL.value}))"""  # noqa: S608
_NAMED = f"""
EXISTS (SELECT FROM access_safetyfunction given
        WHERE given.person_id = holders.person_id
          AND given.function = '{EmergencyFunction.CRITICAL_DATA.value}'
          AND given.since <= {_NOW} AND (given.ended_at IS NULL OR given.ended_at > {_NOW}))"""

# Steps that stay in other hands. Of earlier stays, too: a list may show one right less than the decision.
_APART = f"""
(rights.apart = ARRAY[]::text[] OR NOT EXISTS (
   SELECT FROM access_dataevent event
   WHERE event.port_id = holders.port_id AND event.person_id = holders.person_id
     AND event.object_ref = granted.container AND event.result = 'ok' AND event.action = ANY(rights.apart))
 AND NOT EXISTS (
   SELECT FROM access_workorder task
   WHERE task.port_id = holders.port_id AND task.person_ref = holders.person_ref
     AND task.object_ref IN (granted.container, NULLIF(granted.bill_of_lading, ''))
     AND task.kind = ANY({_texts(INSPECTION_KINDS)})))"""  # noqa: S608

CREATE: Final = f"""
CREATE VIEW access_cargopermission AS
WITH holders AS NOT MATERIALIZED ({_HOLDERS}),
rights AS NOT MATERIALIZED (
  SELECT permission.id, meaning.class_rank, meaning.level_rank, meaning.apart
  FROM (VALUES {_RIGHTS}) AS meaning(codename, class_rank, level_rank, apart)
  JOIN django_content_type kind ON kind.app_label = 'access' AND kind.model = 'cargovisit'
  JOIN auth_permission permission
    ON permission.content_type_id = kind.id AND permission.codename = meaning.codename)
SELECT 'G' || granted.grant_id || '-' || granted.visit_id || '-' || rights.id AS id,
       holders.user_id, rights.id AS permission_id, granted.visit_id AS content_object_id, granted.grant_id,
       granted.valid_from, granted.valid_until, granted.purpose, granted.case_ref
FROM holders
CROSS JOIN LATERAL ({_GRANTED}) granted
JOIN rights ON rights.class_rank <= substr(granted.field_class, 2)::int
           AND rights.level_rank <= holders.level_rank
WHERE granted.granted_by NOT IN (holders.username, 'user:' || holders.username, holders.person_ref)
  AND (rights.class_rank < {FieldClass.S3.rank}
       OR {_IN_PLACE} AND (NOT {_EXCEPTIONAL} OR {_NAMED}) AND {_APART});

CREATE VIEW access_cargogrouppermission AS
SELECT ''::text AS id, 0 AS group_id, 0 AS permission_id, 0::bigint AS content_object_id WHERE false;
"""  # noqa: S608


def text(zone: str) -> str:
    """The statements that make both views for a port whose days run in this time zone."""
    quoted = zone.replace("'", "''")
    return DROP + CREATE.replace("%(zone)s", f"'{quoted}'")
