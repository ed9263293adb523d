"""Takes in what a reader decided while it was alone: its signed queue, in order, each entry once."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

from django.db import transaction
from django.utils import timezone

from access.credential.offline import Advice
from access.credential.passage_chain import ChainBroken, Entry, Link, first_digest, moment_of, read_on
from access.credential.plain_text import from_json
from access.credential.refusal import Untrusted
from access.enums import Direction, GateResult
from access.gate_facts.asked import Asked
from access.models import Badge, Credential, EventToScan, GateEvent, Reader
from access.models.gate_event import source_of
from access.permissions.gate import may_submit_attempts
from access.selectors.gate_facts import gathered
from access.selectors.known_event import gate_events_named
from access.services import device, presence
from access.services.gate_record import Pass, crossed
from ledger.services import record
from portsec.kernel.errors import Conflict, require
from portsec.kernel.scope import Scope

MOST_AT_ONCE: Final = 500  # entries of one upload; about a second. Whoever sends more is asked for the rest
CLOCK_AHEAD: Final = timedelta(minutes=2)  # more than this is a wrong clock, not the way of the message
CODE: Final = re.compile(r"[a-z][a-z0-9_]{0,59}")
NONCE: Final = re.compile(r"[!-~]{1,100}")
CLOCK_DOUBTFUL: Final = "clock_doubtful"
REASON_UNKNOWN: Final = "reason_unknown"
DECIDERS: Final = ("reader", "guard")


@dataclass(frozen=True, slots=True)
class Passage:
    """One entry of a queue as the log keeps it."""

    link: Link
    direction: Direction
    result: GateResult
    at: datetime
    list_issued_at: datetime | None
    reasons: tuple[str, ...]

    @property
    def entry(self) -> Entry:
        return self.link.entry

    @property
    def code(self) -> str:
        """Its nonce, where that can be kept; else its number, which is unique as well."""
        return self.entry.nonce if NONCE.fullmatch(self.entry.nonce) else f"entry-{self.entry.counter}"


def take(reader: Reader, lines: Sequence[bytes], *, actor: str, scope: Scope, at: datetime) -> int:
    """Take the lines of a reader's queue, and return the number of the entry that is wanted next.

    Entries that are here already are passed over; without lines it only answers. What fits before an entry
    that does not is kept, because it happened.
    Refuses when: the caller may not submit attempts at this port (Refused); the reader has no key (Conflict);
    an entry is missing, changed, moved or of another reader (ChainBroken, with its number).
    Records: access.passage_alone.granted or .refused, for each. Wakes: detection, through EventToScan.
    Safe to repeat because: the reader's row counts what was taken, and is held meanwhile.
    """
    require(may_submit_attempts(scope, reader.port_id))
    with transaction.atomic():
        held = Reader.objects.select_for_update(of=("self",)).select_related("port").get(pk=reader.pk)
        if held.device_key is None:
            raise Conflict("This reader has no key; enrol its device again.")
        fitting, broken = _fitting(held, lines, at=at)
        _keep(held, fitting, actor=actor, at=at)
        last = bytes.fromhex(fitting[-1].link.digest) if fitting else _line(held)
        wanted = held.queue_next + len(fitting)
        device.note_queue(held, next_entry=wanted, line=last, at=at)
    if broken is not None:
        raise broken
    return wanted


def _fitting(
    reader: Reader, lines: Sequence[bytes], *, at: datetime
) -> tuple[list[Passage], ChainBroken | None]:
    """The new passages up to the first that does not fit, and what is wrong with that one."""
    found: list[Passage] = []
    try:
        found.extend(_passage(link, at) for link in islice(_new_links(reader, lines), MOST_AT_ONCE))
    except ChainBroken as error:
        return found, error
    return found, None


def _new_links(reader: Reader, lines: Sequence[bytes]) -> Iterator[Link]:
    if not lines:
        return
    wanted, public = reader.queue_next, bytes(reader.device_key or b"")
    first = _counter(lines[0], wanted)
    if first > wanted:
        raise ChainBroken(wanted, f"It is missing; entry {first} was sent.")
    held = _line(reader)
    previous = held.hex() if held is not None else first_digest(reader.code, public)
    yield from read_on(
        lines[wanted - first :], reader=reader.code, public=public, previous=previous, counter=wanted
    )


def _line(reader: Reader) -> bytes | None:
    """The digest of the last line that was taken."""
    return bytes(reader.queue_line) if reader.queue_line is not None else None


def _counter(line: bytes, wanted: int) -> int:
    """The number that a line claims; whether it is true shows when the chain is read."""
    try:
        entry = from_json(line).get("entry")
    except Untrusted as error:
        raise ChainBroken(wanted, error.detail) from None
    counter = entry.get("counter") if isinstance(entry, dict) else None
    if type(counter) is not int or counter < 0:
        raise ChainBroken(wanted, "It has no number.")
    return counter


def _passage(link: Link, at: datetime) -> Passage:
    """Raises ChainBroken for words that no reader of ours writes.

    Its time is the reader's clock. One ahead of ours is cut off, and no passage was before the list that it
    was judged by.
    """
    entry = link.entry
    try:
        direction, advice = Direction(entry.direction), Advice(entry.decision)
        happened = moment_of(entry.at)
        listed = moment_of(entry.list_issued_at) if entry.list_issued_at else None
    except (ValueError, Untrusted):
        raise ChainBroken(entry.counter, "It holds a word that no reader writes.") from None
    reasons = [code if CODE.fullmatch(code) else REASON_UNKNOWN for code in entry.reasons]
    if happened > at + CLOCK_AHEAD and CLOCK_DOUBTFUL not in reasons:
        reasons.append(CLOCK_DOUBTFUL)
    return Passage(
        link=link,
        direction=direction,
        result=GateResult.GRANTED if advice is Advice.GRANT else GateResult.REFUSED,
        at=min(max(happened, listed or happened), at),
        list_issued_at=listed,
        reasons=tuple(dict.fromkeys(reasons)),
    )


def _keep(reader: Reader, passages: Sequence[Passage], *, actor: str, at: datetime) -> None:
    """An entry whose attempt the service answered the same way is that event; any other is one of its own."""
    badges = _badges(reader, passages)
    answered = _answered(reader, passages)
    areas = {way: _crossed(reader, way, at) for way in {passage.direction for passage in passages}}
    for passage in passages:
        if answered.get(passage.code) == passage.result.value:
            continue
        event = _record(reader, passage, badges.get(passage.entry.pseudonym), actor=actor, at=at)
        if passage.result is GateResult.GRANTED and event.person_id is not None:
            passed = presence.Passage(event.person_id, event.number, passage.at)
            presence.note(passed, areas[passage.direction])


def _crossed(reader: Reader, direction: Direction, at: datetime) -> tuple[Pass, ...]:
    """Which areas a passage at this reader enters and leaves, as it is set up now."""
    zone = timezone.get_default_timezone()
    return crossed(gathered(Asked(reader.port_id, at, zone, reader=reader.code, direction=direction)))


def _badges(reader: Reader, passages: Sequence[Passage]) -> dict[str, Badge]:
    names = {passage.entry.pseudonym for passage in passages if NONCE.fullmatch(passage.entry.pseudonym)}
    rows = Credential.objects.select_related("badge__person").filter(
        pseudonym__in=names, badge__port_id=reader.port_id
    )
    return {row.pseudonym: row.badge for row in rows}


def _answered(reader: Reader, passages: Sequence[Passage]) -> dict[str, str]:
    """What the service answered to these attempts while the reader could still ask, by nonce."""
    codes = [passage.code for passage in passages]
    rows = gate_events_named(reader.port_id, [source_of(reader.code)], codes)
    return dict(rows.values_list("code", "result"))


def _record(reader: Reader, passage: Passage, badge: Badge | None, *, actor: str, at: datetime) -> GateEvent:
    event_id, entry = uuid.uuid4(), passage.entry
    person = badge.person if badge else None
    decided_by = entry.decided_by if entry.decided_by in DECIDERS else DECIDERS[0]
    written = record.append(
        f"access.passage_alone.{passage.result.value}",
        actor=actor,
        at=at,
        subject=person.reference if person else source_of(reader.code),
        port=reader.port.locode,
        event=event_id,
        reader=reader.code,
        direction=passage.direction.label.lower(),
        badge=badge.serial if badge else "unknown",
        decided_by=decided_by,
        reasons=list(passage.reasons),
        entry=passage.link.digest,
    )
    event = GateEvent.objects.create(
        id=event_id,
        port=reader.port,
        source=f"queue:{reader.code}",
        code=passage.code,
        at=passage.at,
        received_at=at,
        reader=reader,
        reader_code=reader.code,
        direction=passage.direction.value,
        badge=badge,
        badge_serial=badge.serial if badge else "",
        person=person,
        person_ref=badge.person_ref if badge else "",
        result=passage.result.value,
        reasons=list(passage.reasons),
        receipt=written.receipt,
        decided_by=decided_by,
        list_issued_at=passage.list_issued_at,
        declared_degraded=entry.declared_degraded,
    )
    EventToScan.objects.create(port=reader.port, stream="gate", event_number=event.number, at=passage.at)
    return event
