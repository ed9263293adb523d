"""Answers what happened to a container and who stands out in a seizure, and records that it was asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from access.detection.registry import rule_named
from access.permissions.look_up import may_audit
from access.selectors.container_trace import Trace, trace_of
from access.selectors.look_up import visit_of
from access.selectors.looker import (
    all_look_ups,
    looks_at,
    own_look_ups,
    people_who_look,
)
from access.tracing.seizure import SeizedBox, Suspect, over_represented
from accounts.models import Port, User
from ledger.services import record
from portsec.kernel.errors import InvalidInput, require
from portsec.kernel.scope import Scope

LONGEST: Final = timedelta(days=92)  # a quarter; a longer look back is asked in parts
MOST_BOXES: Final = 40
LONGEST_BEFORE: Final = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Seizure:
    """The answer about a seizure, and how many people and look-ups it was reckoned from."""

    port: Port
    since: datetime
    until: datetime
    boxes: Sequence[SeizedBox]
    suspects: Sequence[Suspect]
    all_people: int
    all_look_ups: int


@transaction.atomic
def ask(
    port: Port,
    container: str,
    since: datetime,
    until: datetime,
    *,
    case_ref: str,
    actor: User,
    scope: Scope,
    at: datetime,
) -> Trace:
    """One line of everything that happened to a container. It names people, so asking leaves a trace.

    Refuses when: the caller does not read the log at this port (Refused); the time is the wrong way round or
    longer than a quarter (InvalidInput). Records: access.container_trace.asked, with the case it was for.
    """
    require(may_audit(scope, port.pk))
    _check_times(since, until)
    found = trace_of(port, container, since, until, scope=scope, viewer=actor.pk, at=at)
    record.append(
        "access.container_trace.asked",
        actor=actor.reference,
        at=at,
        subject=f"container:{container}",
        port=port.locode,
        container=container,
        since=since,
        until=until,
        case_ref=case_ref,
        lookers=len(found.lookers),
    )
    return found


@transaction.atomic
def ask_about_seizure(
    port: Port,
    containers: Sequence[str],
    seized_at: datetime,
    *,
    before: timedelta,
    case_ref: str,
    actor: User,
    scope: Scope,
    at: datetime,
) -> Seizure:
    """Who looked up the boxes of a seizure more than chance would have it.

    Look-ups count from `before` the seizure until rule D02's hours after it; what work explains does not.
    Refuses when: the caller does not read the log at this port (Refused); no box, too many boxes, or a time
    that has not come (InvalidInput). Records: access.seizure.asked.
    """
    require(may_audit(scope, port.pk))
    boxes = list(dict.fromkeys(containers))
    if not 0 < len(boxes) <= MOST_BOXES:
        problem = f"Enter one to {MOST_BOXES} container numbers."
        raise InvalidInput(problem, fields={"containers": problem})
    if seized_at > at:
        raise InvalidInput("The seizure lies ahead.", fields={"seized_at": "This time has not come yet."})
    if not timedelta() < before <= LONGEST_BEFORE:
        problem = f"Look back 1 to {LONGEST_BEFORE.days} days."
        raise InvalidInput(problem, fields={"days": problem})
    since = seized_at - before
    until = min(seized_at + rule_named("D02").given({}).duration("after"), at)
    found = _seizure(port, boxes, since, until)
    record.append(
        "access.seizure.asked",
        actor=actor.reference,
        at=at,
        subject=f"port:{port.locode}",
        port=port.locode,
        containers=" ".join(boxes),
        since=since,
        until=until,
        case_ref=case_ref,
        standing_out=sum(one.stands_out for one in found.suspects),
    )
    return found


def _seizure(port: Port, containers: Sequence[str], since: datetime, until: datetime) -> Seizure:
    boxes = [_seized(port, container, since, until) for container in containers]
    refs = {person for box in boxes for person in box.lookers}
    everybody, people = all_look_ups(port, since, until), people_who_look(port, since, until)
    own = own_look_ups(port, refs, since, until)
    suspects = over_represented(boxes, own, everybody, people)
    return Seizure(port, since, until, boxes, suspects, people, everybody)


def _seized(port: Port, container: str, since: datetime, until: datetime) -> SeizedBox:
    visit = visit_of(port, container)
    call = visit.vessel_call.code if visit and visit.vessel_call else container
    return SeizedBox(container, call, tuple(looks_at(port, container, since, until)))


def _check_times(since: datetime, until: datetime) -> None:
    if until <= since:
        problem = "The end must be after the beginning."
        raise InvalidInput(problem, fields={"until": problem})
    if until - since > LONGEST:
        problem = f"Ask for at most {LONGEST.days} days at once."
        raise InvalidInput(problem, fields={"until": problem})
