"""Makes letters from what the case says, keeps them as they were sent, gives them out for a reason."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from datetime import datetime

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from accounts.models import User
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput, require
from portsec.kernel.scope import Scope
from screening.data_subject_permissions import may_read_letter
from screening.enums import Language
from screening.letters.render import render
from screening.letters.words import LetterKind
from screening.models import Application, Letter, OutcomeNotice
from screening.models.letter import new_number
from screening.selectors.letter import facts_for, language_of


@transaction.atomic
def issue(
    application: Application,
    kind: LetterKind,
    *,
    actor: str,
    at: datetime,
    language: Language | None = None,
) -> Letter:
    """Make and keep a letter; for commands that have judged the right themselves.

    The language is the person's own unless one is given.
    Refuses when: the case has nothing of the kind to tell (NotFound, Conflict).
    Records: screening.letter.issued with the letter's SHA-256.
    """
    chosen, number = language or language_of(application), new_number()
    facts = facts_for(application, kind, number, at=at)
    pdf = render(kind, chosen, facts)
    letter = Letter.objects.create(
        number=number,
        application=application,
        kind=kind.value,
        language=chosen.value,
        context=json.loads(json.dumps(asdict(facts), cls=DjangoJSONEncoder)),
        pdf=pdf,
        digest=hashlib.sha256(pdf).hexdigest(),
        issued_at=at,
        issued_by=actor,
    )
    record.append(
        "screening.letter.issued",
        actor=actor,
        at=at,
        subject=application.reference,
        port=application.port.locode,
        letter=letter.number,
        kind=kind.label,
        language=chosen.value,
        digest=letter.digest,
    )
    return letter


def tell_decision(application: Application, *, actor: str, at: datetime) -> None:
    """Send what follows a decision, in its transaction: the person's letter, and the employer's outcome.

    The employer's is sent only where the employer is told at all.
    """
    issue(application, LetterKind.DECISION, actor=actor, at=at)
    told = OutcomeNotice.objects.filter(application=application, at=at, organisation__isnull=False)
    if told.exists():
        issue(application, LetterKind.EMPLOYER_OUTCOME, actor=actor, at=at)


@transaction.atomic
def open_letter(letter: Letter, *, reason: str, actor: User, scope: Scope, at: datetime) -> bytes:
    """The letter as it was sent, for a reason that goes on record.

    Refuses when: the actor may not read it or is the person (Refused); the reason is empty (InvalidInput);
    it is erased, or is no longer what was sent (Conflict).
    Records: screening.letter.read.
    """
    require(may_read_letter(actor, scope, letter))
    if not reason.strip():
        raise InvalidInput("Say why you open it.", fields={"reason": "Say why you open it."})
    pdf = bytes(letter.pdf)
    if letter.erased_at is not None:
        raise Conflict("The letter is erased; its number and digest are what is left.")
    if hashlib.sha256(pdf).hexdigest() != letter.digest:
        raise Conflict("The stored letter is not the one that was sent: its digest differs.")
    record.append(
        "screening.letter.read",
        actor=actor.reference,
        at=at,
        subject=letter.application.reference,
        port=letter.application.port.locode,
        letter=letter.number,
        reason=reason.strip(),
    )
    return pdf
