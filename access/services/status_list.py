"""Opens status lists, gives places in them, and publishes them."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.urls import reverse

from access.credential.keys import SigningKey
from access.credential.status_index import StatusIndices
from access.credential.status_list import build
from access.credential.status_token import published, to_cwt, to_jwt
from access.models import StatusList
from access.models.credential import new_public_id
from access.selectors.credential_key import current_key
from access.selectors.isps_level import level_of
from access.selectors.status_list import lists_in_use, named_places, open_list, ports_with_due_lists
from access.services import key_directory
from accounts.models import Port
from ledger.services import job

CREDENTIALS: Final = "system:credentials"
PUBLISH_JOB: Final = "access.publish_status_lists"
SIZE: Final = 2**20
"""Places of a new list. Each reader holds one list, so it must last: 250,000 badges renewed each month fill
it in four months. Its length tells nobody how many badges there are."""
PUBLISHING: Final = 0x5374_6174  # "Stat": tells our advisory locks from those of others
SWEEP_SECONDS: Final = 10  # how often a due list is asked for


def next_place(port: Port, *, at: datetime) -> tuple[StatusList, int]:
    """A place that nobody had before, in the open list of the port, in the caller's transaction.

    The row of the list stays locked until that ends: whoever comes next waits, and gets the next place.
    """
    while True:
        found = opened(port, at=at)
        rows = StatusList.objects.filter(pk=found.pk, closed_at=None)
        if rows.filter(next_counter__lt=F("size")).update(next_counter=F("next_counter") + 1) == 1:
            counter = rows.values_list("next_counter", flat=True).get() - 1
            secret = key_directory.secret_of_places(found.public_id)
            return found, StatusIndices(secret, found.size).place(counter)
        rows.update(closed_at=at)  # it is full


def opened(port: Port, *, at: datetime) -> StatusList:
    """The list in which places are given; where there is none it is opened and published, empty."""
    return open_list(port) or _open(port, at=at)


def request(port: Port, *, actor: str, at: datetime) -> None:
    """Ask a worker to publish the lists of a port anew, in the caller's transaction.

    Each request is a job of its own, because one that is running may have read the standing already. Whoever
    gets to work answers for all that wait by then.
    Wakes: a worker, once the transaction is committed.
    """
    _ask(port, uuid.uuid4().hex, actor=actor, at=at)


def request_due(*, at: datetime) -> None:
    """Ask for the lists that are due by their time to live, though nothing has changed.

    Safe to repeat because: one job is asked for in ten seconds, and a list that is fresh is not due.
    """
    slot = at.replace(second=at.second - at.second % SWEEP_SECONDS, microsecond=0)
    for port in ports_with_due_lists(at=at):
        _ask(port, f"due {slot:%Y-%m-%dT%H:%M:%S}", actor=CREDENTIALS, at=at)


@transaction.atomic
def publish(port: Port, *, at: datetime) -> int:
    """Read the standing of all credentials afresh and sign the lists of a port anew. Returns how many.

    One at a time: a publisher that has read an older standing must not come last, or a revoked badge would be
    valid again.
    Refuses when: the file of the key that signs is missing (Unavailable).
    Safe to repeat because: the same standing makes the same list, only newer.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [PUBLISHING, port.pk])
    job.cover(PUBLISH_JOB, f"port:{port.locode}", at=at)  # before anything is read
    key = current_key(port)
    if key is None:
        return 0
    signing = key_directory.key_of(bytes(key.kid))
    lists = list(lists_in_use(port, at=at).defer("jwt", "cwt"))
    for each in lists:
        _publish(each, signing, at=at)
    return len(lists)


def _publish(status_list: StatusList, key: SigningKey, *, at: datetime) -> None:
    """Its time grows by whole seconds, so that a reader can tell the newer of two lists."""
    before = status_list.issued_at
    issued_at = max(at.replace(microsecond=0), before + timedelta(seconds=1) if before else at)
    statuses = build(status_list.size, named_places(status_list, at=at))
    level = level_of(status_list.port, at=at).value
    issued = published(status_list.uri, statuses, isps_level=level, at=issued_at)
    StatusList.objects.filter(pk=status_list.pk).update(
        issued_at=issued.issued_at,
        expires_at=issued.expires,
        ttl_seconds=int(issued.time_to_live.total_seconds()),
        jwt=to_jwt(issued, key),
        cwt=to_cwt(issued, key),
    )


def _open(port: Port, *, at: datetime) -> StatusList:
    """A new list; of two who find none open the second waits, and finds the first one's.

    It is published at once, so that no badge names a list that nobody can fetch.
    """
    Port.objects.select_for_update(no_key=True).get(pk=port.pk)
    found = open_list(port)
    if found is not None:
        return found
    public_id = new_public_id()
    uri = f"{settings.PUBLIC_URL}{reverse('api-status-list', args=[public_id])}"
    opened = StatusList.objects.create(port=port, public_id=public_id, uri=uri, size=SIZE, opened_at=at)
    key = current_key(port)
    if key is not None:
        _publish(opened, key_directory.key_of(bytes(key.kid)), at=at)
    return opened


def _ask(port: Port, slot: str, *, actor: str, at: datetime) -> None:
    job.request(PUBLISH_JOB, f"port:{port.locode}", actor=actor, at=at, slot=slot, port=port.locode)
