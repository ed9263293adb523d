"""Opens reviews of what people may read, and takes the answers. The one writer of these tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from access.enums import FieldClass
from access.models import HolderStanding, ReviewCampaign, ReviewLine
from access.permissions.grant import may_review_access
from access.reviewing.answers import (
    GRACE,
    TWO_HANDS,
    LineFacts,
    keeping,
    may_answer_line,
    may_answer_together,
)
from access.reviewing.calendar import (
    ANSWERED_WITHIN,
    EVERY_MONTHS,
    POSTPONED_BY,
    TRIGGERED_WITHIN,
    is_due,
    parts_of,
    slot_of,
)
from access.reviewing.transitions import REVIEW_LINE_TRANSITIONS, WAITING
from access.reviewing.triggers import Standing, trigger_of
from access.reviewing.words import ReviewLineEvent, ReviewTrigger
from access.selectors.hand import hand_of, hands_of
from access.selectors.review import (
    WAITING_STATES,
    Holding,
    evidence_of,
    holdings,
    lines_due,
    standings_before,
    standings_now,
)
from access.services import holding
from accounts.models import Port, User
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput, require
from portsec.kernel.scope import Scope
from portsec.kernel.steps import next_state
from portsec.kernel.verdict import all_of

CLOCK = "system:clock"


@transaction.atomic
def open_scheduled(port: Port, *, at: datetime) -> int:
    """Open this month's reviews, each class once a month with those whose turn it is; how many campaigns.

    Records: access.review.opened. Safe to repeat because: a month and class is opened once.
    """
    Port.objects.select_for_update(no_key=True).get(pk=port.pk)  # two workers: one opens, the other finds
    day = timezone.localdate(at)
    slot, opened = slot_of(day), 0
    already = set(
        ReviewCampaign.objects.filter(
            port=port, trigger=ReviewTrigger.SCHEDULED.value, slot=slot
        ).values_list("field_class", flat=True)
    )
    missing = [each for each in EVERY_MONTHS if each.value not in already]
    due = [one for one in holdings(port, at=at) if one.field_class in missing]
    for field_class in missing:
        mine = [
            one for one in due if one.field_class is field_class and is_due(one.account, field_class, day)
        ]
        for part, lines in enumerate(parts_of(mine), start=1):
            within = ANSWERED_WITHIN[field_class]
            _open(port, ReviewTrigger.SCHEDULED, field_class, lines, slot, within, part=part, at=at)
            opened += 1
    return opened


@transaction.atomic
def open_triggered(port: Port, *, at: datetime) -> int:
    """Open a review of everything held by whoever changed since the last look; how many campaigns.

    Role, employer and lifted suspensions are compared as they stand, so that no way of changing them can be
    forgotten. Records: access.review.opened. Safe to repeat because: the last look is kept with it.
    """
    Port.objects.select_for_update(no_key=True).get(pk=port.pk)
    now, before = standings_now(port, at=at), standings_before(port)
    opened = 0
    for account, standing in sorted(now.items()):
        if before.get(account) == standing:
            continue
        trigger = trigger_of(before.get(account), standing)
        _look(port, account, standing, at)
        held = holdings(port, at=at, accounts=[account]) if trigger else []
        if trigger and held:
            highest = max((one.field_class for one in held), key=lambda each: each.rank)
            moment = timezone.localtime(at).isoformat(timespec="microseconds")
            _open(port, trigger, highest, held, moment, TRIGGERED_WITHIN, account=account, at=at)
            opened += 1
    return opened


@transaction.atomic
def answer(
    line: ReviewLine, *, keep: bool, reason: str, actor: User, scope: Scope, at: datetime
) -> ReviewLine:
    """Keep or remove what one holder may read; a second reviewer verifies keeping of critical data.

    The same command corrects an answer within three days: what was removed comes back until its old end.
    Refuses when: the actor reviews nothing at the port, holds it, or verifies their own answer, or the time
    for corrections is over (Refused); the reason is missing for critical data or a correction (InvalidInput);
    it was answered meanwhile, or stands so already (Conflict).
    Records: access.review.half_kept, .kept or .removed, with what the grants record; .closed with the last.
    """
    line = _held(line)
    _answer(line, keep=keep, reason=reason.strip(), actor=actor, scope=scope, at=at)
    _close_if_answered(line.campaign, at=at)
    return line


@transaction.atomic
def answer_together(
    campaign: ReviewCampaign,
    lines: Sequence[int],
    *,
    keep: bool,
    reason: str,
    actor: User,
    scope: Scope,
    at: datetime,
) -> int:
    """Answer several lines of one campaign at once; all or none, and never to keep critical data.

    Refuses when: a line is of critical data and to be kept (Refused), and whatever `answer` refuses.
    Records: as `answer`, for each line.
    """
    rows = ReviewLine.objects.filter(campaign=campaign, pk__in=lines).order_by("pk")
    held = [_held(line) for line in rows]
    if not held:
        raise InvalidInput("Tick at least one line.", fields={"lines": "Tick at least one line."})
    event = ReviewLineEvent.KEEP if keep else ReviewLineEvent.REMOVE
    require(all_of(*(may_answer_together(line.field_class_word, event) for line in held)))
    for line in held:
        _answer(line, keep=keep, reason=reason.strip(), actor=actor, scope=scope, at=at)
    _close_if_answered(campaign, at=at)
    return len(held)


@transaction.atomic
def postpone(
    campaign: ReviewCampaign, *, reason: str, actor: User, scope: Scope, at: datetime
) -> ReviewCampaign:
    """Give a campaign a week more, once.

    Refuses when: the actor reviews nothing at the port, or it is about them (Refused); no reason is given
    (InvalidInput); it was postponed before or is closed (Conflict). Records: access.review.postponed.
    """
    require(may_review_access(actor, scope, campaign.port_id, campaign.account))
    if not reason.strip():
        raise InvalidInput("Give a reason.", fields={"reason": "Give a reason."})
    moved = ReviewCampaign.objects.filter(
        pk=campaign.pk, postponed_at=None, closed_at=None, due_at__gt=at
    ).update(
        due_at=campaign.due_at + POSTPONED_BY,
        postponed_at=at,
        postponed_by=actor.reference,
        postponed_reason=reason.strip(),
    )
    if moved != 1:
        raise Conflict("A review can be postponed once, while it is open.")
    campaign.refresh_from_db()
    _record(campaign, "postponed", by=actor.reference, at=at, due_at=campaign.due_at, reason=reason.strip())
    return campaign


@transaction.atomic
def close_due(port: Port, *, at: datetime) -> int:
    """Remove what nobody answered by the end; how many lines.

    Records: access.review.lapsed for each, .closed for each campaign. Safe to repeat because: what lapsed is
    not found again.
    """
    due = lines_due(port, at=at, corrected_before=at - GRACE).select_related("campaign__port")
    rows = list(due.select_for_update(of=("self",), skip_locked=True).order_by("pk"))
    for line in rows:
        taken = holding.take_away(line.grants, reason="Nobody answered its review.", by=CLOCK, at=at)
        _move(line, ReviewLineEvent.LAPSE, answered_at=at, answered_by=CLOCK, **_ends(line, taken))
        _record_line(line, "lapsed", by=CLOCK, at=at, grants=len(taken))
    for campaign in {line.campaign_id: line.campaign for line in rows}.values():
        _close_if_answered(campaign, at=at)
    return len(rows)


def _open(
    port: Port,
    trigger: ReviewTrigger,
    field_class: FieldClass,
    held: Iterable[Holding],
    slot: str,
    within: timedelta,
    *,
    part: int = 1,
    account: str = "",
    at: datetime,
) -> None:
    campaign = ReviewCampaign.objects.create(
        port=port,
        field_class=field_class.value,
        trigger=trigger.value,
        slot=slot,
        part=part,
        account=account,
        opened_at=at,
        due_at=at + within,
    )
    known = evidence_of(port, held, at=at)
    ReviewLine.objects.bulk_create(
        ReviewLine(
            campaign=campaign,
            account=one.account,
            field_class=one.field_class.value,
            grants=list(one.grants),
            last_used_at=evidence.last_used_at,
            uses=evidence.uses,
            peers_having=evidence.peers_having,
            peers_of=evidence.peers_of,
            cost=evidence.cost.value,
        )
        for one, evidence in known.items()
    )
    _record(
        campaign,
        "opened",
        by=CLOCK,
        at=at,
        field_class=campaign.field_class,
        trigger=trigger.label.lower(),
        lines=len(known),
        due_at=campaign.due_at,
    )


def _answer(line: ReviewLine, *, keep: bool, reason: str, actor: User, scope: Scope, at: datetime) -> None:
    facts = facts_of(line)
    event = keeping(facts) if keep else ReviewLineEvent.REMOVE
    require(
        all_of(
            may_review_access(actor, scope, line.campaign.port_id, line.account),
            may_answer_line(facts, event, by=hand_of(actor), at=at),
        )
    )
    is_correction = facts.state not in WAITING
    if not reason and (is_correction or line.field_class_word in TWO_HANDS):
        problem = "Give a reason; it goes on record."
        raise InvalidInput(problem, fields={"reason": problem})
    if event is ReviewLineEvent.REMOVE:
        taken = holding.take_away(line.grants, reason=reason or "Review.", by=actor.reference, at=at)
        _move(line, event, **_said(actor, reason, at), **_ends(line, taken))
        also = {"grants": len(taken), "reason": reason, "correction": is_correction}
        _record_line(line, "removed", by=actor.reference, at=at, **also)
    elif event is ReviewLineEvent.KEEP_FIRST:
        _move(line, event, **_said(actor, reason, at), verified_by="")
        _record_line(line, "half_kept", by=actor.reference, at=at, reason=reason)
    else:
        _move(line, event, **_kept(event, actor, reason, at), **_given_back(line, actor, at))
        _record_line(line, "kept", by=actor.reference, at=at, reason=reason, correction=is_correction)


def _given_back(line: ReviewLine, actor: User, at: datetime) -> dict[str, Any]:
    """Gives back what was taken from the line before; what takes the place of a grant has a new number."""
    if not line.ends:
        return {}
    ended = zip(line.grants, line.ends, strict=True)
    given = holding.give_back(ended, by=actor.reference, at=at)
    return {"grants": [grant.pk for _, grant in given], "ends": []}


def facts_of(line: ReviewLine) -> LineFacts:
    """The line as judgement sees it; whoever answered counts as a person, not as an account."""
    said_by = line.answered_by.removeprefix("user:")
    hand = hands_of([said_by])[said_by] if line.answered_by.startswith("user:") else line.answered_by
    return LineFacts(line.field_class_word, line.state_word, line.answered_at, hand)


def _said(actor: User, reason: str, at: datetime) -> dict[str, Any]:
    return {"answered_at": at, "answered_by": actor.reference, "reason": reason}


def _kept(event: ReviewLineEvent, actor: User, reason: str, at: datetime) -> dict[str, Any]:
    """A second hand verifies; who answered first keeps standing there."""
    if event is ReviewLineEvent.VERIFY:
        return {"answered_at": at, "verified_by": actor.reference}
    return _said(actor, reason, at)


def _ends(line: ReviewLine, taken: Sequence[tuple[int, datetime]]) -> dict[str, Any]:
    """What a correction would give back. What was taken away before keeps standing there."""
    if line.ends:
        return {}
    return {"grants": [number for number, _ in taken], "ends": [end for _, end in taken]}


def _held(line: ReviewLine) -> ReviewLine:
    rows = ReviewLine.objects.select_for_update(of=("self",)).select_related("campaign__port")
    return rows.get(pk=line.pk)


def _move(line: ReviewLine, event: ReviewLineEvent, **also: Any) -> None:
    old = line.state_word
    new = next_state(REVIEW_LINE_TRANSITIONS, old, event)
    if ReviewLine.objects.filter(pk=line.pk, state=old.value).update(state=new.value, **also) != 1:
        raise Conflict("This line was answered meanwhile; look again.")
    line.refresh_from_db(fields=["state", *also])


def _close_if_answered(campaign: ReviewCampaign, *, at: datetime) -> None:
    lines = ReviewLine.objects.filter(campaign=campaign)
    if lines.filter(state__in=WAITING_STATES).exists():
        return
    if ReviewCampaign.objects.filter(pk=campaign.pk, closed_at=None).update(closed_at=at) == 1:
        kept = lines.filter(state="kept").count()
        _record(campaign, "closed", by=CLOCK, at=at, kept=kept, removed=lines.count() - kept)


def _look(port: Port, account: str, standing: Standing, at: datetime) -> None:
    HolderStanding.objects.update_or_create(
        port=port,
        account=account,
        defaults={
            "roles": sorted(standing.roles),
            "organisation": standing.organisation,
            "lifted_at": standing.lifted_at,
            "seen_at": at,
        },
    )


def _record(campaign: ReviewCampaign, verb: str, *, by: str, at: datetime, **body: Any) -> None:
    record.append(
        f"access.review.{verb}",
        actor=by,
        at=at,
        subject=campaign.reference,
        port=campaign.port.locode,
        review=campaign.reference,
        **body,
    )


def _record_line(line: ReviewLine, verb: str, *, by: str, at: datetime, **body: Any) -> None:
    record.append(
        f"access.review.{verb}",
        actor=by,
        at=at,
        subject=f"user:{line.account}",
        port=line.campaign.port.locode,
        review=line.campaign.reference,
        field_class=line.field_class,
        **body,
    )
