"""Questions to people: what was this look-up, or this entry, for?"""

from __future__ import annotations

from django.db import models

from access.casework.words import AnswerReason
from access.enums import FieldClass


class CaseQuestion(models.Model):
    """One event, and whose account is asked what it was for. Written by `access.services.case_question`.

    Asked for a person-case or for a look-up that was drawn by lot; whoever answers cannot tell which. `about`
    is the object looked up, or the reader passed. An event is asked about once.
    """

    port = models.ForeignKey("accounts.Port", on_delete=models.PROTECT, related_name="case_questions")
    case = models.ForeignKey(
        "access.PersonCase", on_delete=models.PROTECT, null=True, related_name="questions"
    )
    draw = models.ForeignKey(
        "access.AuditDraw", on_delete=models.PROTECT, null=True, related_name="questions"
    )
    account = models.CharField(max_length=150)
    stream = models.CharField(max_length=4, choices=[("gate", "Gate"), ("data", "Data")])
    event_name = models.CharField(max_length=100)
    happened_at = models.DateTimeField()
    about = models.CharField(max_length=60)
    field_class = models.CharField(max_length=2, choices=FieldClass.choices(), blank=True)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    asked_by = models.CharField(max_length=120)
    answer = models.CharField(max_length=10, choices=AnswerReason.choices(), blank=True)
    remark = models.TextField(blank=True)
    work_ref = models.CharField(max_length=60, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-asked_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["port", "stream", "event_name", "happened_at"], name="case_question_once_per_event"
            ),
            models.CheckConstraint(
                condition=models.Q(case__isnull=True) ^ models.Q(draw__isnull=True),
                name="case_question_for_one_thing",
            ),
        )
        indexes = (models.Index(fields=["account", "answered_at"], name="case_question_by_account"),)

    def __str__(self) -> str:
        return f"{self.account}, {self.about}"

    @property
    def answer_word(self) -> AnswerReason | None:
        return AnswerReason(self.answer) if self.answer else None
