"""Restricted areas and the readers on their borders."""

from __future__ import annotations

from django.db import models


class Area(models.Model):
    """A restricted area; areas nest. Written by `access.services.area`.

    `level` is the rank of clearance that it needs: 0 none, 1 standard, 2 enhanced, 3 authority.
    """

    port = models.ForeignKey("accounts.Port", on_delete=models.PROTECT, related_name="areas")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    level = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ("code",)
        constraints = (
            models.UniqueConstraint(fields=["port", "code"], name="area_code_once_per_port"),
            models.CheckConstraint(name="area_level_0_to_3", condition=models.Q(level__range=(0, 3))),
        )

    def __str__(self) -> str:
        return self.name


class Reader(models.Model):
    """A reader at a gate, leading from one area to another (empty: outside). Written by `services.area`.

    `device` is the account whose token the reader uses; without one it cannot submit attempts.
    """

    port = models.ForeignKey("accounts.Port", on_delete=models.PROTECT, related_name="readers")
    code = models.CharField(max_length=40)
    area_from = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="readers_out")
    area_to = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="readers_in")
    terminal = models.CharField(max_length=60, blank=True)
    in_service = models.BooleanField(default=True)
    device = models.OneToOneField("accounts.User", on_delete=models.PROTECT, null=True, related_name="reader")

    class Meta:
        ordering = ("code",)
        constraints = (models.UniqueConstraint(fields=["port", "code"], name="reader_code_once_per_port"),)

    def __str__(self) -> str:
        return self.code


class TravelTime(models.Model):
    """The shortest time in which a person gets from one reader to another. Written by port import."""

    reader_from = models.ForeignKey(Reader, on_delete=models.CASCADE, related_name="travel_from")
    reader_to = models.ForeignKey(Reader, on_delete=models.CASCADE, related_name="travel_to")
    minimum_seconds = models.PositiveIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["reader_from", "reader_to"], name="travel_time_once"),)

    def __str__(self) -> str:
        return f"{self.reader_from} to {self.reader_to}: {self.minimum_seconds} s"
