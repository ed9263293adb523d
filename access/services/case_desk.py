"""Places the cases of the day: as many as the port's budget allows, the highest first."""

from __future__ import annotations

from datetime import datetime, time

from django.db import transaction
from django.utils import timezone

from access.detection import budget
from access.models import CaseDesk, PersonCase
from access.selectors.finding_rarity import rarity_of
from access.selectors.isps_level import level_of
from access.selectors.person_case import UNDECIDED
from access.selectors.rule_outcome import rule_weights
from access.services import anomaly
from accounts.models import Port
from screening.models import Person


@transaction.atomic
def place(port: Port, *, at: datetime) -> CaseDesk:
    """Rank all open cases of a port as they stand now, and put the highest on the desk of the day.

    The day's budget follows the number of people and the ISPS level; what was decided today has used its
    places. Critical cases stand on the desk however many there are.
    Safe to repeat because: the day has one row, which is written anew.
    """
    weights, rarity = rule_weights(port.pk), rarity_of(port, at=at)
    cases = PersonCase.objects.filter(port=port, state__in=UNDECIDED).prefetch_related("flags__case")
    standing = {
        str(case.pk): budget.Standing(
            case.ref, anomaly.rescore(case, at=at, weights=weights, rarity=rarity), case.opened_at
        )
        for case in cases
    }
    by_ref = {each.case: int(number) for number, each in standing.items()}
    people = Person.objects.filter(port=port, left_on=None).count()
    level = level_of(port, at=at)
    size = budget.budget(people, level)
    decided = _decided_since(port, _midnight(at))
    desk = budget.desk(standing.values(), max(0, size - decided))
    anomaly.place(port, [by_ref[each.case] for each in desk.today])
    placed, _ = CaseDesk.objects.update_or_create(
        port=port,
        day=timezone.localdate(at),
        defaults={
            "people": people,
            "level": level.value,
            "budget": size,
            "decided": decided,
            "on_desk": len(desk.today),
            "waiting": len(desk.waiting),
            "threshold": desk.threshold,
            "placed_at": at,
        },
    )
    return placed


def _decided_since(port: Port, since: datetime) -> int:
    decided = PersonCase.objects.filter(port=port, closed_at__gte=since).exclude(state__in=UNDECIDED)
    return decided.count()


def _midnight(at: datetime) -> datetime:
    return timezone.make_aware(datetime.combine(timezone.localdate(at), time.min))
