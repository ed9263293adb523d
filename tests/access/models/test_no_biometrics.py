"""No table has room for a template of a finger, a face or an eye.

Regulation (EU) 2016/679, Art. 9(1) and 5(1)(c): the readers compare by themselves, and tell yes or no. What
is kept here is the name of an enrolment in the reader's own system, and that yes or no.
"""

from __future__ import annotations

import re

import pytest
from django.db import connection

pytestmark = [pytest.mark.db, pytest.mark.django_db]

SUSPICIOUS = re.compile(
    r"biometr|template|finger|minutia|facial|face_|_face|iris|retina|palm|vein|voice|gait|enrol|embedding|vector"
)

# Columns whose name says biometrics, and what stands in them instead.
NAMED = {
    ("access_area", "biometric"): "whether the area asks for a comparison at the reader",
    ("access_badge", "enrolment_ref"): "the name of the enrolment in the reader's own system, 64 characters",
    ("access_gateevent", "biometric"): "what the reader said of its comparison: match or mismatch",
}

# Columns that take any bytes, and what their writers put there.
BINARY = {
    ("access_badge", "credential_hash"): "SHA-256 of a random credential",
    ("access_credential", "text_hash"): "SHA-256 of a signed credential",
    ("access_badgephoto", "digest"): "SHA-256 of the photo's file",
    ("access_badgephoto", "image"): "the photo as JPEG, re-encoded by Pillow; compared by eyes alone",
    ("access_credential", "kid"): "the name of the key that signed",
    ("access_credential", "photo_hash"): "SHA-256 of the photo's file, as the credential carries it",
    ("access_credentialkey", "kid"): "the name of a key",
    ("access_credentialkey", "public"): "a public key",
    ("access_deviceenrolment", "code_hash"): "SHA-256 of the code that enrols a reader",
    ("access_gateevent", "presented"): "SHA-256 of the credential that was shown",
    ("access_reader", "device_key"): "the public key of a reader",
    ("access_reader", "queue_line"): "the digest of the last line of a reader's queue",
    ("access_releasecode", "sealed"): "a terminal's release code, encrypted with the port's key",
    ("access_statuslist", "cwt"): "a signed status list, two bits a credential",
    ("screening_hearing", "token_hash"): "SHA-256 of the link to a hearing",
    ("screening_letter", "pdf"): "a letter as it was sent",
}

# Characters. Long enough for the name of an enrolment, too short to hide a template in it.
ROOM = 64


def columns() -> list[tuple[str, str, str, int | None]]:
    """Table, column, type and length of everything in the tables of access and screening.

    Without the months that a log is cut into: PostgreSQL gives them the very columns of the whole.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name, data_type, character_maximum_length"
            " FROM information_schema.columns WHERE table_schema = current_schema()"
            " AND (table_name LIKE 'access\\_%' OR table_name LIKE 'screening\\_%')"
            " AND NOT (SELECT relispartition FROM pg_class WHERE oid = quote_ident(table_name)::regclass)"
        )
        return list(cursor.fetchall())


def test_columns_when_listed_then_there_are_some() -> None:
    assert len({table for table, *_ in columns()}) > 50


def test_columns_when_their_name_says_biometrics_then_known_for_what_they_hold() -> None:
    found = {(table, name) for table, name, *_ in columns() if SUSPICIOUS.search(name)}
    assert found == NAMED.keys()


def test_columns_when_they_take_bytes_then_known_for_what_they_hold() -> None:
    found = {(table, name) for table, name, kind, _ in columns() if kind == "bytea"}
    assert found == BINARY.keys()


def test_columns_when_they_hold_numbers_in_rows_then_none_is_an_embedding() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = current_schema()"
            " AND udt_name IN ('_float4', '_float8', '_numeric', 'vector')"
            " AND (table_name LIKE 'access\\_%' OR table_name LIKE 'screening\\_%')"
        )
        assert not cursor.fetchall()


def test_reference_of_an_enrolment_when_measured_then_too_short_for_a_template() -> None:
    lengths = {(table, name): length for table, name, _, length in columns()}
    assert lengths["access_badge", "enrolment_ref"] == ROOM
