"""The locks under which attempts are judged, so that no two of one person, or of a pair, are judged at once.

Taken before the facts are read, in the same transaction: what is read is then what stands until the commit.
Order is readers before people, and each by key, so that nobody waits in a circle.
"""

from __future__ import annotations

from typing import Final

from access.gate_facts.query import ASKED, NAMED

READER_LOCK: Final = 7_101_614
PERSON_LOCK: Final = 7_101_615
"""First keys of the advisory locks; the second is the row's own. 7,101,613 is the lock of imports."""

HOLD: Final = f"""
WITH asked AS MATERIALIZED (SELECT * FROM {ASKED}),
found AS MATERIALIZED (
  SELECT asked.place, asked.port, asked.escort, badge.person_id
  FROM asked {NAMED}
  LEFT JOIN access_badge badge ON badge.id = named.badge_id
),
readers AS (
  SELECT asked.place, reader.id FROM asked
  JOIN access_reader reader ON reader.port_id = asked.port AND reader.code = asked.reader
  WHERE EXISTS (
    WITH RECURSIVE chain AS (
      SELECT area.id, area.parent_id, area.two_person_seconds, 0 AS depth FROM access_area area
      WHERE area.id IN (reader.area_from_id, reader.area_to_id)
      UNION ALL
      SELECT area.id, area.parent_id, area.two_person_seconds, chain.depth + 1
      FROM chain JOIN access_area area ON area.id = chain.parent_id WHERE chain.depth < 20)
    SELECT FROM chain WHERE chain.two_person_seconds IS NOT NULL)
),
people AS (
  SELECT found.place, found.person_id AS id FROM found
  UNION
  SELECT found.place, guide.person_id FROM found
  JOIN access_badge guide ON guide.port_id = found.port AND guide.serial = found.escort
  WHERE found.escort <> ''
  UNION
  SELECT found.place, visit.escort_id FROM found
  JOIN access_visit visit ON visit.visitor_id = found.person_id AND visit.state = 'arrived'
),
touched AS MATERIALIZED (
  SELECT place, {READER_LOCK} AS kind, readers.id::int AS id FROM readers
  UNION
  SELECT place, {PERSON_LOCK}, people.id::int FROM people WHERE people.id IS NOT NULL
),
held AS MATERIALIZED (
  SELECT count(pg_advisory_xact_lock(lock.kind, lock.id))
  FROM (SELECT DISTINCT kind, id FROM touched ORDER BY 1, 2) lock
)
SELECT touched.place, array_agg(touched.kind || '/' || touched.id) FROM touched, held
GROUP BY touched.place
"""  # noqa: S608  text of our own; what is asked comes as a parameter
