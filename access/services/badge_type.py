"""Sets up types of badges, and begins to issue one of them anew. The one writer of types."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from access.accountability.colour import HEX, are_apart
from access.models import BadgeType, Training
from access.permissions.qualification import may_set_up_badges
from access.selectors.badge_type import Standing, shares
from access.selectors.desk import VISITOR_CODE
from accounts.models import Port, User
from ledger.selectors.entry import entries_about
from ledger.services import record
from portsec.kernel.errors import InvalidInput, require
from portsec.kernel.scope import Scope

STANDARD_CODE = "standard"
SYSTEM = "system:badges"
LIMIT_PASSED = "access.badge_type.limit_passed"

# What a type is, as the record names it.
LABELS = {
    "name": "name",
    "colour": "colour",
    "unaccounted_limit": "limit of unaccounted badges",
    "trainings": "trainings",
    "longest_days": "longest time",
    "return_days": "days to hand in",
    "seen_within_days": "days between revalidations",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeDetails:
    """What a security officer says of a type. `unaccounted_limit` is a share between 0 and 1."""

    name: str
    colour: str
    unaccounted_limit: Decimal = Decimal("0.050")
    trainings: tuple[str, ...] = ()
    longest_days: int = 1826
    return_days: int = 7
    seen_within_days: int = 365


VISITOR = TypeDetails(name="Visitor", colour="#8a4b08", longest_days=7)
STANDARD = TypeDetails(name="Standard", colour="#1b4965")


def standard(port: Port, *, at: datetime) -> BadgeType:
    """The port's type for ordinary badges, made with our usual terms where the port has none.

    Records: access.badge_type.defined, when it is new.
    Safe to repeat because: the code is unique at a port.
    """
    found = BadgeType.objects.filter(port=port, code=STANDARD_CODE).first()
    return found or _define(port, STANDARD_CODE, STANDARD, actor=SYSTEM, at=at)


def visitors(port: Port, *, at: datetime) -> BadgeType:
    """The port's type for the cards of visitors; the rest as for `standard`."""
    found = BadgeType.objects.filter(port=port, code=VISITOR_CODE).first()
    return found or _define(port, VISITOR_CODE, VISITOR, actor=SYSTEM, at=at)


def define(
    port: Port, code: str, details: TypeDetails, *, actor: User, scope: Scope, at: datetime
) -> BadgeType:
    """Define a new type of badge.

    Refuses when: the actor sets up no areas at the port (Refused); the code is taken, or a detail is missing
    or impossible, or its colour is too like another type's (InvalidInput, by field).
    Records: access.badge_type.defined.
    """
    require(may_set_up_badges(scope, port.pk))
    code = code.strip().lower()
    if not code:
        raise _wrong("code", "Give a code.")
    _check(details, port)
    return _define(port, code, details, actor=actor.reference, at=at)


@transaction.atomic
def change(
    badge_type: BadgeType, details: TypeDetails, *, actor: User, scope: Scope, at: datetime
) -> BadgeType:
    """Change a type. Badges that were issued keep their terms; the limit and the days to hand in count anew.

    Refuses when: as for `define`, but for the code, which stays.
    Records: access.badge_type.changed, naming what differs; nothing when nothing does.
    """
    require(may_set_up_badges(scope, badge_type.port_id))
    _check(details, badge_type.port, but_for=badge_type)
    kept = BadgeType.objects.select_for_update().get(pk=badge_type.pk)
    wanted = _values(details)
    differing = [field for field in LABELS if getattr(kept, field) != wanted[field]]
    if not differing:
        return kept
    for field in differing:
        setattr(kept, field, wanted[field])
    kept.save(update_fields=differing)
    record.append(
        "access.badge_type.changed",
        actor=actor.reference,
        at=at,
        subject=kept.reference,
        port=kept.port.locode,
        name=kept.name,
        changed=[LABELS[field] for field in differing],
    )
    return kept


@transaction.atomic
def begin_generation(
    badge_type: BadgeType, old_ends_on: date, *, reason: str, actor: User, scope: Scope, at: datetime
) -> BadgeType:
    """Count a new generation, and set the last day of the older ones; `badge_process.reissue` does the rest.

    Refuses when: the actor sets up no areas at the port (Refused); the day lies not in the future or the
    reason is empty (InvalidInput).
    Records: access.badge_type.reissued.
    """
    require(may_set_up_badges(scope, badge_type.port_id))
    if old_ends_on <= timezone.localdate(at):
        raise _wrong("old_ends_on", "The last day of the old badges must lie in the future.")
    if not reason.strip():
        raise _wrong("reason", "Give a reason.")
    kept = BadgeType.objects.select_for_update().get(pk=badge_type.pk)
    kept.generation += 1
    kept.generation_since = at
    kept.old_ends_on = old_ends_on
    kept.save(update_fields=["generation", "generation_since", "old_ends_on"])
    record.append(
        "access.badge_type.reissued",
        actor=actor.reference,
        at=at,
        subject=kept.reference,
        port=kept.port.locode,
        name=kept.name,
        generation=kept.generation,
        old_ends_on=old_ends_on,
        reason=reason.strip(),
    )
    return kept


def end_reissues(port: Port, *, at: datetime) -> int:
    """Close the re-issues whose last day has passed; returns how many. The old badges have ended by then.

    Safe to repeat because: a day that is taken away is not found again.
    """
    over = BadgeType.objects.filter(port=port, old_ends_on__lt=timezone.localdate(at))
    return over.update(old_ends_on=None)


def tell_limits(port: Port, *, at: datetime) -> int:
    """Put on record which generations have passed their limit, each once; returns how many.

    Records: access.badge_type.limit_passed.
    Safe to repeat because: a generation that is on record is passed over.
    """
    told = 0
    for standing in shares(BadgeType.objects.filter(port=port).select_related("port"), at=at):
        if standing.is_alarm and not _is_told(standing):
            _tell(standing, at)
            told += 1
    return told


def _is_told(standing: Standing) -> bool:
    entries = entries_about([standing.badge_type.reference]).filter(kind=LIMIT_PASSED)
    return entries.filter(body__generation=standing.generation).exists()


@transaction.atomic
def _tell(standing: Standing, at: datetime) -> None:
    record.append(
        LIMIT_PASSED,
        actor=SYSTEM,
        at=at,
        subject=standing.badge_type.reference,
        port=standing.badge_type.port.locode,
        name=standing.badge_type.name,
        generation=standing.generation,
        missing=standing.share.missing,
        total=standing.share.total,
        limit=f"{standing.share.limit_percent:g}",
    )


@transaction.atomic
def _define(port: Port, code: str, details: TypeDetails, *, actor: str, at: datetime) -> BadgeType:
    try:
        with transaction.atomic():
            made = BadgeType.objects.create(port=port, code=code, generation_since=at, **_values(details))
    except IntegrityError:
        raise _wrong("code", f"The port has a type with the code {code} already.") from None
    record.append(
        "access.badge_type.defined",
        actor=actor,
        at=at,
        subject=made.reference,
        port=port.locode,
        name=made.name,
        code=made.code,
    )
    return made


def _values(details: TypeDetails) -> dict[str, Any]:
    return {
        "name": details.name.strip(),
        "colour": details.colour,
        "unaccounted_limit": details.unaccounted_limit,
        "trainings": sorted(details.trainings),
        "longest_days": details.longest_days,
        "return_days": details.return_days,
        "seen_within_days": details.seen_within_days,
    }


def _check(details: TypeDetails, port: Port, but_for: BadgeType | None = None) -> None:
    if not details.name.strip():
        raise _wrong("name", "Give a name.")
    if not HEX.fullmatch(details.colour):
        raise _wrong("colour", "Write the colour as #rrggbb, in small letters.")
    if not 0 <= Fraction(str(details.unaccounted_limit)) <= 1:
        raise _wrong("unaccounted_limit", "The limit is a share between 0 and 100 %.")
    for field in ("longest_days", "return_days", "seen_within_days"):
        if not 1 <= getattr(details, field) <= 32_767:
            raise _wrong(field, "Give a number of days, at least one.")
    known = set(Training.objects.filter(port=port).values_list("code", flat=True))
    unknown = sorted(set(details.trainings) - known)
    if unknown:
        raise _wrong("trainings", f"The port has no training {', '.join(unknown)}.")
    for other in BadgeType.objects.filter(port=port):
        if other != but_for and not are_apart(details.colour, other.colour):
            raise _wrong("colour", f"At a glance the colour cannot be told from that of {other.name}.")


def _wrong(field: str, problem: str) -> InvalidInput:
    return InvalidInput(problem, fields={field: problem})
