"""Reads types of badges, how many of each are unaccounted for, and how far a re-issue has come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from access.accountability.share import AT_THE_DESK, GONE, Share
from access.enums import BadgeProcess, BadgeRequestState, BadgeState
from access.models import Badge, BadgeRequest, BadgeType
from access.selectors.badge import visible_badges
from accounts.roles import Capability
from portsec.kernel.errors import NotFound
from portsec.kernel.scope import Scope

SEES_TYPES = (Capability.VIEW_BADGES.value, Capability.ISSUE_BADGES.value, Capability.MANAGE_AREAS.value)
IN_FORCE = (BadgeState.ACTIVE.value, BadgeState.SUSPENDED.value)


@dataclass(frozen=True, slots=True)
class Standing:
    """A generation of a type and the share of its badges that is unaccounted for."""

    badge_type: BadgeType
    generation: int
    share: Share

    @property
    def sentence(self) -> str:
        old = "" if self.is_newest else f", generation {self.generation}"
        return self.share.sentence(f"{self.badge_type.name} badges{old}")

    @property
    def is_alarm(self) -> bool:
        """Whether all should be issued anew. Older generations look different, and were so already."""
        return self.is_newest and self.share.is_over

    @property
    def scale(self) -> float:
        """The end of the gauge in hundredths: room for twice the limit, or for what there is."""
        return max(2 * self.share.limit_percent, self.share.percent, 1.0)

    @property
    def is_newest(self) -> bool:
        return self.generation == self.badge_type.generation


@dataclass(frozen=True, slots=True)
class Reissue:
    """How far the re-issue of a type has come: holders with a new badge, and those still with an old one."""

    done: int
    missing: int
    asked: int
    ends_on: date

    @property
    def total(self) -> int:
        return self.done + self.missing

    @property
    def share(self) -> int:
        """Hundredths of the holders who have theirs; rounded down, so that 100 means everybody."""
        return 100 * self.done // self.total if self.total else 100


def visible_types(*, scope: Scope) -> QuerySet[BadgeType]:
    """Types of badges at the ports where the caller sees or issues badges or sets up areas."""
    types = BadgeType.objects.select_related("port")
    return types if scope.is_system else types.filter(port_id__in=scope.ports(*SEES_TYPES))


def access_type(number: int, *, scope: Scope) -> BadgeType:
    """One type. Raises NotFound when absent or out of reach."""
    found = visible_types(scope=scope).filter(pk=number).first()
    if found is None:
        raise NotFound("badge type")
    return found


def is_out(at: datetime) -> Q:
    """A card that could still be taken for a good one, as `accountability.share.is_in_circulation`."""
    at_the_desk = Q(state__in=[state.value for state in AT_THE_DESK])
    return Q(printed__gt=at) & ~at_the_desk


def is_missing(at: datetime) -> Q:
    """A card that nobody can account for, as `accountability.share.is_unaccounted`."""
    gone = Q(state__in=[state.value for state in GONE])
    return is_out(at) & (gone | Q(return_due_on__lt=timezone.localdate(at)))


def with_printed_end(badges: QuerySet[Badge]) -> QuerySet[Badge]:
    """The badges with `printed`, the end that stands on the card."""
    return badges.annotate(printed=Coalesce(F("printed_until"), F("valid_until")))


def shares(types: Iterable[BadgeType], *, at: datetime) -> list[Standing]:
    """For each generation of these types that still has cards in circulation the unaccounted share.

    The newest generation of each type comes first and is always there.
    """
    known = {each.pk: each for each in types}
    counted = (
        with_printed_end(Badge.objects.filter(badge_type_id__in=known))
        .order_by()
        .values_list("badge_type_id", "generation")
        .annotate(total=Count("pk", filter=is_out(at)), missing=Count("pk", filter=is_missing(at)))
    )
    numbers = {(type_id, generation): (missing, total) for type_id, generation, total, missing in counted}
    found = []
    for each in known.values():
        others = {number for type_id, number in numbers if type_id == each.pk and numbers[type_id, number][1]}
        for generation in sorted(others | {each.generation}, reverse=True):
            missing, total = numbers.get((each.pk, generation), (0, 0))
            share = Share(missing, total, Fraction(str(each.unaccounted_limit)))
            found.append(Standing(each, generation, share))
    return found


def shares_over_limit(*, scope: Scope, at: datetime) -> list[Standing]:
    """The alarms: types in reach of whose newest generation too many badges are unaccounted for."""
    return [each for each in shares(visible_types(scope=scope), at=at) if each.is_alarm]


def reissue_of(badge_type: BadgeType) -> Reissue | None:
    """How far the re-issue has come; None while none runs."""
    if badge_type.old_ends_on is None:
        return None
    held = Badge.objects.filter(badge_type=badge_type, state__in=IN_FORCE)
    return Reissue(
        done=held.filter(generation=badge_type.generation).count(),
        missing=old_badges(badge_type).count(),
        asked=_open_requests(badge_type).count(),
        ends_on=badge_type.old_ends_on,
    )


def old_badges(badge_type: BadgeType) -> QuerySet[Badge]:
    """Badges of older generations that still hold, and whose holder has none of the newest."""
    new = Badge.objects.filter(
        badge_type=badge_type, generation=badge_type.generation, state__in=IN_FORCE, person__isnull=False
    )
    return (
        visible_badges(scope=Scope.system(reason="the caller may see the type"))
        .filter(badge_type=badge_type, generation__lt=badge_type.generation, state__in=IN_FORCE)
        .exclude(person_id__in=new.values("person_id"))
        .order_by("person__family_name", "person__given_names", "pk")
    )


def holders_to_ask(badge_type: BadgeType) -> QuerySet[Badge]:
    """Badges of older generations for which no re-issue was asked yet: active, with a known holder."""
    asked = BadgeRequest.objects.filter(
        badge_type=badge_type,
        process=BadgeProcess.REISSUE.value,
        requested_at__gte=badge_type.generation_since,
    )
    waiting = BadgeRequest.objects.filter(state=BadgeRequestState.OPEN.value)
    return (
        old_badges(badge_type)
        .filter(state=BadgeState.ACTIVE.value, person__isnull=False)
        .exclude(pk__in=asked.values("replaces_id"))
        .exclude(person_id__in=waiting.values("person_id"))
        .order_by("pk")
    )


def _open_requests(badge_type: BadgeType) -> QuerySet[BadgeRequest]:
    return BadgeRequest.objects.filter(
        badge_type=badge_type,
        process=BadgeProcess.REISSUE.value,
        state=BadgeRequestState.OPEN.value,
    )
