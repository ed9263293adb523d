"""How many people of a port would give an answer of the guided path."""

from __future__ import annotations

from django.db import models


class Crowd(models.Model):
    """The size of one group. Written by `hotline.services.crowd`, read before a report is sent.

    `question` and `option` are codes of the guided path. Both empty: all who work in the hub. Counted by the
    hub's office and said in round numbers; the reporter's door must not count people itself.
    """

    hub = models.ForeignKey("hotline.Hub", on_delete=models.CASCADE, related_name="crowds")
    question = models.CharField(max_length=20, blank=True)
    option = models.CharField(max_length=20, blank=True)
    people = models.PositiveIntegerField()

    class Meta:
        ordering = ("hub", "question", "option")
        constraints = (
            models.UniqueConstraint(fields=["hub", "question", "option"], name="crowd_once_per_answer"),
        )

    def __str__(self) -> str:
        return f"{self.question} {self.option}: {self.people}".strip()
