"""Assessments: what the rules found, and what they suggest."""

from __future__ import annotations

from django.db import models

from screening.enums import Effect, Recommendation


class Assessment(models.Model):
    """One run of a policy over the facts of a case; it never decides. Written by `services.assessment`.

    `set_aside` lists convictions that do not count, with the sentence why; `hidden` counts those that must
    not be shown at all.
    """

    application = models.ForeignKey(
        "screening.Application", on_delete=models.PROTECT, related_name="assessments"
    )
    policy = models.ForeignKey("screening.PolicyVersion", on_delete=models.PROTECT)
    at = models.DateTimeField()
    made_by = models.CharField(max_length=120)
    recommendation = models.CharField(max_length=12, choices=Recommendation.choices())
    validity_months = models.PositiveSmallIntegerField()
    set_aside = models.JSONField(default=list)
    hidden = models.PositiveSmallIntegerField(default=0)
    factors = models.JSONField(default=list)

    class Meta:
        ordering = ("-at", "-pk")
        get_latest_by = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.application} {self.recommendation}"

    @property
    def recommendation_word(self) -> Recommendation:
        return Recommendation(self.recommendation)


class Finding(models.Model):
    """One finding of an assessment, with its ground. Written with its assessment.

    `sentence` is the English that officers read; `said` holds the same as names of sentences with their
    blanks (`screening.suitability.said`), from which letters are made in other languages. Findings from
    before it was kept have none.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="findings")
    criterion = models.CharField(max_length=60)
    effect = models.CharField(max_length=20, choices=Effect.choices())
    sentence = models.TextField()
    said = models.JSONField(default=list)
    rule = models.CharField(max_length=60, blank=True)
    source = models.TextField(blank=True)
    counts_from = models.DateField(null=True)
    counts_until = models.DateField(null=True)
    permanent = models.BooleanField(default=False)
    reason = models.TextField(blank=True)
    caveats = models.JSONField(default=list)
    incomplete = models.BooleanField(default=False)
    about = models.TextField(blank=True)
    waiver = models.CharField(max_length=13, blank=True, default="")
    remedy = models.TextField(blank=True, default="")
    tier = models.PositiveSmallIntegerField(null=True)
    clock = models.CharField(max_length=40, blank=True, default="")
    relevance = models.TextField(blank=True, default="")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.sentence

    @property
    def effect_word(self) -> Effect:
        return Effect(self.effect)
