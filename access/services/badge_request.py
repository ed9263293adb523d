"""Takes requests for badges and answers them. The one writer of requests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from access.badging.ending import ends_in_time
from access.enums import BadgeProcess, BadgeRequestEvent, BadgeRequestState
from access.models import Area, Badge, BadgeRequest, BadgeType
from access.permissions.badge import may_ask_for_badge, may_issue
from access.selectors.badge_request import facts_of, open_request
from access.transitions import BADGE_REQUEST_TRANSITIONS
from accounts.models import User
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput, require
from portsec.kernel.scope import Scope
from portsec.kernel.steps import next_state
from screening.models import Person


def ask(
    person: Person,
    *,
    badge_type: BadgeType,
    areas: Sequence[Area],
    need: str,
    needed_until: date,
    process: BadgeProcess = BadgeProcess.FIRST,
    replaces: Badge | None = None,
    actor: User,
    scope: Scope,
    at: datetime,
) -> BadgeRequest:
    """Ask for a badge. What is still missing for it is judged when a second hand issues it.

    Refuses when: the actor may not ask for this person or is the person (Refused); no area is chosen or one
    of another port, the need is not said, the day has passed or lies beyond what the badge would rest on, or
    the badge to replace is somebody else's (InvalidInput); a request of this person is open (Conflict).
    Records: access.badge_request.asked.
    """
    require(may_ask_for_badge(actor, scope, person))
    _check_areas(person, areas)
    _check_kind(person, badge_type, process, replaces)
    if not need.strip():
        raise _problem("need", "Say for what work the badge is needed.")
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)  # two who ask at once: one is told of the other
        if open_request(person) is not None:
            raise Conflict("A badge was asked for already, and waits for its answer.")
        _check_end(person, badge_type, areas, needed_until, actor=actor, at=at)
        request = BadgeRequest.objects.create(
            port=person.port,
            person=person,
            process=process.value,
            badge_type=badge_type,
            areas=sorted(area.code for area in areas),
            need=need.strip(),
            needed_until=needed_until,
            replaces=replaces,
            requested_by=actor.reference,
            requested_at=at,
        )
        _record_asked(request, badge_type)
    return request


def refuse(request: BadgeRequest, *, reason: str, actor: User, scope: Scope, at: datetime) -> BadgeRequest:
    """Say no, with the reason that whoever asked will read.

    Refuses when: the actor may not issue this badge (Refused); no reason is given (InvalidInput); it was
    answered meanwhile (Conflict).
    Records: access.badge_request.refused.
    """
    require(may_issue(actor, scope, request))
    if not reason.strip():
        raise _problem("reason", "Give a reason.")
    with transaction.atomic():
        close(request, BadgeRequestEvent.REFUSE, actor=actor.reference, at=at, reason=reason.strip())
        _record(request, "refused", actor=actor.reference, at=at, reason=reason.strip())
    return request


def withdraw(
    request: BadgeRequest, *, reason: str = "", actor: User, scope: Scope, at: datetime
) -> BadgeRequest:
    """Take a request back, as whoever may ask for this person.

    Refuses when: the actor may not (Refused); it was answered meanwhile (Conflict).
    Records: access.badge_request.withdrawn.
    """
    require(may_ask_for_badge(actor, scope, request.person))
    with transaction.atomic():
        close(request, BadgeRequestEvent.WITHDRAW, actor=actor.reference, at=at, reason=reason.strip())
        _record(request, "withdrawn", actor=actor.reference, at=at, reason=reason.strip())
    return request


def close(
    request: BadgeRequest, event: BadgeRequestEvent, *, actor: str, at: datetime, reason: str = ""
) -> None:
    """Take the step in the caller's transaction; for commands that have judged the right themselves.

    Raises Conflict when the request was answered meanwhile.
    """
    new = next_state(BADGE_REQUEST_TRANSITIONS, request.state_word, event)
    closed = BadgeRequest.objects.filter(pk=request.pk, state=BadgeRequestState.OPEN.value).update(
        state=new.value, decided_by=actor, decided_at=at, decision_reason=reason
    )
    if closed != 1:
        raise Conflict("This request was answered meanwhile; look again.")
    request.refresh_from_db()


def _check_areas(person: Person, areas: Sequence[Area]) -> None:
    if not areas or any(area.port_id != person.port_id for area in areas):
        raise _problem("areas", "Choose at least one area, and only areas of this port.")


def _check_kind(person: Person, badge_type: BadgeType, process: BadgeProcess, replaces: Badge | None) -> None:
    if badge_type.port_id != person.port_id:
        raise _problem("badge_type", "Choose a type of badge of this port.")
    if (process is BadgeProcess.FIRST) is not (replaces is None):
        raise _problem("replaces", "A first badge follows no other, and every other process follows one.")
    if replaces is not None and replaces.person_id != person.pk:
        raise _problem("replaces", "The badge to replace is somebody else's.")


def _check_end(
    person: Person,
    badge_type: BadgeType,
    areas: Sequence[Area],
    last_day: date,
    *,
    actor: User,
    at: datetime,
) -> None:
    facts = facts_of(
        person, badge_type=badge_type, areas=areas, last_day=last_day, replaces=None, officer=actor, at=at
    )
    in_time = ends_in_time(last_day, facts.bounds, today=facts.today)
    if not in_time.allowed:
        raise _problem("needed_until", in_time.sentence)


def _problem(field: str, problem: str) -> InvalidInput:
    return InvalidInput(problem, fields={field: problem})


def _record_asked(request: BadgeRequest, badge_type: BadgeType) -> None:
    _record(
        request,
        "asked",
        actor=request.requested_by,
        at=request.requested_at,
        process=request.process,
        badge_type=badge_type.code,
        areas=request.areas,
        needed_until=request.needed_until,
    )


def _record(request: BadgeRequest, verb: str, *, actor: str, at: datetime, **body: Any) -> None:
    record.append(
        f"access.badge_request.{verb}",
        actor=actor,
        at=at,
        subject=request.person.reference,
        port=request.port.locode,
        request=request.reference,
        **body,
    )
