"""Opens reassessments: the way back in, when something about a cleared person needs a fresh look."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import Port, User
from ledger.services import record
from portsec.kernel.errors import InvalidInput, require
from portsec.kernel.scope import Scope
from screening.enums import ApplicationKind, ClearanceState
from screening.models import Application, Clearance, Person, Post
from screening.permissions import may_suspend
from screening.selectors import application as selectors
from screening.selectors.clearance import current_clearance, hold_clearances
from screening.services import application as applications
from screening.services import clearance as clearances
from screening.services import post as posts
from screening.transitions import ClearanceEvent

UNSPECIFIED = "unspecified"  # code of the post that stands in where a port's data names none


@transaction.atomic
def open_reassessment(
    person: Person, *, source: str, reason: str, suspend: bool, actor: str, at: datetime
) -> Application:
    """Open a reassessment and, as the interim measure, suspend the clearance.

    The suspension has a last day (the policy's clock) and ends by itself unless the case is decided before or
    a second officer prolongs it once.
    The caller has judged the right: this is called in the transaction of the deed that leads here.
    Refuses when: the reason is empty or the person never had a post (InvalidInput).
    Records: screening.reassessment.opened and what opening a case and suspending record.
    Safe to repeat because: an open reassessment of the person is returned as it is.
    """
    if not reason.strip():
        raise InvalidInput("A reassessment needs a reason.", fields={"reason": "Give the reason."})
    hold_clearances(person)
    application = selectors.open_reassessment(person) or applications.open_case(
        person,
        _post_of(person, at),
        kind=ApplicationKind.REASSESSMENT,
        actor=actor,
        at=at,
        ground=reason.strip(),
        source=source,
    )
    held = current_clearance(person.pk, at=at)
    suspended = suspend and _suspend(held, application, actor=actor, at=at)
    record.append(
        "screening.reassessment.opened",
        actor=actor,
        at=at,
        subject=person.reference,
        port=person.port.locode,
        source=source,
        interim="clearance suspended" if suspended else "no interim measure",
        reason=reason.strip(),
    )
    return application


def _suspend(held: Clearance | None, application: Application, *, actor: str, at: datetime) -> bool:
    if held is None or held.state_word is not ClearanceState.GRANTED:
        return False
    reason = f"Interim measure while {application.ref} is open."
    clearances.change(held, ClearanceEvent.SUSPEND, actor=actor, reason=reason, at=at)
    return True


def start(
    person: Person, *, reason: str, suspend: bool, actor: User, scope: Scope, at: datetime
) -> Application:
    """Open a reassessment by an officer's own judgement, with the clearance suspended meanwhile if need be.

    Refuses when: the actor may not suspend clearances or is the person (Refused); the reason is empty
    (InvalidInput). Records: as `open_reassessment`.
    """
    require(may_suspend(actor, scope, person))
    return open_reassessment(person, source="", reason=reason, suspend=suspend, actor=actor.reference, at=at)


def _post_of(person: Person, at: datetime) -> Post:
    """The post of the latest application; for an imported person the first post of their employer."""
    latest = person.applications.select_related("post").order_by("-submitted_at").first()
    if latest is not None:
        return latest.post
    of_employer = Post.objects.filter(port=person.port, organisation=person.organisation).first()
    return of_employer or _unspecified_post(person.port, at)


def _unspecified_post(port: Port, at: datetime) -> Post:
    """Stands in where a port's data names a cleared person but no post; assessed at the deepest level."""
    posts.define(
        port=port,
        code=UNSPECIFIED,
        name="Post not specified",
        organisation=None,
        areas=(),
        field_classes=(),
        risk=3,
        reason="The imported data names no post; assessed as if it were critical.",
        at=at,
    )
    return Post.objects.get(port=port, code=UNSPECIFIED)
