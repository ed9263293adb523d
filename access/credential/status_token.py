"""The signed status list: JWT and CWT of the IETF Token Status List, with a time to live by ISPS level."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from access.credential import cbor, jws
from access.credential.claims import moment
from access.credential.keys import KeySet, PublishedKey, SigningKey
from access.credential.plain_text import from_base64url, to_base64url
from access.credential.refusal import Fault, Untrusted, malformed
from access.credential.sign import sign1
from access.credential.status_list import BITS, StatusList, unpack
from access.credential.verify import verify1
from access.gate.isps import MEASURES, IspsLevel
from portsec.kernel.errors import InvalidInput

JWT: Final = "statuslist+jwt"
CWT: Final = "application/statuslist+cwt"

TIME_TO_LIVE: Final = {int(level): asked.list_age for level, asked in MEASURES.items()}
"""By ISPS level: how old a list may be at a reader in normal running. A stolen badge opens for so long at a
reader that is cut off."""
DEGRADED: Final = timedelta(hours=8)
"""How old it may be where a person has declared that the site is cut off: one shift. Not at level 3."""

# Claim keys of the CWT: RFC 8392 and the draft; the ISPS level is our own, below -65536.
SUBJECT, EXPIRES, ISSUED_AT, TTL, STATUS_LIST, ISPS_LEVEL = 2, 4, 6, 65534, 65533, -65539
NAMES: Final = {
    "sub": SUBJECT,
    "exp": EXPIRES,
    "iat": ISSUED_AT,
    "ttl": TTL,
    "status_list": STATUS_LIST,
    "isps_level": ISPS_LEVEL,
}


@dataclass(frozen=True, slots=True)
class PublishedList:
    """A status list as it was published: for which address, when, until when at the latest, at which level.

    No reasons and no personal data: the entries are two bits at places that say nothing.
    """

    uri: str
    issued_at: datetime
    expires: datetime
    time_to_live: timedelta
    isps_level: int
    statuses: StatusList


def published(uri: str, statuses: StatusList, *, isps_level: int, at: datetime) -> PublishedList:
    """A list to sign. Raises InvalidInput for a level that is not 1, 2 or 3.

    Where readers fail closed (level 3) it ends with its time to live, else with the longest degraded running.
    """
    if isps_level not in TIME_TO_LIVE:
        raise InvalidInput("ISPS levels are 1, 2 and 3.")
    at, lives = at.replace(microsecond=0), TIME_TO_LIVE[isps_level]
    ends = at + (lives if MEASURES[IspsLevel(isps_level)].fails_closed else DEGRADED)
    return PublishedList(uri, at, ends, lives, isps_level, statuses)


def to_jwt(issued: PublishedList, key: SigningKey) -> str:
    """As `application/statuslist+jwt`: the packed list in base64url twice, 16 characters for 9 bytes.

    For a million badges 128 kB where the CWT has 72; on the way gzip takes most of that back.
    """
    said = _claims(issued)
    said["status_list"] = {"bits": issued.statuses.bits, "lst": to_base64url(issued.statuses.packed())}
    return jws.sign(said, typ=JWT, key=key)


def from_jwt(token: str, keys: KeySet, *, uri: str) -> PublishedList:
    """The list of this address. Raises Untrusted and nothing else."""
    said, key = jws.verify(token, typ=JWT, keys=keys)
    listed = said.get("status_list")
    if not isinstance(listed, Mapping) or not isinstance(listed.get("lst"), str):
        raise malformed("The token holds no status list.")
    return _read(said, {**listed, "lst": from_base64url(listed["lst"])}, key, uri)


def to_cwt(issued: PublishedList, key: SigningKey) -> bytes:
    """As `application/statuslist+cwt`: the packed list and about 200 bytes."""
    said = {NAMES[name]: value for name, value in _claims(issued).items()}
    said[STATUS_LIST] = {"bits": issued.statuses.bits, "lst": issued.statuses.packed()}
    return sign1(cbor.encode(said), typ=CWT, key=key)


def from_cwt(token: bytes, keys: KeySet, *, uri: str) -> PublishedList:
    """The list of this address. Raises Untrusted and nothing else."""
    payload, key = verify1(token, typ=CWT, keys=keys)
    said = cbor.decode(payload)
    listed = said.get(STATUS_LIST) if isinstance(said, Mapping) else None
    if not isinstance(listed, Mapping) or not isinstance(listed.get("lst"), bytes):
        raise malformed("The token holds no status list.")
    return _read({name: said.get(number) for name, number in NAMES.items()}, listed, key, uri)


def _claims(issued: PublishedList) -> dict[str, Any]:
    return {
        "sub": issued.uri,
        "iat": int(issued.issued_at.timestamp()),
        "exp": int(issued.expires.timestamp()),
        "ttl": int(issued.time_to_live.total_seconds()),
        "isps_level": issued.isps_level,
    }


def _read(said: Mapping[str, Any], listed: Mapping[str, Any], key: PublishedKey, uri: str) -> PublishedList:
    """The claims that both forms share. The signature fits already; still nothing is taken on trust."""
    if said.get("sub") != uri:
        raise Untrusted(Fault.SUBJECT_WRONG, "This is the list of another address.")
    issued_at, level = moment(said.get("iat")), said.get("isps_level")
    key.require_signing_at(issued_at)
    if type(level) is not int or level not in TIME_TO_LIVE or listed.get("bits") != BITS:
        raise malformed("The list names no ISPS level, or has entries of another width.")
    ttl, expires = said.get("ttl"), moment(said.get("exp"))
    if type(ttl) is not int or not 0 < ttl <= DEGRADED.total_seconds() or expires <= issued_at:
        raise malformed("The list does not say how long it holds.")
    statuses = unpack(BITS, listed["lst"])
    return PublishedList(uri, issued_at, expires, timedelta(seconds=ttl), level, statuses)
