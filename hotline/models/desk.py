"""What hotline officers note about reports: grade, links, hand-overs, answers kept ready."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from hotline.enums import Credibility, Reliability


class Grading(models.Model):
    """An officer's grade of source and information; the newest counts. Written by `services.grading`."""

    report = models.ForeignKey("hotline.Report", on_delete=models.CASCADE, related_name="gradings")
    reliability = models.CharField(max_length=1, choices=Reliability.choices())
    credibility = models.CharField(max_length=1, choices=Credibility.choices())
    by = models.CharField(max_length=160)
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.reliability.upper()}{self.credibility}"


class CaseLink(models.Model):
    """Another file that this report bears on, by that file's own reference. Nothing leads back from there.

    Written by `hotline.services.case_link`.
    """

    report = models.ForeignKey("hotline.Report", on_delete=models.CASCADE, related_name="case_links")
    target = models.CharField(max_length=120)
    by = models.CharField(max_length=160)
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-pk")
        constraints = (models.UniqueConstraint(fields=["report", "target"], name="case_linked_once"),)

    def __str__(self) -> str:
        return self.target


class HandOver(models.Model):
    """A report was given to an authority. Written by `hotline.services.hand_over`."""

    report = models.ForeignKey("hotline.Report", on_delete=models.CASCADE, related_name="hand_overs")
    authority = models.CharField(max_length=150)
    authority_reference = models.CharField(max_length=120, blank=True)
    ground = models.CharField(max_length=300)
    by = models.CharField(max_length=160)
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-pk")
        constraints = (models.CheckConstraint(name="hand_over_has_ground", condition=~Q(ground="")),)

    def __str__(self) -> str:
        return self.authority


class ErasureRequest(models.Model):
    """One officer asks to erase a report early; another one agrees. Written by `hotline.services.erasure`."""

    report = models.OneToOneField("hotline.Report", on_delete=models.CASCADE, related_name="erasure_request")
    reason = models.CharField(max_length=300)
    by = models.CharField(max_length=160)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.by}: {self.reason}"


class CannedAnswer(models.Model):
    """An answer kept ready in one language. Written by `hotline.services.canned_answer`."""

    hub = models.ForeignKey("hotline.Hub", on_delete=models.PROTECT, related_name="canned_answers")
    language = models.CharField(max_length=10)
    title = models.CharField(max_length=120)
    text = models.TextField()

    class Meta:
        ordering = ("hub", "language", "title")
        constraints = (
            models.UniqueConstraint(fields=["hub", "language", "title"], name="canned_answer_title_once"),
        )

    def __str__(self) -> str:
        return self.title


class Notice(models.Model):
    """A batched notice to a hub's officers, sent at its fixed hour also when nothing came.

    Written by `hotline.services.notice`. It says no count.
    """

    hub = models.ForeignKey("hotline.Hub", on_delete=models.PROTECT, related_name="notices")
    hour = models.DateTimeField()

    class Meta:
        ordering = ("-hour",)
        constraints = (models.UniqueConstraint(fields=["hub", "hour"], name="notice_once_per_hour"),)

    def __str__(self) -> str:
        return f"{self.hub_id} {self.hour:%Y-%m-%d %H}:00"


class Campaign(models.Model):
    """A batch of cards or posters for one company and language. Written by `hotline.services.campaign`.

    `code` stands in the printed address and is the same on every card. `reports` counts those who came by
    it; it is shown from ten on.
    """

    hub = models.ForeignKey("hotline.Hub", on_delete=models.PROTECT, related_name="campaigns")
    code = models.CharField(max_length=8, unique=True)
    company = models.CharField(max_length=200)
    language = models.CharField(max_length=10)
    reports = models.PositiveIntegerField(default=0)
    made_on = models.DateField()

    class Meta:
        ordering = ("-made_on", "company")

    def __str__(self) -> str:
        return f"{self.company} ({self.language})"
