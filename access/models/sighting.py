"""Who has seen what happened at a gate."""

from __future__ import annotations

import pgtrigger
from django.db import models

from access.models.gate_event import GateEvent
from access.models.presence import DoorEvent


class Sighting(models.Model):
    """Somebody who watches the gates has seen one attempt, or one thing that a door told.

    Written by `access.services.sighting`; never altered. Each is seen once, by whoever was first; from then
    on it calls for nobody else.
    """

    port = models.ForeignKey("accounts.Port", on_delete=models.PROTECT, related_name="sightings")
    attempt = models.OneToOneField(
        GateEvent, on_delete=models.PROTECT, null=True, related_name="sighting", db_constraint=False
    )
    door_event = models.OneToOneField(DoorEvent, on_delete=models.PROTECT, null=True, related_name="sighting")
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="sightings")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-pk")
        constraints = (
            models.CheckConstraint(
                name="sighting_of_one_thing",
                condition=models.Q(attempt=None, door_event__isnull=False)
                | models.Q(attempt__isnull=False, door_event=None),
            ),
        )
        triggers = (pgtrigger.Protect(name="sighting_fixed", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.attempt or self.door_event} seen by {self.by}"
