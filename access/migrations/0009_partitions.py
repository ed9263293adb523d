"""The tables of events become logs in months; what is in them moves over."""

from datetime import UTC, datetime

from django.db import migrations

from access.event_months import AHEAD, TABLES, Month, create, create_outside, span, within_reach

INDEXES = """
SELECT indexdef, indexname FROM pg_indexes
WHERE tablename = %s AND schemaname = current_schema()
  AND indexname NOT IN (SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass)
"""
TRIGGERS = """
SELECT pg_get_triggerdef(t.oid), t.tgname, obj_description(t.oid, 'pg_trigger')
FROM pg_trigger t WHERE t.tgrelid = %s::regclass AND NOT t.tgisinternal
"""


def to_months(apps, schema_editor):
    now = datetime.now(UTC)
    with schema_editor.connection.cursor() as cursor:
        for table in TABLES:
            _to_months(cursor, table, now)


def _to_months(cursor, table, now):
    cursor.execute(INDEXES, [table, table])
    indexes = cursor.fetchall()
    cursor.execute(TRIGGERS, [table])
    triggers = cursor.fetchall()
    cursor.execute(f'SELECT min(at), max(number) FROM "{table}"')  # noqa: S608  names of our own tables
    first, last_number = cursor.fetchone()
    old = f"{table}_before"
    cursor.execute(f'ALTER TABLE "{table}" RENAME TO "{old}"')
    for _, name in indexes:
        cursor.execute(f'DROP INDEX "{name}"')
    cursor.execute(f'ALTER TABLE "{old}" DROP CONSTRAINT "{table}_pkey"')
    cursor.execute(
        f'CREATE TABLE "{table}" (LIKE "{old}" INCLUDING DEFAULTS INCLUDING IDENTITY INCLUDING CONSTRAINTS,'
        f' CONSTRAINT "{table}_pkey" PRIMARY KEY (number, at)) PARTITION BY RANGE (at)'
    )
    for definition, _ in indexes:
        cursor.execute(definition)
    for definition, name, told in triggers:
        cursor.execute(definition)
        cursor.execute(f'COMMENT ON TRIGGER "{name}" ON "{table}" IS %s', [told])
    begin = Month.of(first) if first and within_reach(Month.of(first), at=now) else Month.of(now).later(-1)
    cursor.execute(create_outside(table))
    for month in span(min(begin, Month.of(now).later(-1)), Month.of(now).later(AHEAD)):
        for statement in create(table, month):
            cursor.execute(statement)
    cursor.execute(f'INSERT INTO "{table}" OVERRIDING SYSTEM VALUE SELECT * FROM "{old}"')  # noqa: S608
    cursor.execute(f'DROP TABLE "{old}"')
    cursor.execute(
        f"SELECT setval(pg_get_serial_sequence('{table}', 'number'), %s, %s)",
        [last_number or 1, last_number is not None],
    )


class Migration(migrations.Migration):
    dependencies = [("access", "0008_detection")]

    operations = [migrations.RunPython(to_months, migrations.RunPython.noop)]
