"""Addresses of access's pages."""

from __future__ import annotations

from django.urls import path

from access.views import (
    badge,
    badge_change,
    data_event,
    desk,
    gate,
    gate_check,
    gate_event,
    look_up,
    person_case,
    person_case_decision,
)

urlpatterns = [
    path("desk/", desk.Desk.as_view(), name="desk"),
    path("badges/", badge.BadgeList.as_view(), name="badge-list"),
    path("badges/<str:serial>/", badge.BadgeDetail.as_view(), name="badge-detail"),
    path("badges/<str:serial>/<slug:step>/", badge_change.ChangeBadge.as_view(), name="badge-change"),
    path("gates/", gate.GateLive.as_view(), name="gate-live"),
    path("gates/rows/", gate.GateLiveRows.as_view(), name="gate-live-rows"),
    path("gates/check/", gate_check.GateCheck.as_view(), name="gate-check"),
    path("cargo/look-up/", look_up.LookUpPage.as_view(), name="look-up"),
    path("audit/events/", gate_event.EventList.as_view(), name="event-list"),
    path("audit/look-ups/", data_event.DataEventList.as_view(), name="data-event-list"),
    path("audit/unusual/", person_case.UnusualList.as_view(), name="unusual-list"),
    path("audit/unusual/<slug:ref>/", person_case.PersonCaseDetail.as_view(), name="person-case-detail"),
    path("audit/unusual/<slug:ref>/take/", person_case_decision.take, name="person-case-take"),
    path(
        "audit/unusual/<slug:ref>/<slug:step>/",
        person_case_decision.Decide.as_view(),
        name="person-case-decide",
    ),
]
