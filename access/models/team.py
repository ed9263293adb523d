"""Teams that personnel systems keep, and who was in them when."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Lower


class Team(models.Model):
    """A team of one organisation. Written by `access.services.team`.

    A team that was removed keeps its row, because past look-ups were explained by its work.
    """

    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="teams")
    name = models.CharField(max_length=120)
    external_id = models.CharField(max_length=120, blank=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("organisation", "name")
        constraints = (
            models.UniqueConstraint(
                models.F("organisation"),
                Lower("name"),
                condition=models.Q(removed_at__isnull=True),
                name="team_once_per_organisation",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def reference(self) -> str:
        """How work orders name this team, and how the record does. The organisation stands in it, so that
        nobody joins the work of another organisation by giving a team the same name."""
        return f"{self.organisation.code}/{self.name}"


class TeamMember(models.Model):
    """An account was in a team from `joined_at` until `left_at`. Written by `access.services.team`."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="memberships")
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="memberships")
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("joined_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["team", "user"],
                condition=models.Q(left_at__isnull=True),
                name="team_member_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id} in {self.team_id}"
