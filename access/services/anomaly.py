"""Keeps what detection found in person-cases, and takes an officer's decision on them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Q

from access.casework.words import HandOverGround
from access.detection import rule as detection
from access.detection.rarity import Rarity
from access.detection.score import CaseScore, combine
from access.enums import PersonCaseEvent, PersonCaseState, Severity
from access.models import Flag, PersonCase
from access.permissions.person_case import has_unmasked, may_confirm_dismissal, may_triage
from access.selectors.finding import as_detected, columns_of
from access.selectors.person_case import UNDECIDED, person_in_log, person_of
from access.selectors.rule_outcome import rule_weights
from access.services import hidden_finding
from access.transitions import PERSON_CASE_TRANSITIONS
from accounts.models import Port, User
from ledger.services import job, record
from portsec.kernel.errors import Conflict, InvalidInput, require
from portsec.kernel.scope import Scope
from portsec.kernel.steps import next_state
from portsec.kernel.verdict import all_of
from screening.models import Application
from screening.services.reassessment import open_reassessment

DETECTION = "system:detection"
DESK_JOB = "access.case_desk"
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
GRAVE = (Severity.CRITICAL.value, Severity.HIGH.value)  # only two people dismiss a case with one of these
OTHER_STEP = {
    PersonCaseEvent.ESCALATE: "Escalate opens a reassessment; use that step.",
    PersonCaseEvent.HAND_OVER: "Handing a case to the police names whom it goes to; use that step.",
}


@dataclass(frozen=True, slots=True)
class Liaison:
    """To whom at the police a case goes, on what ground, and under which number they keep it."""

    name: str
    ground: HandOverGround
    reference: str = ""


@transaction.atomic
def flag(port: Port, found: Iterable[detection.Flag], *, at: datetime) -> int:
    """Keep new flags, each in the open case of its person. Returns how many were new.

    A person without an open case gets one, unless everything found is only informational. A finding that
    grew is brought up to date where its case is open; where it is closed, it comes back as a new one. What a
    muted pattern hides goes to no case. A new finding puts an end to a dismissal that waits to be confirmed.
    Records: access.person_case.opened, access.flag.raised. Wakes: a worker that places the cases of the day.
    Safe to repeat because: port, rule and key are unique together, and a finding that did not grow since it
    was last kept changes nothing. Two scans of one port wait for each other here.
    """
    _one_at_a_time(port)
    by_person: dict[str, dict[tuple[str, str], detection.Flag]] = {}
    keyed = [replace(item, key=_kept_key(item.key)) for item in found]
    for kept in hidden_finding.unhidden(port, keyed, at=at):
        subject = kept.person or f"badge or account of {kept.key}"[:60]
        by_person.setdefault(subject, {})[kept.rule, kept.key] = kept
    new = sum(
        _keep(port, subject, list(flags.values()), at=at) for subject, flags in sorted(by_person.items())
    )
    if new:
        request_desk(port, at=at)
    return new


def request_desk(port: Port, *, at: datetime) -> None:
    """Ask that the cases of a port are placed anew.

    Wakes: a worker. Safe to repeat because: the second of asking is the slot of the job.
    """
    slot = at.strftime("%Y-%m-%dT%H:%M:%S")
    job.request(DESK_JOB, f"port:{port.locode}", actor=DETECTION, at=at, slot=slot, port=port.locode)


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

    To dismiss a case with a high or critical finding proposes it to a second person.
    Refuses when: the actor lacks the right or is the person, or confirms their own proposal (Refused); the
    reason is empty (InvalidInput); the step is not in the table, the case moved meanwhile, or it would be
    opened again beside a newer open one (Conflict); the step has a command of its own (InvalidInput).
    Records: access.person_case.closed, .dismissal_proposed or .reopened.
    """
    require(may_triage(actor, scope, case))
    if event in OTHER_STEP:
        raise InvalidInput(OTHER_STEP[event])
    if event is PersonCaseEvent.CONFIRM_DISMISSAL:
        require(may_confirm_dismissal(actor, scope, case))
    if event is PersonCaseEvent.DISMISS and is_grave(case):
        event = PersonCaseEvent.PROPOSE_DISMISSAL
    text = _reason(reason)
    with transaction.atomic():
        new = _move(case, event, reason=text, actor=actor, at=at)
        if new is PersonCaseState.OPEN:
            verb = "reopened"
        elif new is PersonCaseState.TO_CONFIRM:
            verb = "dismissal_proposed"
        else:
            verb = "closed"
        outcome = {"outcome": new.label.lower()} if verb == "closed" else {}
        _record(case, verb, actor=actor.reference, at=at, reason=text, **outcome)
    return case


def is_grave(case: PersonCase) -> bool:
    """Whether it takes two people to dismiss the case."""
    return case.flags.filter(severity__in=GRAVE).exists()


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


def hand_over(
    case: PersonCase, liaison: Liaison, *, reason: str, actor: User, scope: Scope, at: datetime
) -> PersonCase:
    """Hand a case to the police liaison. From then on the police decide what becomes of it.

    Refuses when: the actor lacks the right, is the person, or has not seen whom the case is about (Refused);
    the liaison or the reason is not named (InvalidInput); the case is neither open nor escalated (Conflict).
    Records: access.person_case.handed_over.
    """
    require(all_of(may_triage(actor, scope, case), has_unmasked(actor, case, at=at)))
    text, name = _reason(reason), liaison.name.strip()
    if not name:
        raise InvalidInput("Name the liaison officer.", fields={"handed_to": "Name the liaison officer."})
    number = liaison.reference.strip()
    with transaction.atomic():
        handed = {"handed_to": name, "handed_ref": number, "handed_ground": liaison.ground.value}
        _move(case, PersonCaseEvent.HAND_OVER, reason=text, actor=actor, at=at, **handed)
        said = {"handed_to": name, "handed_ref": number, "ground": liaison.ground.label.lower()}
        _record(case, "handed_over", actor=actor.reference, at=at, reason=text, **said)
    return case


def place(port: Port, on_desk: Collection[int]) -> None:
    """Put these cases, by number, on the desk of the day and take all others of the port from it."""
    cases = PersonCase.objects.filter(port=port)
    cases.filter(pk__in=on_desk, on_desk=False).update(on_desk=True)
    cases.filter(on_desk=True).exclude(pk__in=on_desk).update(on_desk=False)


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
    if case.state_word is PersonCaseState.TO_CONFIRM:
        _kept_open(case, at=at)
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
    return known[item.rule, item.key].case.state in UNDECIDED


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
    return cases.filter(state__in=UNDECIDED).first()


def _kept_open(case: PersonCase, *, at: datetime) -> None:
    """What somebody would dismiss was less than what is known now."""
    PersonCase.objects.filter(pk=case.pk).update(
        state=PersonCaseState.OPEN.value, proposed_by=None, proposed_at=None, updated_at=at
    )
    case.refresh_from_db()
    _record(case, "reopened", actor=DETECTION, at=at, reason="Something new was found.")


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


def rescore(
    case: PersonCase,
    *,
    at: datetime,
    weights: Mapping[str, float] | None = None,
    rarity: Rarity | None = None,
) -> CaseScore:
    """Rank the case again from its flags as they have faded by now.

    `weights`: what earlier outcomes say of each rule, where the caller knows them already. Without `rarity`
    the severities speak alone, until the cases of the day are placed.
    """
    learned = rule_weights(case.port_id) if weights is None else weights
    flags = [as_detected(row, weight=learned.get(row.rule, 1.0)) for row in case.flags.all()]
    score = combine(flags, at, rarity=rarity)
    seen = {"on_desk": True} if score.bypass else {}  # a contradiction waits for no budget
    PersonCase.objects.filter(pk=case.pk).update(
        score=score.score, bypass=score.bypass, updated_at=at, **seen
    )
    return score


def _row(case: PersonCase, item: detection.Flag, at: datetime) -> Flag:
    return Flag(case=case, port=case.port, **columns_of(item, at=at))


def _move(
    case: PersonCase,
    event: PersonCaseEvent,
    *,
    reason: str,
    actor: User,
    at: datetime,
    **also: Any,
) -> PersonCaseState:
    old = case.state_word
    new = next_state(PERSON_CASE_TRANSITIONS, old, event)
    is_open, waits = new.value in UNDECIDED, new is PersonCaseState.TO_CONFIRM
    changes: dict[str, Any] = {
        "reason": reason,
        "closed_at": None if is_open else at,
        "closed_by": None if is_open else actor,
        "on_desk": is_open and case.on_desk,
    }
    if is_open:  # who proposed a dismissal stays known once it is confirmed
        changes |= {"proposed_by": actor if waits else None, "proposed_at": at if waits else None}
    try:
        with transaction.atomic():
            unmoved = PersonCase.objects.filter(pk=case.pk, state=old.value)
            changed = unmoved.update(state=new.value, updated_at=at, **changes, **also)
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
