"""Takes the person's own part: acceptance, answers about themselves, submission.

Whoever calls has shown that they hold the person's link and know the birth date; the invitation stands
for that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput
from screening.models import Declaration, DeclaredConviction, Invitation
from screening.notices import NOTICE, QUESTIONS
from screening.saying import gettext_noop
from screening.selectors import declaration as declarations
from screening.services import invitation as invitations
from screening.services import own_part, step
from screening.transitions import ApplicationEvent

MOST_CONVICTIONS = 40  # rows; nobody needs more, and a robot could write without end
EARLIEST_YEAR = 1930


@dataclass(frozen=True, slots=True)
class ConvictionLine:
    """A conviction or running proceedings, in the person's own words."""

    year: int
    country: str
    what: str
    sentence: str = ""
    is_pending: bool = False


@transaction.atomic
def accept(invitation: Invitation, *, language: str, at: datetime) -> Declaration:
    """Begin: the person has read the notice and goes on.

    Refuses when: the link is dead or the case is elsewhere (Conflict).
    Records: screening.declaration.begun with version and language of the notice.
    Safe to repeat because: a declaration that was begun stays as it is.
    """
    own_part.held(invitation, at=at)
    begun = declarations.declaration_of(invitation.application)
    if begun is not None:
        return begun
    step.take(invitation.application, ApplicationEvent.ACCEPT)
    try:
        with transaction.atomic():
            begun = Declaration.objects.create(
                application=invitation.application,
                notice_version=NOTICE.version,
                notice_language=language,
                accepted_at=at,
            )
    except IntegrityError:
        raise Conflict("This was begun a moment ago in another window.") from None
    _record(invitation, "begun", at=at, notice=NOTICE.version, language=begun.notice_language)
    return begun


@transaction.atomic
def decline(invitation: Invitation, *, at: datetime) -> None:
    """End the application because the person does not want it.

    Refuses when: the link is dead or the case is elsewhere (Conflict).
    Records: screening.declaration.declined, screening.invitation.ended.
    """
    own_part.held(invitation, at=at)
    step.close(invitation.application, ApplicationEvent.WITHDRAW, at=at)
    invitations.end(invitation.application, "The person declined.", actor=_actor(invitation), at=at)
    _record(invitation, "declined", at=at)


@transaction.atomic
def change_about(invitation: Invitation, *, at: datetime, **values: Any) -> None:
    """Keep what the person says about names, nationalities, birth and identity document.

    Refuses when: the declaration is not open (Conflict); the document has expired or no nationality is named
    (InvalidInput).
    """
    expires = values.get("document_expires_on")
    if expires is not None and expires < timezone.localdate(at):
        problem = gettext_noop("This document has expired. Name one that is valid.")
        raise InvalidInput(problem, fields={"document_expires_on": problem})
    if not values.get("nationalities"):
        problem = gettext_noop("Name at least one nationality.")
        raise InvalidInput(problem, fields={"nationalities": problem})
    _change(invitation, at=at, **values)


@transaction.atomic
def change_offences(
    invitation: Invitation,
    *,
    has_convictions: bool | None,
    has_proceedings: bool | None,
    at: datetime,
) -> None:
    """Keep the two answers about convictions and proceedings. None: the person leaves the question open, on
    purpose, since nobody need accuse themselves.

    Refuses when: the declaration is not open, or a line contradicts a No (Conflict).
    """
    lines = own_part.opened(invitation, at=at).named_convictions
    for answer, is_pending, word in (
        (has_convictions, False, "convictions"),
        (has_proceedings, True, "proceedings"),
    ):
        if answer is False and lines.filter(is_pending=is_pending).exists():
            raise Conflict(f"You answered No, but {word} are listed below. Remove them first, or answer Yes.")
    _change(
        invitation,
        at=at,
        has_convictions=has_convictions,
        has_proceedings=has_proceedings,
        offences_left_open=None in (has_convictions, has_proceedings),
    )


@transaction.atomic
def add_conviction(invitation: Invitation, line: ConvictionLine, *, at: datetime) -> DeclaredConviction:
    """Add a conviction or running proceedings.

    Refuses when: the declaration is not open or has too many lines (Conflict); the year is impossible
    (InvalidInput).
    """
    declaration = own_part.opened(invitation, at=at)
    today = timezone.localdate(at)
    if not EARLIEST_YEAR <= line.year <= today.year:
        problem = f"Enter a year from {EARLIEST_YEAR} to {today.year}."
        raise InvalidInput(problem, fields={"year": problem})
    if declaration.named_convictions.count() >= MOST_CONVICTIONS:
        raise Conflict(f"No more than {MOST_CONVICTIONS} entries can be kept here. Please tell the office.")
    kept = DeclaredConviction.objects.create(
        declaration=declaration,
        year=line.year,
        country=line.country,
        what=line.what.strip(),
        sentence=line.sentence.strip(),
        is_pending=line.is_pending,
    )
    Declaration.objects.filter(pk=declaration.pk).update(
        **{"has_proceedings" if line.is_pending else "has_convictions": True}
    )
    return kept


@transaction.atomic
def remove_conviction(invitation: Invitation, number: int, *, at: datetime) -> None:
    """Take a line out again. Refuses when: the declaration is not open (Conflict). An absent one is gone."""
    DeclaredConviction.objects.filter(declaration=own_part.opened(invitation, at=at), pk=number).delete()


@transaction.atomic
def change_interests(
    invitation: Invitation, answers: Mapping[str, tuple[bool, str]], *, at: datetime
) -> None:
    """Keep the answers about interests and links, by the code of the question.

    Refuses when: the declaration is not open (Conflict); a question is unknown, or a Yes is not explained
    (InvalidInput naming it).
    """
    known = {question.code for question in QUESTIONS}
    for code, (answer, detail) in answers.items():
        if code not in known:
            raise InvalidInput(f"There is no question '{code}'.")
        if answer and not detail.strip():
            problem = gettext_noop("Say a little more about this.")
            raise InvalidInput(problem, fields={f"{code}_detail": problem})
    kept = {
        code: {"answer": answer, "detail": detail.strip() if answer else ""}
        for code, (answer, detail) in answers.items()
    }
    _change(invitation, at=at, interests=kept)


@transaction.atomic
def submit(invitation: Invitation, *, at: datetime) -> None:
    """Hand the declaration in.

    Refuses when: it is not open (Conflict); something that the person must answer is missing (InvalidInput
    naming each step with a sentence).
    Records: screening.declaration.submitted.
    """
    declaration = own_part.opened(invitation, at=at)
    missing = declarations.missing_for_the_person(declaration, today=timezone.localdate(at))
    if missing:
        raise InvalidInput(
            "Something is still missing.", fields={item.step: item.sentence for item in missing}
        )
    step.take(invitation.application, ApplicationEvent.SUBMIT)
    Declaration.objects.filter(pk=declaration.pk).update(
        submitted_at=at, submissions=declaration.submissions + 1
    )
    _record(invitation, "submitted", at=at, time=declaration.submissions + 1)


def _change(invitation: Invitation, *, at: datetime, **values: Any) -> None:
    declaration = own_part.opened(invitation, at=at)
    Declaration.objects.filter(pk=declaration.pk).update(**values)


def _actor(invitation: Invitation) -> str:
    return invitation.application.person.reference


def _record(invitation: Invitation, verb: str, *, at: datetime, **body: object) -> None:
    application = invitation.application
    record.append(
        f"screening.declaration.{verb}",
        actor=_actor(invitation),
        at=at,
        subject=application.reference,
        port=application.port.locode,
        **body,
    )
