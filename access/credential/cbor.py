"""CBOR in one form only: deterministic when written, and nothing else taken when read (RFC 8949, 4.2)."""

from __future__ import annotations

from typing import Any, Final

import cbor2

from access.credential.refusal import malformed

MAX_DEPTH: Final = 6
"""Nested arrays, maps and tags. A credential has four; whatever nests deeper wants to exhaust a parser."""

BYTES, TEXT, TAG, SIMPLE = 2, 3, 6, 7  # major types (RFC 8949, 3.1) that need a look of their own
SIMPLE_VALUES: Final = (20, 21, 22)  # false, true, null; floats have no place in what is signed here
OUTER_TAG: Final = 18  # COSE_Sign1


def encode(value: Any) -> bytes:
    """Deterministic bytes: shortest integers and lengths, sorted keys.

    cbor2 sorts keys by length first (RFC 7049). RFC 8949 sorts by bytes alone; our maps are chosen so that
    the two orders are the same, which a test keeps.
    """
    return cbor2.dumps(value, canonical=True)


def decode(data: bytes) -> Any:
    """The value of deterministic bytes.

    Raises Untrusted (malformed) for everything else: duplicate keys, indefinite lengths, integers that are
    longer than they need be, bytes that follow, floats, and every tag but COSE_Sign1 at the beginning. One
    value has one form, so a signed thing has one form.
    """
    _require_plain(data)
    try:
        value = cbor2.loads(data, max_depth=MAX_DEPTH, allow_indefinite=False, allow_duplicate_keys=False)
        same = encode(value) == data
    except cbor2.CBORError:
        raise malformed("These bytes are no CBOR that we read.") from None
    if not same:
        raise malformed("These bytes are CBOR, but not in the one form that we read.")
    return value


def tagged(tag: int, value: Any) -> cbor2.CBORTag:
    """The value under a tag (RFC 8949, 3.4)."""
    return cbor2.CBORTag(tag, value)


def untagged(value: Any, tag: int) -> Any:
    """What stands under this tag. Raises Untrusted (malformed) when the value has another or none."""
    if not isinstance(value, cbor2.CBORTag) or value.tag != tag:
        raise malformed(f"These bytes do not begin with tag {tag}.")
    return value.value


def _require_plain(data: bytes) -> None:
    """Walks the heads of all items before cbor2 sees them.

    cbor2 turns tags into Python objects: it compiles regular expressions, parses mail, shares references.
    None of that is wanted of bytes from a stranger, and all of it cannot be turned off there.
    """
    place = 0
    while place < len(data):
        major, short, start = data[place] >> 5, data[place] & 31, place
        width = 1 << short - 24 if 24 <= short <= 27 else 0
        value = int.from_bytes(data[place + 1 : place + 1 + width], "big") if width else short
        place += 1 + width + (value if major in (BYTES, TEXT) else 0)
        odd_tag = major == TAG and (value != OUTER_TAG or start)
        if short > 27 or odd_tag or (major == SIMPLE and (width or value not in SIMPLE_VALUES)):
            raise malformed("These bytes are CBOR, but of a kind that we do not read.")
