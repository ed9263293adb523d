"""Need-to-know grants."""

from __future__ import annotations

from datetime import datetime

from django.db import models

from access.enums import FieldClass, GrantStanding


class Grant(models.Model):
    """An account may read a field class of one object, for a purpose and a time.

    Written by `access.services.grant`. It holds from `valid_from` until before `valid_until`; taking it back
    brings the end forward, so that whoever reads the two times alone is right.
    """

    port = models.ForeignKey("accounts.Port", on_delete=models.PROTECT, related_name="grants")
    account = models.CharField(max_length=120)
    object_type = models.CharField(max_length=30)
    object_ref = models.CharField(max_length=60)
    field_class = models.CharField(max_length=2, choices=FieldClass.choices())
    purpose = models.CharField(max_length=200)
    case_ref = models.CharField(max_length=60, blank=True)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField()
    granted_by = models.CharField(max_length=120)
    extended = models.PositiveSmallIntegerField(default=0)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=120, blank=True)
    revoke_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-valid_from",)
        constraints = (
            models.UniqueConstraint(
                fields=["port", "account", "object_type", "object_ref", "field_class", "valid_from"],
                name="grant_once",
            ),
            models.CheckConstraint(
                name="grant_ends_after_start",
                condition=models.Q(valid_until__gt=models.F("valid_from"))
                | models.Q(revoked_at__isnull=False, valid_until=models.F("valid_from")),
            ),
        )
        indexes = (
            models.Index(fields=["port", "object_ref", "account"], name="grant_by_object"),
            models.Index(fields=["account", "port", "valid_until"], name="grant_by_account"),
        )

    def __str__(self) -> str:
        return f"{self.account} {self.field_class} {self.object_ref}"

    @property
    def reference(self) -> str:
        """How the record and the decision name this grant."""
        return f"G-{self.pk}"

    @property
    def field_class_word(self) -> FieldClass:
        return FieldClass(self.field_class)

    def standing_at(self, at: datetime) -> GrantStanding:
        if self.revoked_at is not None:
            return GrantStanding.REVOKED
        if at >= self.valid_until:
            return GrantStanding.ENDED
        return GrantStanding.IN_FORCE if at >= self.valid_from else GrantStanding.PLANNED
