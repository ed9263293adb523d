"""Notes a ground that an authority holds and that may not be told: where it is, and its essence."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import User
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput, require
from portsec.kernel.scope import Scope
from screening.data_subject_permissions import may_know_secret_pointer
from screening.models import Application, SecretGround
from screening.selectors.application import OPEN_STATES

ASKED = {
    "authority": "Name the authority that holds the ground.",
    "reference": "Give the authority's reference.",
    "held_at": "Say where a court finds it.",
    "legal_ground": "Name the law by which no more may be told.",
    "essence": "Write the essence of the ground; the person must be able to answer it.",
}
SHORTEST_ESSENCE = 20  # characters; "security reasons" is no essence


@transaction.atomic
def enter(
    application: Application, *, actor: User, scope: Scope, at: datetime, **pointer: str
) -> SecretGround:
    """Note a secret ground by its pointer. `pointer`: the keys of `ASKED`; the ground itself is not taken.

    Refuses when: the actor does not countersign there or is the person (Refused); a part is empty or the
    essence says nothing (InvalidInput); the case is closed (Conflict).
    Records: screening.secret_ground.entered, without any of its words.
    """
    require(may_know_secret_pointer(actor, scope, application))
    given = {name: pointer.get(name, "").strip() for name in ASKED}
    problems = {name: ASKED[name] for name, value in given.items() if not value}
    if 0 < len(given["essence"]) < SHORTEST_ESSENCE:
        problems["essence"] = ASKED["essence"]
    if problems:
        raise InvalidInput(" ".join(problems.values()), fields=problems)
    if application.state not in OPEN_STATES:
        raise Conflict("The case is closed; a ground that comes now belongs to a reassessment.")
    ground = SecretGround.objects.create(application=application, entered_by=actor, entered_at=at, **given)
    _record(ground, "entered", actor=actor, at=at)
    return ground


@transaction.atomic
def retract(ground: SecretGround, *, actor: User, scope: Scope, at: datetime) -> None:
    """Say that a ground no longer counts; it is no longer told.

    Refuses when: the actor does not countersign there or is the person (Refused); it is retracted already
    (Conflict).
    Records: screening.secret_ground.retracted.
    """
    require(may_know_secret_pointer(actor, scope, ground.application))
    if not SecretGround.objects.filter(pk=ground.pk, retracted_at__isnull=True).update(retracted_at=at):
        raise Conflict("This ground is retracted already.")
    _record(ground, "retracted", actor=actor, at=at)


def _record(ground: SecretGround, verb: str, *, actor: User, at: datetime) -> None:
    record.append(
        f"screening.secret_ground.{verb}",
        actor=actor.reference,
        at=at,
        subject=ground.application.reference,
        port=ground.application.port.locode,
        ground=f"secret_ground:{ground.pk}",
    )
