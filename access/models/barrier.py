"""The register of barriers: what stands around areas and at gates, and how it was found."""

from __future__ import annotations

import pgtrigger
from django.db import models

from access.enums import BarrierCondition, BarrierKind
from access.models.area import Area, Gate


class Barrier(models.Model):
    """A fence, boom, door, camera or light. Written by `access.services.barrier`.

    `condition` and `inspected_on` repeat the last inspection; `next_inspection_on` is when it is due again.
    """

    port = models.ForeignKey("accounts.Port", on_delete=models.PROTECT, related_name="barriers")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=BarrierKind.choices())
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="barriers")
    gate = models.ForeignKey(Gate, on_delete=models.PROTECT, null=True, related_name="barriers")
    condition = models.CharField(
        max_length=8, choices=BarrierCondition.choices(), default=BarrierCondition.GOOD.value
    )
    inspected_on = models.DateField(null=True)
    next_inspection_on = models.DateField(null=True)

    class Meta:
        ordering = ("code",)
        constraints = (models.UniqueConstraint(fields=["port", "code"], name="barrier_code_once_per_port"),)

    def __str__(self) -> str:
        return self.name

    @property
    def reference(self) -> str:
        return f"barrier:{self.port.locode}/{self.code}"

    @property
    def kind_word(self) -> BarrierKind:
        return BarrierKind(self.kind)

    @property
    def condition_word(self) -> BarrierCondition:
        return BarrierCondition(self.condition)


class BarrierInspection(models.Model):
    """How a barrier was found on a day. Written with the barrier, never altered."""

    barrier = models.ForeignKey(Barrier, on_delete=models.PROTECT, related_name="inspections")
    on = models.DateField()
    condition = models.CharField(max_length=8, choices=BarrierCondition.choices())
    remark = models.TextField(blank=True)
    by = models.CharField(max_length=120)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ("-on", "-pk")
        triggers = (
            pgtrigger.Protect(name="barrier_inspection_fixed", operation=pgtrigger.Update | pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.barrier} {self.on}"

    @property
    def condition_word(self) -> BarrierCondition:
        return BarrierCondition(self.condition)
