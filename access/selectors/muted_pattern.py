"""Muted patterns, what they hid, and what they hide now."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from access.casework.muting import Pattern
from access.casework.words import MutedState
from access.detection.rule import Flag
from access.detection.score import combine
from access.enums import Severity
from access.models import HiddenFinding, MutedPattern, PersonCase
from access.selectors.finding import as_hidden
from access.selectors.rule_outcome import CONFIRMED
from accounts.models import Port
from accounts.roles import Capability
from portsec.kernel.errors import NotFound
from portsec.kernel.scope import Scope
from screening.models import Person

GRAVITY = (Severity.INFORMATIONAL, Severity.MEDIUM, Severity.HIGH, Severity.CRITICAL)
SHOWN = 50  # hidden findings on a pattern's page; the weekly replay counts all


def visible_patterns(*, scope: Scope) -> QuerySet[MutedPattern]:
    """Patterns at ports where the caller sees person-cases, with `hidden_count`; none about the caller."""
    hidden = Count("hidden", filter=Q(hidden__restored_at=None))
    patterns = MutedPattern.objects.select_related("port", "proposed_by", "answered_by", "lifted_by")
    patterns = patterns.annotate(hidden_count=hidden)
    if scope.is_system:
        return patterns
    seen = patterns.filter(port_id__in=scope.ports(Capability.VIEW_PERSON_CASES.value))
    return seen.exclude(subject__in=scope.own) if scope.own else seen


def proposed_patterns(*, scope: Scope) -> QuerySet[MutedPattern]:
    """Those that wait for a second person."""
    return visible_patterns(scope=scope).filter(state=MutedState.PROPOSED.value)


def access_pattern(number: int, *, scope: Scope) -> MutedPattern:
    """One pattern. Raises NotFound when absent or out of reach."""
    pattern = visible_patterns(scope=scope).filter(pk=number).first()
    if pattern is None:
        raise NotFound("muted pattern")
    return pattern


def hidden_by(pattern: MutedPattern) -> QuerySet[HiddenFinding]:
    """What the pattern holds back, newest first."""
    return HiddenFinding.objects.filter(pattern=pattern, restored_at=None).order_by("-last_at", "-pk")


def replay(pattern: MutedPattern, *, at: datetime) -> dict[str, Any]:
    """What would have become of the findings that the pattern hid: the columns of its weekly review."""
    rows = list(hidden_by(pattern))
    by_person: dict[str, list[Flag]] = {}
    for row in rows:
        by_person.setdefault(row.subject, []).append(as_hidden(row))
    cases = PersonCase.objects.filter(port_id=pattern.port_id, subject__in=by_person)
    confirmed = cases.filter(state__in=CONFIRMED, closed_at__gte=pattern.answered_at)
    gravest = max((row.severity_word for row in rows), key=GRAVITY.index, default=None)
    return {
        "hidden": len(rows),
        "people": len(by_person),
        "gravest": gravest.value if gravest else "",
        "would_open": sum(combine(found, at).opens_case for found in by_person.values()),
        "confirmed": confirmed.values("subject").distinct().count(),
    }


def muting_at(port: Port, *, at: datetime) -> list[tuple[MutedPattern, Pattern]]:
    """Patterns that hide findings at a moment; one that has run out hides nothing, swept or not."""
    rows = MutedPattern.objects.filter(port=port, state=MutedState.IN_FORCE.value, ends_at__gt=at)
    return [(row, as_pattern(row)) for row in rows.select_related("port").order_by("pk")]


def as_pattern(row: MutedPattern) -> Pattern:
    return Pattern(row.rule, row.subject, row.object_ref, row.peer_group)


def peer_groups_of(port: Port, subjects: Collection[str]) -> Mapping[str, frozenset[str]]:
    """By subject of the log the names under which a peer group can be muted: its own, and the job."""
    people = Person.objects.filter(port=port).filter(Q(external_ref__in=subjects) | Q(ref__in=subjects))
    return {person.log_ref: frozenset({person.peer_group, person.job_title} - {""}) for person in people}
