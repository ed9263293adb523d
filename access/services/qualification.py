"""Keeps what people have learned, and what they are for others in an emergency. The one writer of both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from access.certificate_table import Row
from access.enums import EmergencyFunction
from access.models import SafetyFunction, Training, TrainingCertificate
from access.permissions.qualification import may_enter_certificate, may_give_function, may_set_up_badges
from accounts.models import Port, User
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput, Refused, require
from portsec.kernel.scope import Scope
from screening.models import Person
from screening.selectors.person import visible_people


@dataclass(frozen=True, slots=True)
class Entered:
    """A row of a table with the person and training that it names."""

    row: Row
    person: Person
    training: Training


@dataclass(frozen=True, slots=True)
class Looked:
    """A table after the look: rows that can be entered, and rows with what is wrong in each."""

    good: tuple[Entered, ...]
    bad: tuple[Row, ...]


@transaction.atomic
def define_training(
    port: Port, code: str, name: str, *, is_licence: bool, actor: User, scope: Scope, at: datetime
) -> Training:
    """Define a training or licence that areas and types of badges can ask for.

    Refuses when: the actor sets up no areas at the port (Refused); code or name is empty or the code is taken
    (InvalidInput).
    Records: access.training.defined.
    """
    require(may_set_up_badges(scope, port.pk))
    code, name = code.strip().lower(), name.strip()
    if not code or not name:
        field = "name" if code else "code"
        raise _wrong(field, f"Give a {field}.")
    try:
        with transaction.atomic():
            made = Training.objects.create(port=port, code=code, name=name, is_licence=is_licence)
    except IntegrityError:
        raise _wrong("code", f"The port has a training with the code {code} already.") from None
    record.append(
        "access.training.defined",
        actor=actor.reference,
        at=at,
        subject=f"training:{made.pk}",
        port=port.locode,
        name=name,
        code=code,
    )
    return made


@transaction.atomic
def enter(
    person: Person,
    training: Training,
    first_day: date,
    last_day: date | None,
    *,
    number: str = "",
    actor: User,
    scope: Scope,
    at: datetime,
) -> TrainingCertificate:
    """Enter a certificate of a person.

    Refuses when: the actor may enter none at the port or is the person (Refused); the training is another
    port's, the days are the wrong way round, or the certificate is on file (InvalidInput).
    Records: access.certificate.entered.
    """
    require(may_enter_certificate(actor, scope, person))
    if training.port_id != person.port_id:
        raise _wrong("training", "Choose a training of the person's port.")
    if last_day is not None and last_day < first_day:
        raise _wrong("last_day", "The last day lies before the first.")
    Person.objects.select_for_update().get(pk=person.pk)  # two lists with the same row: one is entered
    if _is_on_file(person, training, first_day):
        raise _wrong("first_day", "This certificate is on file.")
    made = TrainingCertificate.objects.create(
        person=person,
        training=training,
        first_day=first_day,
        last_day=last_day,
        number=number.strip(),
        entered_by=actor.reference,
        entered_at=at,
    )
    record.append(
        "access.certificate.entered",
        actor=actor.reference,
        at=at,
        subject=person.reference,
        port=person.port.locode,
        training=training.code,
        first_day=first_day,
        last_day=last_day,
    )
    return made


@transaction.atomic
def revoke(
    certificate: TrainingCertificate, *, reason: str, actor: User, scope: Scope, at: datetime
) -> TrainingCertificate:
    """Take a certificate back: it was forged, entered by mistake, or the provider withdrew it.

    Gates that ask for it refuse its holder from then on.
    Refuses when: the actor may enter none at the port or is the person (Refused); the reason is empty
    (InvalidInput); it was taken back meanwhile (Conflict).
    Records: access.certificate.revoked.
    """
    require(may_enter_certificate(actor, scope, certificate.person))
    if not reason.strip():
        raise _wrong("reason", "Give a reason.")
    standing = TrainingCertificate.objects.filter(pk=certificate.pk, revoked_at=None)
    if standing.update(revoked_at=at) != 1:
        raise Conflict("The certificate was taken back already.")
    certificate.refresh_from_db()
    record.append(
        "access.certificate.revoked",
        actor=actor.reference,
        at=at,
        subject=certificate.person.reference,
        port=certificate.person.port.locode,
        training=certificate.training.code,
        reason=reason.strip(),
    )
    return certificate


@transaction.atomic
def give_function(
    person: Person, function: EmergencyFunction, *, actor: User, scope: Scope, at: datetime
) -> SafetyFunction:
    """Put on file what a person is for others in an emergency. As such they may pass a lockdown.

    Refuses when: the actor keeps no security at the port or is the person (Refused); the person has the
    function already (Conflict).
    Records: access.safety_function.given.
    """
    require(may_give_function(actor, scope, person))
    try:
        with transaction.atomic():
            made = SafetyFunction.objects.create(
                person=person, function=function.value, since=at, by=actor.reference
            )
    except IntegrityError:
        raise Conflict("The person has this function already.") from None
    _record_function("given", made, actor, at)
    return made


@transaction.atomic
def end_function(given: SafetyFunction, *, actor: User, scope: Scope, at: datetime) -> SafetyFunction:
    """End a safety function.

    Refuses when: as for `give_function`; it was ended meanwhile (Conflict).
    Records: access.safety_function.ended.
    """
    require(may_give_function(actor, scope, given.person))
    if SafetyFunction.objects.filter(pk=given.pk, ended_at=None).update(ended_at=at) != 1:
        raise Conflict("The function was ended already.")
    given.refresh_from_db()
    _record_function("ended", given, actor, at)
    return given


def look(rows: Sequence[Row], *, actor: User, scope: Scope) -> Looked:
    """Say of each row whether it can be entered, without entering anything.

    A row is bad when it could not be read, names nobody in reach or several, names no training of the
    person's port, is on file, stands twice in the table, or is the actor's own.
    """
    good: list[Entered] = []
    bad: list[Row] = []
    seen: dict[tuple[int, int, date | None], int] = {}
    for row in rows:
        found = _judged(row, actor, scope)
        if isinstance(found, Entered):
            key = (found.person.pk, found.training.pk, row.first_day)
            if key in seen:
                found = replace(row, problems={"row": f"is the same certificate as row {seen[key]}"})
            seen.setdefault(key, row.number)
        if isinstance(found, Entered):
            good.append(found)
        else:
            bad.append(found)
    return Looked(tuple(good), tuple(bad))


@transaction.atomic
def take_in(rows: Sequence[Entered], *, actor: User, scope: Scope, at: datetime) -> int:
    """Enter every given row, all or none; returns how many.

    Refuses when: one row cannot be entered, as for `enter` (InvalidInput naming its number).
    Records: access.certificate.entered for each.
    """
    for each in rows:
        try:
            enter(
                each.person,
                each.training,
                each.row.first_day or at.date(),
                each.row.last_day,
                number=each.row.given["number"],
                actor=actor,
                scope=scope,
                at=at,
            )
        except (InvalidInput, Refused) as error:
            raise _wrong("table", f"Row {each.row.number}: {error.detail}") from None
    return len(rows)


def _judged(row: Row, actor: User, scope: Scope) -> Entered | Row:
    problems = dict(row.problems)
    who = Q(ref__iexact=row.given["person"]) | Q(external_ref__iexact=row.given["person"])
    people = list(visible_people(scope=scope).filter(who)[:2]) if row.given["person"] else []
    if "person" not in problems and len(people) != 1:
        problems["person"] = "is several people" if people else "is nobody here"
    if len(people) != 1 or problems:
        return replace(row, problems=problems)
    person = people[0]
    may = may_enter_certificate(actor, scope, person)
    training = Training.objects.filter(port_id=person.port_id, code__iexact=row.given["training"]).first()
    if not may.allowed:
        problems["person"] = may.sentence
    elif training is None:
        problems["training"] = "is the code of no training at the person's port"
    elif row.first_day is not None and _is_on_file(person, training, row.first_day):
        problems["row"] = "is on file already"
    else:
        return Entered(row, person, training)
    return replace(row, problems=problems)


def _is_on_file(person: Person, training: Training, first_day: date) -> bool:
    return TrainingCertificate.objects.filter(
        person=person, training=training, first_day=first_day, revoked_at=None
    ).exists()


def _record_function(verb: str, given: SafetyFunction, actor: User, at: datetime) -> None:
    record.append(
        f"access.safety_function.{verb}",
        actor=actor.reference,
        at=at,
        subject=given.person.reference,
        port=given.person.port.locode,
        function=EmergencyFunction(given.function).label.lower(),
    )


def _wrong(field: str, problem: str) -> InvalidInput:
    return InvalidInput(problem, fields={field: problem})
