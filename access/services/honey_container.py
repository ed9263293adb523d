"""Plants records of containers that no ship carries, and rotates them. The one writer of the table."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from access.containers import check_digit
from access.models import CargoVisit, HoneyContainer
from access.permissions.honey_container import may_see_planted
from access.selectors.honey_container import due_out, planted_now
from access.services import cargo
from accounts.models import Port, User
from ledger.services import job, record
from portsec.kernel.errors import InvalidInput, require
from portsec.kernel.scope import Scope

ROTATE_JOB = "access.rotate_honey_containers"
GARDENER = "system:gardener"
STAY: Final = timedelta(days=30)
"""A number that stays longer becomes known. Rotated monthly (domain notes, rule D23)."""

SPREAD: Final = 10
"""Days by which stays differ at most, so that not all leave on one day."""

A_PLANT_FOR: Final = 1_000
"""One planted record for so many real ones of the stay, at least FEWEST and at most MOST."""

FEWEST: Final = 4
MOST: Final = 40
TRIES: Final = 50


@dataclass(frozen=True, slots=True)
class Rotated:
    planted: int
    taken_out: int


def request(port: Port, *, at: datetime) -> None:
    """Ask for the day's rotation. Wakes: a worker. Safe to repeat because: the day is the slot of the job."""
    day = timezone.localdate(at).isoformat()
    job.request(ROTATE_JOB, f"port:{port.locode}", actor=GARDENER, at=at, slot=day, port=port.locode)


@transaction.atomic
def rotate(port: Port, *, at: datetime) -> Rotated:
    """Take out what has stayed its time, and plant as many as the port should have.

    A planted record looks like a real one of the highest risk that came lately: its owner, origin, terminal
    and risk, under a valid number that nobody has. A port without cargo gets none.
    Records: access.honey_container.rotated, without numbers. Safe to repeat because: nothing is due twice.
    """
    Port.objects.select_for_update(no_key=True).get(pk=port.pk)
    gone = list(due_out(port, at=at).select_related("visit"))
    for planted in gone:
        HoneyContainer.objects.filter(pk=planted.pk).update(until=at)
        # It leaves as any box does; a record that vanishes would give the others away.
        cargo.keep_gate_out(planted.visit, at=at)
    missing = _wanted(port, at) - planted_now(port, at=at).count()
    made = sum(_plant(port, at) for _ in range(missing))
    if gone or made:
        record.append(
            "access.honey_container.rotated",
            actor=GARDENER,
            at=at,
            subject=f"port:{port.locode}",
            port=port.locode,
            planted=made,
            taken_out=len(gone),
        )
    return Rotated(made, len(gone))


@transaction.atomic
def show(port: Port, *, reason: str, actor: User, scope: Scope, at: datetime) -> list[HoneyContainer]:
    """The planted numbers, for somebody who has to know one.

    Refuses when: the actor decides no cases at the port (Refused); no reason is given (InvalidInput).
    Records: access.honey_container.shown.
    """
    require(may_see_planted(scope, port.pk))
    if not reason.strip():
        raise InvalidInput("Give the reason; it goes on record.", fields={"reason": "Give the reason."})
    found = list(planted_now(port, at=at))
    record.append(
        "access.honey_container.shown",
        actor=actor.reference,
        at=at,
        subject=f"port:{port.locode}",
        port=port.locode,
        shown=len(found),
        reason=reason.strip(),
    )
    return found


def _wanted(port: Port, at: datetime) -> int:
    real = _real(port, at).count()
    return min(max(real // A_PLANT_FOR, FEWEST), MOST) if real else 0


def _real(port: Port, at: datetime) -> QuerySet[CargoVisit]:
    return CargoVisit.objects.filter(port=port, honey=None, discharged_at__range=(at - STAY, at))


def _plant(port: Port, at: datetime) -> bool:
    """Whether one was planted."""
    pattern = _real(port, at).select_related("port").order_by("-risk", "?").first()
    number = _free_number(port, pattern.container[:4]) if pattern else ""
    if pattern is None or not number:
        return False
    visit = cargo.imitate(pattern, number, at=at)
    stays = STAY - timedelta(days=secrets.randbelow(SPREAD + 1))
    HoneyContainer.objects.create(port=port, visit=visit, container=number, since=at, until=at + stays)
    return True


def _free_number(port: Port, prefix: str) -> str:
    """A valid number under a known prefix that no record of the port has; empty if none is found."""
    for _ in range(TRIES):
        ten = f"{prefix}{secrets.randbelow(1_000_000):06d}"
        number = f"{ten}{check_digit(ten)}"
        if not CargoVisit.objects.filter(port=port, container=number).exists():
            return number
    return ""
