"""Shows how PostgreSQL reads the facts of a gate attempt on a large port: `python -m bench.gate_facts_plan`.

Not a bench line: it prints the plan of the statement, what it read whole (only tables of a few rows may
stand there), and the time of many runs once it is prepared.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from collections.abc import Iterator
from typing import Any

SIZE = (200_000, 250_000, 1_000_000)  # people, badges, events
RUNS = 2_000
SMALL = 1_000  # rows; a table up to this is read whole without harm
SEED = 20261122


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portsec.settings")
    os.environ.setdefault("SECRET_KEY", "x" * 50)
    from portsec.embedded import EmbeddedServers

    with EmbeddedServers.throw_away() as servers:
        os.environ.update(servers.environment)
        os.environ["DATA_DIR"] = str(servers.directory.path / "data")
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        return _show()


def _show() -> int:
    import psycopg
    from django.conf import settings
    from django.db import connection

    from access.gate_facts.asked import Asked, as_json
    from access.gate_facts.query import QUERY
    from access.models import Area, Badge, Reader
    from bench.gate_rows import Size, make
    from portsec.kernel import clock

    make(Size(*SIZE))
    _fill_small_tables()
    area, reader = Area.objects.exclude(parent=None)[0], Reader.objects.exclude(area_to__parent=None)[0]
    chance = random.Random(SEED)  # noqa: S311
    badges = [chance.randrange(SIZE[0]) + Badge.objects.order_by("pk")[0].pk for _ in range(RUNS)]
    now = clock.now()

    def asked(badge: int) -> str:
        return as_json(
            [Asked(reader.port_id, now, settings.ZONE, reader=reader.code, badge=badge, escort="B7")]
        )

    connection.ensure_connection()
    connection.connection.prepare_threshold = 5
    cursor = psycopg.Cursor(connection.connection)
    explain = "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + QUERY
    cursor.execute(explain, {"asked": asked(badges[0])})
    ((told,),) = cursor.fetchall()
    plan = told if isinstance(told, list) else json.loads(told)
    whole = sorted(set(_read_whole(plan[0]["Plan"])))
    sys.stdout.write(f"planning {plan[0]['Planning Time']} ms, execution {plan[0]['Execution Time']} ms\n")
    sys.stdout.write(f"read whole: {', '.join(whole) or 'nothing'}\n")
    start = time.perf_counter()
    for badge in badges:
        cursor.execute(QUERY, {"asked": asked(badge)}, prepare=True)
        cursor.fetchall()
    each = (time.perf_counter() - start) * 1000 / RUNS
    sys.stdout.write(f"{each:.3f} ms each over {RUNS} runs, prepared, into {area.code}\n")
    return 1 if any(_rows(table) > SMALL for table in whole) else 0


def _fill_small_tables() -> None:
    """One duty, certificate, visit and passage for everybody, so that these tables are large, too."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO access_rosterspan (port_id, person_ref, kind, starts_at, ends_at, area)
            SELECT port_id, external_ref, 'shift', now() - interval '1 hour', now() + interval '7 hours', ''
            FROM screening_person;
            INSERT INTO access_training (port_id, code, name, is_licence)
            SELECT id, 'SAFETY', 'Safety', false FROM accounts_port;
            INSERT INTO access_trainingcertificate
              (person_id, training_id, first_day, number, entered_by, entered_at)
            SELECT person.id, training.id, current_date, '', 'system:bench', now()
            FROM screening_person person, access_training training;
            INSERT INTO access_presence
              (person_id, area_id, direction, at, came_on_permit, forgiven_by, forgiven_reason)
            SELECT person.id, area.id, 'out', now() - interval '1 day', false, '', ''
            FROM screening_person person, access_area area WHERE area.parent_id IS NULL;
            """
        )
        cursor.execute("VACUUM (ANALYZE)")


def _read_whole(node: dict[str, Any]) -> Iterator[str]:
    """Tables that the plan read from end to end."""
    if node["Node Type"] == "Seq Scan" and node.get("Actual Loops"):
        yield node["Relation Name"]
    for inner in node.get("Plans", ()):
        yield from _read_whole(inner)


def _rows(table: str) -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608 - a name from the plan
        return int(cursor.fetchone()[0])


if __name__ == "__main__":
    sys.exit(main())
