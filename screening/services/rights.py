"""Takes what a person asks about their own data from arrival to answer, within one month.

One officer proposes the answer, another confirms it. The clock is Regulation (EU) 2016/679 Art. 12(3).
"""

from __future__ import annotations

import hashlib
import unicodedata
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput, require
from portsec.kernel.scope import Scope
from portsec.kernel.steps import next_state
from screening.data_subject_permissions import may_confirm_answer, may_handle_rights
from screening.enums import IdentityProof, RightKind, RightState
from screening.models import Application, Person, RightsRequest
from screening.services import right_effect
from screening.suitability.windows import add_months
from screening.transitions import RIGHT, RightEvent

MONTHS = 1


@transaction.atomic
def receive(
    person: Person,
    kind: RightKind,
    *,
    text: str,
    actor: User,
    scope: Scope,
    at: datetime,
    application: Application | None = None,
    field: str = "",
    old_value: str = "",
    new_value: str = "",
    evidence: str = "",
) -> RightsRequest:
    """Enter what a person asks. The month runs from now.

    Refuses when: the actor lacks the right or is the person (Refused); nothing is said, the case is
    another's, or a correction names no field or no value (InvalidInput); the person is nameless already
    (Conflict).
    Records: screening.rights.received.
    """
    require(may_handle_rights(actor, scope, person))
    if person.erased_at is not None:
        raise Conflict("Nothing is held about this person any more.")
    if application is not None and application.person_id != person.pk:
        raise InvalidInput(
            "The case is another person's.", fields={"application": "Choose a case of theirs."}
        )
    problems = {} if text.strip() else {"text": "Write what the person asks, in their words."}
    if kind is RightKind.CORRECTION:
        problems |= right_effect.correction_problems(field, new_value)
    if problems:
        raise InvalidInput(" ".join(problems.values()), fields=problems)
    request = RightsRequest.objects.create(
        person=person,
        application=application,
        kind=kind.value,
        text=text.strip(),
        field=field if kind is RightKind.CORRECTION else "",
        old_value=old_value.strip(),
        new_value=unicodedata.normalize("NFC", new_value.strip()),
        evidence=evidence.strip(),
        asked_at=at,
        entered_by=actor,
        due_on=due_on(at),
    )
    _record(request, "received", actor=actor, at=at, right=kind.label, due_on=request.due_on)
    return request


def due_on(at: datetime) -> date:
    """The last day for an answer: one month after it arrived."""
    return add_months(timezone.localdate(at), MONTHS)


@transaction.atomic
def identify(
    request: RightsRequest, proof: IdentityProof, *, actor: User, scope: Scope, at: datetime
) -> None:
    """Say how it was made sure that the asker is the person. From now a contest stops decisions.

    Refuses when: the actor lacks the right or is the person (Refused); it is confirmed already (Conflict).
    Records: screening.rights.identified.
    """
    require(may_handle_rights(actor, scope, request.person))
    _take(
        request,
        RightEvent.IDENTIFY,
        identity_proof=proof.value,
        identified_by=actor,
        identified_at=at,
    )
    _record(request, "identified", actor=actor, at=at, proof=proof.label.lower())


@transaction.atomic
def propose(
    request: RightsRequest, *, grants: bool, answer: str, actor: User, scope: Scope, at: datetime
) -> None:
    """Propose the answer.

    Refuses when: the actor lacks the right or is the person (Refused); the answer is empty (InvalidInput);
    the identity is not confirmed or an answer waits already (Conflict).
    Records: screening.rights.proposed.
    """
    require(may_handle_rights(actor, scope, request.person))
    if not answer.strip():
        raise InvalidInput("Write the answer.", fields={"answer": "Write the answer that the person gets."})
    _take(
        request,
        RightEvent.PROPOSE,
        grants=grants,
        answer=answer.strip(),
        proposed_by=actor,
        proposed_at=at,
    )
    _record(request, "proposed", actor=actor, at=at, outcome="granted" if grants else "refused")


@transaction.atomic
def confirm(request: RightsRequest, *, actor: User, scope: Scope, at: datetime) -> None:
    """Confirm a proposed answer. What was granted takes effect at once.

    Refuses when: the actor proposed it, lacks the right or is the person (Refused); no answer waits, or
    what was granted cannot be done now (Conflict).
    Records: screening.rights.answered, and what the effect records.
    """
    require(may_confirm_answer(actor, scope, request))
    if request.grants is None:
        raise Conflict("An answer is proposed first.")
    event = RightEvent.GRANT if request.grants else RightEvent.REFUSE
    _take(request, event, decided_by=actor, decided_at=at)
    outcome = request.state_word.label.lower()
    _record(request, "answered", actor=actor, at=at, right=request.kind_word.label, outcome=outcome)
    if request.grants:
        right_effect.carry_out(request, actor=actor, scope=scope, at=at)


@transaction.atomic
def return_to_officer(request: RightsRequest, *, actor: User, scope: Scope, at: datetime) -> None:
    """Do not confirm: the case officer proposes another answer. Refuses as `confirm` does.

    Records: screening.rights.returned.
    """
    require(may_confirm_answer(actor, scope, request))
    _take(request, RightEvent.RETURN, grants=None, answer="", proposed_by=None, proposed_at=None)
    _record(request, "returned", actor=actor, at=at)


@transaction.atomic
def withdraw(request: RightsRequest, *, actor: User, scope: Scope, at: datetime) -> None:
    """The person no longer asks.

    Refuses when: the actor lacks the right or is the person (Refused); it is answered (Conflict).
    Records: screening.rights.withdrawn.
    """
    require(may_handle_rights(actor, scope, request.person))
    _take(request, RightEvent.WITHDRAW)
    _record(request, "withdrawn", actor=actor, at=at)


@transaction.atomic
def lift(request: RightsRequest, *, actor: User, scope: Scope, at: datetime) -> None:
    """Lift a granted restriction; the person is told before (Art. 18(3)).

    Refuses when: the actor proposed it, does not confirm there or is the person (Refused); it is no
    restriction that stands (Conflict).
    Records: screening.rights.lifted.
    """
    require(may_confirm_answer(actor, scope, request))
    if request.kind_word is not RightKind.RESTRICTION:
        raise Conflict("Only a restriction can be lifted.")
    _take(request, RightEvent.LIFT, lifted_at=at)
    _record(request, "lifted", actor=actor, at=at)


@transaction.atomic
def hand_over(
    request: RightsRequest, content: bytes, *, form: str, actor: User, scope: Scope, at: datetime
) -> None:
    """Record that the own file was given out: in which form, and the SHA-256 of what was given.

    Refuses when: the actor lacks the right or is the person (Refused); access was not granted (Conflict).
    Records: screening.rights.file_given.
    """
    check_file_may_be_given(request, actor=actor, scope=scope)
    digest = hashlib.sha256(content).hexdigest()
    _record(request, "file_given", actor=actor, at=at, form=form, digest=digest)


def check_file_may_be_given(request: RightsRequest, *, actor: User, scope: Scope) -> None:
    """Raises Refused or Conflict unless access was granted and the actor hands files over."""
    require(may_handle_rights(actor, scope, request.person))
    if request.kind_word is not RightKind.ACCESS or request.state_word is not RightState.GRANTED:
        raise Conflict("Access to the own file is granted first.")


def _take(request: RightsRequest, event: RightEvent, **changes: object) -> RightState:
    old = request.state_word
    new = next_state(RIGHT, old, event)
    changed = RightsRequest.objects.filter(pk=request.pk, state=old.value).update(state=new.value, **changes)
    if changed != 1:
        raise Conflict("Another officer handled this request meanwhile; look again.")
    request.refresh_from_db()
    return new


def _record(request: RightsRequest, verb: str, *, actor: User, at: datetime, **body: object) -> None:
    record.append(
        f"screening.rights.{verb}",
        actor=actor.reference,
        at=at,
        subject=request.person.reference,
        port=request.person.port.locode,
        request=request.ref,
        **body,
    )
