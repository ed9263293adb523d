"""Hears the person before a case ends badly for them: notice, answer, more time, and the end of it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from django.core.files import File
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput, require
from portsec.kernel.scope import Scope
from screening.deciding.words import HearingState
from screening.enums import DocumentKind
from screening.letters.words import LetterKind
from screening.models import Decision, Document, Hearing, HearingMaterial, Observation
from screening.permissions import may_hear
from screening.saying import gettext_noop
from screening.selectors.hearing import adverse_findings, digest_of, is_shut, overdue_hearings
from screening.services import document, letter, policy, step
from screening.transitions import ApplicationEvent

CLOCK = "reply_to_notice"
TOKEN_BYTES = 24  # 192 bits of chance: nobody guesses a link
PERSON = "person"
SYSTEM = "system:clock"


@dataclass(frozen=True, slots=True)
class Served:
    """A served notice and the token of its link, which cannot be shown again."""

    hearing: Hearing
    token: str

    @property
    def path(self) -> str:
        return reverse("hearing-door", kwargs={"token": self.token})


def open_hearing(decision: Decision, *, actor: str, at: datetime) -> Hearing:
    """Open the hearing on a notice of intent, in the transaction of the ruling that leads here.

    Every adverse finding is released to the person unless an officer withholds it before the notice is
    served. Records: screening.hearing.opened.
    """
    application = decision.application
    hearing = Hearing.objects.create(
        application=application, decision=decision, opened_at=at, due_on=_clock_end(decision, at)
    )
    HearingMaterial.objects.bulk_create(
        HearingMaterial(hearing=hearing, finding=finding) for finding in adverse_findings(decision.assessment)
    )
    _record(hearing, "opened", actor=actor, at=at, due_on=hearing.due_on)
    return hearing


def withhold(
    material: HearingMaterial, *, legal_ground: str, essence: str, actor: User, scope: Scope, at: datetime
) -> HearingMaterial:
    """Keep a finding from the person, and tell its essence instead.

    Refuses when: the actor lacks the right or is the person (Refused); legal ground or essence are empty
    (InvalidInput); the notice was served already (Conflict). Records: screening.hearing.withheld.
    """
    hearing = material.hearing
    require(may_hear(actor, scope, hearing))
    ground, text = legal_ground.strip(), essence.strip()
    fields = {
        name: problem
        for name, value, problem in (
            ("legal_ground", ground, "Name the law that forbids to show it."),
            ("essence", text, "Write the essence that the person may know."),
        )
        if not value
    }
    if fields:
        raise InvalidInput("What is withheld needs its ground and its essence.", fields=fields)
    with transaction.atomic():
        if _locked(hearing).served_at is not None:
            raise Conflict("The notice was served; what it shows does not change any more.")
        HearingMaterial.objects.filter(pk=material.pk).update(
            released=False, legal_ground=ground, essence=text
        )
        _record(hearing, "withheld", actor=actor.reference, at=at, legal_ground=ground)
    material.refresh_from_db()
    return material


def serve(hearing: Hearing, *, actor: User, scope: Scope, at: datetime) -> Served:
    """Make the link that goes to the person with the notice; from the first one on the clock runs.

    A later link replaces the earlier one and does not move the clock.
    Refuses when: the actor lacks the right or is the person (Refused); the hearing is closed (Conflict).
    Records: screening.hearing.served, screening.letter.issued.
    """
    require(may_hear(actor, scope, hearing))
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with transaction.atomic():
        locked = _open(hearing)
        locked.token_hash, locked.wrong_keys, locked.tried_at = digest_of(token), 0, None
        if locked.served_at is None:
            locked.served_at, locked.served_by = at, actor
            locked.due_on = _clock_end(locked.decision, at)
        locked.save(
            update_fields=["token_hash", "wrong_keys", "tried_at", "served_at", "served_by", "due_on"]
        )
        _record(locked, "served", actor=actor.reference, at=at, due_on=locked.ends_on)
        letter.issue(locked.application, LetterKind.NOTICE_OF_INTENT, actor=actor.reference, at=at)
    hearing.refresh_from_db()
    return Served(hearing, token)


@transaction.atomic
def try_key(hearing: Hearing, birth_date: date, *, at: datetime) -> bool:
    """Whether the birth date is the person's. Wrong ones are counted, and shut the door.

    Where no birth date is known nothing opens the door; the answer is then taken down by an officer.
    """
    locked = (
        Hearing.objects.select_for_update(of=("self",))
        .select_related("application__person")
        .get(pk=hearing.pk)
    )
    if is_shut(locked, at=at):
        return False
    right = birth_date == locked.application.person.birth_date
    tries = 0 if right else locked.wrong_keys + 1
    if tries != locked.wrong_keys:
        Hearing.objects.filter(pk=locked.pk).update(wrong_keys=tries, tried_at=at)
    return right


def ask_for_time(hearing: Hearing, wish: str, *, at: datetime) -> Hearing:
    """The person asks for more time; an officer answers.

    Refuses when: no reason is given (InvalidInput); the hearing is closed, or the wish was put already
    (Conflict). Records: screening.hearing.time_asked.
    """
    if not wish.strip():
        problem = gettext_noop("Say why you need more time.")
        raise InvalidInput(problem, fields={"wish": problem})
    with transaction.atomic():
        locked = _open(hearing)
        if locked.extension_asked_at is not None:
            raise Conflict("You asked for more time already.")
        Hearing.objects.filter(pk=locked.pk).update(extension_asked_at=at, extension_wish=wish.strip())
        _record(locked, "time_asked", actor=PERSON, at=at)
    hearing.refresh_from_db()
    return hearing


def extend(hearing: Hearing, until: date, *, reason: str, actor: User, scope: Scope, at: datetime) -> Hearing:
    """Give the person more time.

    Refuses when: the actor lacks the right or is the person (Refused); the day is not later than the
    present end or the reason is empty (InvalidInput); the hearing is closed (Conflict).
    Records: screening.hearing.extended.
    """
    require(may_hear(actor, scope, hearing))
    _given(reason, "reason", "Give the reason; it goes on record.")
    with transaction.atomic():
        locked = _open(hearing)
        if until <= max(locked.ends_on, timezone.localdate(at)):
            problem = f"More time means a day after {locked.ends_on:%-d %B %Y} and after today."
            raise InvalidInput(problem, fields={"until": problem})
        Hearing.objects.filter(pk=locked.pk).update(extended_to=until)
        _record(locked, "extended", actor=actor.reference, at=at, until=until, reason=reason.strip())
    hearing.refresh_from_db()
    return hearing


def answer_by_link(
    hearing: Hearing, text: str, *, is_complete: bool, at: datetime, upload: File[bytes] | None = None
) -> Observation:
    """Keep what the person wrote, with a paper if there is one; the door has proved link and birth date.

    Refuses when: there is no text or the file is none that may be kept (InvalidInput); the hearing is closed
    or not served (Conflict).
    Records: screening.hearing.answered, screening.document.kept for a paper, and when the person has said
    everything screening.hearing.closed.
    """
    return _answer(hearing, text, is_complete=is_complete, by=PERSON, at=at, upload=upload)


def take_down(
    hearing: Hearing, text: str, *, is_complete: bool, actor: User, scope: Scope, at: datetime
) -> Observation:
    """Keep what the person said or wrote on paper. Refuses and records as `answer_by_link` does.

    Also refuses when: the actor lacks the right or is the person (Refused).
    """
    require(may_hear(actor, scope, hearing))
    return _answer(hearing, text, is_complete=is_complete, by=actor.reference, at=at)


def close_by_clock(hearing: Hearing, *, at: datetime) -> Hearing:
    """End a hearing whose last day has passed; the case goes back to its officers, and nothing is decided.

    Refuses when: the notice was never served or the clock still runs (Conflict).
    Records: screening.hearing.closed. Safe to repeat because: a closed hearing is left alone.
    """
    with transaction.atomic():
        locked = _locked(hearing)
        if locked.state_word is HearingState.OPEN:
            if locked.served_at is None:
                raise Conflict("The notice was not served yet, so the clock does not run.")
            if timezone.localdate(at) <= locked.ends_on:
                raise Conflict(f"The person may answer until {locked.ends_on:%-d %B %Y}.")
            _close(locked, actor=SYSTEM, at=at)
    hearing.refresh_from_db()
    return hearing


def close_due(*, at: datetime) -> int:
    """Close every hearing whose last day has passed, as `close_by_clock` does. Returns how many."""
    overdue = overdue_hearings(at=at)
    closed = 0
    for hearing in overdue:
        try:
            closed += close_by_clock(hearing, at=at).state_word is not HearingState.OPEN
        except Conflict:
            continue  # the person answered, or gave the case up, at this moment
    return closed


def _answer(
    hearing: Hearing,
    text: str,
    *,
    is_complete: bool,
    by: str,
    at: datetime,
    upload: File[bytes] | None = None,
) -> Observation:
    _given(text, "text", gettext_noop("Write the answer."))
    with transaction.atomic():
        locked = _open(hearing)
        if locked.served_at is None:
            raise Conflict("The notice was not served yet; the person cannot have answered it.")
        kept = _paper(locked, upload, by=by, at=at) if upload else None
        observation = Observation.objects.create(
            hearing=locked, text=text.strip(), document=kept, by=by, at=at
        )
        _record(locked, "answered", actor=by, at=at)
        if is_complete:
            _close(locked, actor=by, at=at)
    hearing.refresh_from_db()
    return observation


def _paper(hearing: Hearing, upload: File[bytes], *, by: str, at: datetime) -> Document:
    title = "Handed in with an answer to the notice"
    return document.keep(hearing.application, DocumentKind.COURT, upload, title=title, uploaded_by=by, at=at)


def _close(hearing: Hearing, *, actor: str, at: datetime) -> None:
    state = HearingState.HEARD if hearing.observations.exists() else HearingState.NO_REPLY
    changed = Hearing.objects.filter(pk=hearing.pk, state=HearingState.OPEN.value).update(
        state=state.value, closed_at=at, closed_by=actor
    )
    if changed != 1:
        raise Conflict("The hearing was closed meanwhile.")
    step.take(hearing.application, ApplicationEvent.CLOSE_HEARING)
    _record(hearing, "closed", actor=actor, at=at, result=state.label.lower())


def _locked(hearing: Hearing) -> Hearing:
    """The hearing as it stands now; the case is locked first, as everywhere."""
    application = step.locked(hearing.application)
    locked = (
        Hearing.objects.select_for_update(of=("self",))
        .select_related("decision__assessment__policy")
        .get(pk=hearing.pk)
    )
    locked.application = application
    return locked


def _open(hearing: Hearing) -> Hearing:
    locked = _locked(hearing)
    if locked.state_word is not HearingState.OPEN:
        raise Conflict("The hearing is closed.")
    return locked


def _clock_end(decision: Decision, at: datetime) -> date:
    """The last day to answer, by the policy that the findings come from."""
    return policy.parsed(decision.assessment.policy).clock(CLOCK).due(timezone.localdate(at))


def _given(text: str, field: str, problem: str) -> None:
    if not text.strip():
        raise InvalidInput(problem, fields={field: problem})


def _record(hearing: Hearing, verb: str, *, actor: str, at: datetime, **body: object) -> None:
    record.append(
        f"screening.hearing.{verb}",
        actor=actor,
        at=at,
        subject=hearing.application.reference,
        port=hearing.application.port.locode,
        **body,
    )
