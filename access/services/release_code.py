"""Keeps the codes of gates that still ask for one, and shows each once. The one writer of release codes."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from django.db import transaction

from access.enums import DataAction
from access.models import CargoVisit, ReleaseCode, ReleaseRight
from access.permissions import may_begin_release, may_pass_on
from access.selectors.release_right import code_of
from access.services import cargo, sealed_code
from access.services.release_look_up import ask
from accounts.models import User
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput, NotFound, Refused, require
from portsec.kernel.scope import Scope

A_CODE: Final = re.compile(r"[!-~]{4,40}")
"""What a terminal may give: 4 to 40 letters, digits and signs of ASCII, without spaces."""


@transaction.atomic
def keep(visit: CargoVisit, code: str, *, actor: User, scope: Scope, at: datetime) -> ReleaseCode:
    """Keep the code of a container for a gate that still asks for one; an earlier one counts no longer.

    Refuses when: the actor does not keep the port's cargo data (Refused); it is no code (InvalidInput); the
    container has left (Conflict).
    Records: access.release_code.kept, without the code.
    """
    require(may_begin_release(scope, visit.port_id))
    if A_CODE.fullmatch(code) is None:
        problem = "A code has 4 to 40 letters, digits or signs, without spaces."
        raise InvalidInput(problem, fields={"code": problem})
    visit = cargo.hold(visit)
    kept, is_new = ReleaseCode.objects.update_or_create(
        visit=visit,
        defaults={
            "sealed": sealed_code.seal(code, about=_about(visit)),
            "kept_at": at,
            "kept_by": actor.reference,
            "shown_at": None,
            "shown_by_right": None,
            "shown_to": "",
        },
    )
    record.append(
        "access.release_code.kept",
        actor=actor.reference,
        at=at,
        subject=f"container:{visit.container}",
        port=visit.port.locode,
        container=visit.container,
        replaced=not is_new,
    )
    return kept


def show(right: ReleaseRight, *, purpose: str, actor: User, scope: Scope, at: datetime) -> str:
    """The code, for the holder of the right, once. What is shown is wiped in the same transaction.

    Refuses when: the actor's organisation does not hold the right, or no code is kept (NotFound); nothing
    makes it their business (Refused, and on record); it was shown already, or the container has left
    (Conflict); it cannot be opened any more (Unavailable).
    Records: access.look_up.shown or .refused, and access.release_code.shown.
    """
    with transaction.atomic():
        visit = cargo.hold(right.visit)
        right.refresh_from_db(fields=["state"])
        kept = code_of(visit)
        if kept is None or not right.is_held or not may_pass_on(actor, scope, right).allowed:
            raise NotFound("release code")
        if kept.shown_at is not None:
            raise Conflict("This code was shown already; ask the terminal for a new one.")
        asked = ask(visit, DataAction.READ, purpose=purpose, actor=actor, scope=scope, at=at)
        if asked.verdict.allowed:
            code = sealed_code.unseal(bytes(kept.sealed), about=_about(visit))
            _wipe(kept, right, actor=actor, at=at)
            record.append(
                "access.release_code.shown",
                actor=actor.reference,
                at=at,
                subject=f"container:{visit.container}",
                port=visit.port.locode,
                container=visit.container,
                right=right.ref,
                event=asked.event,
            )
            return code
    raise Refused(asked.verdict)


def _wipe(kept: ReleaseCode, right: ReleaseRight, *, actor: User, at: datetime) -> None:
    rows = ReleaseCode.objects.filter(pk=kept.pk, shown_at__isnull=True)
    if rows.update(sealed=b"", shown_at=at, shown_by_right=right, shown_to=actor.reference) != 1:
        raise Conflict("This code was shown already; ask the terminal for a new one.")


def _about(visit: CargoVisit) -> str:
    return f"release code of visit {visit.pk}"
