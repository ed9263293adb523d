"""Planted records of containers that exist on no ship."""

from __future__ import annotations

from django.db import models

from access.models.cargo import CargoVisit


class HoneyContainer(models.Model):
    """A planted record: nobody's work can need it, so whoever opens it is asked why (rule D23).

    Written by `services.honey_container`. Its cargo visit answers look-ups as any other does, and is left out
    of exports and reports. `until` is when it is taken out; before that, its planned end.
    """

    port = models.ForeignKey("accounts.Port", on_delete=models.PROTECT, related_name="honey_containers")
    visit = models.OneToOneField(CargoVisit, on_delete=models.PROTECT, related_name="honey")
    container = models.CharField(max_length=11)
    since = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        ordering = ("-since", "-pk")
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(fields=["port", "container"], name="honey_container_once_per_port"),
        )

    def __str__(self) -> str:
        return f"planted record {self.pk}"
