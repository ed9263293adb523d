"""Sessions in the database, that go on while it takes no changes.

A database turns read-only when its disk is full, or when a standby takes over. The list of who is inside is
needed just then, so nobody may be signed out, or shown an error, because the end of a session could not be
moved. What cannot be written to the row is kept by the browser, signed: when it was last here.
"""

from __future__ import annotations

import psycopg
from django.conf import settings
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.core import signing
from django.db import InternalError
from django.utils.crypto import salted_hmac

COOKIE = "held"
SALT = "portsec.held-session"


class SessionStore(db.SessionStore):
    """As Django's own. `is_held`: the browser was here within the idle time, whatever the row says."""

    is_held = False

    def _get_session_from_db(self):  # type: ignore[no-untyped-def]
        if self.is_held:
            row = self.model.objects.filter(session_key=self.session_key).first()
            if row is not None:
                return row
        return super()._get_session_from_db()  # type: ignore[misc]

    def save(self, must_create: bool = False) -> None:
        """As Django's; but a session that cannot be written because nothing can be is not said to be gone."""
        try:
            super().save(must_create)
        except UpdateError as error:
            if error.__context__ is not None and is_read_only(error.__context__):
                raise error.__context__ from error.__context__.__cause__
            raise


def is_read_only(error: BaseException) -> bool:
    """Whether the database refused a change because it takes none at present."""
    return isinstance(error, InternalError) and isinstance(
        error.__cause__, psycopg.errors.ReadOnlySqlTransaction
    )


def held_value(session_key: str) -> str:
    """What the browser keeps: that this session was used just now, without its key."""
    return signing.TimestampSigner(salt=SALT).sign(_named(session_key))


def is_held(value: str, session_key: str) -> bool:
    """Whether the browser was here with this session within the idle time."""
    try:
        said = signing.TimestampSigner(salt=SALT).unsign(value, max_age=settings.SESSION_COOKIE_AGE)
    except signing.BadSignature:
        return False
    return said == _named(session_key)


def _named(session_key: str) -> str:
    return salted_hmac(SALT, session_key, algorithm="sha256").hexdigest()
