"""What was measured on a port's own log, and what rules compare people with."""

from __future__ import annotations

from django.db import models

from access.scanning.words import MeasurementKind


class Measurement(models.Model):
    """One measuring of a kind: the newest `number` is in force, earlier ones tell what held before.

    Written by `access.services.measurement`, with what it found. `since` and `until` are the stretch of the
    log that was measured.
    """

    port = models.ForeignKey("accounts.Port", on_delete=models.PROTECT, related_name="measurements")
    kind = models.CharField(max_length=12, choices=MeasurementKind.choices())
    number = models.PositiveIntegerField()
    since = models.DateTimeField()
    until = models.DateTimeField()
    measured_at = models.DateTimeField()
    found = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("kind", "-number")
        constraints = (models.UniqueConstraint(fields=["port", "kind", "number"], name="measurement_once"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"

    @property
    def reference(self) -> str:
        return f"measurement:{self.port.locode}/{self.kind}/{self.number}"


class PeerLimit(models.Model):
    """What 99 of 100 person-shifts of a peer group stay under for one rule."""

    measurement = models.ForeignKey(Measurement, on_delete=models.CASCADE, related_name="peer_limits")
    rule = models.CharField(max_length=4)
    peer_group = models.CharField(max_length=260)
    limit = models.FloatField()
    people = models.PositiveIntegerField()

    class Meta:
        ordering = ("rule", "peer_group")
        constraints = (
            models.UniqueConstraint(fields=["measurement", "rule", "peer_group"], name="peer_limit_once"),
        )

    def __str__(self) -> str:
        return f"{self.rule} {self.peer_group}: {self.limit:g}"


class LearnedTravelTime(models.Model):
    """The shortest way between two readers, learned from everybody's ways; in both directions."""

    measurement = models.ForeignKey(Measurement, on_delete=models.CASCADE, related_name="travel_times")
    reader_from = models.CharField(max_length=40)
    reader_to = models.CharField(max_length=40)
    minimum_seconds = models.FloatField()

    class Meta:
        ordering = ("reader_from", "reader_to")
        constraints = (
            models.UniqueConstraint(
                fields=["measurement", "reader_from", "reader_to"], name="learned_travel_time_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.reader_from} to {self.reader_to}: {self.minimum_seconds:g} s"


class AreaUse(models.Model):
    """When a person last went into an area on a day. Kept as long as rules look back for it."""

    port = models.ForeignKey("accounts.Port", on_delete=models.CASCADE, related_name="area_uses")
    person_ref = models.CharField(max_length=60)
    area = models.CharField(max_length=40)
    day = models.DateField()
    last_at = models.DateTimeField()

    class Meta:
        ordering = ("day", "person_ref", "area")
        constraints = (
            models.UniqueConstraint(fields=["port", "day", "person_ref", "area"], name="area_use_once_a_day"),
        )
        indexes = (models.Index(fields=["port", "person_ref", "area"], name="area_use_of_person"),)

    def __str__(self) -> str:
        return f"{self.person_ref} in {self.area} on {self.day}"
