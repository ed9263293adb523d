"""Ports and their facilities."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models

from accounts.roles import Capability

LOCODE = RegexValidator(r"\A[A-Z]{2}[A-Z2-9]{3}\Z", "A UN/LOCODE is two letters and three letters or digits.")


class Port(models.Model):
    """A port, known by its UN/LOCODE. Roles are held at a port, as guardian permissions on this row."""

    locode = models.CharField(max_length=5, unique=True, validators=[LOCODE])
    name = models.CharField(max_length=120)
    country = models.CharField(max_length=2)
    isps_level = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ("locode",)
        default_permissions = ()
        permissions = [(capability.value, capability.label) for capability in Capability]
        constraints = (
            models.CheckConstraint(
                name="port_isps_level_1_to_3", condition=models.Q(isps_level__range=(1, 3))
            ),
        )

    def __str__(self) -> str:
        return self.name


class Facility(models.Model):
    """A port facility in the sense of the ISPS Code: a terminal, a depot, a quay."""

    port = models.ForeignKey(Port, on_delete=models.PROTECT, related_name="facilities")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    operator = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, null=True)

    class Meta:
        ordering = ("code",)
        constraints = (models.UniqueConstraint(fields=["port", "code"], name="facility_once_per_port"),)

    def __str__(self) -> str:
        return self.name
