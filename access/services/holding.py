"""Takes grants away and gives them back, for reviews and the shrinker; `services.grant` writes them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from access.granting.terms import Asked
from access.models import Grant
from access.services import grant as grants
from portsec.kernel.errors import Conflict, InvalidInput


def take_away(numbers: Iterable[int], *, reason: str, by: str, at: datetime) -> list[tuple[int, datetime]]:
    """End those that are still in force, in the caller's transaction; each with the end that it had.

    Records: access.grant.revoked for each.
    """
    rows = Grant.objects.select_for_update(of=("self",)).select_related("port")
    taken = []
    for row in rows.filter(pk__in=list(numbers), revoked_at=None, valid_until__gt=at).order_by("pk"):
        had = row.valid_until
        grants.end(row, reason=reason, by=by, at=at)
        taken.append((row.pk, had))
    return taken


def give_back(ended: Iterable[tuple[int, datetime]], *, by: str, at: datetime) -> list[tuple[int, Grant]]:
    """Give anew what was taken, each until its old end; by the number of the old one.

    What would be over by now, and what another grant gives already, stays as it is; so does what an account
    held that is closed by now. Records: access.grant.given for each.
    """
    given = []
    for number, end in ended:
        old = Grant.objects.select_related("port").get(pk=number)
        if end <= at:
            continue
        try:
            given.append((number, grants.keep(old.port, _anew(old, end, at), by=by, at=at)))
        except (Conflict, InvalidInput):
            continue
    return given


def _anew(old: Grant, end: datetime, at: datetime) -> Asked:
    return Asked(
        account=old.account,
        object_type=old.object_type,
        object_ref=old.object_ref,
        field_class=old.field_class_word,
        purpose=old.purpose,
        valid_from=at,
        valid_until=end,
        case_ref=old.case_ref,
    )
