"""Posts: the work that a clearance is for."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from screening.enums import ClearanceLevel


class Post(models.Model):
    """A kind of work in a restricted area or with logistics data. Written by `screening.services.post`.

    `areas` and `field_classes` are codes, since screening does not know gates or cargo. `aspects` say what
    the work deals with, for policies that ask whether an offence matters for it. `reason` is the duly
    reasoned case that Directive (EU) 2022/2557 Art. 14(1) asks for.
    """

    port = models.ForeignKey("accounts.Port", on_delete=models.PROTECT, related_name="posts")
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, null=True, related_name="posts"
    )
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=120)
    areas = ArrayField(models.CharField(max_length=40), default=list)
    field_classes = ArrayField(models.CharField(max_length=2), default=list)
    aspects = ArrayField(models.CharField(max_length=20), default=list)
    risk = models.PositiveSmallIntegerField(default=1)
    level = models.CharField(
        max_length=10, choices=ClearanceLevel.choices(), default=ClearanceLevel.STANDARD.value
    )
    reason = models.TextField()

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(fields=["port", "code"], name="post_code_once_per_port"),
            models.CheckConstraint(name="post_risk_1_to_3", condition=models.Q(risk__range=(1, 3))),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def reference(self) -> str:
        return f"post:{self.port.locode}/{self.code}"

    @property
    def level_word(self) -> ClearanceLevel:
        return ClearanceLevel(self.level)
