"""How the cases with findings of each rule ended, and how much its findings count by now."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Count, Q

from access.casework.feedback import Outcomes, weight
from access.enums import PersonCaseState
from access.models import Flag, PersonCase

CONFIRMED = (PersonCaseState.ESCALATED.value, PersonCaseState.HANDED_OVER.value)
HARMLESS = (PersonCaseState.EXPLAINED.value, PersonCaseState.DISMISSED.value)


def rule_outcomes(port_id: int) -> dict[str, Outcomes]:
    """By rule; only rules with a decided case."""
    rows = (
        Flag.objects.filter(port_id=port_id, case__state__in=CONFIRMED + HARMLESS)
        .order_by()
        .values("rule")
        .annotate(
            confirmed=Count("case", distinct=True, filter=Q(case__state__in=CONFIRMED)),
            harmless=Count("case", distinct=True, filter=Q(case__state__in=HARMLESS)),
        )
    )
    return {row["rule"]: Outcomes(row["confirmed"], row["harmless"]) for row in rows}


def rule_weights(port_id: int) -> Mapping[str, float]:
    """By rule what the points of its findings are multiplied with; a rule that is not there counts once."""
    found = rule_outcomes(port_id)
    if not found:
        return {}
    counts = PersonCase.objects.filter(port_id=port_id).aggregate(
        confirmed=Count("pk", filter=Q(state__in=CONFIRMED)),
        harmless=Count("pk", filter=Q(state__in=HARMLESS)),
    )
    port = Outcomes(counts["confirmed"], counts["harmless"])
    return {rule: weight(outcomes, port) for rule, outcomes in found.items()}
