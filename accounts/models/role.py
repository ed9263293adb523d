"""Who holds which role where."""

from __future__ import annotations

from django.db import models

from accounts.roles import Role


class RoleAssignment(models.Model):
    """A role held at a port, from `valid_from` until `ended_at`. Written by `accounts.services.role`.

    The guardian permissions on the port follow from the live rows; they are never given by hand.
    """

    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="role_assignments")
    port = models.ForeignKey("accounts.Port", on_delete=models.PROTECT, related_name="role_assignments")
    role = models.CharField(max_length=30, choices=Role.choices())
    valid_from = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    given_by = models.CharField(max_length=120)

    class Meta:
        ordering = ("port", "role")
        constraints = (
            models.UniqueConstraint(
                fields=["user", "port", "role"],
                condition=models.Q(ended_at__isnull=True),
                name="role_held_once_per_port",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} {self.role} {self.port}"
