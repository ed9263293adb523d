"""Erin at a reader: what the reader goes by, everything in order unless said otherwise."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from access.credential.keys import KeySet, SigningKey
from access.credential.offline import receive
from access.credential.presented import Clock, HeldList, Memory, Place, Presented
from access.credential.refusal import Untrusted
from access.credential.status_list import CredentialStatus
from access.credential.status_token import to_jwt
from access.credential.verify import verify_credential
from access.enums import Direction
from access.gate.facts import AreaFacts
from portsec.kernel.verdict import Verdict
from tests.access.credential.issuer import ISSUER, KEYS, LIST_URI, NOON, PORT, credential, listed

TERMINAL = AreaFacts("TERMINAL")
AREAS = {
    "TERMINAL": TERMINAL,
    "BLOCK": AreaFacts("BLOCK", ("TERMINAL",)),
    "CAGE": AreaFacts("CAGE", ("BLOCK", "TERMINAL"), required_level_rank=2),
    "VAULT": AreaFacts("VAULT", ("TERMINAL",), required_level_rank=3),
    "TANK-FARM": AreaFacts("TANK-FARM"),
    "none": None,
}


def held(token: str = "", *, before: HeldList | None = None) -> HeldList:
    """The list that a reader holds after it was offered this one; the usual one when nothing is said."""
    return receive(before or HeldList(), token or to_jwt(listed(), ISSUER), KEYS, uri=LIST_URI)


def held_as(
    status: CredentialStatus = CredentialStatus.VALID,
    age: timedelta = timedelta(minutes=5),
    *,
    signing: SigningKey = ISSUER,
    before: HeldList | None = None,
    isps_level: int = 1,
) -> HeldList:
    """A list in which Erin's credential has this status, made so long before noon."""
    return held(to_jwt(listed(status, at=NOON - age, isps_level=isps_level), signing), before=before)


def shown(
    token: bytes | None = None,
    *,
    at: datetime = NOON,
    clock: Clock | None = None,
    area: str = "TERMINAL",
    leaving: bool = False,
    held_list: HeldList | None = None,
    service: Verdict | None = None,
    keys: KeySet = KEYS,
    **other: Any,
) -> Presented:
    """What the reader goes by. `token` is what was read, Erin's credential when nothing is said."""
    try:
        read: Any = verify_credential(credential() if token is None else token, keys).claims
    except Untrusted as refused:
        read = refused.fault
    direction = Direction.OUT if leaving else Direction.IN
    return Presented(
        credential=read,
        nonce=other.pop("nonce", "n-1"),
        place=Place(PORT, AREAS[area], direction, is_exit=leaving),
        clock=clock or Clock(at),
        held=held() if held_list is None else held_list,
        memory=other.pop("memory", Memory()),
        service=service,
        **other,
    )
