"""Addresses of access's REST API, below /api/v1/."""

from __future__ import annotations

from django.urls import path

from access.api import (
    area,
    badge,
    credential,
    credential_key,
    device,
    door_event,
    gate_event,
    gate_queue,
    person_case,
    status_list,
    visit,
)

urlpatterns = [
    path("gate/attempts", gate_event.GateAttempts.as_view(), name="api-gate-attempts"),
    path("gate/door-events", door_event.DoorEvents.as_view(), name="api-door-events"),
    path("gate/credentials", credential.RenewCredential.as_view(), name="api-gate-credential"),
    path("gate/queues/<str:reader>", gate_queue.GateQueue.as_view(), name="api-gate-queue"),
    path("devices/enrol", device.EnrolDevice.as_view(), name="api-device-enrol"),
    path("status-lists/<str:public_id>", status_list.StatusListDoor.as_view(), name="api-status-list"),
    path("credential-keys", credential_key.CredentialKeys.as_view(), name="api-credential-keys"),
    path("visits/", visit.Visits.as_view(), name="api-visit-list"),
    path("areas/", area.Areas.as_view(), name="api-area-list"),
    path("badges/", badge.Badges.as_view(), name="api-badge-list"),
    path("events/gate/", gate_event.GateEvents.as_view(), name="api-gate-event-list"),
    path("person-cases/", person_case.PersonCases.as_view(), name="api-person-case-list"),
]
