"""The statement. One text for one attempt and for many; each row is one JSON object as text, with `place`.

It takes one parameter, `asked` (`asked.as_json`), and reads as of the moment that each attempt names, so that
the same text answers what a gate says now and what it would say tomorrow. Every table is reached by an index;
`bench/gate_facts_plan.py` shows the plan on a large port.
"""

from __future__ import annotations

from typing import Final

from access.gate_facts import company, holder, place

ASKED: Final = """jsonb_to_recordset(%(asked)s::jsonb) AS asked(
  place int, port bigint, at timestamptz, day date, zone text, direction text, reader text, area text,
  credential_hash text, badge bigint, serial text, person bigint, escort text, guards text[], plate text,
  occupants int, days_ahead int)"""
NAMED: Final = holder.NAMED

QUERY: Final = f"""
SELECT json_build_object(
  'place', asked.place,{place.COLUMNS},{holder.COLUMNS},{company.COLUMNS}
)::text
FROM {ASKED}{place.JOINS}{holder.NAMED}{holder.JOINS}{company.JOINS}
ORDER BY asked.place
"""  # noqa: S608  text of our own; what is asked comes as a parameter
