"""What a credential says, and its map of CWT claims (RFC 8392)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeVar

from access.credential import cbor
from access.credential.refusal import Untrusted, malformed
from portsec.kernel.errors import InvalidInput

LONGEST_VALIDITY: Final = timedelta(days=30)
"""From signing to the end. A reader that is cut off for long still lets nobody in for longer than this, and a
key that leaks costs at most one such round of credentials."""
MOST_AREAS: Final = 16
"""Who needs more is given the area around them: grants hold for everything inside."""
PHOTO_HASH_BYTES: Final = 32  # SHA-256 of the picture as printed

# Claim keys: RFC 8392, the Token Status List draft, and private ones below -65536 (RFC 8392, 9.1.1).
SUBJECT, AUDIENCE, EXPIRES, NOT_BEFORE, ISSUED_AT = 2, 3, 4, 5, 6
STATUS = 65535
AREAS, PHOTO_HASH = -65537, -65538
REQUIRED: Final = {SUBJECT, AUDIENCE, EXPIRES, NOT_BEFORE, ISSUED_AT, STATUS, AREAS}

_WORD = re.compile(r"[A-Za-z0-9._-]{1,40}")
_WORD_SAID = "1 to 40 letters, digits and ._-"
_URI = re.compile(r"https?://[!-~]{1,120}")
_LAST_SECOND = 253_402_300_799  # the end of the year 9999, where datetime ends
_LAST_INDEX = 2**31 - 1

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class StatusReference:
    """Where the standing of a credential is published: address of the list, and the place in it."""

    uri: str
    index: int


@dataclass(frozen=True, slots=True)
class Claims:
    """What a credential says: whose it is under a pseudonym, where and when it opens, where its standing is.

    No name and no badge number. `pseudonym` is up to 40 letters, digits and `._-`; a new credential gets a
    new one. `audience` is the UN/LOCODE of the port. Areas are codes, one to sixteen, each once. Times are
    aware and whole seconds; it opens from `not_before` up to but not including `expires`. `photo_hash` is
    the SHA-256 of the printed picture, None where there is none.
    Raises InvalidInput, with the field, for anything else.
    """

    pseudonym: str
    audience: str
    areas: tuple[str, ...]
    issued_at: datetime
    not_before: datetime
    expires: datetime
    status: StatusReference
    photo_hash: bytes | None = None

    def __post_init__(self) -> None:
        _check_words(self)
        _check_times(self)
        _check_references(self)


def encode(claims: Claims) -> bytes:
    """The claims as a deterministic CBOR map, 150 to 250 bytes for usual badges."""
    said: dict[int, Any] = {
        SUBJECT: claims.pseudonym,
        AUDIENCE: claims.audience,
        EXPIRES: int(claims.expires.timestamp()),
        NOT_BEFORE: int(claims.not_before.timestamp()),
        ISSUED_AT: int(claims.issued_at.timestamp()),
        STATUS: {"status_list": {"idx": claims.status.index, "uri": claims.status.uri}},
        AREAS: list(claims.areas),
    }
    if claims.photo_hash is not None:
        said[PHOTO_HASH] = claims.photo_hash
    return cbor.encode(said)


def parse(data: bytes) -> Claims:
    """The claims of these bytes. Raises Untrusted (malformed) for every other byte string.

    A claim that we do not know is refused: it might be a restriction.
    """
    said = cbor.decode(data)
    if not isinstance(said, Mapping) or not REQUIRED <= set(said) <= REQUIRED | {PHOTO_HASH}:
        raise malformed("The credential lacks a claim or has one too many.")
    try:
        return Claims(
            pseudonym=_typed(said[SUBJECT], str),
            audience=_typed(said[AUDIENCE], str),
            areas=tuple(_typed(area, str) for area in _typed(said[AREAS], list)),
            issued_at=moment(said[ISSUED_AT]),
            not_before=moment(said[NOT_BEFORE]),
            expires=moment(said[EXPIRES]),
            status=_reference(said[STATUS]),
            photo_hash=_typed(said[PHOTO_HASH], bytes) if PHOTO_HASH in said else None,
        )
    except Untrusted:
        raise
    except InvalidInput as error:
        raise malformed(error.detail) from None


def moment(value: Any) -> datetime:
    """Seconds since 1970 as an aware time. Raises Untrusted for what is no whole number before year 10000."""
    seconds = _typed(value, int)
    if not 0 <= seconds <= _LAST_SECOND:
        raise malformed("A time lies outside the calendar.")
    return datetime.fromtimestamp(seconds, UTC)


def _typed(value: Any, wanted: type[T]) -> T:
    """Exactly this type: True is no number here."""
    if type(value) is not wanted:
        raise malformed(f"A claim is no {wanted.__name__}.")
    return value


def _reference(value: Any) -> StatusReference:
    listed = value.get("status_list") if isinstance(value, Mapping) and len(value) == 1 else None
    if not isinstance(listed, Mapping) or set(listed) != {"idx", "uri"}:
        raise malformed("The credential does not say where its standing is published.")
    return StatusReference(_typed(listed["uri"], str), _typed(listed["idx"], int))


def _check_words(claims: Claims) -> None:
    _require(_WORD.fullmatch(claims.pseudonym), "pseudonym", f"A pseudonym is {_WORD_SAID}")
    _require(_WORD.fullmatch(claims.audience), "audience", "The audience is the code of a port.")
    _require(1 <= len(claims.areas) <= MOST_AREAS, "areas", f"A credential names 1 to {MOST_AREAS} areas.")
    _require(len(set(claims.areas)) == len(claims.areas), "areas", "An area is named twice.")
    _require(all(map(_WORD.fullmatch, claims.areas)), "areas", f"An area code is {_WORD_SAID}")


def _check_times(claims: Claims) -> None:
    times = (claims.issued_at, claims.not_before, claims.expires)
    whole = all(time.tzinfo is not None and not time.microsecond for time in times)
    _require(whole, "expires", "Times need an offset and whole seconds.")
    _require(claims.issued_at <= claims.not_before < claims.expires, "expires", "The times are out of order.")
    short = claims.expires - claims.issued_at <= LONGEST_VALIDITY
    _require(short, "expires", f"A credential ends within {LONGEST_VALIDITY.days} days of its signing.")


def _check_references(claims: Claims) -> None:
    _require(_URI.fullmatch(claims.status.uri), "status", "The status list needs an http address.")
    _require(0 <= claims.status.index <= _LAST_INDEX, "status", "The status index is out of range.")
    whole = claims.photo_hash is None or len(claims.photo_hash) == PHOTO_HASH_BYTES
    _require(whole, "photo_hash", "The hash of the picture has 32 bytes.")


def _require(holds: object, field: str, problem: str) -> None:
    if not holds:
        raise InvalidInput(problem, fields={field: problem})
