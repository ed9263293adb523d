"""What detection has still to look at."""

from __future__ import annotations

from django.db import models


class EventToScan(models.Model):
    """An event that no scan has claimed yet. Written with the event, deleted by the scan that claims it.

    A queue of its own, since events are never altered and serial numbers show late commits out of order.
    """

    port = models.ForeignKey("accounts.Port", on_delete=models.CASCADE, related_name="events_to_scan")
    stream = models.CharField(max_length=4, choices=[("gate", "Gate"), ("data", "Data")])
    event_number = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        indexes = (models.Index(fields=["port", "at"], name="event_to_scan_by_port"),)

    def __str__(self) -> str:
        return f"{self.stream} {self.event_number}"


class ScanState(models.Model):
    """How far detection has judged a port's log. Locked by the scan that moves it on."""

    port = models.OneToOneField("accounts.Port", on_delete=models.CASCADE, related_name="scan_state")
    scanned_until = models.DateTimeField()
    not_evaluated = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.port} until {self.scanned_until}"
