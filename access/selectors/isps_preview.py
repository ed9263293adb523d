"""Gathers what a preview of an ISPS level is worked out from, in a fixed number of queries."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from access.enums import BadgeState, Direction, RosterKind, VisitState
from access.gate.clearance import WITHDRAWN, ClearanceFacts
from access.gate.holder_facts import Duty, Roster, TrainingCertificate
from access.gate.isps import IspsLevel
from access.gate.roster import TOLERANCE
from access.isps_preview.facts import Change, Group, Holder, PortFacts, PreviewGate, Standing
from access.isps_preview.preview import Preview, preview
from access.models import (
    Badge,
    DutyConfirmation,
    Gate,
    Presence,
    RosterSpan,
    SafetyFunction,
    Visit,
)
from access.models import (
    TrainingCertificate as Certificate,
)
from access.selectors.area_plan import AreaPlan, area_plan
from accounts.models import Port
from screening.enums import ClearanceLevel
from screening.kinds.words import PermitState
from screening.models import Clearance, Permit, PortBan
from screening.selectors.clearance import state_on
from screening.selectors.port_ban import in_force

RANKS = {level.value: level.rank for level in ClearanceLevel}
SOON = timedelta(hours=24)  # visits expected until then are counted


@dataclass(frozen=True, slots=True)
class OnPermit:
    """People whom level 3 stops because they hold no clearance of their own."""

    visitors_inside: int
    visitors_expected: int
    permits: int


def preview_of(port: Port, change: Change, *, at: datetime) -> Preview:
    """What the change would do to doors, groups and badges, as of this moment."""
    plan = area_plan(port, at=at)
    return preview(port_facts(port, plan, at=at), holders(port, at=at), change)


def port_facts(port: Port, plan: AreaPlan, *, at: datetime) -> PortFacts:
    """The port with its gates and the groups that are inside."""
    return PortFacts(
        at=timezone.localtime(at),
        level=plan.levels.port,
        areas=tuple(plan.facts.values()),
        names={code: area.name for code, area in plan.areas.items()},
        gates=_gates(port),
        groups=_groups(port),
    )


def holders(port: Port, *, at: datetime) -> Iterator[Holder]:
    """Every badge that is in force, with all that decides about its holder."""
    rows = Badge.objects.filter(
        port=port, state=BadgeState.ACTIVE.value, valid_from__lte=at, valid_until__gt=at, person__isnull=False
    )
    about = _Holders(port, at)
    columns = ("person__family_name", "person__given_names", "person_ref", "areas", "enrolment_ref")
    reach: dict[tuple[str, ...], frozenset[str]] = {}
    found = rows.order_by("serial").values_list("serial", "person_id", *columns)
    for serial, person, family, given, ref, areas, enrolment in found.iterator(chunk_size=5000):
        key = tuple(areas)
        yield Holder(
            badge=serial,
            name=f"{given} {family}".strip(),
            areas=reach.setdefault(key, frozenset(key)),
            standing=about.standing(person, ref, is_enrolled=bool(enrolment)),
        )


def on_permit(port: Port, *, at: datetime) -> OnPermit:
    """Visitors inside and expected, and permits, that are not marked as essential."""
    visits = Visit.objects.filter(port=port, is_essential=False)
    today = timezone.localdate(at)
    return OnPermit(
        visitors_inside=visits.filter(state=VisitState.ARRIVED.value).count(),
        visitors_expected=visits.filter(
            state=VisitState.ANNOUNCED.value,
            first_day__lte=timezone.localdate(at + SOON),
            last_day__gte=today,
        ).count(),
        permits=Permit.objects.filter(
            port=port, state=PermitState.ISSUED.value, valid_from__lte=at, valid_until__gt=at
        ).count(),
    )


class _Holders:
    """What is known of everybody who holds a badge at a port: one query for each kind of fact."""

    def __init__(self, port: Port, at: datetime) -> None:
        self.clearances = _clearances(port, at)
        self.certificates = _certificates(port, at)
        self.rosters = _rosters(port, at)
        confirmed = DutyConfirmation.objects.filter(
            person__port=port, remote=False, starts_at__lte=at, ends_at__gt=at
        )
        self.confirmed = set(confirmed.values_list("person_id", flat=True))
        self.functions: defaultdict[int, frozenset[str]] = defaultdict(frozenset)
        held = SafetyFunction.objects.filter(person__port=port, ended_at=None)
        for person, function in held.values_list("person_id", "function"):
            self.functions[person] |= {function}

    def standing(self, person: int, ref: str, *, is_enrolled: bool) -> Standing:
        return Standing(
            clearance=self.clearances.get(person),
            certificates=self.certificates.get(person, ()),
            roster=Roster(self.rosters.get(ref, ()), person in self.confirmed),
            functions=self.functions.get(person, frozenset()),
            is_enrolled=is_enrolled,
        )


def _clearances(port: Port, at: datetime) -> dict[int, ClearanceFacts]:
    """As `current_clearances`, without an object a row: the newest one that has begun, of each person.

    Under a port ban it counts as withdrawn, as at the gates.
    """
    day = timezone.localdate(at)
    banned = set(PortBan.objects.filter(in_force(day), person__port=port).values_list("person_id", flat=True))
    rows = (
        Clearance.objects.filter(person__port=port, valid_from__lte=day)
        .annotate(counts=state_on(day))
        .order_by("person_id", "-valid_from", "-id")
        .distinct("person_id")
        .values_list("person_id", "counts", "level", "valid_from", "valid_until", "escort_only")
    )
    return {
        person: ClearanceFacts(
            WITHDRAWN if person in banned else state, RANKS[level], start, end, escort_only
        )
        for person, state, level, start, end, escort_only in rows.iterator(chunk_size=5000)
    }


def _certificates(port: Port, at: datetime) -> dict[int, tuple[TrainingCertificate, ...]]:
    day = timezone.localdate(at)
    rows = Certificate.objects.filter(
        Q(last_day=None) | Q(last_day__gte=day), training__port=port, revoked_at=None, first_day__lte=day
    )
    found: defaultdict[int, tuple[TrainingCertificate, ...]] = defaultdict(tuple)
    for person, code, first, last in rows.values_list("person_id", "training__code", "first_day", "last_day"):
        found[person] = (*found[person], TrainingCertificate(code, first, last))
    return dict(found)


def _rosters(port: Port, at: datetime) -> dict[str, tuple[Duty, ...]]:
    """The duties around the moment, by the name that logs have for the person."""
    near = RosterSpan.objects.filter(port=port, starts_at__lte=at + TOLERANCE, ends_at__gte=at - TOLERANCE)
    found: defaultdict[str, tuple[Duty, ...]] = defaultdict(tuple)
    for ref, kind, start, end in near.values_list("person_ref", "kind", "starts_at", "ends_at"):
        found[ref] = (*found[ref], Duty(RosterKind(kind), start, end))
    return dict(found)


def _gates(port: Port) -> tuple[PreviewGate, ...]:
    """Gates with a reader in service, and the areas that they join."""
    rows = Gate.objects.filter(port=port, readers__in_service=True).distinct()
    return tuple(
        PreviewGate(
            code=gate.code,
            name=gate.name,
            highest_level=IspsLevel(gate.highest_level),
            areas=frozenset(
                area.code
                for reader in gate.readers.all()
                for area in (reader.area_from, reader.area_to)
                if reader.in_service and area is not None
            ),
        )
        for gate in rows.prefetch_related("readers__area_from", "readers__area_to").order_by("code")
    )


def _groups(port: Port) -> tuple[Group, ...]:
    """Who leads how many people in which area now."""
    rows = Presence.objects.filter(area__port=port, direction=Direction.IN.value, escort__isnull=False)
    led: Counter[tuple[str, str]] = Counter()
    columns = ("escort__given_names", "escort__family_name", "area__code")
    for given, family, area in rows.values_list(*columns):
        led[f"{given} {family}".strip(), area] += 1
    return tuple(Group(escort, area, size) for (escort, area), size in sorted(led.items()))
