"""Takes applications through their first steps: submit, assign, note, withdraw."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import User
from accounts.selectors.scope import scope_of
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput, require
from portsec.kernel.scope import Scope
from screening.enums import ApplicationKind, ApplicationState, PersonCategory
from screening.models import Application, Note, Person, Post
from screening.permissions import may_enter, may_work_on
from screening.services import check, policy, step
from screening.services import person as people
from screening.transitions import ApplicationEvent

CASE_DAYS = (
    28  # calendar days from entry to decision; the port's own promise, shorter than Bremen's two months
)
# `services.sponsorship` and `services.expert` enter these.
ENTERED_WITH_TERMS = frozenset({PersonCategory.CONTRACTOR, PersonCategory.FOREIGN_EXPERT})
URGENT_DAYS = 7  # a reassessment holds up somebody's work


def submit(
    person: Person,
    post: Post,
    *,
    actor: User,
    scope: Scope,
    at: datetime,
    declared_convictions: bool | None = None,
    declared_history: bool = False,
    kind: ApplicationKind = ApplicationKind.INITIAL,
) -> Application:
    """Enter an application and ask for the checks that its post needs.

    Refuses when: the actor may not enter applications for this person (Refused); person and post
    belong to different ports, or the person comes on terms of their own (InvalidInput); an application for
    the post is open already (Conflict).
    Records: screening.application.submitted, screening.check.requested for each check.
    Wakes: the watchlist check's job.
    """
    require(may_enter(scope, port_id=person.port_id, organisation_id=person.organisation_id))
    _expect_no_terms(person)
    return open_case(
        person,
        post,
        kind=kind,
        actor=actor.reference,
        at=at,
        declared_convictions=declared_convictions,
        declared_history=declared_history,
    )


@transaction.atomic
def open_case(
    person: Person,
    post: Post,
    *,
    kind: ApplicationKind,
    actor: str,
    at: datetime,
    declared_convictions: bool | None = None,
    declared_history: bool = False,
    ground: str = "",
    source: str = "",
    start: ApplicationState = ApplicationState.RECEIVED,
) -> Application:
    """Make the case; for commands that have judged the right themselves.

    With the usual `start` everything is known from paper and the checks are asked for at once; a case that
    starts in `sponsoring` waits for sponsors and for the person's own part.
    """
    if person.port_id != post.port_id:
        problem = "Choose a post of this port."
        raise InvalidInput("The post belongs to another port.", fields={"post": problem})
    # Held first, as whoever acts on the person's clearance does: a reassessment at this moment waits.
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    urgent = kind is ApplicationKind.REASSESSMENT
    today = timezone.localdate(at)
    try:
        with transaction.atomic():
            application = Application.objects.create(
                ref=_next_ref(at),
                port=person.port,
                person=person,
                post=post,
                kind=kind.value,
                state=start.value,
                level=post.level,
                policy=policy.in_force_for(person.port, on=today),
                declared_convictions=declared_convictions,
                declared_history=declared_history,
                ground=ground,
                source=source,
                urgent=urgent,
                submitted_by=actor,
                submitted_at=at,
                due_on=today + timedelta(days=URGENT_DAYS if urgent else CASE_DAYS),
            )
    except IntegrityError:
        raise Conflict(f"An application of {person.full_name} for {post.name} is open already.") from None
    level = post.level_word.label.lower()
    _record(application, "submitted", actor=actor, at=at, kind=kind.label, post=post.code, level=level)
    if not urgent and person.left_on is not None:
        people.change(person, actor=actor, at=at, left_on=None)
    if start is ApplicationState.RECEIVED:
        check.request_all(application, actor=actor, at=at)
    return application


@transaction.atomic
def assign(application: Application, owner: User, *, actor: User, scope: Scope, at: datetime) -> None:
    """Give a case to an officer.

    Refuses when: the actor (Refused) or the owner (InvalidInput) does not work on cases there or is the
    person.
    Records: screening.application.assigned.
    Safe to repeat because: the same owner again changes nothing.
    """
    require(may_work_on(actor, scope, application))
    owning = may_work_on(owner, scope_of(owner), application)
    if not owning.allowed:
        raise InvalidInput(f"{owner} may not work on this case.", fields={"owner": "Choose another officer."})
    changed = Application.objects.filter(pk=application.pk).exclude(owner=owner).update(owner=owner)
    if changed:
        _record(application, "assigned", actor=actor.reference, at=at, owner=owner.username)


@transaction.atomic
def add_note(application: Application, text: str, *, actor: User, scope: Scope, at: datetime) -> Note:
    """Keep a note for colleagues.

    Refuses when: the actor does not work on cases there or is the person (Refused); it is empty
    (InvalidInput).
    Records: screening.application.noted, without its words.
    """
    require(may_work_on(actor, scope, application))
    if not text.strip():
        raise InvalidInput("Write something first.", fields={"text": "Write something first."})
    note = Note.objects.create(application=application, author=actor, at=at, text=text.strip())
    _record(application, "noted", actor=actor.reference, at=at, note=f"note:{note.pk}")
    return note


@transaction.atomic
def withdraw(application: Application, *, reason: str, actor: User, scope: Scope, at: datetime) -> None:
    """Close a case because the person gave it up.

    Refuses when: the actor may not enter applications for this person (Refused); it is decided already or
    a reassessment (Conflict); the reason is empty (InvalidInput).
    Records: screening.application.withdrawn.
    """
    require(may_enter(scope, port_id=application.port_id, organisation_id=application.person.organisation_id))
    if application.kind == ApplicationKind.REASSESSMENT.value:
        raise Conflict("A reassessment is not the person's to withdraw; it ends with a decision.")
    if not reason.strip():
        raise InvalidInput("Give a reason.", fields={"reason": "Give a reason."})
    step.close(application, ApplicationEvent.WITHDRAW, at=at)
    _record(application, "withdrawn", actor=actor.reference, at=at, reason=reason.strip())


def _expect_no_terms(person: Person) -> None:
    """Who comes on a contract or an assignment is entered with its terms."""
    category = PersonCategory(person.category)
    if category in ENTERED_WITH_TERMS:
        problem = f"{person.full_name} is registered as {category.label.lower()}: enter the terms too."
        raise InvalidInput(problem, fields={"category": problem})


def _record(application: Application, verb: str, *, actor: str, at: datetime, **body: object) -> None:
    record.append(
        f"screening.application.{verb}",
        actor=actor,
        at=at,
        subject=application.reference,
        port=application.port.locode,
        **body,
    )


def _next_ref(at: datetime) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('screening_application_number')")
        return f"SA-{at.year}-{cursor.fetchone()[0]:05d}"
