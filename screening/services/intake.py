"""Takes in applications of people whom the port does not know yet."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from portsec.kernel.errors import require
from portsec.kernel.scope import Scope
from screening.models import Application, Post
from screening.permissions import may_enter
from screening.services import application as applications
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
