"""Need-to-know grants."""

from __future__ import annotations

from django.db import models

from access.enums import FieldClass


class Grant(models.Model):
    """An account may read a field class of one object, for a purpose and a time.

    Written by `access.services.grant`.
    """

    port = models.ForeignKey("accounts.Port", on_delete=models.PROTECT, related_name="grants")
    account = models.CharField(max_length=120)
    object_type = models.CharField(max_length=30)
    object_ref = models.CharField(max_length=60)
    field_class = models.CharField(max_length=2, choices=FieldClass.choices())
    purpose = models.CharField(max_length=200)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField()
    granted_by = models.CharField(max_length=120)

    class Meta:
        ordering = ("-valid_from",)
        constraints = (
            models.UniqueConstraint(
                fields=["port", "account", "object_type", "object_ref", "field_class", "valid_from"],
                name="grant_once",
            ),
            models.CheckConstraint(
                name="grant_ends_after_start", condition=models.Q(valid_until__gt=models.F("valid_from"))
            ),
        )
        indexes = (models.Index(fields=["port", "object_ref", "account"], name="grant_by_object"),)

    def __str__(self) -> str:
        return f"{self.account} {self.field_class} {self.object_ref}"
