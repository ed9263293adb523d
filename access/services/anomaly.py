"""Keeps what detection found in person-cases, and takes an officer's decision on them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.db import connection, transaction

from access.detection import rule as detection
from access.detection.rule import Family
from access.detection.score import CaseScore, combine
from access.enums import PersonCaseEvent, PersonCaseState, Severity
from access.models import Flag, PersonCase
from access.permissions import may_triage
from access.transitions import PERSON_CASE_TRANSITIONS
from accounts.models import Port, User
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput, require
from portsec.kernel.scope import Scope
from portsec.kernel.steps import next_state
from screening.models import Application, Person
from screening.services.reassessment import open_reassessment

DETECTION = "system:detection"
# What changes when later events join a finding; its key and the moment it was first found stay.
GROWING = (
    "severity",
    "events",
    "first_at",
    "last_at",
    "text",
    "innocent",
    "points",
    "parameters",
    "tried",
)


@transaction.atomic
def flag(port: Port, found: Iterable[detection.Flag], *, at: datetime) -> int:
    """Keep new flags, each in the open case of its person. Returns how many were new.

    A person without an open case gets one, unless everything found is only informational.
    Records: access.person_case.opened, access.flag.raised.
    Safe to repeat because: port, rule and key are unique together; a flag whose case was closed comes back
    only when new events joined it.
    """
    by_person: dict[str, list[detection.Flag]] = {}
    for item in found:
        by_person.setdefault(item.person or f"badge or account of {item.key}"[:60], []).append(item)
    return sum(_keep(port, subject, flags, at=at) for subject, flags in sorted(by_person.items()))


def assign(case: PersonCase, *, actor: User, scope: Scope, at: datetime) -> None:
    """Take a case. Refuses when: the actor lacks the right or is the person (Refused). Records: assigned."""
    require(may_triage(actor, scope, case))
    with transaction.atomic():
        PersonCase.objects.filter(pk=case.pk).update(owner=actor)
        _record(case, "assigned", actor=actor.reference, at=at, owner=actor.username)


def triage(
    case: PersonCase, event: PersonCaseEvent, *, reason: str, actor: User, scope: Scope, at: datetime
) -> PersonCase:
    """Close a case as explained or dismissed, or open it again.

    Refuses when: the actor lacks the right or is the person (Refused); the reason is empty
    (InvalidInput); the step is not in the table or the case moved meanwhile (Conflict); escalation is
    asked for, which has its own command (InvalidInput).
    Records: access.person_case.closed.
    """
    require(may_triage(actor, scope, case))
    if event is PersonCaseEvent.ESCALATE:
        raise InvalidInput("Escalate opens a reassessment; use that step.")
    text = _reason(reason)
    with transaction.atomic():
        new = _move(case, event, reason=text, actor=actor, at=at)
        _record(case, "closed", actor=actor.reference, at=at, outcome=new.label.lower(), reason=text)
    return case


def escalate(
    case: PersonCase, *, reason: str, suspend: bool, actor: User, scope: Scope, at: datetime
) -> Application:
    """Open a reassessment of the person, by default with the clearance suspended meanwhile.

    Case, reassessment and suspension change in one transaction or not at all.
    Refuses when: the actor lacks the right or is the person (Refused); the reason is empty or the
    person is not known here (InvalidInput); the case is not open (Conflict).
    Records: access.person_case.escalated and what `open_reassessment` records.
    """
    require(may_triage(actor, scope, case))
    text = _reason(reason)
    if case.person is None:
        raise InvalidInput(f"'{case.subject}' is not a person registered here; register them first.")
    with transaction.atomic():
        _move(case, PersonCaseEvent.ESCALATE, reason=text, actor=actor, at=at)
        application = open_reassessment(
            case.person, source=case.reference, reason=text, suspend=suspend, actor=actor.reference, at=at
        )
        PersonCase.objects.filter(pk=case.pk).update(reassessment_ref=application.ref)
        case.reassessment_ref = application.ref
        _record(case, "escalated", actor=actor.reference, at=at, application=application.ref, reason=text)
    return application


def _keep(port: Port, subject: str, found: list[detection.Flag], *, at: datetime) -> int:
    known = _known(port, found)
    grown = [item for item in found if _has_grown(known.get((item.rule, item.key)), item)]
    _renew(known, [item for item in grown if _is_open(known, item)], at=at)
    fresh = [item for item in found if (item.rule, item.key) not in known]
    fresh += [_anew(known[item.rule, item.key], item) for item in grown if not _is_open(known, item)]
    if not fresh:
        return 0
    case = _open_case(port, subject, fresh, at=at)
    if case is None:
        return 0
    rows = Flag.objects.bulk_create((_row(case, item, at) for item in fresh), ignore_conflicts=True)
    for item in fresh:
        _record(case, None, actor=DETECTION, at=at, rule=item.rule, severity=item.severity.label.lower())
    rescore(case, at=at)
    return len(rows)


def _known(port: Port, found: list[detection.Flag]) -> dict[tuple[str, str], Flag]:
    rows = Flag.objects.select_related("case").filter(port=port, key__in=[item.key for item in found])
    return {(row.rule, row.key): row for row in rows}


def _is_open(known: dict[tuple[str, str], Flag], item: detection.Flag) -> bool:
    return known[item.rule, item.key].case.state == PersonCaseState.OPEN.value


def _has_grown(row: Flag | None, item: detection.Flag) -> bool:
    """The same finding now rests on events that it did not rest on before."""
    return row is not None and not set(item.events) <= set(row.events)


def _anew(row: Flag, item: detection.Flag) -> detection.Flag:
    """A finding that grew after its case was closed is a new one: what was explained was less."""
    return replace(item, key=f"{item.key} after {row.case.ref}")


def _renew(known: dict[tuple[str, str], Flag], grown: list[detection.Flag], *, at: datetime) -> None:
    """Bring the flags of an open case up to what is found now."""
    for item in grown:
        row = known[item.rule, item.key]
        fresh = _row(row.case, item, at)
        Flag.objects.filter(pk=row.pk).update(**{name: getattr(fresh, name) for name in GROWING})
        rescore(row.case, at=at)


def _open_case(port: Port, subject: str, fresh: list[detection.Flag], *, at: datetime) -> PersonCase | None:
    case = (
        PersonCase.objects.select_for_update()
        .filter(port=port, subject=subject, state=PersonCaseState.OPEN.value)
        .first()
    )
    if case is not None or not combine(fresh, at).opens_case:
        return case
    person = Person.objects.filter(port=port, external_ref=subject).first()
    person = person or Person.objects.filter(port=port, ref=subject).first()
    case = PersonCase.objects.create(
        port=port, ref=_next_ref(at), subject=subject, person=person, opened_at=at, updated_at=at
    )
    _record(case, "opened", actor=DETECTION, at=at)
    return case


def rescore(case: PersonCase, *, at: datetime) -> CaseScore:
    """Rank the case again from its flags as they have faded by now."""
    score = combine([as_detected(row) for row in case.flags.all()], at)
    PersonCase.objects.filter(pk=case.pk).update(score=score.score, bypass=score.bypass, updated_at=at)
    return score


def as_detected(row: Flag) -> detection.Flag:
    """A stored flag as judgement sees it."""
    return detection.Flag(
        rule=row.rule,
        version=row.version,
        severity=Severity(row.severity),
        family=Family(row.family),
        person=row.case.subject,
        key=row.key,
        events=tuple(row.events),
        first_at=row.first_at,
        last_at=row.last_at,
        due_at=row.last_at,
        text=row.text,
        innocent=row.innocent,
        points=row.points,
        parameters=(),
    )


def _row(case: PersonCase, item: detection.Flag, at: datetime) -> Flag:
    return Flag(
        case=case,
        port=case.port,
        rule=item.rule,
        version=item.version,
        family=item.family.value,
        severity=item.severity.value,
        key=item.key,
        events=list(item.events),
        first_at=item.first_at,
        last_at=item.last_at,
        text=item.text,
        innocent=item.innocent,
        points=item.points,
        parameters=[
            {
                "name": p.name,
                "value": p.value,
                "unit": p.unit,
                "reason": p.reason,
                "since": p.since.isoformat(),
            }
            for p in item.parameters
        ],
        tried=[{"code": tried.code, "why": tried.why} for tried in item.tried],
        found_at=at,
    )


def _move(
    case: PersonCase, event: PersonCaseEvent, *, reason: str, actor: User, at: datetime
) -> PersonCaseState:
    old = case.state_word
    new = next_state(PERSON_CASE_TRANSITIONS, old, event)
    is_open = new is PersonCaseState.OPEN
    changed = PersonCase.objects.filter(pk=case.pk, state=old.value).update(
        state=new.value,
        reason=reason,
        updated_at=at,
        closed_at=None if is_open else at,
        closed_by=None if is_open else actor,
    )
    if changed != 1:
        raise Conflict("The case was decided meanwhile; look again.")
    case.refresh_from_db()
    return new


def _record(case: PersonCase, verb: str | None, *, actor: str, at: datetime, **body: object) -> None:
    record.append(
        f"access.person_case.{verb}" if verb else "access.flag.raised",
        actor=actor,
        at=at,
        subject=case.reference,
        port=case.port.locode,
        case=case.ref,
        **body,
    )


def _reason(reason: str) -> str:
    if not reason.strip():
        raise InvalidInput("Give the reason; it goes on record.", fields={"reason": "Give the reason."})
    return reason.strip()


def _next_ref(at: datetime) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('access_person_case_number')")
        return f"PC-{at.year}-{cursor.fetchone()[0]:05d}"
