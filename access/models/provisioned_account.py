"""What a personnel system says of the accounts of its organisation."""

from __future__ import annotations

from django.db import models


class ProvisionedAccount(models.Model):
    """What an organisation's personnel system says of one account. Written by `services.provisioned_account`.

    `is_active` is what it says of the account, None where it says nothing. Whether the account is open stands
    with the account itself. `is_closed_by_feed`: the personnel system closed it and may open it again; what
    an administrator blocked, it may not.
    """

    user = models.OneToOneField("accounts.User", on_delete=models.PROTECT, related_name="provisioned")
    external_id = models.CharField(max_length=120, blank=True)
    display_name = models.CharField(max_length=150, blank=True)
    full_name = models.CharField(max_length=150, blank=True)
    family_name = models.CharField(max_length=150, blank=True)
    given_names = models.CharField(max_length=150, blank=True)
    is_active = models.BooleanField(null=True)
    is_closed_by_feed = models.BooleanField(default=False)
    changed_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)
        indexes = (models.Index(fields=["external_id"], name="provisioned_by_external_id"),)

    def __str__(self) -> str:
        return f"what is kept of {self.user_id}"
