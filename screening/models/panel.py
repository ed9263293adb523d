"""Panels: where two officers disagree, at least three decide by majority."""

from __future__ import annotations

import pgtrigger
from django.db import models

from screening.deciding.words import PanelChoice
from screening.models import guard
from screening.models.decision import Stance


class Panel(models.Model):
    """The officers who settle one disputed proposal. Written by `screening.services.panel`."""

    application = models.ForeignKey("screening.Application", on_delete=models.PROTECT, related_name="panels")
    decision = models.OneToOneField("screening.Decision", on_delete=models.PROTECT, related_name="panel")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=12, choices=PanelChoice.choices(), blank=True)

    class Meta:
        ordering = ("opened_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["application"], condition=models.Q(closed_at=None), name="panel_open_once"
            ),
            models.CheckConstraint(
                name="panel_closed_with_result",
                condition=models.Q(closed_at=None, result="")
                | models.Q(closed_at__isnull=False) & ~models.Q(result=""),
            ),
        )

    def __str__(self) -> str:
        return f"panel {self.application}"

    @property
    def result_word(self) -> PanelChoice | None:
        return PanelChoice(self.result) if self.result else None

    @property
    def officers(self) -> int:
        """How many have voted."""
        return len({vote.officer_id for vote in self.votes.all()})


class PanelVote(Stance):
    """One officer's vote; a later row of the same officer replaces it while the panel is open. Never altered.

    The proposal and the second opinion stand as the first two. Written by `screening.services.panel`.
    """

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="votes")
    officer = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="panel_votes")
    choice = models.CharField(max_length=12, choices=PanelChoice.choices())

    class Meta(Stance.Meta):
        constraints = (
            models.CheckConstraint(
                name="panel_vote_conditional_has_conditions",
                condition=~models.Q(choice="conditional") | ~models.Q(conditions=""),
            ),
        )
        triggers = (
            pgtrigger.Protect(name="panel_vote_fixed", operation=pgtrigger.Update | pgtrigger.Delete),
            guard.panel_vote(),
        )

    def __str__(self) -> str:
        return f"{self.choice} {self.at}"

    @property
    def choice_word(self) -> PanelChoice:
        return PanelChoice(self.choice)
