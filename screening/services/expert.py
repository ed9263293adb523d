"""Takes in foreign experts: host, purpose, end, and the papers that they bring."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Organisation, User
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput, require
from portsec.kernel.scope import Scope
from screening.enums import ApplicationKind, PersonCategory
from screening.kinds.words import CertificateKind
from screening.matching.countries import country_names
from screening.models import Assignment, Certificate, Person, Post
from screening.permissions import may_answer
from screening.selectors.application import OPEN_STATES
from screening.services import need


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a foreign expert's application says: to whom, what for, until when. All of it is needed."""

    host: Organisation
    purpose: str
    ends_on: date


@transaction.atomic
def enter(
    person: Person,
    post: Post,
    terms: Terms,
    *,
    since: date,
    language: str = "en",
    kind: ApplicationKind = ApplicationKind.INITIAL,
    actor: User,
    scope: Scope,
    at: datetime,
) -> need.Declared:
    """Enter a foreign expert's application and invite the person.

    Refuses when: the person is no foreign expert, the purpose is empty or the assignment ends before it
    begins (InvalidInput), and as `need.declare` does.
    Records: screening.assignment.entered and what declaring a need records.
    """
    if PersonCategory(person.category) is not PersonCategory.FOREIGN_EXPERT:
        problem = f"{person.full_name} is registered as {PersonCategory(person.category).label.lower()}."
        raise InvalidInput(problem, fields={"category": problem})
    if not terms.purpose.strip():
        problem = "Say what the expert comes for."
        raise InvalidInput(problem, fields={"purpose": problem})
    if terms.ends_on < max(since, timezone.localdate(at)):
        problem = "The assignment ends before it begins, or has ended."
        raise InvalidInput(problem, fields={"ends_on": problem})
    declared = need.declare(
        person,
        post,
        reason=terms.purpose,
        since=since,
        until=terms.ends_on,
        language=language,
        kind=kind,
        actor=actor,
        scope=scope,
        at=at,
    )
    Assignment.objects.create(
        application=declared.application,
        host=terms.host,
        purpose=terms.purpose.strip(),
        ends_on=terms.ends_on,
    )
    record.append(
        "screening.assignment.entered",
        actor=actor.reference,
        at=at,
        subject=declared.application.reference,
        port=person.port.locode,
        host=terms.host.name,
        ends_on=terms.ends_on,
    )
    return declared


@transaction.atomic
def add_certificate(
    assignment: Assignment,
    kind: CertificateKind,
    *,
    state: str,
    issued_on: date,
    has_apostille: bool,
    has_translation: bool,
    actor: User,
    scope: Scope,
    at: datetime,
) -> Certificate:
    """Note a paper that the expert brought.

    Refuses when: the actor does not work on the case or is the person (Refused); the case is closed, or
    the same paper is noted already (Conflict); the State is unknown or the date in the future (InvalidInput).
    Records: screening.certificate.noted.
    """
    application = assignment.application
    require(may_answer(actor, scope, application))
    if application.state not in OPEN_STATES:
        raise Conflict("The case is closed; nothing more is put on file.")
    _check_paper(state, issued_on, timezone.localdate(at))
    try:
        with transaction.atomic():
            certificate = Certificate.objects.create(
                assignment=assignment,
                kind=kind.value,
                state=state,
                issued_on=issued_on,
                has_apostille=has_apostille,
                has_translation=has_translation,
                entered_by=actor,
                entered_at=at,
            )
    except IntegrityError:
        raise Conflict("This paper is noted already.") from None
    record.append(
        "screening.certificate.noted",
        actor=actor.reference,
        at=at,
        subject=application.reference,
        port=application.port.locode,
        kind=kind.label,
        state=state,
        issued_on=issued_on,
    )
    return certificate


def _check_paper(state: str, issued_on: date, today: date) -> None:
    problems = {}
    if state not in country_names():
        problems["state"] = "Choose the State that issued it."
    if issued_on > today:
        problems["issued_on"] = f"{issued_on} lies in the future."
    if problems:
        raise InvalidInput(" ".join(problems.values()), fields=problems)
