"""Visits and vehicle appointments: who is expected, where and until when."""

from __future__ import annotations

import secrets

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models

from access.enums import VisitState
from access.transitions import VISIT_TRANSITIONS
from screening.models.person import REFERENCE_ALPHABET, REFERENCE_LENGTH


def new_ref() -> str:
    """A reference that tells nothing and cannot be counted up."""
    return "V-" + "".join(secrets.choice(REFERENCE_ALPHABET) for _ in range(REFERENCE_LENGTH))


class Visit(models.Model):
    """A host announces a visitor; a guard checks the identity on arrival. Written by `services.visit`.

    From `first_day` to `last_day`, both included. The visitor is always escorted. `visitor` is known from the
    announcement by name and birth date, so that days count across all hosts; `document_seen` says which
    kind of paper the guard compared, never its number. `badge` is the visitor's card while on site.
    """

    ref = models.CharField(max_length=12, unique=True, default=new_ref)
    port = models.ForeignKey("accounts.Port", on_delete=models.PROTECT, related_name="visits")
    visitor = models.ForeignKey("screening.Person", on_delete=models.PROTECT, related_name="visits")
    company = models.CharField(max_length=120, blank=True)
    purpose = models.TextField()
    host = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="visits")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="visits")
    escort = models.ForeignKey(
        "screening.Person", on_delete=models.PROTECT, null=True, related_name="escorted_visits"
    )
    areas = ArrayField(models.CharField(max_length=40))
    first_day = models.DateField()
    last_day = models.DateField()
    plate = models.CharField(max_length=30, blank=True)
    is_essential = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=VisitState.choices(), default=VisitState.ANNOUNCED.value)
    announced_at = models.DateTimeField()
    arrived_at = models.DateTimeField(null=True)
    arrived_with = models.CharField(max_length=120, blank=True)
    document_seen = models.CharField(max_length=40, blank=True)
    left_at = models.DateTimeField(null=True)
    badge = models.ForeignKey("access.Badge", on_delete=models.PROTECT, null=True, related_name="visits")
    closed_reason = models.TextField(blank=True)

    class Meta:
        ordering = ("first_day", "pk")
        constraints = (
            models.CheckConstraint(
                name="visit_ends_after_start", condition=models.Q(last_day__gte=models.F("first_day"))
            ),
            models.CheckConstraint(
                name="visit_on_site_is_identified",
                condition=~models.Q(state=VisitState.ARRIVED.value)
                | (models.Q(arrived_at__isnull=False, escort__isnull=False) & ~models.Q(document_seen="")),
            ),
        )
        indexes = (
            models.Index(fields=["port", "state", "first_day"], name="visit_expected"),
            models.Index(fields=["visitor", "-last_day"], name="visit_of_visitor"),
        )
        triggers = (
            pgtrigger.FSM(
                name="visit_states",
                field="state",
                transitions=sorted({(old.value, new.value) for (old, _), new in VISIT_TRANSITIONS.items()}),
            ),
            pgtrigger.ReadOnly(name="visit_fixed", fields=["port", "visitor", "host", "announced_at"]),
        )

    def __str__(self) -> str:
        return self.ref

    @property
    def reference(self) -> str:
        return f"visit:{self.ref}"

    @property
    def state_word(self) -> VisitState:
        return VisitState(self.state)


class TruckAppointment(models.Model):
    """A vehicle may come in a window of time to fetch or bring a container. Written by `services.work`.

    The plate is kept in capitals without spaces and dashes.
    """

    port = models.ForeignKey("accounts.Port", on_delete=models.PROTECT, related_name="truck_appointments")
    ref = models.CharField(max_length=60)
    plate = models.CharField(max_length=20)
    container = models.CharField(max_length=11, blank=True)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()

    class Meta:
        ordering = ("opens_at",)
        constraints = (
            models.UniqueConstraint(fields=["port", "ref"], name="truck_appointment_once_per_port"),
            models.CheckConstraint(
                name="truck_appointment_ends_after_start",
                condition=models.Q(closes_at__gt=models.F("opens_at")),
            ),
        )
        indexes = (models.Index(fields=["port", "plate", "closes_at"], name="truck_appointment_by_plate"),)

    def __str__(self) -> str:
        return f"{self.plate} {self.opens_at}"
