"""How a badge goes on: renewal, replacement, revalidation, and the re-issue of a whole type.

Renewal, replacement and re-issue end in a request, which a second hand issues; only a revalidation changes
the badge itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

from access.accountability.process import may_be_renewed, may_be_replaced, may_be_revalidated
from access.badging.ending import earliest
from access.enums import BadgeEvent, BadgeProcess, BadgeState
from access.models import Area, Badge, BadgeRequest, BadgeType
from access.permissions.badge import may_ask_for_badge, may_change_badge
from access.selectors.badge_bound import bounds_of
from access.selectors.badge_type import IN_FORCE, holders_to_ask
from access.services import badge as badges
from access.services import badge_request, badge_type
from accounts.models import User
from ledger.models import Job
from ledger.services import job, record
from portsec.kernel.errors import Conflict, InvalidInput, NotFound, Refused, require
from portsec.kernel.scope import Scope
from portsec.kernel.verdict import Verdict, all_of, allow, deny
from portsec.kernel.words import Word

REISSUE_JOB = "access.reissue"
ASKED_AT_ONCE = 100  # holders in one transaction of a re-issue: about two seconds
LAST_SECOND = time(23, 59, 59)  # a badge opens until the end of its last day


class Cause(Word):
    """Why a card is replaced, and what becomes of the old one at once."""

    LOST = "lost", "Lost", "bad"
    STOLEN = "stolen", "Stolen", "bad"
    DAMAGED = "damaged", "Damaged", "wait"


EVENTS = {
    Cause.LOST: BadgeEvent.REPORT_LOST,
    Cause.STOLEN: BadgeEvent.REPORT_STOLEN,
    Cause.DAMAGED: BadgeEvent.REPLACE,
}


@dataclass(frozen=True, slots=True)
class Replaced:
    """What came of a replacement. Without a request, `problem` says why none could be made."""

    badge: Badge
    request: BadgeRequest | None
    problem: str = ""


def may_renew(badge: Badge, *, at: datetime) -> Verdict:
    """Whether the badge can be renewed now, whoever asks."""
    return all_of(_has_holder(badge), may_be_renewed(badge.state_word, badge.valid_until, at))


def may_replace(badge: Badge, *, at: datetime) -> Verdict:
    """Whether the badge can be replaced now, whoever asks."""
    history = [BadgeState(state) for state in badge.changes.values_list("state", flat=True)]
    rule = may_be_replaced([*history, badge.state_word], badge.valid_until, at)
    return all_of(_has_holder(badge), _is_not_followed(badge), rule)


def may_revalidate(badge: Badge, *, at: datetime) -> Verdict:
    """Whether the badge can be confirmed now, whoever does it."""
    return all_of(_has_holder(badge), may_be_revalidated(badge.state_word, badge.valid_until, at))


def renew(
    badge: Badge, *, need: str, needed_until: date, actor: User, scope: Scope, at: datetime
) -> BadgeRequest:
    """Ask for a badge that follows this one: same holder, same areas, a later end.

    The old badge goes on until the new one is handed over.
    Refuses when: the badge is not in its last 60 days or does not work (Refused); else as for
    `badge_request.ask`.
    Records: access.badge_request.asked.
    """
    require(may_renew(badge, at=at))
    return _ask(badge, BadgeProcess.RENEWAL, need, needed_until, actor=actor, scope=scope, at=at)


def replace(badge: Badge, cause: Cause, *, reason: str, actor: User, scope: Scope, at: datetime) -> Replaced:
    """Report a card lost, stolen or damaged, which ends it at once, and ask for another until the same day.

    The report stands also where no request can be made: a lost card must not wait for paper work.
    Refuses when: the actor may not change the badge or not ask for one (Refused); the badge is suspended, was
    so before it was lost, or has ended (Refused); the reason is empty (InvalidInput); the badge moved
    meanwhile (Conflict).
    Records: access.badge.changed and access.badge_request.asked.
    """
    require(_may_handle(badge, actor, scope))
    require(may_replace(badge, at=at))
    if badge.state_word is BadgeState.ACTIVE:
        event = EVENTS[cause]
        badge = badges.change_state(badge, event, reason=reason, actor=actor, scope=scope, at=at)
    need = f"{cause.label} card {badge.serial}: {reason.strip()}"
    last_day = timezone.localdate(badge.valid_until)
    try:
        asked = _ask(badge, BadgeProcess.REPLACEMENT, need, last_day, actor=actor, scope=scope, at=at)
    except (Conflict, InvalidInput) as error:
        return Replaced(badge, None, error.detail)
    return Replaced(badge, asked)


@transaction.atomic
def revalidate(
    badge: Badge, areas: Sequence[str], *, remark: str = "", actor: User, scope: Scope, at: datetime
) -> Badge:
    """Put on record that holder and card were seen together, and which areas are still needed.

    No new card: the badge goes on. Areas that are not confirmed stop opening at once.
    Refuses when: the actor may not change the badge, or it does not work (Refused); no area is confirmed, or
    one that the badge does not open (InvalidInput); the badge moved meanwhile (Conflict).
    Records: access.badge.revalidated.
    """
    require(may_change_badge(actor, scope, badge))
    require(may_revalidate(badge, at=at))
    confirmed = sorted(set(areas))
    if not confirmed or not set(confirmed) <= set(badge.areas):
        problem = "Confirm at least one area, and only areas that the badge opens."
        raise InvalidInput(problem, fields={"areas": problem})
    seen = Badge.objects.filter(pk=badge.pk, state=badge.state, areas=badge.areas)
    if seen.update(seen_on=timezone.localdate(at), areas=confirmed) != 1:
        raise Conflict("The badge was changed meanwhile; look again.")
    badge.refresh_from_db()
    record.append(
        "access.badge.revalidated",
        actor=actor.reference,
        at=at,
        subject=badge.person.reference if badge.person else badge.reference,
        port=badge.port.locode,
        serial=badge.serial,
        areas=confirmed,
        reason=remark.strip(),
    )
    return badge


@transaction.atomic
def reissue(
    kind: BadgeType, old_ends_on: date, *, reason: str, actor: User, scope: Scope, at: datetime
) -> BadgeType:
    """Issue all badges of a type anew: count a generation, end the older ones on a day, ask for every holder.

    The end is written into the old badges now, so that gates refuse them after it also where no worker runs.
    Refuses when: as for `badge_type.begin_generation`.
    Records: access.badge_type.reissued.
    Wakes: the job that asks for each holder.
    """
    kind = badge_type.begin_generation(kind, old_ends_on, reason=reason, actor=actor, scope=scope, at=at)
    last_moment = timezone.make_aware(datetime.combine(old_ends_on, LAST_SECOND))
    Badge.objects.filter(
        badge_type=kind,
        generation__lt=kind.generation,
        state__in=IN_FORCE,
        valid_until__gt=last_moment,
        valid_from__lt=last_moment,
    ).update(printed_until=Coalesce(F("printed_until"), F("valid_until")), valid_until=last_moment)
    _request(kind, 1, actor=actor.reference, at=at)
    return kind


def ask_holders(subject: str, slot: str, *, at: datetime) -> dict[str, Any]:
    """Ask for a new badge for some holders of a re-issue; `slot` is generation and stretch, as "2/1".

    In the name of whoever began the re-issue. A holder for whom it cannot be asked is passed over; the type's
    page lists everybody who has no new badge.
    Wakes: itself, for the next stretch.
    Safe to repeat because: a holder who was asked for is not found again.
    """
    kind = BadgeType.objects.select_related("port").get(pk=int(subject.removeprefix("badge_type:")))
    generation, stretch = (int(part) for part in slot.split("/"))
    starter = _starter(subject, generation)
    if kind.generation != generation or starter is None:
        return {"asked": 0, "passed_over": 0}
    waiting = holders_to_ask(kind)
    # What could not be asked for stays in the list, before those who come next.
    rows = list(waiting[_passed_over(subject, generation, stretch) :][:ASKED_AT_ONCE])
    asked = sum(_ask_anew(badge, kind, starter, at) for badge in rows)
    if len(rows) == ASKED_AT_ONCE:
        _request(kind, stretch + 1, actor=starter.reference, at=at)
    return {"asked": asked, "passed_over": len(rows) - asked}


def _ask_anew(badge: Badge, kind: BadgeType, starter: User, at: datetime) -> bool:
    """Whether a request could be made for the holder of an old badge."""
    if badge.person is None:
        return False
    last_day = timezone.localdate(badge.printed_until or badge.valid_until)
    bound = earliest(bounds_of([badge.person], at=at)[badge.person.pk])
    last_day = min(last_day, bound.day) if bound else last_day
    need = f"Re-issue of all badges of the type {kind.name}; follows {badge.serial}."
    scope = Scope.system(reason="re-issue of a type of badge")
    try:
        _ask(badge, BadgeProcess.REISSUE, need, last_day, actor=starter, scope=scope, at=at)
    except (Conflict, InvalidInput, Refused):
        return False
    return True


def _ask(
    badge: Badge,
    process: BadgeProcess,
    need: str,
    last_day: date,
    *,
    actor: User,
    scope: Scope,
    at: datetime,
) -> BadgeRequest:
    if badge.person is None:
        raise NotFound("holder")
    areas = list(Area.objects.filter(port_id=badge.port_id, code__in=badge.areas))
    return badge_request.ask(
        badge.person,
        badge_type=badge.badge_type or badge_type.standard(badge.port, at=at),
        areas=areas,
        need=need,
        needed_until=last_day,
        process=process,
        replaces=badge,
        actor=actor,
        scope=scope,
        at=at,
    )


def _request(kind: BadgeType, stretch: int, *, actor: str, at: datetime) -> Job:
    slot = f"{kind.generation}/{stretch}"
    return job.request(REISSUE_JOB, kind.reference, slot=slot, actor=actor, at=at, port=kind.port.locode)


def _starter(subject: str, generation: int) -> User | None:
    """Whoever began the re-issue, as its first job says."""
    first = Job.objects.filter(kind=REISSUE_JOB, subject=subject, slot=f"{generation}/1").first()
    name = first.requested_by.removeprefix("user:") if first else ""
    return User.objects.filter(username=name, is_active=True).first()


def _passed_over(subject: str, generation: int, stretch: int) -> int:
    """How many holders the earlier stretches could not ask for."""
    slots = [f"{generation}/{number}" for number in range(1, stretch)]
    done = Job.objects.filter(kind=REISSUE_JOB, subject=subject, slot__in=slots)
    return sum(int((each.result or {}).get("passed_over", 0)) for each in done)


def _may_handle(badge: Badge, actor: User, scope: Scope) -> Verdict:
    if badge.person is None:
        return _has_holder(badge)
    return all_of(may_change_badge(actor, scope, badge), may_ask_for_badge(actor, scope, badge.person))


def _has_holder(badge: Badge) -> Verdict:
    if badge.person_id is not None:
        return allow()
    return deny("holder_unknown", "The holder of this badge is not on file.")


def _is_not_followed(badge: Badge) -> Verdict:
    if badge.replaced_by_id is None:
        return allow()
    return deny("badge_replaced", "A newer badge has replaced this one.")
