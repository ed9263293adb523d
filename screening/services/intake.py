"""Takes in applications of people whom the port does not know yet."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from portsec.kernel.errors import require
from portsec.kernel.scope import Scope
from screening.models import Application, Post
from screening.permissions import may_enter
from screening.services import application as applications
from screening.services import need
from screening.services import person as people


@transaction.atomic
def enter(
    post: Post,
    details: dict[str, Any],
    *,
    actor: User,
    scope: Scope,
    at: datetime,
    declared_convictions: bool | None = None,
    declared_history: bool = False,
) -> Application:
    """Register a person at the post's port and enter their application, both or neither.

    `details` are the arguments of `person.register`, `organisation` among them.
    Refuses when: the actor may not enter applications for this organisation's people (Refused), and as
    `person.register` and `application.submit` do.
    Records: screening.person.registered and what entering an application records.
    """
    organisation = details.get("organisation")
    require(
        may_enter(
            scope, port_id=post.port_id, organisation_id=organisation.pk if organisation is not None else None
        )
    )
    person = people.register(port=post.port, actor=actor.reference, at=at, **details)
    return applications.submit(
        person,
        post,
        actor=actor,
        scope=scope,
        at=at,
        declared_convictions=declared_convictions,
        declared_history=declared_history,
    )


@transaction.atomic
def declare_need(
    post: Post,
    details: dict[str, Any],
    *,
    reason: str,
    since: date,
    until: date | None,
    language: str,
    actor: User,
    scope: Scope,
    at: datetime,
) -> need.Declared:
    """Register a person at the post's port and declare why they need access, both or neither.

    `details` are the arguments of `person.register`, `organisation` among them.
    Refuses when: as `enter` for the right; as `person.register` and `need.declare` do.
    Records: screening.person.registered and what declaring a need records.
    """
    organisation = details.get("organisation")
    require(
        may_enter(
            scope, port_id=post.port_id, organisation_id=organisation.pk if organisation is not None else None
        )
    )
    person = people.register(port=post.port, actor=actor.reference, at=at, **details)
    return need.declare(
        person,
        post,
        reason=reason,
        since=since,
        until=until,
        language=language,
        actor=actor,
        scope=scope,
        at=at,
    )
