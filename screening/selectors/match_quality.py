"""Reads how well the name check was measured to be."""

from __future__ import annotations

from django.db.models import QuerySet

from screening.models import MatchMeasurement


def measurements() -> QuerySet[MatchMeasurement]:
    """Every measurement, newest first. The lists are shared by all ports, and so are the figures."""
    return MatchMeasurement.objects.order_by("-measured_at", "-pk")
