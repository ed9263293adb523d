"""People and devices that sign in."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from guardian.mixins import GuardianUserMixin


class User(GuardianUserMixin, AbstractUser):
    """One person or device that operates the system. Written by `accounts.services.user`.

    `person_ref` names the screened person behind the account, so that nobody handles their own file.
    """

    display_name = models.CharField(max_length=150)
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="users"
    )
    is_device = models.BooleanField(default=False)
    person_ref = models.CharField(max_length=40, blank=True)
    theme = models.CharField(max_length=5, default="auto")
    keys_on = models.BooleanField(default=True)

    class Meta(AbstractUser.Meta):
        indexes = (models.Index(fields=["person_ref"], name="user_by_person"),)
        constraints = (
            # Django and guardian ask nothing more of a superuser; here nobody stands above roles and grants.
            models.CheckConstraint(name="user_is_no_superuser", condition=models.Q(is_superuser=False)),
        )

    def __str__(self) -> str:
        return self.display_name or self.username

    @property
    def reference(self) -> str:
        """How the record names this account."""
        return f"user:{self.username}"

    def get_full_name(self) -> str:
        return self.display_name or self.username
