"""Issues and revokes permits. The one writer of permits."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput, require
from portsec.kernel.scope import Scope
from portsec.kernel.steps import next_state
from screening.enums import HitState
from screening.kinds.escort import MOST_DAYS_A_YEAR, Stay, days_in_fullest_year, longest_end
from screening.kinds.transitions import PERMIT
from screening.kinds.words import PermitEvent, PermitKind, PermitState
from screening.models import Application, Assignment, CrewList, CrewMember, Hit, Permit, Person
from screening.permissions import may_answer, may_revoke_permit
from screening.selectors.application import OPEN_STATES
from screening.selectors.permit import escorted_stays
from screening.selectors.port_ban import is_banned
from screening.selectors.sponsorship import assignment_of


@transaction.atomic
def issue_for_call(member: CrewMember, *, actor: str, at: datetime) -> Permit:
    """Let a member of a crew walk between ship and gate for one call.

    A favourable outcome, so a worker may give it; for commands that have judged that nothing speaks against
    it.
    Refuses when: a port ban binds the person (Conflict).
    Records: screening.permit.issued.
    """
    call = member.crew_list
    _expect_not_banned(member.person, at)
    permit = Permit.objects.create(
        person=member.person,
        port=call.port,
        kind=PermitKind.SHIP_CALL.value,
        valid_from=call.eta,
        valid_until=call.etd,
        crew_member=member,
        call_ref=call.call_ref,
        ship_name=call.ship_name,
        imo_number=call.imo_number,
        eta=call.eta,
        etd=call.etd,
        state_since=at,
        issued_by=actor,
        issued_at=at,
    )
    _record_issued(permit, actor=actor, at=at)
    return permit


def follow_call(crew_list: CrewList) -> int:
    """Let the permits of a call begin and end with it, in the caller's transaction. Returns how many."""
    return Permit.objects.filter(crew_member__crew_list=crew_list, state=PermitState.ISSUED.value).update(
        valid_from=crew_list.eta, valid_until=crew_list.etd, eta=crew_list.eta, etd=crew_list.etd
    )


@transaction.atomic
def issue_escorted(
    application: Application,
    kind: PermitKind,
    *,
    first: date,
    last: date,
    days: int,
    actor: User,
    scope: Scope,
    at: datetime,
) -> Permit:
    """Let a foreign expert in under escort while the case is open, on `days` days from `first` to `last`.

    Refuses when: the actor does not work on the case or is the person (Refused); the case is no open one of a
    foreign expert, a ban binds them, a hit is confirmed, or a temporary permit was issued for it already
    (Conflict); the span is too long, past, or beyond the assignment, or the year's days under escort are
    used up, whoever sponsored them (InvalidInput).
    Records: screening.permit.issued.
    """
    require(may_answer(actor, scope, application))
    if kind is PermitKind.SHIP_CALL:
        raise InvalidInput(
            "A ship's call has permits of its own.", fields={"kind": "Choose an escorted kind."}
        )
    assignment = _assignment(application, at)
    if kind is PermitKind.ESCORTED_TEMPORARY and _temporary(application) is not None:
        raise Conflict("A temporary permit was issued for this case already; it can be extended once.")
    return _issue_escorted(application, assignment, kind, first, last, days, actor=actor, at=at)


@transaction.atomic
def extend(permit: Permit, *, last: date, days: int, actor: User, scope: Scope, at: datetime) -> Permit:
    """Let a temporary permit be followed by a second one, once, on the day after its last.

    Refuses as `issue_escorted` does, and when: it is no temporary permit, is revoked, is an extension, or
    was extended already (Conflict).
    Records: screening.permit.issued.
    """
    application = permit.application
    if application is None or permit.kind_word is not PermitKind.ESCORTED_TEMPORARY:
        raise Conflict("Only a temporary permit can be extended.")
    require(may_answer(actor, scope, application))
    if permit.state_word is PermitState.REVOKED:
        raise Conflict("The permit is revoked.")
    if permit.extends_id is not None or Permit.objects.filter(extends=permit).exists():
        raise Conflict("A temporary permit is extended once and no more.")
    first = timezone.localdate(permit.valid_until)
    return _issue_escorted(
        application,
        _assignment(application, at),
        PermitKind.ESCORTED_TEMPORARY,
        first,
        last,
        days,
        actor=actor,
        at=at,
        extends=permit,
    )


@transaction.atomic
def revoke(permit: Permit, *, reason: str, actor: User, scope: Scope, at: datetime) -> Permit:
    """Take a permit back; it counts no more from now on.

    Refuses when: the actor may not, or is the person (Refused); the reason is empty (InvalidInput); it is
    revoked already (Conflict).
    Records: screening.permit.revoked.
    """
    require(may_revoke_permit(actor, scope, permit.person))
    if not reason.strip():
        raise InvalidInput("Give a reason.", fields={"reason": "Give a reason."})
    return _revoke(permit, reason.strip(), actor=actor.reference, at=at)


def revoke_all(person: Person, *, reason: str, actor: str, at: datetime) -> int:
    """Revoke every permit of a person that has not run out, in the caller's transaction. Returns how many."""
    standing = Permit.objects.select_for_update().filter(
        person=person, state=PermitState.ISSUED.value, valid_until__gt=at
    )
    permits = list(standing.order_by("pk"))
    for permit in permits:
        _revoke(permit, reason, actor=actor, at=at)
    return len(permits)


def _issue_escorted(
    application: Application,
    assignment: Assignment,
    kind: PermitKind,
    first: date,
    last: date,
    days: int,
    *,
    actor: User,
    at: datetime,
    extends: Permit | None = None,
) -> Permit:
    # Held first, so that two sponsors at one moment do not both use the last days of the year.
    person = Person.objects.select_for_update(no_key=True).get(pk=application.person_id)
    _check_span(kind, first, last, assignment.ends_on, timezone.localdate(at))
    _check_days(person, Stay(first, last, days))
    permit = Permit.objects.create(
        person=person,
        port=application.port,
        kind=kind.value,
        valid_from=_midnight(first),
        valid_until=_midnight(last + timedelta(days=1)),
        application=application,
        host=assignment.host,
        purpose=assignment.purpose,
        days=days,
        extends=extends,
        state_since=at,
        issued_by=actor.reference,
        issued_at=at,
    )
    _record_issued(permit, actor=actor.reference, at=at)
    return permit


def _assignment(application: Application, at: datetime) -> Assignment:
    assignment = assignment_of(application)
    if assignment is None or application.state not in OPEN_STATES:
        raise Conflict("Only a foreign expert whose case is open is let in under escort.")
    if Hit.objects.filter(check_answered__application=application, state=HitState.SAME.value).exists():
        raise Conflict("A hit on a watchlist is confirmed; nobody is let in on this case.")
    _expect_not_banned(application.person, at)
    return assignment


def _temporary(application: Application) -> Permit | None:
    return application.permits.filter(
        kind=PermitKind.ESCORTED_TEMPORARY.value, state=PermitState.ISSUED.value
    ).first()


def _expect_not_banned(person: Person, at: datetime) -> None:
    if is_banned(person.pk, at=at):
        raise Conflict("A port ban is in force; no permit is issued.")


def _check_span(kind: PermitKind, first: date, last: date, ends_on: date, today: date) -> None:
    longest = longest_end(kind, first)
    if last < max(first, today):
        problem = "The last day must not lie before the first day or today."
    elif last > longest:
        problem = f"This kind of permit lasts until {longest} at the longest."
    elif last > ends_on:
        problem = f"The assignment ends on {ends_on}; the permit cannot last longer."
    else:
        return
    raise InvalidInput(problem, fields={"last": problem})


def _check_days(person: Person, stay: Stay) -> None:
    span = (stay.last - stay.first).days + 1
    if not 1 <= stay.days <= min(span, MOST_DAYS_A_YEAR):
        problem = f"Enter 1 to {min(span, MOST_DAYS_A_YEAR)} days."
        raise InvalidInput(problem, fields={"days": problem})
    used = days_in_fullest_year(stay, escorted_stays(person)) - stay.days
    if used + stay.days > MOST_DAYS_A_YEAR:
        problem = (
            f"{used} of the {MOST_DAYS_A_YEAR} days under escort in a rolling year are given already, by "
            f"whichever sponsor; {max(MOST_DAYS_A_YEAR - used, 0)} are left."
        )
        raise InvalidInput(problem, fields={"days": problem})


def _revoke(permit: Permit, reason: str, *, actor: str, at: datetime) -> Permit:
    old = permit.state_word
    new = next_state(PERMIT, old, PermitEvent.REVOKE)
    changed = Permit.objects.filter(pk=permit.pk, state=old.value).update(
        state=new.value, state_since=at, reason=reason
    )
    if changed != 1:
        raise Conflict("The permit was revoked meanwhile.")
    permit.refresh_from_db()
    _record(permit, "revoked", actor=actor, at=at, reason=reason)
    return permit


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _record_issued(permit: Permit, *, actor: str, at: datetime) -> None:
    _record(
        permit,
        "issued",
        actor=actor,
        at=at,
        kind=permit.kind_word.label,
        valid_from=timezone.localdate(permit.valid_from),
        valid_until=permit.last_day,
    )


def _record(permit: Permit, verb: str, *, actor: str, at: datetime, **body: object) -> None:
    record.append(
        f"screening.permit.{verb}",
        actor=actor,
        at=at,
        subject=permit.person.reference,
        port=permit.port.locode,
        permit=permit.ref,
        **body,
    )
