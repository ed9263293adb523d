"""Invites people to their own part of an application, and lets them in."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput, require
from portsec.kernel.scope import Scope
from screening.enums import Language
from screening.models import Application, Invitation
from screening.permissions import may_invite
from screening.selectors.invitation import MOST_TRIES, OPEN_TO_THE_PERSON, digest_of, is_live, is_shut
from screening.services import policy, step
from screening.suitability.clocks import due
from screening.transitions import ApplicationEvent

PERSONS_CLOCK = "information_request"  # the policy's clock for what is asked of the person
TOKEN_BYTES = 24  # 192 bits of chance: nobody guesses a link, so strangers' tries need no counter


@dataclass(frozen=True, slots=True)
class Invited:
    """A new invitation with its token, which cannot be shown again."""

    invitation: Invitation
    token: str

    @property
    def path(self) -> str:
        return reverse("apply-door", kwargs={"token": self.token})


@transaction.atomic
def invite(application: Application, *, language: str = "en", actor: User, at: datetime) -> Invited:
    """Invite the person; for commands that have judged the right themselves.

    Refuses when: the case is not at its beginning (Conflict); the person has no birth date, which is the
    second key to the page, or the language is unknown (InvalidInput).
    Records: screening.invitation.sent.
    """
    _check_second_key(application)
    step.take(application, ApplicationEvent.INVITE)
    return _issue(application, _language(language), actor=actor.reference, at=at)


@transaction.atomic
def renew(
    application: Application, *, language: str | None = None, actor: User, scope: Scope, at: datetime
) -> Invited:
    """Make a new link; the old one is dead from now on, and the person's clock starts anew.

    Refuses when: the actor may not enter applications for this person or is the person (Refused); there is
    nothing that the person could still do (Conflict); as `invite` for birth date and language.
    Records: screening.invitation.ended for the old link, screening.invitation.sent for the new one.
    """
    require(may_invite(actor, scope, application))
    locked = step.locked(application)
    if locked.state_word not in OPEN_TO_THE_PERSON:
        raise Conflict("There is nothing for the person to fill in at this stage.")
    _check_second_key(locked)
    last = locked.invitations.first()
    wanted = language or (last.language if last else Language.EN.value)
    _end_live(locked, "A new link was made.", actor=actor.reference, at=at)
    return _issue(locked, _language(wanted), actor=actor.reference, at=at)


@transaction.atomic
def cancel(application: Application, *, reason: str, actor: User, scope: Scope, at: datetime) -> None:
    """Make the link useless, because it went to the wrong hands, say. The case stays where it is.

    Refuses when: the actor may not enter applications for this person or is the person (Refused); no link
    is live (Conflict); the reason is empty (InvalidInput).
    Records: screening.invitation.ended.
    """
    require(may_invite(actor, scope, application))
    if not reason.strip():
        raise InvalidInput("Give a reason.", fields={"reason": "Give a reason."})
    if not _end_live(step.locked(application), reason.strip(), actor=actor.reference, at=at):
        raise Conflict("No link of this case is live.")


@transaction.atomic
def extend(application: Application, *, at: datetime) -> date:
    """Give the person the policy's clock again on the same link; returns its last day.

    For `completeness.give_back`. Without a live link only the day is told; a new one is made by hand.
    """
    last_day = clock_end(application, at=at)
    Invitation.objects.filter(application=application, ended_at=None, expires_on__lt=last_day).update(
        expires_on=last_day
    )
    return last_day


def end(application: Application, reason: str, *, actor: str, at: datetime) -> None:
    """End the live link with the case, in the caller's transaction. Records: screening.invitation.ended."""
    _end_live(application, reason, actor=actor, at=at)


@transaction.atomic
def enter(invitation: Invitation, birth_date: date, *, at: datetime) -> bool:
    """Whether the birth date is the person's own; wrong ones are counted until a right one comes.

    Refuses when: the link is dead, or too many dates were wrong (Conflict).
    Records: screening.invitation.ended when the last permitted date was wrong.
    """
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not is_live(locked, at=at):
        raise Conflict("This link is no longer valid.")
    if is_shut(locked, at=at):
        raise Conflict("Too many wrong dates. Please try again in a quarter of an hour.")
    right = birth_date == locked.application.person.birth_date
    tries = 0 if right else locked.wrong_tries + 1
    if tries != locked.wrong_tries:
        Invitation.objects.filter(pk=locked.pk).update(wrong_tries=tries, tried_at=at)
    if tries >= MOST_TRIES:
        _end_live(locked.application, "Too many wrong birth dates.", actor="system:screening", at=at)
    return right


def clock_end(application: Application, *, at: datetime) -> date:
    """The last day of the person's clock if it starts now."""
    clock = policy.parsed(application.policy).clock(PERSONS_CLOCK)
    return due(timezone.localdate(at), clock.days, clock.unit)


def _issue(application: Application, language: Language, *, actor: str, at: datetime) -> Invited:
    token = secrets.token_urlsafe(TOKEN_BYTES)
    invitation = Invitation.objects.create(
        application=application,
        digest=digest_of(token),
        language=language.value,
        invited_by=actor,
        invited_at=at,
        expires_on=clock_end(application, at=at),
    )
    _record(application, "sent", actor=actor, at=at, language=language.label, until=invitation.expires_on)
    return Invited(invitation, token)


def _end_live(application: Application, reason: str, *, actor: str, at: datetime) -> bool:
    ended = Invitation.objects.filter(application=application, ended_at=None).update(
        ended_at=at, end_reason=reason[:300]
    )
    if ended:
        _record(application, "ended", actor=actor, at=at, reason=reason)
    return bool(ended)


def _check_second_key(application: Application) -> None:
    if application.person.birth_date is None:
        problem = "Enter the date of birth first: with the link it opens the person's page."
        raise InvalidInput(problem, fields={"birth_date": problem})


def _language(code: str) -> Language:
    try:
        return Language(code)
    except ValueError:
        problem = f"There is no invitation in the language '{code}'."
        raise InvalidInput(problem, fields={"language": problem}) from None


def _record(application: Application, verb: str, *, actor: str, at: datetime, **body: object) -> None:
    record.append(
        f"screening.invitation.{verb}",
        actor=actor,
        at=at,
        subject=application.reference,
        port=application.port.locode,
        **body,
    )
