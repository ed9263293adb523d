"""Why somebody needs a clearance: the stage before anything is asked of the person."""

from __future__ import annotations

from django.db import models

from screening.models.application import Application


class Need(models.Model):
    """What the work is that needs access, and for how long. Written by `screening.services.need`.

    The duly reasoned case of Directive (EU) 2022/2557, Article 14(1). `until` empty: as long as the job.
    """

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="need")
    reason = models.TextField()
    since = models.DateField()
    until = models.DateField(null=True)
    declared_by = models.CharField(max_length=120)
    declared_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="need_ends_after_it_begins",
                condition=models.Q(until=None) | models.Q(until__gte=models.F("since")),
            ),
        )

    def __str__(self) -> str:
        return self.reason[:40]
