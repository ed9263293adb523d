"""What the database lets the reporter's door do: the hotline's tables, and of these only what it needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db import connection
from psycopg import sql

from hotline import models
from hotline.silence import UNLOGGED
from portsec.kernel.errors import InvalidInput

READ: Final = ("SELECT",)
ADD: Final = ("SELECT", "INSERT")
# Not the keys that recipients keep under their passphrases.
ADDRESS: Final = ("SELECT (id, hub_id, name, unit, kind, public_key, ended_on)",)
# A reporter changes the code and takes a report back; state, deadlines and holds are the officers'.
LODGE: Final = ("SELECT", "INSERT", "UPDATE (look_up, reporter_box, code_form, body, is_settled)")

# Whoever takes over the door's process can add rows, read sealed bytes and take reports back. They reach no
# account, no person, no ledger and nothing that an officer noted, and they delete nothing.
RIGHTS: Final[Mapping[str, tuple[str, ...]]] = {
    model._meta.db_table: rights
    for model, rights in (
        (models.Hub, READ),
        (models.Crowd, READ),
        (models.Recipient, ADDRESS),
        (models.Campaign, READ),
        (models.ReceiptScheme, ADD),
        (models.Report, LODGE),
        (models.ReportKey, ADD),
        (models.Message, ADD),
        (models.SealedFile, ADD),
        (models.OriginalPart, ADD),
        (models.Commitment, ADD),
        (models.Slot, READ),
    )
}


def grant(role: str, password: str = "") -> None:
    """Bring the role's rights into step with RIGHTS; make the role where there is none.

    Refuses when the role is missing and we may not make roles, or when it is the one that owns the tables.
    Safe to repeat because all rights are taken away before any is given.
    """
    name = sql.Identifier(role)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        if cursor.fetchone() == (role,):
            raise InvalidInput("setting HOTLINE_DATABASE_URL: the hotline needs a role of its own")
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if cursor.fetchone() is None:
            _make(role, password)
        cursor.execute(sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}").format(name))
        cursor.execute(sql.SQL("REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {}").format(name))
        _silence(role)
        for table, rights in RIGHTS.items():
            given = sql.SQL(", ").join(sql.SQL(right) for right in rights)
            cursor.execute(sql.SQL("GRANT {} ON {} TO {}").format(given, sql.Identifier(table), name))
            if "INSERT" in rights:
                _grant_numbers(table, role)


def _make(role: str, password: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user")
        if cursor.fetchone() != (True,):
            raise InvalidInput(
                f"setting HOTLINE_DATABASE_URL: there is no role {role}, and we may not make one: CREATE ROLE"
                f" {role} LOGIN"
            )
        made = sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role))
        if password:
            made += sql.SQL(" PASSWORD {}").format(sql.Literal(password))
        cursor.execute(made)


def _silence(role: str) -> None:
    """Where we are superuser. Elsewhere the database's own administrator says it (docs/operations.md)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        if cursor.fetchone() != (True,):
            return
        for name, value in UNLOGGED.items():
            cursor.execute(
                sql.SQL("ALTER ROLE {} SET {} = {}").format(
                    sql.Identifier(role), sql.Identifier(name), sql.Literal(value)
                )
            )


def _grant_numbers(table: str, role: str) -> None:
    """The sequence behind a row's number, where the table has one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_serial_sequence(%s, column_name) FROM information_schema.columns"
            " WHERE table_schema = 'public' AND table_name = %s AND is_identity = 'YES'",
            [table, table],
        )
        for (sequence,) in cursor.fetchall():
            cursor.execute(
                sql.SQL("GRANT USAGE ON SEQUENCE {} TO {}").format(sql.SQL(sequence), sql.Identifier(role))
            )
