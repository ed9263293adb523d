"""Keeps the codes of gates that still ask for one, and shows each once. The one writer of release codes."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from django.db import connection, transaction
from django.db.models import QuerySet

from access.enums import DataAction
from access.models import CargoVisit, ReleaseCode, ReleaseRight
from access.permissions.release_right import may_begin_release, may_pass_on
from access.selectors.release_right import code_of
from access.services import cargo, key_directory, sealed_code
from access.services.release_look_up import ask
from accounts.models import User
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput, NotFound, Refused, Unavailable, require
from portsec.kernel.scope import Scope

A_CODE: Final = re.compile(r"[!-~]{4,40}")
ROTATION_LOCK: Final = 7_101_616  # key of an advisory lock, beside those of imports and gates
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


@transaction.atomic
def rotate_secret(*, actor: str, at: datetime) -> int:
    """Make a new secret and seal with it every code that was not shown yet; how many.

    The secret of before stays, so that a code which another process keeps at this moment opens as well; one
    that no secret opens is left as it is.
    Records: access.release_code.secret_rotated.
    Safe to repeat because: each time makes one more secret, and all of them open.
    """
    _one_at_a_time()
    key_directory.rotate_secret_of_codes()
    resealed = sum(_sealed_anew(kept) for kept in _waiting().select_for_update(of=("self",)))
    record.append(
        "access.release_code.secret_rotated",
        actor=actor,
        at=at,
        subject="release_codes",
        resealed=resealed,
    )
    return resealed


@transaction.atomic
def forget_old_secrets(*, actor: str, at: datetime) -> int:
    """Delete the secrets of before; how many.

    Refuses when: a code that was not shown yet waits under one of them (Conflict).
    Records: access.release_code.secrets_forgotten. Safe to repeat because: what is gone is not found again.
    """
    _one_at_a_time()
    present = key_directory.secret_of_codes()
    for kept in _waiting().select_for_update(of=("self",)):
        sealed, about = bytes(kept.sealed), _about(kept.visit)
        if not sealed_code.is_sealed_with(present, sealed, about=about):
            raise Conflict("Codes wait under an earlier secret; rotate once more, then delete it.")
    record.append(
        "access.release_code.secrets_forgotten",
        actor=actor,
        at=at,
        subject="release_codes",
        secrets=len(key_directory.earlier_secrets_of_codes()),
    )
    return key_directory.forget_earlier_secrets_of_codes()


def _one_at_a_time() -> None:
    """Two rotations wait for each other, or the secret of the first would be replaced before it is kept."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ROTATION_LOCK])


def _waiting() -> QuerySet[ReleaseCode]:
    return ReleaseCode.objects.filter(shown_at__isnull=True).select_related("visit").order_by("pk")


def _sealed_anew(kept: ReleaseCode) -> bool:
    about = _about(kept.visit)
    try:
        code = sealed_code.unseal(bytes(kept.sealed), about=about)
    except Unavailable:
        return False
    ReleaseCode.objects.filter(pk=kept.pk).update(sealed=sealed_code.seal(code, about=about))
    return True


def _wipe(kept: ReleaseCode, right: ReleaseRight, *, actor: User, at: datetime) -> None:
    rows = ReleaseCode.objects.filter(pk=kept.pk, shown_at__isnull=True)
    if rows.update(sealed=b"", shown_at=at, shown_by_right=right, shown_to=actor.reference) != 1:
        raise Conflict("This code was shown already; ask the terminal for a new one.")


def _about(visit: CargoVisit) -> str:
    return f"release code of visit {visit.pk}"
