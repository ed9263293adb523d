"""The register of barriers, the most urgent first."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When

from access.enums import BarrierCondition
from access.models import Barrier
from access.selectors.area_page import MAY_SEE_AREAS
from accounts.roles import Capability
from portsec.kernel.errors import NotFound
from portsec.kernel.scope import Scope

DUE_SOON = timedelta(days=14)
OVERDUE, DEFECT, WORN, IN_ORDER = range(4)


def barrier_register(
    *, scope: Scope, today: date, text: str = "", kind: str = "", condition: str = "", due: str = ""
) -> QuerySet[Barrier]:
    """Barriers at ports in reach, with `urgency`: overdue, defect, worn, in order. Each argument narrows."""
    rows = Barrier.objects.select_related("port", "area", "gate")
    if not scope.is_system:
        rows = rows.filter(port_id__in=scope.ports(*MAY_SEE_AREAS))
    rows = rows.annotate(urgency=_urgency(today))
    if text.strip():
        rows = rows.filter(Q(code__icontains=text.strip()) | Q(name__icontains=text.strip()))
    if kind:
        rows = rows.filter(kind=kind)
    if condition:
        rows = rows.filter(condition=condition)
    if due == "overdue":
        rows = rows.filter(next_inspection_on__lt=today)
    if due == "soon":
        rows = rows.filter(next_inspection_on__range=(today, today + DUE_SOON))
    return rows


def overdue_barriers(*, scope: Scope, today: date) -> QuerySet[Barrier]:
    """Barriers that somebody should have inspected by now."""
    return barrier_register(scope=scope, today=today, due="overdue").order_by(F("next_inspection_on").asc())


def access_barrier(number: int, *, scope: Scope) -> Barrier:
    """One barrier to look at. Raises NotFound when absent or out of reach."""
    return _barrier(number, scope.ports(*MAY_SEE_AREAS))


def access_own_barrier(number: int, *, scope: Scope) -> Barrier:
    """One barrier that the caller may change and inspect. Raises NotFound when absent or out of reach."""
    return _barrier(number, scope.ports(Capability.MANAGE_AREAS.value))


def _barrier(number: int, ports: frozenset[int]) -> Barrier:
    rows = Barrier.objects.select_related("port", "area", "gate")
    found = rows.filter(pk=number, port_id__in=ports).first()
    if found is None:
        raise NotFound("barrier")
    return found


def _urgency(today: date) -> Case:
    return Case(
        When(next_inspection_on__lt=today, then=Value(OVERDUE)),
        When(Q(condition=BarrierCondition.DEFECT.value), then=Value(DEFECT)),
        When(Q(condition=BarrierCondition.WORN.value), then=Value(WORN)),
        default=Value(IN_ORDER),
        output_field=IntegerField(),
    )
