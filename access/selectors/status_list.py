"""Reads status lists, and the standing of every credential in one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from access.credential.claims import LONGEST_VALIDITY
from access.credential.status_list import CredentialStatus
from access.models import StatusList
from accounts.models import Port
from portsec.kernel.errors import NotFound

FRESH_SHARE: Final = 2
"""A list is published again after half of its time to live, so that a reader always finds a fresh one."""

# Everything that is not valid, of credentials in their time. What has ended by its own date is left out: the
# reader looks at that first, and by a clock that never stands before the list. The order of the cases counts:
# what is final comes before what may be lifted. A visitor rests on no clearance, and is escorted. A clearance
# that ran out may be followed by another, so it suspends. One statement, no objects: a million credentials.
_NAMED: Final = """
WITH counting AS (
    SELECT DISTINCT ON (held.person_id) held.person_id, held.valid_until, held.escort_only,
        CASE
            WHEN held.state = 'suspended' AND held.suspended_until < %(day)s THEN 'granted' ELSE held.state
        END AS state
    FROM screening_clearance held
    WHERE held.valid_from <= %(day)s
    ORDER BY held.person_id, held.valid_from DESC, held.id DESC
), listed AS (
    SELECT credential.status_index AS place,
        CASE
            WHEN credential.ended_at IS NOT NULL THEN 1
            WHEN badge.state NOT IN ('active', 'suspended') OR badge.valid_until <= %(at)s THEN 1
            WHEN badge.state = 'suspended' THEN 2
            WHEN counting.state IS DISTINCT FROM 'granted' AND EXISTS (
                SELECT FROM access_visit visit WHERE visit.badge_id = badge.id AND visit.state = 'arrived'
            ) THEN 3
            WHEN counting.state IS NULL OR counting.state NOT IN ('granted', 'suspended') THEN 1
            WHEN counting.state = 'suspended' THEN 2
            WHEN counting.valid_until < %(day)s THEN 2
            WHEN counting.escort_only THEN 3
            ELSE 0
        END AS status
    FROM access_credential credential
    JOIN access_badge badge ON badge.id = credential.badge_id
    LEFT JOIN counting ON counting.person_id = badge.person_id
    WHERE credential.status_list_id = %(list)s AND credential.expires_at > %(at)s
)
SELECT place, status FROM listed WHERE status > 0
"""
# Bytes that each step may sort or hash in memory before it goes to the disk; publishers come one at a time.
_MEMORY: Final = "SET LOCAL work_mem = '64MB'"


def named_places(status_list: StatusList, *, at: datetime) -> list[tuple[int, CredentialStatus]]:
    """Every place that is not valid at a moment, with its status."""
    status = {word.value: word for word in CredentialStatus}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_MEMORY)
        cursor.execute(_NAMED, {"day": timezone.localdate(at), "at": at, "list": status_list.pk})
        return [(place, status[number]) for place, number in cursor.fetchall()]


def lists_in_use(port: Port, *, at: datetime) -> QuerySet[StatusList]:
    """Lists that a badge in its time may name: open ones, and full ones until their last badge ended."""
    return StatusList.objects.filter(Q(closed_at=None) | Q(closed_at__gt=at - LONGEST_VALIDITY), port=port)


def open_list(port: Port) -> StatusList | None:
    """The list in which places are given."""
    return StatusList.objects.filter(port=port, closed_at=None).first()


def is_due(status_list: StatusList, *, at: datetime) -> bool:
    """Whether a list is to be published again, although nothing has changed."""
    if status_list.issued_at is None or status_list.ttl_seconds is None:
        return True
    return at - status_list.issued_at >= timedelta(seconds=status_list.ttl_seconds) / FRESH_SHARE


def ports_with_due_lists(*, at: datetime) -> Iterable[Port]:
    """Ports of which a list is due; the lists themselves are not read."""
    rows = StatusList.objects.filter(Q(closed_at=None) | Q(closed_at__gt=at - LONGEST_VALIDITY))
    rows = rows.select_related("port").defer("jwt", "cwt")
    return {row.port_id: row.port for row in rows if is_due(row, at=at)}.values()


def published_list(public_id: str) -> StatusList:
    """A list that was published. Anybody may read it. Raises NotFound."""
    found = StatusList.objects.filter(public_id=public_id, issued_at__isnull=False).first()
    if found is None:
        raise NotFound("status list")
    return found
