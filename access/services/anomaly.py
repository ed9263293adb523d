"""Keeps what detection found in person-cases, and takes an officer's decision on them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.db import IntegrityError, connection, transaction
from django.db.models import Q

from access.detection import rule as detection
from access.detection.rule import Family
from access.detection.score import CaseScore, combine
from access.enums import PersonCaseEvent, PersonCaseState, Severity
from access.models import Flag, PersonCase
from access.permissions.person_case import may_triage
from access.selectors.person_case import person_in_log, person_of
from access.transitions import PERSON_CASE_TRANSITIONS
from accounts.models import Port, User
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput, require
from portsec.kernel.scope import Scope
from portsec.kernel.steps import next_state
from screening.models import Application
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
AFTER = " after PC-"  # parts the key of a finding from the case that was closed before it grew
LONGEST_KEY = 160  # characters, so that the reference of a case fits behind it


@transaction.atomic
def flag(port: Port, found: Iterable[detection.Flag], *, at: datetime) -> int:
    """Keep new flags, each in the open case of its person. Returns how many were new.

    A person without an open case gets one, unless everything found is only informational. A finding that
    grew is brought up to date where its case is open; where it is closed, it comes back as a new one.
    Records: access.person_case.opened, access.flag.raised.
    Safe to repeat because: port, rule and key are unique together, and a finding that did not grow since it
    was last kept changes nothing. Two scans of one port wait for each other here.
    """
    _one_at_a_time(port)
    by_person: dict[str, dict[tuple[str, str], detection.Flag]] = {}
    for item in found:
        kept = replace(item, key=_kept_key(item.key))
        subject = item.person or f"badge or account of {item.key}"[:60]
        by_person.setdefault(subject, {})[kept.rule, kept.key] = kept
    return sum(
        _keep(port, subject, list(flags.values()), at=at) for subject, flags in sorted(by_person.items())
    )


def assign(case: PersonCase, *, actor: User, scope: Scope, at: datetime) -> None:
    """Take a case.

    Refuses when: the actor lacks the right or is the person (Refused).
    Records: access.person_case.assigned. Safe to repeat because: the same owner again changes nothing.
    """
    require(may_triage(actor, scope, case))
    with transaction.atomic():
        if PersonCase.objects.filter(pk=case.pk).exclude(owner=actor).update(owner=actor):
            _record(case, "assigned", actor=actor.reference, at=at, owner=actor.username)


def triage(
    case: PersonCase, event: PersonCaseEvent, *, reason: str, actor: User, scope: Scope, at: datetime
) -> PersonCase:
    """Close a case as explained or dismissed, or open it again.

    Refuses when: the actor lacks the right or is the person (Refused); the reason is empty
    (InvalidInput); the step is not in the table, the case moved meanwhile, or it would be opened again beside
    a newer open one (Conflict); escalation is asked for, which has its own command (InvalidInput).
    Records: access.person_case.closed or .reopened.
    """
    require(may_triage(actor, scope, case))
    if event is PersonCaseEvent.ESCALATE:
        raise InvalidInput("Escalate opens a reassessment; use that step.")
    text = _reason(reason)
    with transaction.atomic():
        new = _move(case, event, reason=text, actor=actor, at=at)
        if new is PersonCaseState.OPEN:
            _record(case, "reopened", actor=actor.reference, at=at, reason=text)
        else:
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
    person = person_of(case)
    if person is None:
        raise InvalidInput(f"'{case.subject}' is not a person registered here; register them first.")
    with transaction.atomic():
        _move(case, PersonCaseEvent.ESCALATE, reason=text, actor=actor, at=at)
        application = open_reassessment(
            person, source=case.reference, reason=text, suspend=suspend, actor=actor.reference, at=at
        )
        PersonCase.objects.filter(pk=case.pk).update(person=person, reassessment_ref=application.ref)
        case.person, case.reassessment_ref = person, application.ref
        _record(case, "escalated", actor=actor.reference, at=at, application=application.ref, reason=text)
    return application


def _keep(port: Port, subject: str, found: list[detection.Flag], *, at: datetime) -> int:
    case = _locked_case(port, subject)
    known = _known(port, subject, found)
    grown = [item for item in found if _has_grown(known.get((item.rule, item.key)), item)]
    _renew(known, [item for item in grown if _is_open(known, item)], at=at)
    fresh = [item for item in found if (item.rule, item.key) not in known]
    fresh += [_anew(known[item.rule, item.key], item) for item in grown if not _is_open(known, item)]
    if not fresh or (case is None and not combine(fresh, at).opens_case):
        return 0
    case = case or _opened_case(port, subject, at=at)
    Flag.objects.bulk_create(_row(case, item, at) for item in fresh)
    for item in fresh:
        _record(case, None, actor=DETECTION, at=at, rule=item.rule, severity=item.severity.label.lower())
    rescore(case, at=at)
    return len(fresh)


def _one_at_a_time(port: Port) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"flags:{port.locode}"])


def _known(port: Port, subject: str, found: list[detection.Flag]) -> dict[tuple[str, str], Flag]:
    """By rule and key the flag in which each finding was kept last, whether under its own key or anew."""
    anew = Q(case__subject=subject, key__contains=AFTER)
    rows = Flag.objects.select_related("case").filter(
        anew | Q(key__in=[item.key for item in found]), port=port
    )
    return {(row.rule, row.key.partition(AFTER)[0]): row for row in rows.order_by("pk")}


def _is_open(known: dict[tuple[str, str], Flag], item: detection.Flag) -> bool:
    return known[item.rule, item.key].case.state == PersonCaseState.OPEN.value


def _has_grown(row: Flag | None, item: detection.Flag) -> bool:
    """The same finding now rests on events that it did not rest on before."""
    return row is not None and not set(item.events) <= set(row.events)


def _anew(row: Flag, item: detection.Flag) -> detection.Flag:
    """A finding that grew after its case was closed is a new one: what was explained was less."""
    return replace(item, key=f"{item.key} after {row.case.ref}")


def _kept_key(key: str) -> str:
    """The key as it fits its column, also with the mark of a later case; the hash keeps long ones apart."""
    if len(key) <= LONGEST_KEY:
        return key
    digest = hashlib.sha256(key.encode()).hexdigest()
    return f"{key[: LONGEST_KEY - len(digest) - 1]}~{digest}"


def _renew(known: dict[tuple[str, str], Flag], grown: list[detection.Flag], *, at: datetime) -> None:
    """Bring the flags of an open case up to what is found now."""
    for item in grown:
        row = known[item.rule, item.key]
        fresh = _row(row.case, item, at)
        Flag.objects.filter(pk=row.pk).update(**{name: getattr(fresh, name) for name in GROWING})
        rescore(row.case, at=at)


def _locked_case(port: Port, subject: str) -> PersonCase | None:
    """The open case of a subject; nobody closes it while findings join it."""
    cases = PersonCase.objects.select_for_update().filter(port=port, subject=subject)
    return cases.filter(state=PersonCaseState.OPEN.value).first()


def _opened_case(port: Port, subject: str, *, at: datetime) -> PersonCase:
    case = PersonCase.objects.create(
        port=port,
        ref=_next_ref(at),
        subject=subject,
        person=person_in_log(port.pk, subject),
        opened_at=at,
        updated_at=at,
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
    try:
        with transaction.atomic():
            changed = PersonCase.objects.filter(pk=case.pk, state=old.value).update(
                state=new.value,
                reason=reason,
                updated_at=at,
                closed_at=None if is_open else at,
                closed_by=None if is_open else actor,
            )
    except IntegrityError:
        raise Conflict("There is a newer open case of this person; decide that one.") from None
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
