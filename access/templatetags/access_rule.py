"""Figures of rules, traces and fairness as people read them."""

from __future__ import annotations

from django import template

register = template.Library()

SMALLEST = 1e-6  # below this a chance is only said to be small


@register.filter
def chance(value: float) -> str:
    """A probability or an expected number: short, and never 0 where it is only small."""
    if value >= 0.01:
        return f"{value:.2g}" if value < 10 else f"{value:,.0f}"
    if value >= SMALLEST:
        return f"{value:.6f}".rstrip("0")[:8]
    return "under 0.000001"


@register.filter
def share(value: float | None) -> str:
    """A share in per cent; a dash where it is not shown."""
    if value is None:
        return "–"
    return f"{value:.0%}" if value >= 0.1 else f"{value:.1%}" if value >= 0.001 else f"{value:.3%}"
