"""Gives, prolongs and takes back need-to-know grants. The one writer of this table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from access.enums import FieldClass
from access.granting import terms
from access.granting.terms import Asked, Held
from access.models import Grant
from access.permissions.grant import may_grant, may_revoke_grant
from access.port_directory.records import GrantRow
from access.services.merge import Merged, merge
from accounts.models import Port, User
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput, require
from portsec.kernel.scope import Scope

LONGEST_TEXT = 200  # characters of a purpose or reason


def give(port: Port, asked: Asked, *, actor: User, scope: Scope, at: datetime) -> Grant:
    """A data owner gives an account a field class of one object, for a purpose and a time.

    Refuses when: the actor owns no data at the port, gives to themselves or to their own person, or the class
    needs two hands (Refused); there is no such account, the purpose is missing, the end lies before the
    start or beyond what the class allows (InvalidInput); a grant gives all of it already (Conflict).
    Records: access.grant.given, or .extended where a grant for the same purpose overlaps and grows instead.
    """
    require(may_grant(actor, scope, port.pk, asked.account, asked.field_class))
    return keep(port, asked, by=actor.reference, at=at)


@transaction.atomic
def keep(port: Port, asked: Asked, *, by: str, at: datetime) -> Grant:
    """Make the grant that `give`, or the last approval of a request, has found to be right.

    Who may do so was judged by the caller. Refuses when: as `give`, for the grant itself.
    Records: access.grant.given or .extended.
    """
    # The account's row is held, so that two owners who give the same thing at once become one grant.
    user = User.objects.select_for_update(no_key=True).filter(username=asked.account, is_active=True).first()
    found = terms.problems(asked, at=at)
    if user is None or user.is_device:
        found["account"] = "There is no such account of a person."
    elif by == user.reference:
        found["account"] = "Nobody gives a grant to themselves."
    if found:
        raise InvalidInput(next(iter(found.values())), fields=found)
    meets = terms.overlap(asked, _held(port, asked, at=at))
    if meets is None:
        return _made(port, asked, by=by, at=at)
    grant = Grant.objects.get(pk=meets.held.number)
    if meets.covers:
        until = timezone.localtime(meets.valid_until)
        raise Conflict(f"Grant {grant.reference} gives this until {until:%d %B %Y, %H:%M} already.")
    if meets.valid_until - max(meets.valid_from, at) > terms.LONGEST[asked.field_class]:
        problem = terms.too_long(asked.field_class)
        raise InvalidInput(problem, fields={"valid_until": problem})
    return _grown(grant, meets.valid_from, meets.valid_until, reason=asked.purpose, by=by, at=at)


@transaction.atomic
def extend(
    grant: Grant, valid_until: datetime, *, reason: str, actor: User, scope: Scope, at: datetime
) -> Grant:
    """Give a grant a later end.

    Refuses when: the actor may not give it (Refused); the reason is missing, the end is no later than the
    present one or beyond what the class allows (InvalidInput); it is over, or was extended twice (Conflict).
    Records: access.grant.extended.
    """
    require(may_grant(actor, scope, grant.port_id, grant.account, grant.field_class_word))
    text = _reason(reason)
    if grant.extended >= terms.MOST_EXTENSIONS:
        raise Conflict("This grant was extended twice; give a new one, with its own reason.")
    if grant.valid_until <= at:
        raise Conflict("This grant is over; give a new one.")
    problem = ""
    if valid_until <= grant.valid_until:
        problem = "The new end is no later than the present one."
    elif valid_until - max(grant.valid_from, at) > terms.LONGEST[grant.field_class_word]:
        problem = terms.too_long(grant.field_class_word)
    if problem:
        raise InvalidInput(problem, fields={"valid_until": problem})
    return _grown(grant, grant.valid_from, valid_until, reason=text, by=actor.reference, at=at)


def revoke(grant: Grant, *, reason: str, actor: User, scope: Scope, at: datetime) -> Grant:
    """Take a grant back; the next look-up, in whatever process, goes without it.

    Refuses when: the actor neither owns the data nor holds the grant (Refused); the reason is missing
    (InvalidInput); it is over already (Conflict).
    Records: access.grant.revoked.
    """
    require(may_revoke_grant(actor, scope, grant))
    return end(grant, reason=_reason(reason), by=actor.reference, at=at)


@transaction.atomic
def end(grant: Grant, *, reason: str, by: str, at: datetime) -> Grant:
    """End a grant by the hand of whoever took it back, or of a review that nobody answered.

    Who may do so was judged by the caller. Refuses when: it is over already (Conflict).
    Records: access.grant.revoked.
    """
    ended = Grant.objects.filter(pk=grant.pk, revoked_at=None, valid_until__gt=at).update(
        revoked_at=at,
        revoked_by=by,
        revoke_reason=reason[:LONGEST_TEXT],
        # One that has not begun never does; the end never lies before the start.
        valid_until=max(at, grant.valid_from),
    )
    if ended != 1:
        raise Conflict("This grant is over already.")
    grant.refresh_from_db()
    _record("revoked", grant, by=by, at=at, reason=reason)
    return grant


def keep_many(port: Port, rows: Sequence[GrantRow]) -> Merged:
    """Keep grants that the port has given elsewhere, each account, object, field class and start once.

    One that was taken back here stays taken back, whatever a later delivery says of its end.
    """
    taken_back = set(
        Grant.objects.filter(port=port, revoked_at__isnull=False).values_list(
            "account", "object_type", "object_ref", "field_class", "valid_from"
        )
    )
    rows = [
        row
        for row in rows
        if (row.account, row.object_type, row.object, row.field_class, row.valid_from) not in taken_back
    ]
    return merge(
        Grant,
        {
            "account": [row.account for row in rows],
            "object_type": [row.object_type for row in rows],
            "object_ref": [row.object for row in rows],
            "field_class": [row.field_class for row in rows],
            "purpose": [row.purpose for row in rows],
            "valid_from": [row.valid_from for row in rows],
            "valid_until": [row.valid_until for row in rows],
            "granted_by": [row.granted_by for row in rows],
        },
        same={"port": port.pk, "case_ref": "", "extended": 0, "revoked_by": "", "revoke_reason": ""},
        key=("port", "account", "object_type", "object_ref", "field_class", "valid_from"),
        update=("purpose", "valid_until", "granted_by"),
    )


def _held(port: Port, asked: Asked, *, at: datetime) -> list[Held]:
    rows = Grant.objects.filter(
        port=port,
        account=asked.account,
        object_type=asked.object_type,
        object_ref=asked.object_ref,
        revoked_at=None,
        valid_until__gt=at,
    )
    return [
        Held(row.pk, FieldClass(row.field_class), row.purpose, row.case_ref, row.valid_from, row.valid_until)
        for row in rows
    ]


def _made(port: Port, asked: Asked, *, by: str, at: datetime) -> Grant:
    try:
        with transaction.atomic():
            grant = Grant.objects.create(
                port=port,
                account=asked.account,
                object_type=asked.object_type,
                object_ref=asked.object_ref,
                field_class=asked.field_class.value,
                purpose=asked.purpose.strip()[:LONGEST_TEXT],
                case_ref=asked.case_ref.strip(),
                valid_from=asked.valid_from,
                valid_until=asked.valid_until,
                granted_by=by,
            )
    except IntegrityError:
        raise Conflict(
            "A grant for another purpose begins at that very moment; choose another start."
        ) from None
    _record(
        "given",
        grant,
        by=by,
        at=at,
        field_class=grant.field_class,
        purpose=grant.purpose,
        case_ref=grant.case_ref,
        valid_until=grant.valid_until.isoformat(),
    )
    return grant


def _grown(
    grant: Grant, valid_from: datetime, valid_until: datetime, *, reason: str, by: str, at: datetime
) -> Grant:
    grown = Grant.objects.filter(pk=grant.pk, revoked_at=None, valid_until=grant.valid_until).update(
        valid_from=valid_from, valid_until=valid_until, extended=grant.extended + 1
    )
    if grown != 1:
        raise Conflict("This grant was changed meanwhile; look at it again.")
    grant.refresh_from_db()
    _record("extended", grant, by=by, at=at, valid_until=grant.valid_until.isoformat(), reason=reason)
    return grant


def _reason(reason: str) -> str:
    if not reason.strip():
        raise InvalidInput("Give the reason; it goes on record.", fields={"reason": "Give the reason."})
    return reason.strip()


def _record(verb: str, grant: Grant, *, by: str, at: datetime, **body: object) -> None:
    record.append(
        f"access.grant.{verb}",
        actor=by,
        at=at,
        subject=f"{grant.object_type}:{grant.object_ref}",
        port=grant.port.locode,
        grant=grant.reference,
        account=grant.account,
        object=grant.object_ref,
        **body,
    )
