"""Decides gate attempts and records them. A refused attempt is a row like a granted one."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from access.enums import BadgeState, Direction, GateResult
from access.gate.checks import CHECKS
from access.gate.decide import decide
from access.gate.facts import AreaFacts, BadgeFacts, GateFacts, ReaderFacts
from access.gate.statement import reason_of
from access.models import Area, Badge, EventToScan, GateEvent, Reader
from access.permissions import may_submit_attempts
from access.selectors.area import with_ancestors
from access.selectors.clearance_facts import clearance_facts
from access.services.badge import credential_hash
from ledger.services import record
from portsec.kernel.errors import InvalidInput, require
from portsec.kernel.scope import Scope
from portsec.kernel.verdict import Reason
from screening.enums import ClearanceState
from screening.models import Person
from screening.selectors.clearance import current_clearance

OLDEST = timedelta(hours=24)  # events are accepted up to a day late
CLOCK_AHEAD = timedelta(minutes=2)  # more than this is a wrong clock, not the way of the message
SENTENCES = {reason.code: reason for reason in map(reason_of, CHECKS)}


@dataclass(frozen=True, slots=True)
class Attempt:
    """What a reader sends. `nonce` makes the attempt unique at its reader; `at` is the reader's own clock.

    A guard without a scanner names the badge by its printed number: `serial`, with an empty credential.
    """

    credential: str
    direction: Direction
    nonce: str
    at: datetime | None = None
    auth_mode: str = ""
    vehicle: str = ""
    escort: str = ""
    serial: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the reader gets: the decision, all reasons, the receipt, and whose badge it is."""

    event: GateEvent
    reasons: tuple[Reason, ...]
    person: Person | None


def record_attempt(reader: Reader, attempt: Attempt, *, actor: str, scope: Scope, at: datetime) -> Answer:
    """Decide one attempt at a reader, on the badge and the clearance as they stand now.

    The decision runs by our clock, never by the reader's, so that a clock set back revives no badge.
    Refuses when: the caller may not submit attempts at this port (Refused); the reader's time lies more
    than a day back or ahead of ours (InvalidInput).
    Records: access.gate_attempt.granted or .refused. Wakes: detection, through EventToScan.
    Safe to repeat because: the same nonce at the same reader gives the first answer again.
    """
    require(may_submit_attempts(scope, reader.port_id))
    happened_at = _checked_time(attempt.at, at)
    earlier = _earlier(reader, attempt.nonce)
    if earlier is not None:
        return _answer(earlier)
    badge = _badge_of(reader, attempt)
    facts = gather(reader, badge, attempt.direction, escort=attempt.escort, at=at)
    verdict = decide(facts)
    try:
        with transaction.atomic():
            event = _record(reader, attempt, badge, verdict.allowed, verdict.codes, actor, happened_at, at)
    except IntegrityError:
        # The same message arrived twice at the same moment; the other copy has answered.
        earlier = _earlier(reader, attempt.nonce)
        if earlier is None:
            raise
        return _answer(earlier)
    return Answer(event, verdict.reasons, badge.person if badge else None)


def gather(
    reader: Reader, badge: Badge | None, direction: Direction, *, at: datetime, escort: str = ""
) -> GateFacts:
    """The facts of an attempt. Reads the current clearance afresh: nothing here is ever cached."""
    clearance = current_clearance(badge.person_id, at=at) if badge and badge.person_id else None
    return GateFacts(
        at=timezone.localtime(at),
        direction=direction,
        badge=_badge_facts(badge),
        clearance=clearance_facts(clearance),
        reader=reader_facts(reader),
        is_escorted=bool(escort) and _may_escort(escort, badge, reader, at=at),
    )


def _may_escort(serial: str, badge: Badge | None, reader: Reader, *, at: datetime) -> bool:
    """Whether the badge named as escort is in force, of another person who needs no escort themselves."""
    other = Badge.objects.filter(
        serial=serial, port_id=reader.port_id, state=BadgeState.ACTIVE.value, valid_until__gt=at
    ).first()
    if other is None or other.person_id is None or (badge and other.person_id == badge.person_id):
        return False
    held = current_clearance(other.person_id, at=at)
    if held is None or held.escort_only:
        return False
    return held.state == ClearanceState.GRANTED.value and held.valid_until >= timezone.localdate(at)


def reader_facts(reader: Reader) -> ReaderFacts:
    """The reader and the areas on its two sides, with those around them."""
    return ReaderFacts(
        code=reader.code,
        area_from=_area_facts(reader.area_from),
        area_to=_area_facts(reader.area_to),
        in_service=reader.in_service,
    )


def _badge_facts(badge: Badge | None) -> BadgeFacts | None:
    if badge is None:
        return None
    return BadgeFacts(
        serial=badge.serial,
        state=BadgeState(badge.state),
        valid_from=badge.valid_from,
        valid_until=badge.valid_until,
        areas=frozenset(badge.areas),
    )


def _area_facts(area: Area | None) -> AreaFacts | None:
    if area is None:
        return None
    codes = with_ancestors(area)
    return AreaFacts(code=area.code, within=tuple(codes[1:]), required_level_rank=area.level)


def _checked_time(claimed: datetime | None, at: datetime) -> datetime:
    if claimed is None:
        return at
    if claimed < at - OLDEST or claimed > at + CLOCK_AHEAD:
        problem = "The reader's time is more than a day back or ahead of ours; check its clock."
        raise InvalidInput(problem, fields={"at": problem})
    return claimed


def _badge_of(reader: Reader, attempt: Attempt) -> Badge | None:
    badges = Badge.objects.select_related("person").filter(port_id=reader.port_id)
    if attempt.serial and not attempt.credential:
        same = list(badges.filter(serial__iexact=attempt.serial)[:2])
        return same[0] if len(same) == 1 else None  # two numbers that differ in case: nobody can say which
    return badges.filter(credential_hash=credential_hash(attempt.credential)).first()


def _source(reader: Reader) -> str:
    return f"reader:{reader.code}"


def _earlier(reader: Reader, nonce: str) -> GateEvent | None:
    return (
        GateEvent.objects.select_related("person")
        .filter(port_id=reader.port_id, source=_source(reader), code=nonce)
        .first()
    )


def _answer(event: GateEvent) -> Answer:
    return Answer(event, tuple(SENTENCES[code] for code in event.reasons), event.person)


def _record(
    reader: Reader,
    attempt: Attempt,
    badge: Badge | None,
    granted: bool,
    codes: tuple[str, ...],
    actor: str,
    happened_at: datetime,
    at: datetime,
) -> GateEvent:
    event_id = uuid.uuid4()
    result = GateResult.GRANTED if granted else GateResult.REFUSED
    person = badge.person if badge else None
    entry = record.append(
        f"access.gate_attempt.{result.value}",
        actor=actor,
        at=at,
        subject=person.reference if person else f"reader:{reader.code}",
        port=reader.port.locode,
        event=event_id,
        reader=reader.code,
        direction=attempt.direction.label.lower(),
        badge=badge.serial if badge else "unknown",
        reasons=list(codes),
    )
    event = GateEvent.objects.create(
        id=event_id,
        port=reader.port,
        source=_source(reader),
        code=attempt.nonce,
        at=happened_at,
        received_at=at,
        reader=reader,
        reader_code=reader.code,
        direction=attempt.direction.value,
        badge=badge,
        badge_serial=badge.serial if badge else "",
        person=person,
        person_ref=badge.person_ref if badge else "",
        result=result.value,
        reasons=list(codes),
        auth_mode=attempt.auth_mode,
        vehicle=attempt.vehicle,
        escort=attempt.escort,
        receipt=entry.receipt,
    )
    EventToScan.objects.create(port=reader.port, stream="gate", event_number=event.number, at=happened_at)
    return event
