"""Issues badges, hands them over and changes their state. The one writer of badges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import connection, transaction
from django.db.models.functions import Coalesce
from django.utils import timezone

from access.badging.prerequisites import may_be_issued
from access.enums import BadgeEvent, BadgeProcess, BadgeRequestEvent, BadgeState
from access.models import Area, Badge, BadgeChange, BadgeRequest, BadgeType
from access.permissions.badge import may_change_badge, may_hand_over, may_issue
from access.selectors.badge_request import areas_named, facts_of
from access.services import badge_request, badge_stock, credential, status_list
from access.transitions import BADGE_TRANSITIONS
from accounts.models import User
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput, require
from portsec.kernel.scope import Scope
from portsec.kernel.steps import next_state
from screening.models import Person
from screening.selectors.clearance import hold_clearances

IN_FORCE = (BadgeState.ACTIVE.value, BadgeState.SUSPENDED.value)
# What readers that are cut off must hear of. An end is on the card itself; a destroyed card was handed in.
ON_THE_LIST = frozenset(BadgeEvent) - {BadgeEvent.EXPIRE, BadgeEvent.DESTROY}
LAST_SECOND = time(23, 59, 59)  # a badge opens until the end of its last day


@dataclass(frozen=True, slots=True)
class Issued:
    """A new badge and the signed text that its QR code carries."""

    badge: Badge
    credential: str


def issue(request: BadgeRequest, *, actor: User, scope: Scope, at: datetime) -> Issued:
    """Issue the badge that somebody else asked for, until the last second of the day they asked for.

    Refuses when: the actor may not issue, asked themselves or is the person, or a prerequisite does not hold
    (Refused, with all reasons); an area of the request is gone (InvalidInput); the request was answered
    meanwhile, or is one for which no card is made (Conflict).
    Records: access.badge.issued; a blank card leaves the stock of the actor.
    """
    require(may_issue(actor, scope, request))
    if request.process_word is BadgeProcess.REVALIDATION:
        raise Conflict("A revalidation goes on with the card that the holder has.")
    person, areas = request.person, areas_named(request)
    if len(areas) != len(request.areas):
        problem = "An area of this request is there no more. Refuse it, and ask anew."
        raise InvalidInput(problem, fields={"areas": problem})
    with transaction.atomic():
        hold_clearances(person)  # two desks, one badge; and none while the clearance is being suspended
        facts = facts_of(
            person,
            badge_type=request.badge_type,
            areas=areas,
            last_day=request.needed_until,
            replaces=request.replaces,
            officer=actor,
            at=at,
        )
        require(may_be_issued(facts))
        badge_request.close(request, BadgeRequestEvent.ISSUE, actor=actor.reference, at=at)
        badge = _create(
            person,
            request.badge_type,
            areas,
            end_of(request.needed_until),
            request=request,
            actor=actor.reference,
            at=at,
        )
        badge_stock.use(request.badge_type, actor=actor, badge=badge, at=at)
        signed = credential.sign_for(badge, at=at)
    return Issued(badge, signed.qr_text)


def lend(
    person: Person,
    *,
    badge_type: BadgeType,
    areas: Sequence[Area],
    valid_until: datetime,
    actor: User,
    at: datetime,
) -> Issued:
    """Give a visitor a card for their visit; for commands that have judged visit, identity and right.

    It rests on no clearance: gates let its holder in beside an escort only.
    Refuses when: the actor holds no blank card of this type (Refused).
    Records: access.badge.issued.
    """
    with transaction.atomic():
        badge = _create(person, badge_type, areas, valid_until, actor=actor.reference, at=at)
        badge_stock.use(badge_type, actor=actor, badge=badge, at=at)
        signed = credential.sign_for(badge, at=at)
    return Issued(badge, signed.qr_text)


def hand_over(badge: Badge, *, paper: str, signed_as: str, actor: User, scope: Scope, at: datetime) -> Badge:
    """Give the card to its holder, who was compared with the photo and a paper, and sign for it by name.

    The badge that it follows is superseded now and not before, so that nobody stands outside without one.
    Refuses when: the actor may not hand over or is the holder (Refused); no paper is named, or the name is
    not that of the account (InvalidInput); the badge is not active, was handed over, or the one before it
    is suspended (Conflict).
    Records: access.badge.handed_over, access.badge.changed for the one before.
    """
    require(may_hand_over(actor, scope, badge))
    if not paper.strip():
        raise InvalidInput("Say which paper you saw.", fields={"paper": "Say which paper you saw."})
    if signed_as.split() != str(actor).split():
        problem = f"Sign with your own name as it stands in your account: {actor}."
        raise InvalidInput(problem, fields={"signed_as": problem})
    with transaction.atomic():
        handed = Badge.objects.filter(pk=badge.pk, state=BadgeState.ACTIVE.value, handed_over_at=None).update(
            handed_over_at=at, handed_over_by=actor.reference, seen_on=timezone.localdate(at)
        )
        if handed != 1:
            raise Conflict("This badge is not active any more, or was handed over already.")
        badge.refresh_from_db()
        before = badge.request.replaces if badge.request else None
        if before is not None:
            _supersede(before, badge, actor=actor.reference, at=at)
        _record(badge, "handed_over", actor=actor.reference, at=at, paper=paper.strip())
    return badge


"""
"""


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
    return take_step(badge, event, reason=reason.strip(), actor=actor.reference, at=at)


def take_step(badge: Badge, event: BadgeEvent, *, reason: str, actor: str, at: datetime) -> Badge:
    """The same for commands that have judged the right themselves, or that nobody asked for.

    Raises Conflict when the step is not in the table or the badge moved meanwhile.
    Records: access.badge.changed. Wakes: a worker, who publishes the list of revoked badges anew.
    """
    old = badge.state_word
    new = next_state(BADGE_TRANSITIONS, old, event)
    with transaction.atomic():
        changed = Badge.objects.filter(pk=badge.pk, state=old.value).update(state=new.value, state_since=at)
        if changed != 1:
            raise Conflict("The badge was changed meanwhile; look again.")
        badge.refresh_from_db()
        keep_change(badge, new, actor=actor, at=at, reason=reason)
        _record(badge, "changed", actor=actor, at=at, state=new.label.lower(), reason=reason)
        if event in ON_THE_LIST:
            status_list.request(badge.port, actor=actor, at=at)
    return badge


def shorten(badge: Badge, last_day: date, *, reason: str, actor: str, at: datetime) -> bool:
    """Let a badge in force end earlier, with what it rests on. False where it was changed meanwhile.

    Records: access.badge.shortened.
    """
    with transaction.atomic():
        changed = Badge.objects.filter(
            pk=badge.pk, state__in=IN_FORCE, valid_until=badge.valid_until, valid_from__lt=end_of(last_day)
        ).update(valid_until=end_of(last_day), printed_until=Coalesce("printed_until", "valid_until"))
        if changed != 1:
            return False
        badge.refresh_from_db()
        _record(badge, "shortened", actor=actor, at=at, valid_until=last_day, reason=reason)
    return True


def end_of(day: date) -> datetime:
    """The last second of a day, by the clock of the port."""
    return timezone.make_aware(datetime.combine(day, LAST_SECOND))


def keep_change(badge: Badge, state: BadgeState, *, actor: str, at: datetime, reason: str) -> None:
    """Keep the moment of a state; detection compares events with it."""
    BadgeChange.objects.create(badge=badge, state=state.value, at=at, by=actor, reason=reason)


def _create(
    person: Person,
    badge_type: BadgeType,
    areas: Sequence[Area],
    valid_until: datetime,
    *,
    request: BadgeRequest | None = None,
    actor: str,
    at: datetime,
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
        issued_by=actor,
        badge_type=badge_type,
        generation=badge_type.generation,
        request=request,
        photo=person.badge_photos.first(),
    )
    keep_change(badge, BadgeState.ACTIVE, actor=actor, at=at, reason="Issued.")
    _record(
        badge,
        "issued",
        actor=actor,
        at=at,
        areas=badge.areas,
        valid_until=timezone.localdate(valid_until),
    )
    return badge


def _supersede(before: Badge, badge: Badge, *, actor: str, at: datetime) -> None:
    """The earlier badge ends with this one in the holder's hand; a lost one only learns what followed it."""
    if before.state_word is BadgeState.SUSPENDED:
        raise Conflict(f"Badge {before.serial} was suspended meanwhile; that is settled first.")
    if before.state_word is BadgeState.ACTIVE:
        take_step(before, BadgeEvent.REPLACE, reason=f"Replaced by {badge.serial}.", actor=actor, at=at)
    Badge.objects.filter(pk=before.pk).update(replaced_by=badge)


def _next_serial() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('access_badge_serial')")
        return f"B{cursor.fetchone()[0]}"


def _record(badge: Badge, verb: str, *, actor: str, at: datetime, **body: object) -> None:
    record.append(
        f"access.badge.{verb}",
        actor=actor,
        at=at,
        subject=badge.person.reference if badge.person else badge.reference,
        port=badge.port.locode,
        serial=badge.serial,
        **body,
    )
