"""Enrols devices at readers with a code that works once, and takes them away again."""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction

from access.credential.keys import PUBLIC_BYTES, key_id, require_signature
from access.models import DeviceEnrolment, Reader, StatusList
from access.models.gate_event import source_of
from access.permissions.area import may_manage_areas
from accounts.models import User
from accounts.roles import Role
from accounts.services import role, sign_in, user
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput, NotFound, require
from portsec.kernel.scope import Scope

CODE_BYTES: Final = 20  # 160 random bits: nobody guesses one, so that its hash may stand in the database
CODE_LIFE: Final = timedelta(hours=24)  # whoever mounts the reader has it in hand on the same day
GROUP: Final = 4  # characters between hyphens, for those who type it
PROOF: Final = b"portsec device "
"""Signed with the code behind it, so that nobody enrols a key that is not theirs."""


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What a device takes along. The token is shown here and never again."""

    reader: Reader
    token: str


@transaction.atomic
def make_code(reader: Reader, *, actor: User, scope: Scope, at: datetime) -> str:
    """A code with which one device may enrol at this reader within a day. Shown once; earlier ones end.

    Refuses when: the actor may not set up readers at this port (Refused). Records: access.device_code.made.
    """
    require(may_manage_areas(scope, reader.port_id))
    DeviceEnrolment.objects.filter(reader=reader, used_at=None, expires_at__gt=at).update(expires_at=at)
    letters = base64.b32encode(secrets.token_bytes(CODE_BYTES)).decode("ascii")
    DeviceEnrolment.objects.create(
        reader=reader,
        code_hash=_hash(letters),
        made_by=actor.reference,
        made_at=at,
        expires_at=at + CODE_LIFE,
    )
    _record("access.device_code.made", reader, actor=actor.reference, at=at, expires_at=at + CODE_LIFE)
    return "-".join(letters[start : start + GROUP] for start in range(0, len(letters), GROUP))


@transaction.atomic
def enrol(code: str, public: bytes, proof: bytes, *, at: datetime) -> Enrolled:
    """Bind a device to a reader: its key signs the queue from now on, its token lets it submit attempts.

    A device that was there before is out with this. `proof` is the signature of that key over PROOF and the
    code. What a former device has not uploaded is lost, because its key counts no more.
    Refuses when: there is no such code, it was used or has run out (NotFound, all alike); the proof does not
    fit (Untrusted); the key belongs to another reader (InvalidInput).
    Records: access.device.enrolled, and what accounts record.
    """
    letters = plain(code)
    if len(public) != PUBLIC_BYTES:
        raise InvalidInput("The key is no Ed25519 key.", fields={"public_key": "Give 32 bytes."})
    require_signature(public, PROOF + letters.encode("ascii"), proof)
    waiting = DeviceEnrolment.objects.filter(code_hash=_hash(letters), used_at=None, expires_at__gt=at)
    if waiting.update(used_at=at) != 1:
        raise NotFound("enrolment code")
    used = DeviceEnrolment.objects.select_related("reader__port", "reader__device").get(
        code_hash=_hash(letters)
    )
    reader = used.reader
    account = _account(reader, actor=used.made_by, at=at)
    token = sign_in.issue_token(account, actor=used.made_by, at=at)
    _bind(reader, account, public, at=at)
    _record(
        "access.device.enrolled",
        reader,
        actor=used.made_by,
        at=at,
        device=account.username,
        key=key_id(public).hex(),
    )
    return Enrolled(reader, token)


@transaction.atomic
def withdraw(reader: Reader, *, reason: str, actor: User, scope: Scope, at: datetime) -> None:
    """Take the device of a reader out: its token and its key count no more, from this moment.

    Refuses when: the actor may not set up readers at this port (Refused); the reason is empty (InvalidInput);
    there is no device in use (Conflict). Records: access.device.withdrawn, accounts.user.blocked.
    """
    require(may_manage_areas(scope, reader.port_id))
    if not reason.strip():
        raise InvalidInput("Give a reason.", fields={"reason": "Give a reason."})
    held = Reader.objects.select_for_update(of=("self",)).select_related("device", "port").get(pk=reader.pk)
    if held.device is None or not held.device.is_active:
        raise Conflict("This reader has no device in use.")
    Reader.objects.filter(pk=held.pk).update(device_key=None, queue_next=0, queue_line=None)
    user.set_active(held.device, False, reason=reason, actor=actor.reference, at=at)
    _record(
        "access.device.withdrawn",
        held,
        actor=actor.reference,
        at=at,
        device=held.device.username,
        reason=reason.strip(),
    )


def note_fetched(account_id: int | None, fetched: StatusList, *, at: datetime) -> None:
    """Note that the device of this account, if it is one of this port, has fetched this list."""
    if account_id is not None and fetched.issued_at is not None:
        readers = Reader.objects.filter(device_id=account_id, port_id=fetched.port_id)
        readers.update(list_issued_at=fetched.issued_at, seen_at=at)


def note_queue(reader: Reader, *, next_entry: int, line: bytes | None, at: datetime) -> None:
    """Note how far the queue of a reader has come: the number asked for next, the digest of the last line.

    Raises Conflict when another upload was there first.
    """
    rows = Reader.objects.filter(pk=reader.pk, queue_next=reader.queue_next, device_key=reader.device_key)
    if rows.update(queue_next=next_entry, queue_line=line, seen_at=at) != 1:
        raise Conflict("This queue was uploaded by somebody else meanwhile; ask where to go on.")


def plain(code: str) -> str:
    """A code as it was typed, without hyphens and spaces, in capitals. Raises NotFound for any other text."""
    letters = "".join(code.split()).replace("-", "").upper()
    if not letters.isascii() or not letters.isalnum():
        raise NotFound("enrolment code")
    return letters


def _hash(letters: str) -> bytes:
    return hashlib.sha256(letters.encode("ascii")).digest()


def _account(reader: Reader, *, actor: str, at: datetime) -> User:
    """The account of the device: the one that the reader had, or a new one with the role of a reader."""
    account = reader.device
    if account is None:
        account = user.create(
            username=f"reader-{reader.port.locode.lower()}-{reader.pk}",
            display_name=f"Reader {reader.code}",
            password=None,
            actor=actor,
            at=at,
            is_device=True,
        )
    elif not account.is_active:
        user.set_active(account, True, reason="A device was enrolled.", actor=actor, at=at)
        account.refresh_from_db()
    role.give(account, Role.GATE_READER, reader.port, actor=actor, at=at)
    return account


def _bind(reader: Reader, account: User, public: bytes, *, at: datetime) -> None:
    """A new key begins a new queue."""
    begun_anew = (
        {}
        if reader.device_key and bytes(reader.device_key) == public
        else {
            "queue_next": 0,
            "queue_line": None,
        }
    )
    try:
        with transaction.atomic():
            Reader.objects.filter(pk=reader.pk).update(
                device=account, device_key=public, list_issued_at=None, seen_at=at, **begun_anew
            )
    except IntegrityError:
        problem = "This key belongs to another reader; make a new one for each."
        raise InvalidInput(problem, fields={"public_key": problem}) from None


def _record(kind: str, reader: Reader, *, actor: str, at: datetime, **body: object) -> None:
    record.append(
        kind,
        actor=actor,
        at=at,
        subject=source_of(reader.code),
        port=reader.port.locode,
        reader=reader.code,
        **body,
    )
