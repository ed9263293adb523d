"""The decision that every step of a release right asks for, in the words of those steps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from access.enums import DataAction, FieldClass
from access.models import CargoVisit
from access.need_to_know.obligations import SECOND_PERSON
from access.services import data_access
from access.services.data_record import LookUp
from accounts.models import User
from portsec.kernel.scope import Scope
from portsec.kernel.verdict import Verdict, deny

SYSTEM: Final = "portsec"  # what the log says where the step was taken


@dataclass(frozen=True, slots=True)
class Asked:
    """What the decision says of the step, and the look-up under which it stands in the log."""

    verdict: Verdict
    event: str


def ask(
    visit: CargoVisit,
    action: DataAction,
    *,
    field_class: FieldClass = FieldClass.S3,
    purpose: str,
    work_ref: str = "",
    account: str = "",
    actor: User,
    scope: Scope,
    at: datetime,
) -> Asked:
    """Decide and record, in the caller's transaction. `account` takes the step where a system tells it.

    A yes that asks for a second person is a no here: nobody stands beside who takes the step, and a grant by
    the data owner is the second hand. Refuses when: `data_access.answer` does (Refused).
    Records: access.look_up.shown or .refused.
    """
    look_up = LookUp(
        subject_type="account",
        subject_id=account or actor.username,
        action=action,
        field_class=field_class,
        object_ref=visit.container,
        purpose=purpose,
        work_ref=work_ref,
        system=SYSTEM,
    )
    answer = data_access.answer(visit.port, look_up, actor=actor.reference, scope=scope, at=at)
    verdict = answer.decision.verdict
    if verdict.allowed and SECOND_PERSON in verdict.obligations:
        verdict = deny(
            "second_person_needed", "At this security level a second person must agree: ask for a grant."
        )
    return Asked(verdict, str(answer.event.id))
