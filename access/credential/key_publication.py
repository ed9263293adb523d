"""The published keys as a signed statement: a key that a reader already holds vouches for the next."""

from __future__ import annotations

from typing import Final

from access.credential import jws
from access.credential.keys import KeySet, SigningKey, from_jwk_set, to_jwk_set
from access.credential.refusal import Fault, Untrusted

KEY_SET: Final = "jwk-set+jwt"


def publish(keys: KeySet, key: SigningKey) -> str:
    """The key set as a token. During a rotation the old key signs it, so that every reader can follow."""
    return jws.sign(to_jwk_set(keys), typ=KEY_SET, key=key)


def accept(token: str, held: KeySet) -> KeySet:
    """The key set that a reader holds from now on.

    Raises Untrusted: not signed by a key that it holds, or older than the set that it holds. An old set
    played back would bring a key to life again that was taken out because it leaked.
    """
    said, key = jws.verify(token, typ=KEY_SET, keys=held)
    offered = from_jwk_set(said)
    key.require_signing_at(offered.published_at)
    if offered.published_at < held.published_at:
        raise Untrusted(Fault.SUBJECT_WRONG, "This key set is older than the one at hand.")
    return offered
