"""Addresses of access's REST API, below /api/v1/."""

from __future__ import annotations

from django.urls import path

from access.api import (
    area,
    audit,
    badge,
    cargo_look_up,
    credential,
    credential_key,
    device,
    door_event,
    event_batch,
    gate_event,
    gate_queue,
    person_case,
    release_step,
    status_list,
    visit,
    work_context,
)

urlpatterns = [
    path("cargo/<str:container>/audit", audit.CargoAudit.as_view(), name="api-cargo-audit"),
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
    path("events", event_batch.EventBatch.as_view(), name="api-events"),
    path("events/gate/", gate_event.GateEvents.as_view(), name="api-gate-event-list"),
    path("cargo/look-ups", cargo_look_up.CargoLookUps.as_view(), name="api-cargo-look-up"),
    path("cargo/visits", work_context.CargoVisits.as_view(), name="api-cargo-visits"),
    path("cargo/vessel-calls", work_context.VesselCalls.as_view(), name="api-vessel-calls"),
    path("cargo/release-chain", work_context.ReleaseChain.as_view(), name="api-release-chain"),
    path("cargo/release-steps", release_step.ReleaseSteps.as_view(), name="api-release-steps"),
    path("cargo/appointments", work_context.TruckAppointments.as_view(), name="api-truck-appointments"),
    path("work-orders", work_context.WorkOrders.as_view(), name="api-work-orders"),
    path("rosters", work_context.Rosters.as_view(), name="api-rosters"),
    path("person-cases/", person_case.PersonCases.as_view(), name="api-person-case-list"),
]
