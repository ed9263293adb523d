"""Reads proposals of the shrinker, and counts who opened what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from django.db.models import Count, QuerySet

from access.asking.desks import ASKABLE
from access.enums import DataResult, FieldClass
from access.models import AccessRequest, DataEvent, Grant, Shrink, ShrinkLine
from access.selectors.hand import people_behind
from access.selectors.review import SEES_REVIEWS, in_force
from access.shrinking.evidence import HELD_FOR, LOOK_BACK, Use
from access.shrinking.words import ShrinkState
from accounts.models import Port
from accounts.roles import Capability
from portsec.kernel.errors import NotFound
from portsec.kernel.scope import Scope

SEES_SHRINKS = SEES_REVIEWS
OPEN_STATES = (ShrinkState.PROPOSED.value, ShrinkState.TRIAL.value)


def shrinks(*, scope: Scope, state: str = "") -> QuerySet[Shrink]:
    """Proposals at ports in reach, with how many grants each is about."""
    rows = Shrink.objects.select_related("port").annotate(grant_count=Count("lines"))
    if not scope.is_system:
        rows = rows.filter(port_id__in=scope.ports(*(held.value for held in SEES_SHRINKS)))
    return rows.filter(state=state) if state else rows


def shrink_seen(number: int, *, scope: Scope) -> Shrink:
    """One proposal. Raises NotFound when absent or out of reach."""
    found = shrinks(scope=scope).filter(pk=number).first()
    if found is None:
        raise NotFound("proposal")
    return found


def open_proposals(*, scope: Scope) -> QuerySet[Shrink]:
    """What waits for a data owner's word."""
    ports = scope.ports(Capability.MANAGE_CARGO.value)
    return Shrink.objects.filter(port_id__in=ports, state=ShrinkState.PROPOSED.value)


def lines_of(shrink: Shrink) -> QuerySet[ShrinkLine]:
    """The grants of a proposal, by holder."""
    lines = ShrinkLine.objects.select_related("grant", "restored").filter(shrink=shrink)
    return lines.order_by("grant__account", "grant__object_ref", "pk")


def trials_over(port: Port, *, at: datetime) -> QuerySet[Shrink]:
    """Trials whose time has passed without being rolled back."""
    return Shrink.objects.filter(port=port, state=ShrinkState.TRIAL.value, trial_until__lte=at)


def line_on_trial(request: AccessRequest, *, at: datetime) -> QuerySet[ShrinkLine]:
    """What a trial took from whoever asks for this now."""
    return ShrinkLine.objects.filter(
        shrink__state=ShrinkState.TRIAL.value,
        shrink__trial_until__gt=at,
        restored_at=None,
        ends_at__gt=at,
        grant__port_id=request.port_id,
        grant__account=request.account,
        grant__object_type=request.object_type,
        grant__object_ref=request.object_ref,
        grant__field_class=request.field_class,
    ).order_by("pk")


def idle_uses(port: Port, *, at: datetime) -> dict[Use, list[Grant]]:
    """Groups of holders who hardly ever opened a class that they hold, with the grants in question."""
    held = list(in_force(port, at=at).filter(valid_from__lte=at - HELD_FOR).order_by("pk"))
    group_of = _groups({grant.account for grant in held}, port)
    counts = _look_ups(port, set(group_of), at)
    by_group: defaultdict[tuple[str, FieldClass], list[Grant]] = defaultdict(list)
    for grant in held:
        by_group[group_of[grant.account], grant.field_class_word].append(grant)
    found = {}
    for (group, field_class), grants in sorted(by_group.items()):
        holders = {grant.account for grant in grants}
        use = Use(
            group=group,
            field_class=field_class,
            opened=sum(
                counts[account, each]
                for account in holders
                for each in ASKABLE
                if each.rank >= field_class.rank
            ),
            looked_up=sum(counts[account, each] for account in holders for each in FieldClass),
            holders=len(holders),
        )
        if use.is_idle:
            found[use] = grants
    return found


def _groups(accounts: set[str], port: Port) -> Mapping[str, str]:
    """By account the group whose work it does: peer group, else employer, else itself."""
    people = people_behind(accounts, port)
    found = {}
    for account in accounts:
        person = people.get(account)
        employer = person.organisation.name if person and person.organisation else ""
        found[account] = (person.peer_group if person else "") or employer or account
    return found


def _look_ups(port: Port, accounts: set[str], at: datetime) -> defaultdict[tuple[str, FieldClass], int]:
    rows = (
        DataEvent.objects.filter(
            port=port,
            account__in=accounts,
            at__gte=at - LOOK_BACK,
            at__lte=at,
            result=DataResult.OK.value,
        )
        .order_by()
        .values_list("account", "field_class")
        .annotate(count=Count("number"))
    )
    counts: defaultdict[tuple[str, FieldClass], int] = defaultdict(int)
    for account, field_class, count in rows:
        counts[account, FieldClass(field_class)] = count
    return counts
