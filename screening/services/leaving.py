"""Takes reports that a person left their employer."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput, require
from portsec.kernel.scope import Scope
from screening.enums import ApplicationKind
from screening.models import Person
from screening.permissions import is_not_own_file, may_enter
from screening.selectors.application import OPEN_STATES
from screening.selectors.clearance import hold_clearances
from screening.services import application, clearance, permit
from screening.services import person as people

LATEST_REPORT = timedelta(days=366)  # a leaver is reported at once; a day further back is mistyped


@transaction.atomic
def report(person: Person, *, left_on: date, actor: User, scope: Scope, at: datetime) -> Person:
    """Say that a person left: clearance and permits end, open applications are given up.

    The badge desk finds the badge among those to retrieve, because it reads clearances. A
    reassessment stays open: whether somebody may come back is decided all the same.
    Refuses when: the actor may not enter applications for this person or is the person (Refused); the day
    lies in the future or far back (InvalidInput); it was reported already (Conflict).
    Records: screening.person.left, screening.person.changed, screening.clearance.withdrawn,
    screening.application.withdrawn, screening.permit.revoked. Wakes: clearance_changed.
    """
    require(may_enter(scope, port_id=person.port_id, organisation_id=person.organisation_id))
    require(is_not_own_file(actor, person))
    today = timezone.localdate(at)
    if not today - LATEST_REPORT <= left_on <= today:
        problem = "Enter a day of the last year; report a leaver on the last day of work."
        raise InvalidInput(problem, fields={"left_on": problem})
    hold_clearances(person)
    person.refresh_from_db()
    if person.left_on is not None:
        raise Conflict(f"It was reported already that the person left on {person.left_on}.")
    employer = person.organisation.name if person.organisation else "the employer"
    reason = f"Left {employer} on {left_on}."
    people.change(person, actor=actor.reference, at=at, left_on=left_on)
    for case in person.applications.filter(state__in=OPEN_STATES).exclude(
        kind=ApplicationKind.REASSESSMENT.value
    ):
        application.withdraw(case, reason=reason, actor=actor, scope=scope, at=at)
    clearance.withdraw_all(person, actor=actor.reference, reason=reason, at=at)
    permit.revoke_all(person, reason=reason, actor=actor.reference, at=at)
    record.append(
        "screening.person.left",
        actor=actor.reference,
        at=at,
        subject=person.reference,
        port=person.port.locode,
        left_on=left_on,
    )
    person.refresh_from_db()
    return person
