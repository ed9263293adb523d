"""Finds hits on the lists and takes the officer's word on each."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from accounts.models import User
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput, require
from portsec.kernel.scope import Scope
from screening.enums import ApplicationState, HitState
from screening.matching.compare import Match, is_alert, score
from screening.matching.subject import Subject
from screening.models import Application, Check, Hit, ListEntry, Person
from screening.permissions import may_answer
from screening.selectors.watchlist import candidate_entries
from screening.services import step
from screening.watchlists.birth_date import BirthDate
from screening.watchlists.entity import ListedEntity, Sex

SEX_AS_LISTED: dict[str, Sex] = {"M": "male", "F": "female"}


def find(check: Check) -> int:
    """Compare the applicant with all lists in force and keep what may be them. Returns how many.

    A dismissal made for the same version of the person and of the entry is taken over, so that a
    cleared hit does not come back.
    """
    person = check.application.person
    subject = subject_of(person)
    found = 0
    for entry in candidate_entries(subject):
        match = score(subject, ListedEntity.from_data(entry.data))
        if is_alert(match):
            _keep(check, entry, match, person)
            found += 1
    return found


@transaction.atomic
def decide(hit: Hit, state: HitState, *, reason: str, actor: User, scope: Scope, at: datetime) -> Hit:
    """Say whether the listed entity is the applicant: same, different or unsure.

    Refuses when: the actor lacks the right or is the person (Refused); the reason is empty
    (InvalidInput); another officer decided meanwhile, or the case is proposed or closed (Conflict).
    Records: screening.hit.decided.
    """
    application = hit.check_answered.application
    require(may_answer(actor, scope, application))
    if state is HitState.OPEN:
        raise InvalidInput("Choose same, different or unsure.", fields={"state": "Choose an answer."})
    if not reason.strip():
        raise InvalidInput("Give the reason.", fields={"reason": "Give the reason."})
    _expect_undecided(step.locked(application))
    changed = (
        Hit.objects.filter(pk=hit.pk, state=hit.state)
        .exclude(state=HitState.SAME.value)
        .update(
            state=state.value,
            decided_by=actor,
            decided_at=at,
            reason=reason.strip(),
        )
    )
    if changed != 1:
        raise Conflict("This hit was decided meanwhile, or confirmed as the same person.")
    hit.refresh_from_db()
    record.append(
        "screening.hit.decided",
        actor=actor.reference,
        at=at,
        subject=application.reference,
        port=application.port.locode,
        source=hit.entry.source_word.label,
        entry=hit.entry.uid,
        decision=state.label.lower(),
        reason=reason.strip(),
    )
    return hit


def _expect_undecided(case: Application) -> None:
    """What a proposal rests on stays as it is, so that the second officer signs what the first one saw."""
    if case.closed_at is not None:
        raise Conflict("The case is closed; a hit that matters now needs a reassessment.")
    if case.state_word is ApplicationState.PROPOSED:
        raise Conflict("A decision is proposed; it must be returned before a hit is decided again.")


def subject_of(person: Person) -> Subject:
    """A person as the matcher sees them."""
    return Subject(
        names=tuple(name for name in (person.full_name, person.native_name) if name),
        birth=BirthDate.on(person.birth_date) if person.birth_date else None,
        nationalities=(person.nationality,) if person.nationality else (),
        sex=SEX_AS_LISTED.get(person.sex, ""),
    )


def _keep(check: Check, entry: ListEntry, match: Match, person: Person) -> None:
    earlier = (
        Hit.objects.filter(
            check_answered__application__person=person,
            entry=entry,
            person_version=person.version,
            state=HitState.DIFFERENT.value,
        )
        .order_by("-decided_at")
        .first()
    )
    Hit.objects.create(
        check_answered=check,
        entry=entry,
        person_version=person.version,
        score=_three(match.score),
        priority=_three(match.priority),
        evidence=match.as_data(),
        state=earlier.state if earlier else HitState.OPEN.value,
        decided_by=earlier.decided_by if earlier else None,
        decided_at=earlier.decided_at if earlier else None,
        reason=earlier.reason if earlier else "",
    )


def _three(value: float) -> Decimal:
    return Decimal(f"{value:.3f}")
