"""The chain of a reader's entries: what was changed, taken out, put in or moved is found where it was."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from access.credential.passage_chain import (
    ChainBroken,
    Entry,
    Link,
    first_digest,
    link,
    moment_of,
    read,
    read_on,
    timestamp,
)
from access.credential.plain_text import to_base64url
from access.credential.refusal import Untrusted
from ledger import canonical
from tests.access.credential.issuer import ERIN, INDEX, ISSUER, LIST_URI, NOON, key

pytestmark = pytest.mark.unit

DEVICE = key(5)
READER = "GATE-1"


def entry(counter: int, **other: object) -> Entry:
    usual = Entry(
        counter=counter,
        nonce=f"n-{counter}",
        at=timestamp(NOON),
        reader=READER,
        direction="in",
        decision="grant",
        reasons=(),
        pseudonym=ERIN,
        status_uri=LIST_URI,
        status_index=INDEX,
        kid=to_base64url(ISSUER.kid),
        list_issued_at=timestamp(NOON),
        declared_degraded=False,
        decided_by="reader",
    )
    return replace(usual, **other)  # type: ignore[arg-type]


def chain(count: int) -> list[Link]:
    links: list[Link] = []
    for counter in range(count):
        before = links[-1].digest if links else first_digest(READER, DEVICE.public)
        links.append(link(entry(counter), before, DEVICE))
    return links


LINES = [each.line for each in chain(6)]


def broken_at(lines: list[bytes]) -> int | None:
    try:
        list(read(lines, reader=READER, public=DEVICE.public))
    except ChainBroken as found:
        return found.counter
    return None


def test_chain_when_read_then_the_entries_in_order() -> None:
    found = list(read(LINES, reader=READER, public=DEVICE.public))
    assert [each.entry for each in found] == [entry(counter) for counter in range(6)]
    assert [each.line for each in found] == LINES


def test_chain_when_read_on_from_a_known_place_then_the_rest() -> None:
    before = chain(3)[-1].digest
    rest = list(read_on(LINES[3:], reader=READER, public=DEVICE.public, previous=before, counter=3))
    assert [each.entry.counter for each in rest] == [3, 4, 5]


def test_entry_when_written_then_under_800_bytes_and_nobody_in_it() -> None:
    assert max(map(len, LINES)) < 800
    assert set(json.loads(LINES[0])["entry"]) == {*Entry.__slots__, "previous"}


def resigned(counter: int, **other: object) -> bytes:
    """An entry with a good place in the chain and a signature that fits, and something else in it."""
    before = chain(counter)[-1].digest if counter else first_digest(READER, DEVICE.public)
    said = json.loads(link(entry(counter), before, DEVICE).line)["entry"] | other
    signature = to_base64url(DEVICE.sign(canonical.encode(said)))
    return canonical.encode({"entry": said, "signature": signature})


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda lines: [lines[0], lines[1].replace(b'"grant"', b'"ask"'), *lines[2:]], 1),
        (lambda lines: [lines[0], *lines[2:]], 1),
        (lambda lines: lines[1:], 0),
        (lambda lines: [lines[0], lines[2], lines[1], *lines[3:]], 1),
        (lambda lines: [*lines[:3], lines[2], *lines[3:]], 3),
        (lambda lines: [*lines[:3], b"", *lines[3:]], 3),
        (lambda lines: [*lines[:3], b"[]", *lines[3:]], 3),
        (lambda lines: [lines[0] + b" ", *lines[1:]], 0),
        (lambda lines: [b" " + lines[0], *lines[1:]], 0),
        (lambda lines: [lines[0] + b" " * 5000, *lines[1:]], 0),
        (lambda lines: [link(entry(0), first_digest(READER, DEVICE.public), key(9)).line], 0),
        (lambda lines: [link(entry(0), first_digest("GATE-2", DEVICE.public), DEVICE).line], 0),
        (
            lambda lines: [link(entry(0, reader="GATE-2"), first_digest(READER, DEVICE.public), DEVICE).line],
            0,
        ),
        (lambda lines: [link(entry(1), first_digest(READER, DEVICE.public), DEVICE).line], 0),
        (lambda lines: [resigned(0, more=1)], 0),
        (lambda lines: [resigned(0, nonce=5)], 0),
        (lambda lines: [resigned(0, status_index=True)], 0),
        (lambda lines: [lines[0].replace(b'"status_index":417', b'"status_index":417.0')], 0),
        (lambda lines: [resigned(0, reasons=[1])], 0),
        (lambda lines: [resigned(0, at="yesterday")], 0),
        (lambda lines: [resigned(0, at="2026-03-10T12:00:00")], 0),
        (lambda lines: [lines[0].replace(b'"signature":"', b'"signature":"A')], 0),
    ],
)
def test_chain_when_tampered_with_then_broken_there(
    change: Callable[[list[bytes]], list[bytes]], where: int
) -> None:
    assert broken_at(change(LINES)) == where


def test_chain_when_any_byte_is_changed_then_broken() -> None:
    for place in range(0, len(LINES[1]), 7):
        changed = bytearray(LINES[1])
        changed[place] ^= 1
        assert broken_at([LINES[0], bytes(changed), *LINES[2:]]) == 1


def test_chain_when_cut_off_then_the_beginning_still_holds() -> None:
    """A chain alone cannot know how long it was; the service keeps how far it has come."""
    assert broken_at(LINES[:3]) is None


def test_moment_when_there_and_back_then_the_same() -> None:
    assert moment_of(timestamp(NOON)) == NOON
    with pytest.raises(Untrusted):
        moment_of("2026-03-10T12:00:00+00:00")
