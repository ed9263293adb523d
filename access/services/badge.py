"""Issues badges and changes their state. The one writer of badges."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from access.enums import BadgeEvent, BadgeState
from access.models import Area, Badge, BadgeChange
from access.permissions import may_change_badge, may_issue
from access.transitions import BADGE_TRANSITIONS
from accounts.models import User
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput, require
from portsec.kernel.scope import Scope
from portsec.kernel.steps import next_state
from portsec.kernel.verdict import Verdict, all_of, allow, deny
from screening.enums import ClearanceState
from screening.models import Clearance, Person
from screening.selectors.clearance import current_clearance, hold_clearances

CREDENTIAL_BYTES = 32  # 256 random bits: nobody guesses a badge


@dataclass(frozen=True, slots=True)
class Issued:
    """A new badge and what is written on its chip. The credential is shown here and never again."""

    badge: Badge
    credential: str


def prerequisites(person: Person, areas: Iterable[Area], *, at: datetime) -> dict[str, Verdict]:
    """What must hold before a badge is issued, each with its verdict: the red and green list of the desk."""
    clearance = current_clearance(person.pk, at=at)
    return {
        "Clearance": _has_clearance(clearance, at),
        "Level": _reaches(clearance, list(areas)),
        "Without escort": _needs_no_escort(clearance),
        "No other badge": _has_no_badge(person),
    }


def issue(
    person: Person, areas: list[Area], valid_until: datetime, *, actor: User, scope: Scope, at: datetime
) -> Issued:
    """Issue a badge against the person's current clearance.

    Refuses when: the actor lacks the right or is the person (Refused); no area is chosen or one of another
    port, or the end lies in the past or after the clearance's end (InvalidInput); a prerequisite does not
    hold (Refused, with all reasons).
    Records: access.badge.issued.
    """
    require(may_issue(actor, scope, person))
    if not areas or any(area.port_id != person.port_id for area in areas):
        problem = "Choose at least one area, and only areas of this port."
        raise InvalidInput(problem, fields={"areas": problem})
    with transaction.atomic():
        hold_clearances(person)  # two desks, one badge; and none while the clearance is being suspended
        require(all_of(*prerequisites(person, areas, at=at).values()))
        clearance = current_clearance(person.pk, at=at)
        if valid_until <= at or (clearance and timezone.localdate(valid_until) > clearance.valid_until):
            problem = "The end must lie in the future and not after the end of the clearance."
            raise InvalidInput(problem, fields={"valid_until": problem})
        credential = secrets.token_urlsafe(CREDENTIAL_BYTES)
        badge = _create(person, areas, valid_until, credential, actor=actor.reference, at=at)
        record.append(
            "access.badge.issued",
            actor=actor.reference,
            at=at,
            subject=person.reference,
            port=person.port.locode,
            serial=badge.serial,
            areas=[area.code for area in areas],
            valid_until=timezone.localdate(valid_until),
        )
    return Issued(badge, credential)


def change_state(
    badge: Badge, event: BadgeEvent, *, reason: str, actor: User, scope: Scope, at: datetime
) -> Badge:
    """Suspend, resume, revoke, report lost and the like.

    Refuses when: the actor lacks the right or is the holder (Refused); the reason is empty
    (InvalidInput); the step is not in the table or the badge moved meanwhile (Conflict).
    Records: access.badge.changed.
    """
    require(may_change_badge(actor, scope, badge))
    if not reason.strip():
        raise InvalidInput("Give a reason.", fields={"reason": "Give a reason."})
    old = badge.state_word
    new = next_state(BADGE_TRANSITIONS, old, event)
    with transaction.atomic():
        changed = Badge.objects.filter(pk=badge.pk, state=old.value).update(state=new.value, state_since=at)
        if changed != 1:
            raise Conflict("The badge was changed meanwhile; look again.")
        badge.refresh_from_db()
        keep_change(badge, new, actor=actor.reference, at=at, reason=reason.strip())
        record.append(
            "access.badge.changed",
            actor=actor.reference,
            at=at,
            subject=badge.person.reference if badge.person else badge.reference,
            port=badge.port.locode,
            serial=badge.serial,
            state=new.label.lower(),
            reason=reason.strip(),
        )
    return badge


def credential_hash(credential: str) -> bytes:
    """SHA-256 of the credential. Unsalted is enough: it has 256 random bits and is no personal data."""
    return hashlib.sha256(credential.encode()).digest()


def keep_change(badge: Badge, state: BadgeState, *, actor: str, at: datetime, reason: str) -> None:
    """Keep the moment of a state; detection compares events with it."""
    BadgeChange.objects.create(badge=badge, state=state.value, at=at, by=actor, reason=reason)


def _create(
    person: Person, areas: list[Area], valid_until: datetime, credential: str, *, actor: str, at: datetime
) -> Badge:
    badge = Badge.objects.create(
        port=person.port,
        serial=_next_serial(),
        person=person,
        person_ref=person.log_ref,
        areas=sorted(area.code for area in areas),
        valid_from=at,
        valid_until=valid_until,
        state=BadgeState.ACTIVE.value,
        state_since=at,
        credential_hash=credential_hash(credential),
        issued_by=actor,
    )
    keep_change(badge, BadgeState.ACTIVE, actor=actor, at=at, reason="Issued.")
    return badge


def _next_serial() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('access_badge_serial')")
        return f"B{cursor.fetchone()[0]}"


def _has_clearance(clearance: Clearance | None, at: datetime) -> Verdict:
    if clearance is None:
        return deny("clearance_missing", "There is no clearance. Start an application first.")
    if clearance.state != ClearanceState.GRANTED.value:
        return deny("clearance_not_granted", f"The clearance is {clearance.state_word.label.lower()}.")
    if clearance.valid_until < timezone.localdate(at):
        return deny("clearance_expired", f"The clearance ended on {clearance.valid_until}.")
    return allow()


def _reaches(clearance: Clearance | None, areas: list[Area]) -> Verdict:
    rank = clearance.level_word.rank if clearance else 0
    too_high = sorted(area.name for area in areas if area.level > rank)
    if too_high:
        return deny("clearance_level_too_low", f"The clearance level is too low for: {', '.join(too_high)}.")
    return allow()


def _needs_no_escort(clearance: Clearance | None) -> Verdict:
    """A standing badge opens gates to somebody alone."""
    if clearance is not None and clearance.escort_only:
        return deny(
            "clearance_escort_only",
            "The clearance holds with an escort only; the person enters as a visitor.",
        )
    return allow()


def _has_no_badge(person: Person) -> Verdict:
    held = person.badges.filter(state__in=[BadgeState.ACTIVE.value, BadgeState.SUSPENDED.value]).first()
    if held is not None:
        return deny("badge_held", f"The person already holds badge {held.serial}.")
    return allow()
