"""Reminds of clearances that end, and starts their renewal."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Port, User
from ledger.services import job, record
from portsec.kernel.errors import Conflict, require
from portsec.kernel.scope import Scope
from screening.enums import ApplicationKind, PersonCategory
from screening.kinds.renewal import step_reached
from screening.models import Clearance, Person, Post, RenewalPrompt
from screening.permissions import may_enter
from screening.selectors.renewal import ending_clearances, is_being_renewed
from screening.services import need

PROMPT_JOB = "screening.renewal_prompt"
# Their applications rest on terms that end with the clearance; they are entered anew on their own pages.
ENTERED_ANEW = frozenset({PersonCategory.CONTRACTOR, PersonCategory.FOREIGN_EXPERT})


def ask_prompts(port: Port, *, at: datetime) -> int:
    """Ask for the reminders that are due at a port; done by a worker each day. Returns how many were asked.

    Wakes: one job for each clearance and step.
    Safe to repeat because: each clearance has one slot for each step. After days without a worker the step
    that has been reached meanwhile is asked for, so nothing is missed.
    """
    today = timezone.localdate(at)
    asked = 0
    for clearance in ending_clearances(port.pk, at=at):
        step = step_reached(clearance.valid_until, today)
        if step is not None and not any(prompt.step == step for prompt in clearance.renewal_prompts.all()):
            job.request(
                PROMPT_JOB,
                f"clearance:{clearance.pk}",
                slot=str(step),
                actor="system:screening",
                at=at,
                port=port.locode,
            )
            asked += 1
    return asked


@transaction.atomic
def prompt(clearance: Clearance, step: int, *, at: datetime) -> RenewalPrompt:
    """Remind officer and employer; done by a worker.

    Records: screening.renewal.prompted.
    Safe to repeat because: clearance and step are unique together.
    """
    prompt, is_new = RenewalPrompt.objects.get_or_create(
        clearance=clearance, step=step, defaults={"opened_at": at}
    )
    if is_new:
        record.append(
            "screening.renewal.prompted",
            actor="system:screening",
            at=at,
            subject=clearance.person.reference,
            port=clearance.port.locode,
            ends_on=clearance.valid_until,
            days=step,
        )
    return prompt


@transaction.atomic
def start(clearance: Clearance, *, actor: User, scope: Scope, at: datetime) -> need.Declared:
    """Start the renewal of a clearance with what is known: the person, the post, the need.

    Refuses when: the actor may not enter applications for this person (Refused); a renewal is open already,
    the post is not known, or the person comes on a contract or an assignment, whose new terms must be entered
    (Conflict); as `need.declare` does.
    Records: screening.renewal.started, and what declaring a need records.
    """
    person = clearance.person
    require(may_enter(scope, port_id=person.port_id, organisation_id=person.organisation_id))
    if PersonCategory(person.category) in ENTERED_ANEW:
        raise Conflict("Enter the new contract or assignment; the renewal begins with it.")
    if is_being_renewed(person):
        raise Conflict("A renewal is open already.")
    declared = need.declare(
        person,
        post_of(clearance),
        reason=f"Renewal of the clearance that ends on {clearance.valid_until}: {_reason_before(person)}",
        since=timezone.localdate(at),
        until=None,
        kind=ApplicationKind.RENEWAL,
        actor=actor,
        scope=scope,
        at=at,
    )
    record.append(
        "screening.renewal.started",
        actor=actor.reference,
        at=at,
        subject=person.reference,
        port=person.port.locode,
        application=declared.application.ref,
    )
    return declared


def post_of(clearance: Clearance) -> Post:
    """The post that the clearance was granted for, or the latest one that the person applied for."""
    if clearance.decision is not None:
        return clearance.decision.application.post
    latest = clearance.person.applications.select_related("post").order_by("-submitted_at", "-pk").first()
    if latest is None:
        raise Conflict("The post is not known; enter a new application.")
    return latest.post


def _reason_before(person: Person) -> str:
    """Why the person needed access until now, in the words of then."""
    latest = (
        person.applications.exclude(need=None).select_related("need").order_by("-submitted_at", "-pk").first()
    )
    return latest.need.reason if latest else "the same work goes on."
