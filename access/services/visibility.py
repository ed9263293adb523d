"""Answers who could see a container, what somebody could see, and what they could do; and records the asking.

An answer is a list of people worth bribing, or of boxes worth asking them for, so the record says who asked.
What would be decided is no look-up, and no event of the log comes from it.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from access.enums import DataAction, FieldClass
from access.permissions.look_up import may_search
from access.selectors.visible_objects import Sees, open_acts, visible_objects
from access.selectors.visible_to import ACCOUNT, SeenBy, visible_to
from access.selectors.would_see import Asking, Foreseen, Sight
from ledger.services import record
from portsec.kernel.errors import require
from portsec.kernel.scope import Scope


@transaction.atomic
def who_sees(
    sight: Sight,
    container: str,
    subject_type: str,
    *,
    actor: str,
    scope: Scope,
    after: str = "",
    limit: int,
) -> SeenBy:
    """Accounts or people who would be shown this container now.

    Refuses when: the caller neither asks for decisions nor sees events at this port (Refused).
    Records: access.visibility.asked.
    """
    require(may_search(scope, sight.port.pk))
    found = visible_to(sight, container, subject_type, after=after, limit=limit)
    looked_for = "accounts" if subject_type == ACCOUNT else "people"
    subject = f"container:{container}"
    _record(sight, looked_for, subject, len(found.rows), not found.after, actor=actor)
    return found


@transaction.atomic
def what_is_seen(
    sight: Sight,
    subject_type: str,
    name: str,
    *,
    actor: str,
    scope: Scope,
    after: str = "",
    limit: int,
) -> Sees:
    """Containers that this account or person would be shown now.

    Refuses when: the caller neither asks for decisions nor sees events at this port (Refused).
    Records: access.visibility.asked.
    """
    require(may_search(scope, sight.port.pk))
    found = visible_objects(sight, subject_type, name, after=after, limit=limit)
    _record(sight, "containers", f"{subject_type}:{name}", len(found.rows), not found.after, actor=actor)
    return found


@transaction.atomic
def which_acts(
    sight: Sight,
    asking: Asking,
    acts: Sequence[tuple[DataAction, FieldClass]],
    *,
    actor: str,
    scope: Scope,
) -> list[Foreseen]:
    """What would be decided for each of these acts of one account or person on one container.

    Refuses when: the caller neither asks for decisions nor sees events at this port (Refused).
    Records: access.visibility.asked.
    """
    require(may_search(scope, sight.port.pk))
    found = open_acts(sight, asking, acts)
    subject = f"{asking.subject_type}:{asking.name}"
    _record(sight, f"acts on {asking.container}", subject, sum(f.allowed for f in found), True, actor=actor)
    return found


def _record(
    sight: Sight, looked_for: str, subject: str, found: int, is_complete: bool, *, actor: str
) -> None:
    record.append(
        "access.visibility.asked",
        actor=actor,
        at=sight.at,
        subject=subject,
        port=sight.port.locode,
        looked_for=looked_for,
        of=subject,
        action=sight.action.label.lower(),
        field_class=sight.field_class.value,
        found=found,
        complete=is_complete,
    )
