"""Says what a look-up would be answered, without making one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.db import transaction

from access.enums import DataAction, FieldClass
from access.gate.isps import IspsLevel
from access.look_up_facts.asked import Asked
from access.need_to_know.decide import LookUpDecision, decide
from access.need_to_know.facts import LookUpFacts
from access.permissions.look_up import may_simulate
from access.selectors.look_up import gathered
from accounts.models import Port, User
from ledger.services import record
from portsec.kernel.errors import require
from portsec.kernel.scope import Scope


@dataclass(frozen=True, slots=True)
class Simulation:
    """One question. `moment` is when the look-up would be made; `level`, the port's ISPS level as if so."""

    subject_type: str
    subject: str
    action: DataAction
    field_class: FieldClass
    object_type: str
    object: str
    moment: datetime
    purpose: str = ""
    work_ref: str = ""
    level: IspsLevel | None = None


@dataclass(frozen=True, slots=True)
class Simulated:
    """The answer, and the facts that it was given on."""

    facts: LookUpFacts
    decision: LookUpDecision


@transaction.atomic
def simulate(port: Port, question: Simulation, *, actor: User, scope: Scope, at: datetime) -> Simulated:
    """Decide a look-up that nobody makes, by the same facts and the same rule.

    Refuses when: the caller does not see look-ups at the port (Refused).
    Records: access.look_up.simulated, because whoever tries the rule learns what others can see. It is no
    look-up: no event is kept, and detection is not woken.
    """
    require(may_simulate(scope, port.pk))
    facts = gathered(
        Asked(
            port=port.pk,
            at=question.moment,
            zone=settings.ZONE,
            subject_type=question.subject_type,
            subject=question.subject,
            object=question.object,
            object_type=question.object_type,
            action=question.action,
            field_class=question.field_class,
            purpose=question.purpose,
            work_ref=question.work_ref,
        )
    ).facts
    if question.level is not None:
        facts = replace(facts, isps_level=question.level)
    decision = decide(facts)
    record.append(
        "access.look_up.simulated",
        actor=actor.reference,
        at=at,
        subject=f"{question.object_type}:{question.object}",
        port=port.locode,
        account=f"{question.subject_type}:{question.subject}",
        action=question.action.label.lower(),
        object=question.object,
        field_class=facts.protection.value,
        moment=question.moment,
        answer="would be shown" if decision.verdict.allowed else "would be refused",
    )
    return Simulated(facts, decision)
