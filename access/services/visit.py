"""Announces, cancels and lapses visits. One of two writers of visits; `reception` is the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import cast

from django.db import connection, transaction
from django.utils import timezone

from access.enums import VisitEvent, VisitState
from access.models import Area, Visit
from access.permissions.visit import may_announce, may_cancel_visit, may_rate_visits
from access.selectors.visit import days_on_visits, lapsed_visits
from access.selectors.visit_facts import escort_facts, people_alike, standing_of_visitor, visit_areas
from access.transitions import VISIT_TRANSITIONS
from access.visiting.arrival import may_lead, open_to_visitors
from access.visiting.days import may_take
from access.visiting.guest_list import GoodRow, Guest
from access.visiting.standing import as_told
from accounts.models import Organisation, Port, User
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput, Refused, require
from portsec.kernel.scope import Scope
from portsec.kernel.steps import next_state
from portsec.kernel.verdict import Verdict, allow
from screening.enums import PersonCategory, ScreeningCause
from screening.models import Person
from screening.selectors.permit import escorted_stays
from screening.services.person import register
from screening.services.rescreening import trigger

SYSTEM = "system:access"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a host says of a visit, the same for everybody of a group. `escort` may be named on arrival."""

    first_day: date
    last_day: date
    areas: Sequence[Area]
    purpose: str
    company: str = ""
    plate: str = ""
    escort: Person | None = None


@dataclass(frozen=True, slots=True)
class Announced:
    """What became of one row of a group: its visit, or why there is none."""

    row: GoodRow
    visit: Visit | None = None
    problem: str = ""


def announce(port: Port, guest: Guest, plan: Plan, *, actor: User, scope: Scope, at: datetime) -> Visit:
    """Announce a visitor. Somebody whom the port knows by names and birth date is not registered twice.

    Refuses when: the actor may not announce there (Refused); the days are past, too many or, with those of
    every other host and permit, more than the year allows, an area takes no visitors, or the escort may not
    lead (InvalidInput); the person is cleared, was refused, is banned or listed (Refused: the host is told
    to ask the badge office and nothing else).
    Records: access.visit.announced, or access.visit.not_announced with the reasons; for somebody new
    screening.person.registered. Wakes: the comparison of the person with the lists.
    """
    require(may_announce(actor, scope, port.pk))
    _check_plan(port, plan, at)
    with transaction.atomic():
        _hold_name(port, guest)
        alike = people_alike(port, guest)
        standing = standing_of_visitor(alike, at=at) if alike else allow()
        if standing.allowed:
            return _announce(port, guest, plan, alike, actor=actor, at=at)
        _note_refusal(alike[0], plan, standing, actor=actor, at=at)
    raise Refused(as_told(standing))


def announce_group(
    port: Port, rows: Sequence[GoodRow], plan: Plan, *, actor: User, scope: Scope, at: datetime
) -> list[Announced]:
    """Announce several visitors under one plan; what goes wrong with one does not stop the others.

    Refuses when: the actor may not announce there (Refused), or the plan itself cannot be (InvalidInput).
    Records and wakes as `announce`, for each.
    """
    require(may_announce(actor, scope, port.pk))
    _check_plan(port, plan, at)
    return [_announced(port, row, plan, actor=actor, scope=scope, at=at) for row in rows]


@transaction.atomic
def cancel(visit: Visit, *, reason: str, actor: User, scope: Scope, at: datetime) -> Visit:
    """Take an announcement back; its days are free again.

    Refuses when: the actor is neither its host nor at the reception (Refused); the reason is empty
    (InvalidInput); the visitor is there already, or it is over (Conflict).
    Records: access.visit.cancelled.
    """
    require(may_cancel_visit(actor, scope, visit))
    said = reason_given(reason)
    take_step(visit, VisitEvent.CANCEL, closed_reason=said)
    note(visit, "cancelled", actor=actor.reference, at=at, reason=said)
    return visit


@transaction.atomic
def rate_essential(
    visit: Visit, *, is_essential: bool, reason: str, actor: User, scope: Scope, at: datetime
) -> Visit:
    """Say whether a visit goes on at security level 3, one escort to one visitor.

    Refuses when: the actor may not set the level (Refused); the reason is empty (InvalidInput); the visit is
    over (Conflict). Records: access.visit.rated_essential.
    """
    require(may_rate_visits(scope, visit.port_id))
    said = reason_given(reason)
    changed = Visit.objects.filter(
        pk=visit.pk, state__in=(VisitState.ANNOUNCED.value, VisitState.ARRIVED.value)
    ).update(is_essential=is_essential)
    if changed != 1:
        raise Conflict("This visit is over.")
    visit.refresh_from_db()
    word = "yes" if is_essential else "no"
    note(visit, "rated_essential", actor=actor.reference, at=at, essential=word, reason=said)
    return visit


def lapse_due(port: Port, *, at: datetime) -> int:
    """Put on record which visitors did not come. Returns how many.

    Records: access.visit.lapsed. Safe to repeat because: only what is still announced lapses.
    """
    lapsed = 0
    for visit in lapsed_visits(port.pk, at=at):
        with transaction.atomic():
            lapsed += _lapse(visit, at=at)
    return lapsed


def take_step(visit: Visit, event: VisitEvent, **changes: object) -> None:
    """Move a visit on, in the caller's transaction, for commands that have judged the right.

    Raises Conflict when the step is not in the table, or the visit moved meanwhile.
    """
    old = visit.state_word
    new = next_state(VISIT_TRANSITIONS, old, event)
    if Visit.objects.filter(pk=visit.pk, state=old.value).update(state=new.value, **changes) != 1:
        raise Conflict("The visit was changed meanwhile; look again.")
    visit.refresh_from_db()


def expect_again(visit: Visit, first_day: date, *, at: datetime) -> Visit:
    """Announce the days that are left of a visit whose visitor was signed out, in the same transaction."""
    return Visit.objects.create(
        port=visit.port,
        visitor=visit.visitor,
        company=visit.company,
        purpose=visit.purpose,
        host=visit.host,
        organisation=visit.organisation,
        escort=visit.escort,
        areas=visit.areas,
        first_day=first_day,
        last_day=visit.last_day,
        plate=visit.plate,
        is_essential=visit.is_essential,
        announced_at=at,
    )


def reason_given(reason: str) -> str:
    """The reason without space around it. Raises InvalidInput when there is none."""
    if not reason.strip():
        raise InvalidInput("Give a reason.", fields={"reason": "Give a reason."})
    return reason.strip()


def note(visit: Visit, verb: str, *, actor: str, at: datetime, **body: object) -> None:
    """Put on record what happened to a visit. The host reads it among the notices."""
    record.append(
        f"access.visit.{verb}",
        actor=actor,
        at=at,
        subject=visit.reference,
        port=visit.port.locode,
        visit=visit.ref,
        host=visit.host.reference,
        **body,
    )


def _announced(port: Port, row: GoodRow, plan: Plan, *, actor: User, scope: Scope, at: datetime) -> Announced:
    own = replace(plan, company=row.guest.company or plan.company, plate=row.guest.plate or plan.plate)
    try:
        return Announced(row, visit=announce(port, row.guest, own, actor=actor, scope=scope, at=at))
    except (InvalidInput, Refused) as error:
        return Announced(row, problem=error.detail)


def _check_plan(port: Port, plan: Plan, at: datetime) -> None:
    """What is wrong whoever comes. Raises InvalidInput naming each field."""
    problems: dict[str, str] = {}
    areas = visit_areas(port, [area.code for area in plan.areas], at=at)
    if not plan.purpose.strip():
        problems["purpose"] = "Say what the visit is for."
    if any(area.port_id != port.pk for area in plan.areas):
        problems["areas"] = "Choose areas of this port only."
    elif not (verdict := open_to_visitors(areas)).allowed:
        problems["areas"] = verdict.sentence
    if plan.escort is not None:
        verdict = may_lead(escort_facts(plan.escort, port, at=at), areas)
        if not verdict.allowed:
            problems["escort"] = verdict.sentence
    today = timezone.localdate(at)
    days = may_take(plan.first_day, plan.last_day, today=today, taken=frozenset(), permits=())
    if not days.allowed:
        problems["last_day" if "visit_too_long" in days.codes else "first_day"] = days.sentence
    if problems:
        raise InvalidInput(" ".join(problems.values()), fields=problems)


def _announce(
    port: Port, guest: Guest, plan: Plan, alike: list[Person], *, actor: User, at: datetime
) -> Visit:
    person = alike[0] if alike else _register(port, guest, actor=actor, at=at)
    # Held first, as for permits, so that two hosts at one moment do not both use the last days of the year.
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    whole = alike or [person]
    _require_days(whole, plan, at)
    if plan.escort is not None and plan.escort.pk == person.pk:
        raise InvalidInput("Nobody leads themselves.", fields={"escort": "Nobody leads themselves."})
    visit = Visit.objects.create(
        port=port,
        visitor=person,
        company=plan.company.strip(),
        purpose=plan.purpose.strip(),
        host=actor,
        organisation=cast(Organisation, actor.organisation),  # judged by `may_announce`
        escort=plan.escort,
        areas=sorted(area.code for area in plan.areas),
        first_day=plan.first_day,
        last_day=plan.last_day,
        plate=plan.plate.strip().upper(),
        announced_at=at,
    )
    note(
        visit,
        "announced",
        actor=actor.reference,
        at=at,
        first_day=visit.first_day,
        last_day=visit.last_day,
        areas=visit.areas,
    )
    # Once a month and for each version of the person: a daily visitor is not compared daily.
    month = f"{person.version}:{timezone.localdate(at):%Y-%m}"
    trigger(person, ScreeningCause.VISIT, reference=month, actor=actor.reference, at=at)
    return visit


def _require_days(alike: list[Person], plan: Plan, at: datetime) -> None:
    verdict = may_take(
        plan.first_day,
        plan.last_day,
        today=timezone.localdate(at),
        taken=days_on_visits([person.pk for person in alike], at=at),
        permits=[stay for person in alike for stay in escorted_stays(person)],
    )
    if not verdict.allowed:
        raise InvalidInput(verdict.sentence, fields={"last_day": verdict.sentence})


def _register(port: Port, guest: Guest, *, actor: User, at: datetime) -> Person:
    return register(
        port=port,
        family_name=guest.family_name,
        given_names=guest.given_names,
        birth_date=guest.birth_date,
        nationality=guest.nationality,
        category=PersonCategory.VISITOR,
        actor=actor.reference,
        at=at,
    )


def _note_refusal(person: Person, plan: Plan, standing: Verdict, *, actor: User, at: datetime) -> None:
    record.append(
        "access.visit.not_announced",
        actor=actor.reference,
        at=at,
        subject=person.reference,
        port=person.port.locode,
        host=actor.reference,
        first_day=plan.first_day,
        reasons=standing.sentence,
    )


def _hold_name(port: Port, guest: Guest) -> None:
    """Two hosts who announce the same new person at one moment come one after the other."""
    with connection.cursor() as cursor:
        key = f"visitor:{port.locode}:{guest.birth_date}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [key])


def _lapse(visit: Visit, *, at: datetime) -> int:
    try:
        take_step(visit, VisitEvent.LAPSE)
    except Conflict:
        return 0  # somebody let the visitor in or cancelled at this very moment
    note(visit, "lapsed", actor=SYSTEM, at=at)
    return 1
