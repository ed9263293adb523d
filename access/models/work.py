"""The work that explains an entry or a look-up."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Lower, Trim

from access.enums import RosterKind


class WorkOrder(models.Model):
    """An order, job, ticket, inspection task or dossier that names an object. Written by `services.work`.

    `object_ref` is a container, bill of lading, vessel call or block; `person_ref` or `team` does the work.
    """

    port = models.ForeignKey("accounts.Port", on_delete=models.PROTECT, related_name="work_orders")
    ref = models.CharField(max_length=60)
    kind = models.CharField(max_length=40)
    person_ref = models.CharField(max_length=60, blank=True)
    team = models.CharField(max_length=60, blank=True)
    object_ref = models.CharField(max_length=60)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    opened_by = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ("-opened_at",)
        constraints = (
            models.UniqueConstraint(fields=["port", "ref", "object_ref"], name="work_order_once_per_object"),
        )
        indexes = (
            models.Index(fields=["port", "object_ref", "opened_at"], name="work_order_by_object"),
            models.Index(fields=["port", "person_ref"], name="work_order_by_person"),
            models.Index(fields=["port", "team"], name="work_order_by_team"),
            models.Index("port", Lower(Trim("kind")), name="work_order_by_kind"),
        )

    def __str__(self) -> str:
        return self.ref


class RosterSpan(models.Model):
    """A stretch of a person's roster: shift, on call, leave or sick. Written by `services.work`."""

    port = models.ForeignKey("accounts.Port", on_delete=models.PROTECT, related_name="roster_spans")
    person_ref = models.CharField(max_length=60)
    kind = models.CharField(max_length=10, choices=RosterKind.choices())
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    area = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("starts_at",)
        constraints = (
            models.UniqueConstraint(
                fields=["port", "person_ref", "kind", "starts_at"], name="roster_span_once"
            ),
            models.CheckConstraint(
                name="roster_span_ends_after_start", condition=models.Q(ends_at__gt=models.F("starts_at"))
            ),
        )
        indexes = (models.Index(fields=["port", "person_ref", "ends_at"], name="roster_by_person"),)

    def __str__(self) -> str:
        return f"{self.person_ref} {self.kind} {self.starts_at}"
