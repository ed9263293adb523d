"""Logistics data: what criminals pay insiders to look up."""

from __future__ import annotations

from django.db import models

from access.enums import CargoRight, IncidentKind


class VesselCall(models.Model):
    """A ship's stay in the port. Written by `access.services.cargo`."""

    port = models.ForeignKey("accounts.Port", on_delete=models.PROTECT, related_name="vessel_calls")
    code = models.CharField(max_length=60)
    vessel = models.CharField(max_length=120, blank=True)
    imo = models.CharField(max_length=7, blank=True)
    berth = models.CharField(max_length=60, blank=True)
    eta = models.DateTimeField(null=True)
    ata = models.DateTimeField(null=True)
    etd = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-eta", "code")
        constraints = (models.UniqueConstraint(fields=["port", "code"], name="vessel_call_once_per_port"),)

    def __str__(self) -> str:
        return self.code


class CargoVisit(models.Model):
    """A container's stay in the port. Written by `access.services.cargo`; shown only through a decision.

    Field classes: number, size S1; block, consignee S2; release state, customs state S3.
    """

    port = models.ForeignKey("accounts.Port", on_delete=models.PROTECT, related_name="cargo_visits")
    container = models.CharField(max_length=11)
    owner = models.CharField(max_length=120, blank=True)
    origin = models.CharField(max_length=5, blank=True)
    bill_of_lading = models.CharField(max_length=60, blank=True)
    vessel_call = models.ForeignKey(
        VesselCall, on_delete=models.PROTECT, null=True, related_name="cargo_visits"
    )
    terminal = models.CharField(max_length=60, blank=True)
    block = models.CharField(max_length=40, blank=True)
    discharged_at = models.DateTimeField(null=True)
    gate_out_at = models.DateTimeField(null=True)
    risk = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ("-discharged_at", "container")
        default_permissions = ()
        permissions = [(right.value, right.label) for right in CargoRight]
        constraints = (
            models.UniqueConstraint(
                fields=["port", "container", "discharged_at"],
                name="cargo_visit_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(name="cargo_visit_risk_1_to_3", condition=models.Q(risk__range=(1, 3))),
        )
        indexes = (
            models.Index(fields=["port", "container"], name="cargo_visit_by_container"),
            models.Index(fields=["port", "bill_of_lading"], name="cargo_visit_by_lading"),
            models.Index(fields=["port", "owner"], name="cargo_visit_by_owner"),
            models.Index(fields=["port", "block"], name="cargo_visit_by_block"),
            models.Index(fields=["port", "terminal"], name="cargo_visit_by_terminal"),
        )

    def __str__(self) -> str:
        return self.container


class ReleaseHop(models.Model):
    """The right to collect a container passed from one organisation to the next.

    Written by `access.services.cargo`. `ended_at`: the giver took it back; from then on it counts no longer.
    """

    port = models.ForeignKey("accounts.Port", on_delete=models.PROTECT, related_name="release_hops")
    container = models.CharField(max_length=11)
    from_organisation = models.CharField(max_length=60, blank=True)
    to_organisation = models.CharField(max_length=60)
    at = models.DateTimeField()
    person_ref = models.CharField(max_length=60, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["port", "container", "from_organisation", "to_organisation", "at"],
                name="release_hop_once",
            ),
        )
        indexes = (
            models.Index(fields=["port", "container", "at"], name="release_hop_by_container"),
            models.Index(fields=["port", "from_organisation"], name="release_hop_by_giver"),
            models.Index(fields=["port", "to_organisation"], name="release_hop_by_taker"),
        )

    def __str__(self) -> str:
        return f"{self.container}: {self.from_organisation} to {self.to_organisation}"


class Incident(models.Model):
    """Something that should not have happened to a container or in an area. Written by `services.cargo`."""

    port = models.ForeignKey("accounts.Port", on_delete=models.PROTECT, related_name="incidents")
    code = models.CharField(max_length=60)
    at = models.DateTimeField()
    kind = models.CharField(max_length=30, choices=IncidentKind.choices())
    container = models.CharField(max_length=11, blank=True)
    area = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("-at",)
        constraints = (models.UniqueConstraint(fields=["port", "code"], name="incident_once_per_port"),)

    def __str__(self) -> str:
        return self.code
