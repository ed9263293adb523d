"""The statement. One text for one look-up and for many; each row is one JSON object as text, with `place`.

It takes one parameter, `asked` (`asked.as_json`), and reads clearances, rosters, work and grants as of the
moment that each look-up names. Roles, badges and who is inside are those of now. Every table is reached by an
index.
"""

from __future__ import annotations

from typing import Final

from access.look_up_facts import context, requester

ASKED: Final = """jsonb_to_recordset(%(asked)s::jsonb) AS asked(
  place int, port bigint, at timestamptz, day date, subject_type text, subject text, object text,
  object_type text, field_class text, is_act boolean)"""

QUERY: Final = f"""
SELECT json_build_object(
  'place', asked.place,{requester.COLUMNS},{context.COLUMNS}
)::text
FROM {ASKED}
JOIN accounts_port port ON port.id = asked.port{requester.JOINS}{context.JOINS}
ORDER BY asked.place
"""  # noqa: S608  text of our own; what is asked comes as a parameter
