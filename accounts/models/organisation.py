"""Employers, authorities and partners."""

from __future__ import annotations

from django.db import models

from portsec.kernel.words import Word


class OrganisationKind(Word):
    PORT_AUTHORITY = "port_authority", "Port authority"
    TERMINAL = "terminal", "Terminal operator"
    CARRIER = "carrier", "Shipping line"
    FORWARDER = "forwarder", "Forwarder"
    HAULIER = "haulier", "Haulier"
    AGENT = "agent", "Ship's agent"
    CONTRACTOR = "contractor", "Contractor"
    AUTHORITY = "authority", "Public authority"
    OTHER = "other", "Other"


class Organisation(models.Model):
    """A company or authority. Written by `accounts.services.organisation`."""

    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(
        max_length=20, choices=OrganisationKind.choices(), default=OrganisationKind.OTHER.value
    )
    country = models.CharField(max_length=2, blank=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
