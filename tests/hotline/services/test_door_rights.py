"""The role of the reporter's door reaches the hotline's tables, and of these only what it needs."""

from __future__ import annotations

import os
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connection

from hotline.services import door_rights
from hotline.services.door_rights import RIGHTS
from portsec.kernel.errors import InvalidInput
from tests.hotline.door import own_database_url

pytestmark = [pytest.mark.db, pytest.mark.django_db]

KINDS = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")


def role() -> str:
    return str(urlsplit(own_database_url()).username)


def may(table: str, right: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(%s, %s, %s)", [role(), f'public."{table}"', right])
        return bool(cursor.fetchone()[0])


def test_role_when_given_its_rights_then_no_other_table_is_open_to_it() -> None:
    door_rights.grant(role())
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [table for (table,) in cursor.fetchall()]
    held = {table: [right for right in KINDS if may(table, right)] for table in tables}
    whole = {table: [right for right in KINDS if right in rights] for table, rights in RIGHTS.items()}
    assert {table: rights for table, rights in held.items() if rights} == {
        table: rights for table, rights in whole.items() if rights
    }


def test_role_when_rights_were_given_by_hand_then_they_are_taken_back() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f'GRANT ALL ON accounts_user TO "{role()}"')
    door_rights.grant(role())
    assert not may("accounts_user", "SELECT")


@pytest.mark.parametrize("column", ["wrapped_identity", "account"])
def test_recipient_when_read_by_the_door_then_without_the_guarded_key(column: str) -> None:
    door_rights.grant(role())
    with connection.cursor() as cursor:
        for name, expected in ((column, False), ("public_key", True)):
            cursor.execute(
                "SELECT has_column_privilege(%s, 'hotline_recipient', %s, 'SELECT')", [role(), name]
            )
            assert cursor.fetchone() == (expected,)


@pytest.mark.parametrize("column", ["state", "acknowledged_on", "is_on_hold", "held_until"])
def test_report_when_changed_by_the_door_then_not_what_officers_decide(column: str) -> None:
    door_rights.grant(role())
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_column_privilege(%s, 'hotline_report', %s, 'UPDATE')", [role(), column])
        assert cursor.fetchone() == (False,)


def test_owner_of_the_tables_when_named_as_the_role_then_refused() -> None:
    owner = urlsplit(os.environ["DATABASE_URL"]).username
    with pytest.raises(InvalidInput, match="needs a role of its own"):
        door_rights.grant(str(owner))


def test_statement_of_the_role_when_it_fails_then_the_server_writes_none_of_it_down() -> None:
    url = urlsplit(own_database_url())._replace(path="/portsec").geturl()
    with psycopg.connect(url, autocommit=True) as door:
        for name in ("log_min_error_statement", "log_min_messages"):
            assert door.execute(f"SHOW {name}").fetchone() == ("panic",)
