"""Signs credentials for badges, and finds them again when they are shown."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from access.credential import base45
from access.credential.claims import LONGEST_VALIDITY, Claims, StatusReference
from access.credential.keys import KeySet, SigningKey
from access.credential.refusal import Fault, Untrusted
from access.credential.sign import sign_credential
from access.credential.verify import verify_credential
from access.enums import BadgeState
from access.models import Badge, Credential
from access.permissions.gate import may_submit_attempts
from access.services import key_directory, signing_key, status_list
from ledger.services import record
from portsec.kernel.errors import Conflict, require
from portsec.kernel.scope import Scope

PSEUDONYM_BYTES: Final = 16  # 128 random bits: who has a key of the port cannot guess one that exists
RENEW_BEFORE: Final = timedelta(days=10)
"""How long before its end a credential is renewed where it is shown: a holder who comes every week is never
without one at a gate that is cut off."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A credential as it goes onto a badge: the row, the signed bytes (NFC), and the text of the QR code."""

    row: Credential
    token: bytes
    qr_text: str


@transaction.atomic
def sign_for(badge: Badge, *, at: datetime) -> Signed:
    """Sign a credential for a badge, in the caller's transaction; whatever it carried before is taken back.

    It ends with the badge, and after 30 days at the latest. For issue and print: it does not ask who may.
    Refuses when: the badge is not in force, or not within the next 30 days (Conflict); its areas do not fit
    (InvalidInput); the file of the key is missing (Unavailable).
    Records: access.credential.signed. Wakes: a worker, where one before was taken back.
    """
    _hold(badge)
    before = Credential.objects.filter(badge=badge, ended_at=None, expires_at__gt=at)
    if before.update(ended_at=at):
        status_list.request(badge.port, actor=signing_key.CREDENTIALS, at=at)
    return _sign(badge, at=at)


@transaction.atomic
def renew(row: Credential, *, scope: Scope, at: datetime) -> Signed | None:
    """The next credential of a card that is held to a reader which can write it; None while it is too early.

    The one on the card is not taken back: should the writing fail, it goes on until its end.
    Refuses when: the caller may not submit attempts at this port (Refused); another card took the place of
    this one, or the badge is not in force (Conflict). Records: access.credential.signed.
    Safe to repeat because: as long as the renewed one is fresh, it is given out again.
    """
    badge = row.badge
    require(may_submit_attempts(scope, badge.port_id))
    _hold(badge)
    last = newest(badge)
    if row.ended_at is not None or last is None:
        raise Conflict("Another card took the place of this one.")
    if last.expires_at - at > RENEW_BEFORE:
        return again(last) if last != row else None
    return _sign(badge, at=at) if last.expires_at < _whole(badge.valid_until) else None


def again(row: Credential) -> Signed:
    """The same bytes once more, to show or print the card again; nothing is written.

    Raises Unavailable where the file of its key is gone: then the card needs a new credential.
    """
    badge = row.badge
    said = Claims(
        pseudonym=row.pseudonym,
        audience=badge.port.locode,
        areas=tuple(row.areas),
        issued_at=row.issued_at,
        not_before=row.not_before,
        expires=row.expires_at,
        status=StatusReference(row.status_list.uri, row.status_index),
        photo_hash=bytes(row.photo_hash) if row.photo_hash is not None else None,
    )
    return _signed(row, said, key_directory.key_of(bytes(row.kid)))


def newest(badge: Badge) -> Credential | None:
    """The credential that the card of a badge carries; None where it never had one, or it was taken back."""
    held = Credential.objects.select_related("badge__port", "status_list")
    return held.filter(badge=badge, ended_at=None).order_by("-issued_at", "-pk").first()


def find(text: str, keys: KeySet) -> Credential | Fault:
    """The credential of this text (`PB1:…`), or what is wrong with it.

    Its end is not looked at: the badge behind it is judged as it stands, so a printed card goes on opening
    gates that can ask. Whoever calls refuses one whose `ended_at` is set: another card took its place.
    `keys`: `selectors.credential_key.verifying_keys`.
    """
    try:
        verified = verify_credential(base45.from_text(text), keys)
    except Untrusted as error:
        return error.fault
    rows = Credential.objects.select_related("badge__person", "badge__port")
    row = rows.filter(pseudonym=verified.claims.pseudonym, kid=verified.kid).first()
    # Signed by us, yet not on file: made with a key that leaked, or after a restore that forgot it.
    return row if row is not None else Fault.SUBJECT_WRONG


def _hold(badge: Badge) -> None:
    """Two who sign for one badge come one after the other. Raises Conflict unless it is in force."""
    held = Badge.objects.select_for_update(no_key=True).get(pk=badge.pk)
    if held.state != BadgeState.ACTIVE.value:
        raise Conflict(f"Badge {held.serial} is {held.state_word.label.lower()}; nothing is signed for it.")


def _sign(badge: Badge, *, at: datetime) -> Signed:
    key = signing_key.signing(badge.port, at=at)
    issued_at = max(_whole(at), key.signs_from)
    not_before = max(issued_at, _whole_up(badge.valid_from))
    expires = min(issued_at + LONGEST_VALIDITY, _whole(badge.valid_until))
    if not_before >= expires:
        raise Conflict("This badge is not valid within the next 30 days; nothing can be signed for it.")
    held, place = status_list.next_place(badge.port, at=at)
    said = Claims(
        pseudonym=secrets.token_urlsafe(PSEUDONYM_BYTES),
        audience=badge.port.locode,
        areas=tuple(badge.areas),
        issued_at=issued_at,
        not_before=not_before,
        expires=expires,
        status=StatusReference(held.uri, place),
        photo_hash=bytes(badge.photo.digest) if badge.photo is not None else None,
    )
    signing = key_directory.key_of(bytes(key.kid))
    row = Credential.objects.create(
        badge=badge,
        pseudonym=said.pseudonym,
        status_list=held,
        status_index=place,
        kid=bytes(key.kid),
        areas=list(said.areas),
        photo_hash=said.photo_hash,
        text_hash=credential_hash(base45.to_text(sign_credential(said, signing))),
        issued_at=issued_at,
        not_before=not_before,
        expires_at=expires,
    )
    _record(row, badge, at=at)
    return _signed(row, said, signing)


def credential_hash(text: str) -> bytes:
    """SHA-256 of what is read from a card. Unsalted is enough: nobody guesses random bits or a signature."""
    return hashlib.sha256(text.encode()).digest()


def _signed(row: Credential, said: Claims, key: SigningKey) -> Signed:
    token = sign_credential(said, key)
    return Signed(row, token, base45.to_text(token))


def _record(row: Credential, badge: Badge, *, at: datetime) -> None:
    """Without the pseudonym: the record must not lead from what a reader saw to a person."""
    record.append(
        "access.credential.signed",
        actor=signing_key.CREDENTIALS,
        at=at,
        subject=badge.person.reference if badge.person else badge.reference,
        port=badge.port.locode,
        serial=badge.serial,
        kid=bytes(row.kid).hex(),
        expires_at=row.expires_at,
    )


def _whole(at: datetime) -> datetime:
    return at.replace(microsecond=0)


def _whole_up(at: datetime) -> datetime:
    """The first whole second at which it holds."""
    return at if not at.microsecond else _whole(at) + timedelta(seconds=1)
