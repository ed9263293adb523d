"""Decides gate attempts and records them. A refused attempt is a row like a granted one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from access.enums import Biometric, Direction
from access.gate.checks import CHECKS
from access.gate.decide import decide
from access.gate.duties import ADMIT_FIRST
from access.gate.facts import GateFacts
from access.gate.statement import reason_of
from access.gate_facts.asked import Asked
from access.gate_facts.loaded import Loaded
from access.models import Badge, EventToScan, GateEvent, Reader
from access.models.gate_event import source_of
from access.permissions.gate import may_submit_attempts
from access.selectors.gate_facts import gathered, hold_attempts
from access.selectors.known_event import gate_events_named
from access.services import gate_attempt, presence, silent_alarm
from access.services.gate_attempt import Attempt, Place
from access.services.gate_record import left_by
from access.services.pair import Waiting, waiting_first, with_first_judged
from access.services.shown_card import card_shown, serial_shown
from ledger.services import record
from portsec.kernel.errors import InvalidInput, require
from portsec.kernel.scope import Scope
from portsec.kernel.verdict import Reason, Verdict
from screening.models import Person

WITH_SECOND = "with:"  # begins the nonce under which the first of two is let in
BY_GUARD = "guard:"  # begins the nonces of attempts that a guard makes on a page
SENTENCES = {reason.code: reason for reason in map(reason_of, CHECKS)}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the reader gets: the decision, all reasons, the receipt, and whose badge it is."""

    event: GateEvent
    reasons: tuple[Reason, ...]
    person: Person | None


def record_attempt(reader: Reader, attempt: Attempt, *, actor: str, scope: Scope, at: datetime) -> Answer:
    """Decide one attempt at a reader, on the badge and the clearance as they stand now.

    The decision runs by our clock, never by the reader's, so that a clock set back revives no badge. Two
    attempts of one person, and the two of a pair, are judged one after the other.
    Refuses when: the caller may not submit attempts at this port (Refused); the reader's time lies more
    than a day back or ahead of ours, or its nonce came before with another badge (InvalidInput).
    Records: access.gate_attempt.granted or .refused, for the first of two as well when the second comes; who
    is inside. Wakes: detection, through EventToScan; care officers, through SilentAlarm.
    Safe to repeat because: the same nonce at the same reader gives the first answer again.
    """
    require(may_submit_attempts(scope, reader.port_id))
    happened_at = gate_attempt.happened_at(attempt.at, at)
    earlier = _earlier(reader, attempt)
    if earlier is not None:
        return _answer(earlier)
    asked = asked_of(reader, attempt, at=at)
    try:
        with transaction.atomic():
            hold_attempts([asked])
            loaded = gathered(asked)
            waiting = waiting_first(loaded, at=at)
            verdict = decide(with_first_judged(loaded.facts, waiting))
            event = _record(reader, attempt, loaded, verdict, actor, happened_at, at)
            if waiting is not None and ADMIT_FIRST in verdict.obligations:
                _admit_first(waiting, reader, actor, at)
    except IntegrityError:
        # The same message arrived twice at the same moment; the other copy has answered.
        earlier = _earlier(reader, attempt)
        if earlier is None:
            raise
        return _answer(earlier)
    return Answer(event, verdict.reasons, event.person)


def asked_of(reader: Reader, attempt: Attempt, *, at: datetime) -> Asked:
    """What an attempt asks of the statement: the cards are looked at here, everything else is read there."""
    return gate_attempt.asked_of(
        place_of(reader),
        attempt,
        card_shown(reader, attempt.credential, attempt.serial, at=at),
        at=at,
        escort=serial_shown(reader, attempt.escort, at=at),
        guards=tuple(serial_shown(reader, guard, at=at) for guard in attempt.guards),
    )


def place_of(reader: Reader) -> Place:
    """The reader and its port, as attempts name them."""
    return Place(reader.pk, reader.code, reader.port_id, reader.port.locode)


def gather(
    reader: Reader, badge: Badge | None, direction: Direction, *, at: datetime, escort: str = ""
) -> GateFacts:
    """The facts of an attempt with this badge, without a trace. Nothing here is ever cached."""
    return gathered(
        Asked(
            port=reader.port_id,
            at=at,
            zone=timezone.get_default_timezone(),
            direction=direction,
            reader=reader.code,
            badge=badge.pk if badge else None,
            escort=escort,
        )
    ).facts


def _earlier(reader: Reader, attempt: Attempt) -> GateEvent | None:
    """The event of this nonce. Raises InvalidInput where it belongs to another badge."""
    event = (
        gate_events_named(reader.port_id, [source_of(reader.code)], [attempt.nonce])
        .select_related("person")
        .first()
    )
    if event is not None and event.presented is not None and bytes(event.presented) != attempt.digest:
        problem = "This nonce came before with another badge; every attempt needs its own."
        raise InvalidInput(problem, fields={"nonce": problem})
    return event


def _answer(event: GateEvent) -> Answer:
    return Answer(event, tuple(SENTENCES[code] for code in event.reasons), event.person)


def _admit_first(waiting: Waiting, reader: Reader, actor: str, at: datetime) -> None:
    """Record the entry of the first of two, as granted by the attempt of the second."""
    event = waiting.event
    said = Attempt(
        credential="",
        direction=Direction(event.direction),
        nonce=f"{WITH_SECOND}{event.number}",
        auth_mode=event.auth_mode,
        vehicle=event.vehicle,
        escort=event.escort,
        biometric=Biometric(event.biometric),
        guards=tuple(event.vouched_by),
        occupants=event.occupants,
    )
    _record(reader, said, waiting.loaded, waiting.verdict, actor, at, at)


def _record(
    reader: Reader,
    attempt: Attempt,
    loaded: Loaded,
    verdict: Verdict,
    actor: str,
    happened_at: datetime,
    at: datetime,
) -> GateEvent:
    """The event, its entry in the record, and all that follows from it, in the caller's transaction."""
    left = left_by(
        place_of(reader),
        attempt,
        loaded,
        verdict,
        actor=actor,
        happened_at=happened_at,
        at=at,
        escort=serial_shown(reader, attempt.escort, at=at),
    )
    entry = record.append(left.kind, **left.entry)
    event = GateEvent.objects.create(**left.event, receipt=entry.receipt)
    EventToScan.objects.create(port=reader.port, stream="gate", event_number=event.number, at=happened_at)
    silent_alarm.note(event, is_duress=attempt.is_duress, at=at)
    if left.person is not None and left.passes:
        passage = presence.Passage(left.person, event.number, at, left.escort, left.on_permit)
        presence.note(passage, left.passes)
    return event
