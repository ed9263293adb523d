"""What the pages of areas show: the plan as nested boxes, what one area asks, who may enter it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from access.enums import BadgeState, Direction
from access.gate.isps import IspsLevel
from access.models import Area, Badge, Gate, Presence, Reader, TrainingCertificate
from access.selectors.area_plan import AreaPlan
from access.zoning.area_details import AreaDetails
from access.zoning.wording import Asked
from accounts.models import Port
from accounts.roles import Capability
from portsec.kernel.errors import NotFound
from portsec.kernel.scope import Scope
from screening.enums import ClearanceLevel, ClearanceState
from screening.models import Clearance
from screening.selectors.clearance import state_on

MAY_SEE_AREAS = (
    Capability.MANAGE_AREAS.value,
    Capability.WATCH_GATES.value,
    Capability.VIEW_BADGES.value,
)


@dataclass(frozen=True)
class Node:
    """One box of the plan, with the boxes in it."""

    area: Area
    level: IspsLevel
    asked: list[Asked]
    gates: list[Gate]
    inside: int
    is_locked: bool
    children: list[Node] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Effects:
    """Whom a change of an area would touch, counted now."""

    badges: int
    lacking: tuple[tuple[str, int], ...]

    @property
    def is_hard(self) -> bool:
        """Whether somebody would no longer get in."""
        return any(count for _, count in self.lacking)

    @property
    def fingerprint(self) -> str:
        """What was shown, so that a page knows whether it is still the same when the change is kept."""
        return ";".join(f"{what}={count}" for what, count in self.lacking)


def ports_with_areas(*, scope: Scope) -> list[Port]:
    """Ports whose areas the caller may see."""
    return list(Port.objects.filter(pk__in=scope.ports(*MAY_SEE_AREAS)))


def access_own_port(locode: str, *, scope: Scope) -> Port:
    """A port whose areas the caller may set up. Raises NotFound when absent or out of reach."""
    own = scope.ports(Capability.MANAGE_AREAS.value)
    found = Port.objects.filter(locode=locode, pk__in=own).first()
    if found is None:
        raise NotFound("port")
    return found


def access_area(locode: str, code: str, *, scope: Scope) -> Area:
    """One area to look at. Raises NotFound when absent or out of reach."""
    return _area(locode, code, scope.ports(*MAY_SEE_AREAS))


def access_own_area(locode: str, code: str, *, scope: Scope) -> Area:
    """One area that the caller may set up. Raises NotFound when absent or out of reach."""
    return _area(locode, code, scope.ports(Capability.MANAGE_AREAS.value))


def nodes_of(plan: AreaPlan) -> list[Node]:
    """The outermost areas of a port, each with all that lies in it."""
    inside, gates = people_inside(plan.port), gates_by_area(plan.port)
    nodes = {
        code: Node(
            area=area,
            level=plan.effective_level(code),
            asked=plan.asked_by(code),
            gates=gates.get(area.pk, []),
            inside=inside.get(area.pk, 0),
            is_locked=any(each.lockdown is not None for each in plan.facts[code].chain),
        )
        for code, area in plan.areas.items()
    }
    for code, parent in plan.parents.items():
        if parent:
            nodes[parent].children.append(nodes[code])
    return [nodes[code] for code, parent in plan.parents.items() if not parent]


def people_inside(port: Port) -> dict[int, int]:
    """How many people readers have seen go into each area and not out again."""
    rows = Presence.objects.filter(area__port=port, direction=Direction.IN.value)
    return dict(rows.order_by().values("area_id").annotate(n=Count("pk")).values_list("area_id", "n"))


def gates_by_area(port: Port) -> dict[int, list[Gate]]:
    """By area the gates on its border."""
    found: defaultdict[int, dict[int, Gate]] = defaultdict(dict)
    readers = Reader.objects.filter(port=port, gate__isnull=False).select_related("gate")
    for reader in readers.order_by("code"):
        for area in {reader.area_from_id, reader.area_to_id} - {None}:
            if reader.gate is not None and area is not None:
                found[area][reader.gate.pk] = reader.gate
    return {area: list(gates.values()) for area, gates in found.items()}


def badges_that_open(codes: Iterable[str], port: Port, *, at: datetime) -> int:
    """How many badges in force name one of these areas."""
    return _opening(codes, port, at).count()


def effects_of(plan: AreaPlan, code: str, details: AreaDetails, *, at: datetime) -> Effects:
    """Whom it touches when an area asks this: badges that open it or lie inside, and who lacks something new.

    Each count is of holders; somebody who lacks two things is in both.
    """
    facts = plan.facts.get(code)
    reach = {code, *(area.code for area in plan.inside(code))} if facts else set()
    around = facts.codes if facts else set()
    badges = _opening(reach | around, plan.port, at)
    people = badges.filter(person__isnull=False).order_by().values("person_id")
    lacking: list[tuple[str, int]] = []
    if facts is None or details.level > facts.required_level_rank:
        lacking.append(("lack a clearance of that level", _without_clearance(people, details.level, at)))
    new = set(details.trainings) - (facts.needs.trainings if facts else frozenset())
    lacking += [
        (f"lack the training {code}", _without_training(people, plan.port, code, at)) for code in sorted(new)
    ]
    if details.biometric and not (facts and facts.needs.biometric):
        count = badges.filter(enrolment_ref="").count()
        lacking.append(("have no finger or face enrolled", count))
    return Effects(badges.count(), tuple(lacking))


def _area(locode: str, code: str, ports: frozenset[int]) -> Area:
    rows = Area.objects.select_related("port", "parent")
    found = rows.filter(port__locode=locode, code=code, port_id__in=ports).first()
    if found is None:
        raise NotFound("area")
    return found


def _opening(codes: Iterable[str], port: Port, at: datetime) -> QuerySet[Badge]:
    return Badge.objects.filter(
        port=port, state=BadgeState.ACTIVE.value, valid_until__gt=at, areas__overlap=sorted(codes)
    )


def _without_clearance(people: QuerySet[Badge, Any], rank: int, at: datetime) -> int:
    """How many of these people hold no clearance in force of that rank."""
    day = timezone.localdate(at)
    high_enough = [level.value for level in ClearanceLevel if level.rank >= rank]
    newest = (
        Clearance.objects.filter(person_id__in=people, valid_from__lte=day)
        .annotate(counts=state_on(day))
        .order_by("person_id", "-valid_from", "-id")
        .distinct("person_id")
        .values_list("person_id", "counts", "level", "valid_until")
    )
    cleared = {
        person
        for person, state, level, until in newest
        if state == ClearanceState.GRANTED.value and until >= day and level in high_enough
    }
    return people.distinct().count() - len(cleared) if rank else 0


def _without_training(people: QuerySet[Badge, Any], port: Port, training: str, at: datetime) -> int:
    day = timezone.localdate(at)
    held = TrainingCertificate.objects.filter(
        Q(last_day=None) | Q(last_day__gte=day),
        training__port=port,
        training__code=training,
        revoked_at=None,
        first_day__lte=day,
        person_id__in=people,
    )
    return people.distinct().count() - held.values("person_id").distinct().count()


def own_and_inherited(code: str, plan: AreaPlan) -> list[tuple[Area, list[Asked]]]:
    """What an area asks, and each one around it, innermost first."""
    return [(plan.areas[each.code], plan.asked_by(each.code)) for each in plan.facts[code].chain]
