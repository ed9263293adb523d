"""A reader as this service imagines one: it decides, keeps what it decided alone, and hands it over later."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from access.credential import base45
from access.credential.claims import StatusReference
from access.credential.keys import SigningKey
from access.credential.offline import Advice, Judgement, decide
from access.credential.passage_chain import Entry, Link, moment_of, timestamp
from access.credential.plain_text import to_base64url
from access.credential.presented import Clock, Memory, Passage, Place, Presented
from access.credential.queue_file import QueueFile
from access.credential.reader_checks import ALL
from access.credential.refusal import Fault, Untrusted
from access.credential.verify import Verified, verify_credential
from access.enums import Direction
from access.gate.statement import reason_of
from access.management.reader_trust import Trust
from access.management.service_link import ServiceLink, detail_of
from portsec.kernel.errors import Unavailable
from portsec.kernel.verdict import Reason, Verdict, allow, deny

SENTENCES = {reason.code: reason for reason in map(reason_of, ALL)}


@dataclass(frozen=True, slots=True)
class Told:
    """The answer of the service to an attempt, and its time."""

    verdict: Verdict
    date: datetime | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a presentation came to, as the guard's screen gets it."""

    nonce: str
    advice: Advice
    reasons: tuple[Reason, ...] = field(default=())
    online: bool = False
    repeated: bool = False

    def as_dict(self) -> dict[str, Any]:
        return {
            "decision": self.advice.value,
            "reasons": [reason.as_dict() for reason in self.reasons],
            "nonce": self.nonce,
            "online": self.online,
            "repeated": self.repeated,
        }


@dataclass(frozen=True, slots=True)
class Device:
    """The reader: its code, where it stands, what it trusts, its queue, and the service if online."""

    code: str
    place: Place
    trust: Trust
    queue: QueueFile
    link: ServiceLink | None = None
    declared_degraded: bool = False

    def present(self, text: str, *, nonce: str = "", guard: Advice | None = None, at: datetime) -> Outcome:
        """Decide about a credential, as the text of its QR code.

        What the service did not answer, or answered otherwise than the reader does, goes into the queue
        before this returns, so before a gate opens. The same nonce with the same credential gives the first
        outcome again. `guard`: what the person said whom the reader would ask; a refusal nobody overrides.
        """
        nonce = nonce or str(uuid.uuid4())
        read = self._read(text)
        earlier = self.queue.with_nonce(nonce)
        if earlier is not None and _same_attempt(earlier.entry, read, self.place.direction):
            return Outcome(nonce, Advice(earlier.entry.decision), _reasons(earlier.entry), repeated=True)
        told = self._ask(text, nonce, at)
        shown = self._presented(read, nonce, told, at)
        judgement = decide(shown)
        advice = guard if guard is not None and judgement.advice is Advice.ASK else judgement.advice
        if told is None or told.verdict.allowed is not (advice is Advice.GRANT):
            nonce = nonce if earlier is None else str(uuid.uuid4())  # a replay is an event of its own
            self.queue.append(replace(self._entry(shown, read, judgement, advice), nonce=nonce))
        return Outcome(nonce, advice, judgement.reasons, online=told is not None)

    def _read(self, text: str) -> Verified | Fault:
        try:
            return verify_credential(base45.from_text(text), self.trust.keys)
        except Untrusted as error:
            return error.fault

    def _ask(self, text: str, nonce: str, at: datetime) -> Told | None:
        """What the service says; None where it cannot be reached. Not to know this reader is a no."""
        if self.link is None:
            return None
        said = {
            "reader": self.code,
            "credential": text,
            "direction": self.place.direction.value,
            "nonce": nonce,
            "at": at.isoformat(),
        }
        try:
            answer = self.link.attempt(said)
            return Told(_verdict(answer.status, answer.json()), answer.date)
        except Unavailable:
            return None

    def _presented(self, read: Verified | Fault, nonce: str, told: Told | None, at: datetime) -> Presented:
        asked = told.date if told is not None else None
        offset = timedelta(0) if asked else timedelta(seconds=self.trust.clock_offset)
        return Presented(
            credential=read.claims if isinstance(read, Verified) else read,
            nonce=nonce,
            place=self.place,
            clock=Clock(asked or at, self.trust.floor(), offset),
            held=self.trust.held,
            memory=remembered(self.queue.links),
            declared_degraded=self.declared_degraded,
            service=told.verdict if told is not None else None,
        )

    def _entry(self, shown: Presented, read: Verified | Fault, judgement: Judgement, advice: Advice) -> Entry:
        claims, issued = shown.claims, shown.held.issued
        return Entry(
            counter=len(self.queue.links),
            nonce=shown.nonce,
            at=timestamp(shown.clock.at),
            reader=self.code,
            direction=self.place.direction.value,
            decision=advice.value,
            reasons=judgement.codes,
            pseudonym=claims.pseudonym if claims else "",
            status_uri=claims.status.uri if claims else "",
            status_index=claims.status.index if claims else -1,
            kid=to_base64url(read.kid) if isinstance(read, Verified) else "",
            list_issued_at=timestamp(issued.issued_at) if issued else "",
            declared_degraded=self.declared_degraded,
            decided_by="reader" if advice is judgement.advice else "guard",
        )


def remembered(links: Sequence[Link]) -> Memory:
    """What the queue tells about the next presentation."""
    entries = [found.entry for found in links]
    opened = [entry for entry in entries if entry.decision == Advice.GRANT and entry.pseudonym]
    holders: dict[StatusReference, str] = {}
    for entry in entries:
        if entry.pseudonym:
            holders.setdefault(StatusReference(entry.status_uri, entry.status_index), entry.pseudonym)
    return Memory(
        nonces=frozenset(entry.nonce for entry in entries),
        passages={each.pseudonym: Passage(moment_of(each.at), Direction(each.direction)) for each in opened},
        holders=holders,
    )


def signing_key(path: Path) -> SigningKey:
    """The reader's own key. Raises InvalidInput, OSError."""
    return SigningKey.from_pem(path.read_bytes())


def _same_attempt(entry: Entry, read: Verified | Fault, direction: Direction) -> bool:
    """Whether this is the presentation that the entry tells of, and not a nonce that somebody recorded."""
    pseudonym = read.claims.pseudonym if isinstance(read, Verified) else ""
    return entry.pseudonym == pseudonym and entry.direction == direction.value


def _reasons(entry: Entry) -> tuple[Reason, ...]:
    return tuple(SENTENCES[code] for code in entry.reasons if code in SENTENCES)


def _verdict(status: int, said: dict[str, Any]) -> Verdict:
    if status != 200:
        return deny("service_refused", f"The service does not take this attempt: {detail_of(said)}")
    given = said.get("reasons")
    told = [each for each in given if isinstance(each, dict)] if isinstance(given, list) else []
    reasons = tuple(Reason(str(each.get("code")), str(each.get("detail"))) for each in told)
    if said.get("decision") == "grant":
        return allow(*reasons)
    return Verdict(False, reasons) if reasons else deny("service_refused", "The service refuses.")
