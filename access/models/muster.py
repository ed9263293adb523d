"""Roll calls at the assembly point: who was seen there after everybody had to leave."""

from __future__ import annotations

import pgtrigger
from django.db import models


class RollCall(models.Model):
    """People are counted at the assembly point, from `started_at` until `ended_at`. By `services.muster`.

    A table of its own, because who was seen must be known to the next guard and, afterwards, to the inquiry.
    """

    port = models.ForeignKey("accounts.Port", on_delete=models.PROTECT, related_name="roll_calls")
    started_at = models.DateTimeField()
    started_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("-started_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["port"], condition=models.Q(ended_at=None), name="roll_call_one_open_per_port"
            ),
        )
        triggers = (pgtrigger.ReadOnly(name="roll_call_fixed", fields=["port", "started_at", "started_by"]),)

    def __str__(self) -> str:
        return f"{self.port} {self.started_at}"

    @property
    def reference(self) -> str:
        return f"roll_call:{self.pk}"


class RollCallMark(models.Model):
    """One person was seen at the assembly point. Written by `services.muster`; a slip is taken back."""

    roll_call = models.ForeignKey(RollCall, on_delete=models.PROTECT, related_name="marks")
    person = models.ForeignKey("screening.Person", on_delete=models.PROTECT, related_name="roll_call_marks")
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-at", "-pk")
        constraints = (models.UniqueConstraint(fields=["roll_call", "person"], name="roll_call_mark_once"),)

    def __str__(self) -> str:
        return f"{self.person} {self.at}"
