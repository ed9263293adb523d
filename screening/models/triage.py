"""What officers made of each adverse item of a case."""

from __future__ import annotations

import pgtrigger
from django.db import models

from screening.enums import TriageAnswer, TriageOutcome


class Triage(models.Model):
    """An officer's four answers about one adverse item. Written by `screening.services.triage`.

    `about` names the item as findings do: `conviction:12`, `proceeding:3`, `hit:4`, `check:9` for an advice.
    Rows are never changed; of several about one item the last counts. `suggested` is what the rules said
    beside each question.
    """

    application = models.ForeignKey("screening.Application", on_delete=models.PROTECT, related_name="triage")
    about = models.CharField(max_length=60)
    same_person = models.CharField(max_length=15, choices=TriageAnswer.choices())
    is_final = models.CharField(max_length=15, choices=TriageAnswer.choices())
    relevant = models.CharField(max_length=15, choices=TriageAnswer.choices())
    in_window = models.CharField(max_length=15, choices=TriageAnswer.choices())
    suggested = models.JSONField(default=dict)
    outcome = models.CharField(max_length=12, choices=TriageOutcome.choices())
    reason = models.TextField(blank=True)
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-pk")
        indexes = (models.Index(fields=["application", "about"], name="triage_of_item"),)
        triggers = (pgtrigger.Protect(name="triage_fixed", operation=pgtrigger.Update),)

    def __str__(self) -> str:
        return f"{self.about}: {self.outcome_word.label}"

    @property
    def outcome_word(self) -> TriageOutcome:
        return TriageOutcome(self.outcome)
