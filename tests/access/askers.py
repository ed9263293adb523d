"""People with an account and a clearance, who ask for access, hold it and use it."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from access.asking.words import AccessRequestState
from access.enums import DataAction, DataResult, FieldClass
from access.granting.terms import Asked
from access.models import AccessRequest, DataEvent, Grant
from access.services import access_request, grant
from access.services.access_request import Wanted
from accounts.models import User
from accounts.roles import Role
from screening.enums import ClearanceLevel
from screening.models import Person
from tests.access.holders import make_cleared
from tests.people import Actor, make_actor
from tests.scenario import OTHER_CONTAINER, Scenario

PURPOSE = "Asked by the shipper where the container stands."


def make_clerk(
    made: Scenario,
    name: str,
    *,
    at: datetime,
    held: Role | None = None,
    level: ClearanceLevel = ClearanceLevel.ENHANCED,
    peer_group: str = "clerks",
) -> Actor:
    """An account of somebody who is cleared in depth."""
    someone = make_cleared(made, name.title(), at=at, level=level)
    Person.objects.filter(pk=someone.pk).update(peer_group=peer_group)
    clerk = make_actor(name, held, made.port, at=at, organisation=made.post.organisation)
    User.objects.filter(pk=clerk.user.pk).update(person_ref=someone.ref)
    clerk.user.refresh_from_db()
    return clerk


def second_account(actor: Actor, held: Role, made: Scenario, *, at: datetime) -> Actor:
    """Another account of the same person."""
    other = make_actor(f"{actor.user.username}-2", held, made.port, at=at)
    User.objects.filter(pk=other.user.pk).update(person_ref=actor.user.person_ref)
    other.user.refresh_from_db()
    return other


def wanted(at: datetime, field_class: FieldClass = FieldClass.S2, **other: Any) -> Wanted:
    given: dict[str, Any] = {
        "object_ref": OTHER_CONTAINER,
        "field_class": field_class,
        "purpose": PURPOSE,
        "wanted_until": at + timedelta(days=5),
        "case_ref": "T-7",
    }
    return Wanted(**given | other)


def ask(
    made: Scenario, actor: Actor, at: datetime, field_class: FieldClass = FieldClass.S2, **other: Any
) -> AccessRequest:
    asked = access_request.ask(made.port, wanted(at, field_class, **other), **actor.acts(at))
    assert asked.state == AccessRequestState.ASKED.value
    return asked


def give(
    made: Scenario,
    actor: Actor,
    at: datetime,
    field_class: FieldClass = FieldClass.S2,
    object_ref: str = OTHER_CONTAINER,
    *,
    days: int = 20,
) -> Grant:
    """What two hands or one have found to be right."""
    return grant.keep(
        made.port,
        Asked(
            account=actor.user.username,
            object_type="container",
            object_ref=object_ref,
            field_class=field_class,
            purpose=PURPOSE,
            valid_from=at,
            valid_until=at + timedelta(days=days),
            case_ref="T-7",
        ),
        by=made.cast.dora.reference,
        at=at,
    )


def looked_up(
    made: Scenario,
    account: str,
    at: datetime,
    *,
    field_class: FieldClass = FieldClass.S1,
    times: int = 1,
    rests_on: Grant | None = None,
    object_ref: str = OTHER_CONTAINER,
) -> None:
    """What the log says of look-ups that were shown."""
    DataEvent.objects.bulk_create(
        DataEvent(
            id=uuid.uuid4(),
            port=made.port,
            source="test",
            code=str(uuid.uuid4()),
            at=at,
            received_at=at,
            account=account,
            action=DataAction.READ.value,
            object_type="container",
            object_ref=object_ref,
            field_class=field_class.value,
            result=DataResult.OK.value,
            explanation="G" if rests_on else "E1",
            explanation_ref=rests_on.reference if rests_on else "W-1",
        )
        for _ in range(times)
    )
