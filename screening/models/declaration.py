"""What people declare of themselves: names, addresses, activities, convictions, interests."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models

from screening.enums import ActivityKind, GapReason, Language, Track
from screening.models.application import Application


def _ends_after_it_begins(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name, condition=models.Q(until=None) | models.Q(until__gte=models.F("since"))
    )


class Declaration(models.Model):
    """The person's own part of one case. Written by `screening.services.declaration`.

    It begins when the person accepts a notice, whose version and language are kept. None in
    `has_convictions` and `has_proceedings` and an absent key in `interests` mean: not answered;
    `offences_left_open` says that it was on purpose, since nobody need accuse themselves. `interests` holds
    for each question of `screening.notices` {"answer": bool, "detail": str}. The number of the identity
    document is not asked for: an officer sees the document, and nothing needs the number afterwards.
    `submitted_at` is the last submission; a returned declaration keeps it until the next one.
    """

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="declaration")
    notice_version = models.PositiveSmallIntegerField()
    notice_language = models.CharField(max_length=2, choices=Language.choices())
    accepted_at = models.DateTimeField()
    name_at_birth = models.CharField(max_length=240, blank=True)
    earlier_names = models.CharField(max_length=400, blank=True)
    native_name = models.CharField(max_length=200, blank=True)
    nationalities = ArrayField(models.CharField(max_length=2), default=list)
    birth_place = models.CharField(max_length=120, blank=True)
    birth_country = models.CharField(max_length=2, blank=True)
    document_type = models.CharField(max_length=40, blank=True)
    document_country = models.CharField(max_length=2, blank=True)
    document_expires_on = models.DateField(null=True)
    has_convictions = models.BooleanField(null=True)
    has_proceedings = models.BooleanField(null=True)
    offences_left_open = models.BooleanField(default=False)
    interests = models.JSONField(default=dict)
    submitted_at = models.DateTimeField(null=True)
    submissions = models.PositiveSmallIntegerField(default=0)

    class Meta:
        triggers = (
            pgtrigger.ReadOnly(
                name="declaration_notice_fixed",
                fields=["application", "notice_version", "notice_language", "accepted_at"],
            ),
        )

    def __str__(self) -> str:
        return f"declaration:{self.application.ref}"

    @property
    def offences_answered(self) -> bool:
        """Whether the person answered the questions about offences, or left them open on purpose."""
        return self.offences_left_open or None not in (self.has_convictions, self.has_proceedings)


class DeclarationReturn(models.Model):
    """A declaration given back with what is missing in it. Written by `screening.services.completeness`."""

    declaration = models.ForeignKey(Declaration, on_delete=models.PROTECT, related_name="returns")
    items = ArrayField(models.TextField())
    returned_by = models.CharField(max_length=120)
    returned_at = models.DateTimeField()
    due_on = models.DateField()

    class Meta:
        ordering = ("-returned_at",)
        triggers = (
            pgtrigger.Protect(name="declaration_return_fixed", operation=pgtrigger.Update | pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.declaration_id} {self.returned_at:%Y-%m-%d}"


class Address(models.Model):
    """Where the person lived; `until` empty: still. Written by `screening.services.history`."""

    declaration = models.ForeignKey(Declaration, on_delete=models.CASCADE, related_name="addresses")
    since = models.DateField()
    until = models.DateField(null=True)
    country = models.CharField(max_length=2)
    place = models.CharField(max_length=200)

    class Meta:
        ordering = ("-since", "-pk")
        constraints = (_ends_after_it_begins("address_ends_after_it_begins"),)

    def __str__(self) -> str:
        return self.place


class Activity(models.Model):
    """What the person did; `until` empty: still. Written by `screening.services.history`.

    `contact`: who can confirm it.
    """

    declaration = models.ForeignKey(Declaration, on_delete=models.CASCADE, related_name="activities")
    since = models.DateField()
    until = models.DateField(null=True)
    kind = models.CharField(max_length=16, choices=ActivityKind.choices())
    organisation = models.CharField(max_length=160, blank=True)
    role = models.CharField(max_length=120, blank=True)
    country = models.CharField(max_length=2, blank=True)
    contact = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-since", "-pk")
        constraints = (_ends_after_it_begins("activity_ends_after_it_begins"),)

    def __str__(self) -> str:
        return self.organisation or self.kind_word.label

    @property
    def kind_word(self) -> ActivityKind:
        return ActivityKind(self.kind)


class GapExplanation(models.Model):
    """Why nothing is declared for a stretch of days. Written by `screening.services.history`."""

    declaration = models.ForeignKey(Declaration, on_delete=models.CASCADE, related_name="explanations")
    track = models.CharField(max_length=10, choices=Track.choices())
    since = models.DateField()
    until = models.DateField()
    reason = models.CharField(max_length=20, choices=GapReason.choices())
    words = models.CharField(max_length=600, blank=True)
    proof = models.ForeignKey("screening.Document", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ("since", "pk")
        constraints = (
            models.CheckConstraint(
                name="gap_ends_after_it_begins", condition=models.Q(until__gte=models.F("since"))
            ),
        )

    def __str__(self) -> str:
        return f"{self.since} to {self.until}"

    @property
    def reason_word(self) -> GapReason:
        return GapReason(self.reason)

    @property
    def track_word(self) -> Track:
        return Track(self.track)


class DeclaredConviction(models.Model):
    """A conviction, or proceedings that run, in the person's own words. Written by `services.declaration`.

    It is compared with the record by an officer; no rule reads it.
    """

    declaration = models.ForeignKey(Declaration, on_delete=models.CASCADE, related_name="named_convictions")
    is_pending = models.BooleanField(default=False)
    country = models.CharField(max_length=2)
    year = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=300)
    sentence = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-year", "-pk")

    def __str__(self) -> str:
        return self.what[:40]
