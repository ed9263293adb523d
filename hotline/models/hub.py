"""Port hubs that have a hotline, and how expensive a guess at a receipt is."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

LOCODE = RegexValidator(r"\A[A-Z]{2}[A-Z2-9]{3}\Z", "A UN/LOCODE is two letters and three letters or digits.")


class Hub(models.Model):
    """The hotline of one port hub. Written by `hotline.services.hub`.

    Known by its port's UN/LOCODE as text: the reporter's door reads the tables of the hotline and no others.
    `recovery_key` is public; its secret is in the hands of three keepers, two of whom can put it together.
    `kept_days`: how long a closed report can still be read. `sister` is the LOCODE of the hub that hears of
    what is overdue here.
    """

    locode = models.CharField(max_length=5, unique=True, validators=[LOCODE])
    name = models.CharField(max_length=120)
    country = models.CharField(max_length=2)
    languages = models.JSONField(default=list)
    sister = models.CharField(max_length=5, blank=True)
    recovery_key = models.CharField(max_length=80, blank=True)
    kept_days = models.PositiveSmallIntegerField(default=90)
    is_open = models.BooleanField(default=False)

    class Meta:
        ordering = ("locode",)
        constraints = (
            models.CheckConstraint(name="hub_is_not_its_own_sister", condition=~Q(sister=F("locode"))),
            models.CheckConstraint(
                name="hub_open_has_recovery_key", condition=Q(is_open=False) | ~Q(recovery_key="")
            ),
        )

    def __str__(self) -> str:
        return self.name


class ReceiptScheme(models.Model):
    """How receipts are stretched into keys (Argon2id). One row; changing it would lose every receipt.

    Made by `hotline.services.receipt` at first use. The floor of 64 MiB holds in the database too.
    """

    salt = models.BinaryField(max_length=16)
    memory_kib = models.PositiveIntegerField()
    passes = models.PositiveSmallIntegerField()
    only = models.BooleanField(default=True, unique=True)

    class Meta:
        constraints = (
            models.CheckConstraint(name="receipt_scheme_only_one", condition=Q(only=True)),
            models.CheckConstraint(
                name="receipt_scheme_costs_memory", condition=Q(memory_kib__gte=65536, passes__gte=1)
            ),
        )

    def __str__(self) -> str:
        return f"{self.memory_kib // 1024} MiB, {self.passes} passes"
