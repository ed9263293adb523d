"""What people have learned and are for others: trainings, licences, functions in an emergency."""

from __future__ import annotations

from django.db import models


class Training(models.Model):
    """A training or licence that areas and badge types may ask for. Written by `services.qualification`."""

    port = models.ForeignKey("accounts.Port", on_delete=models.PROTECT, related_name="trainings")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    is_licence = models.BooleanField(default=False)

    class Meta:
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=["port", "code"], name="training_code_once_per_port"),)

    def __str__(self) -> str:
        return self.name


class TrainingCertificate(models.Model):
    """A person has a training or licence, from its first to its last day; without `last_day`, for good.

    Written by `services.qualification`. `revoked_at`: it was taken back, and counts no more.
    """

    person = models.ForeignKey(
        "screening.Person", on_delete=models.PROTECT, related_name="training_certificates"
    )
    training = models.ForeignKey(Training, on_delete=models.PROTECT, related_name="certificates")
    first_day = models.DateField()
    last_day = models.DateField(null=True)
    number = models.CharField(max_length=60, blank=True)
    entered_by = models.CharField(max_length=120)
    entered_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-first_day", "-pk")
        constraints = (
            models.CheckConstraint(
                name="training_certificate_ends_after_start",
                condition=models.Q(last_day=None) | models.Q(last_day__gte=models.F("first_day")),
            ),
        )
        indexes = (models.Index(fields=["person", "training"], name="training_certificate_of_person"),)

    def __str__(self) -> str:
        return f"{self.training} from {self.first_day}"


class SafetyFunction(models.Model):
    """What a person is for others in an emergency, and as which they pass a lockdown.

    `function` is fire, first_aid, security or authority. Written by `services.qualification`.
    """

    person = models.ForeignKey("screening.Person", on_delete=models.PROTECT, related_name="safety_functions")
    function = models.CharField(max_length=20)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    by = models.CharField(max_length=120)

    class Meta:
        ordering = ("person", "function")
        constraints = (
            models.UniqueConstraint(
                fields=["person", "function"],
                condition=models.Q(ended_at=None),
                name="safety_function_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}: {self.function}"
