"""Addresses of access's REST API, below /api/v1/."""

from __future__ import annotations

from django.urls import path

from access.api import badge, gate_event, person_case

urlpatterns = [
    path("gate/attempts", gate_event.GateAttempts.as_view(), name="api-gate-attempts"),
    path("badges/", badge.Badges.as_view(), name="api-badge-list"),
    path("events/gate/", gate_event.GateEvents.as_view(), name="api-gate-event-list"),
    path("person-cases/", person_case.PersonCases.as_view(), name="api-person-case-list"),
]
