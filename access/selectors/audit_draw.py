"""Look-ups drawn by lot, and what their reviews say of all look-ups."""

from __future__ import annotations

from django.db.models import QuerySet

from access.casework.words import DrawVerdict
from access.detection.audit_sample import MisuseEstimate, Reviewed, estimate
from access.models import AuditDraw, DataEvent, Flag
from access.selectors.event_log import is_id
from access.selectors.known_event import IMPORTED, data_events_named
from accounts.roles import Capability
from portsec.kernel.errors import NotFound
from portsec.kernel.scope import Scope


def visible_draws(*, scope: Scope, state: str = "") -> QuerySet[AuditDraw]:
    """Drawn look-ups at ports where the caller sees person-cases, but for their own; `state` narrows."""
    draws = AuditDraw.objects.select_related("port", "reviewed_by")
    if not scope.is_system:
        draws = draws.filter(port_id__in=scope.ports(Capability.VIEW_PERSON_CASES.value))
        draws = draws.exclude(subject__in=scope.own)
    if state:
        return draws.filter(reviewed_at=None) if state == "open" else draws.filter(verdict=state)
    return draws


def open_draws(*, scope: Scope) -> QuerySet[AuditDraw]:
    """Those that nobody has reviewed."""
    return visible_draws(scope=scope, state="open")


def access_draw(number: int, *, scope: Scope) -> AuditDraw:
    """One drawn look-up. Raises NotFound when absent, out of reach or the caller's own."""
    row = visible_draws(scope=scope).filter(pk=number).first()
    if row is None:
        raise NotFound("drawn look-up")
    return row


def event_of(row: AuditDraw) -> DataEvent | None:
    """The look-up itself, while the log has it."""
    if is_id(row.event_name):
        found = DataEvent.objects.filter(port_id=row.port_id, id=row.event_name, at=row.at).first()
        if found is not None:
            return found
    return data_events_named(row.port_id, [IMPORTED], [row.event_name]).filter(at=row.at).first()


def is_in_case(row: AuditDraw) -> bool:
    """Whether a finding of the person names the look-up already."""
    flags = Flag.objects.filter(port_id=row.port_id, case__subject=row.subject)
    return flags.filter(events__contains=[row.event_name]).exists()


def misuse_estimate(*, scope: Scope) -> MisuseEstimate:
    """What the reviewed sample says of all look-ups in reach. What could not be told is left out."""
    told = visible_draws(scope=scope).filter(
        verdict__in=(DrawVerdict.IN_ORDER.value, DrawVerdict.MISUSE.value)
    )
    rows = told.values_list("chance", "verdict", "in_case")
    return estimate(
        Reviewed(chance, verdict == DrawVerdict.MISUSE.value, bool(in_case))
        for chance, verdict, in_case in rows
    )
