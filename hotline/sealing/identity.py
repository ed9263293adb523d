"""Key pairs of reports, recipients and keepers, and how a passphrase guards one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import pyrage
from pyrage import passphrase as by_passphrase
from pyrage import x25519

from portsec.kernel.errors import InvalidInput

SHORTEST_PASSPHRASE: Final = 16  # characters: it is all that stands between a stolen database and the reports
NOT_OPENED = "This passphrase does not open your key."


@dataclass(frozen=True, slots=True)
class Identity:
    """An age key pair: `public` seals, `secret` opens. The secret never shows in a log or traceback."""

    public: str
    secret: str = field(repr=False)


def new_identity() -> Identity:
    return identity_of(str(x25519.Identity.generate()))


def identity_of(secret: str) -> Identity:
    """The pair that belongs to a secret. Raises ValueError when it is none."""
    try:
        pair = x25519.Identity.from_str(secret)
    except pyrage.IdentityError:
        raise ValueError("this is no secret key") from None
    return Identity(public=str(pair.to_public()), secret=str(pair))


def wrapped(identity: Identity, passphrase: str) -> bytes:
    """The secret as an age file that the passphrase opens, also with the `age` tool.

    Raises InvalidInput for a short passphrase.
    """
    if len(passphrase.strip()) < SHORTEST_PASSPHRASE:
        detail = f"A passphrase has at least {SHORTEST_PASSPHRASE} characters; four or five words are good."
        raise InvalidInput(detail, fields={"passphrase": detail})
    file: bytes = by_passphrase.encrypt(identity.secret.encode(), passphrase)
    return file


def unwrapped(file: bytes | memoryview, passphrase: str) -> Identity:
    """Raises InvalidInput for another passphrase."""
    try:
        return identity_of(by_passphrase.decrypt(bytes(file), passphrase).decode())
    except (pyrage.DecryptError, ValueError):
        raise InvalidInput(NOT_OPENED, fields={"passphrase": NOT_OPENED}) from None
