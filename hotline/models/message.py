"""What reporter and hotline write to each other afterwards, and the files that come along."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from hotline.enums import Author


class Message(models.Model):
    """One message, sealed to the report's key. Written by `hotline.services.conversation` and `.handling`.

    `number` gives the order within a report, where the day alone would not.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    report = models.ForeignKey("hotline.Report", on_delete=models.CASCADE, related_name="messages")
    number = models.PositiveIntegerField()
    author = models.CharField(max_length=10, choices=Author.choices())
    officer = models.CharField(max_length=160, blank=True)
    day = models.DateField()
    held_until = models.DateTimeField(null=True)
    is_settled = models.BooleanField(default=False)
    body = models.BinaryField()

    class Meta:
        ordering = ("report", "number")
        constraints = (
            models.UniqueConstraint(fields=["report", "number"], name="message_number_once_per_report"),
            models.CheckConstraint(
                name="message_of_reporter_names_no_account",
                condition=~Q(author=Author.REPORTER.value) | Q(officer=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.report_id} {self.number}"


class SealedFile(models.Model):
    """A file: the clean working copy sealed to the report's key, the original sealed for two people.

    Written by `hotline.services.attachment`. `head` holds name, media type and what cleaning found, sealed.
    `message` is empty for files that came with the report itself.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    report = models.ForeignKey("hotline.Report", on_delete=models.CASCADE, related_name="files")
    message = models.ForeignKey("hotline.Message", on_delete=models.CASCADE, null=True, related_name="files")
    author = models.CharField(max_length=10, choices=Author.choices())
    number = models.PositiveIntegerField()
    day = models.DateField()
    held_until = models.DateTimeField(null=True)
    is_settled = models.BooleanField(default=False)
    head = models.BinaryField()
    working_copy = models.BinaryField(null=True)
    original = models.BinaryField()

    class Meta:
        ordering = ("report", "number")
        constraints = (
            models.UniqueConstraint(fields=["report", "number"], name="sealed_file_number_once_per_report"),
        )

    def __str__(self) -> str:
        return f"{self.report_id} file {self.number}"


class OriginalPart(models.Model):
    """A part of the key to one original, sealed to one recipient, or to the recovery key.

    Two parts open the file. `passed_on_to` holds the same part for the colleague whom its holder trusted with
    it. Written by `hotline.services.attachment` and `.original`. Numbered at random, as keys are.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    file = models.ForeignKey("hotline.SealedFile", on_delete=models.CASCADE, related_name="parts")
    recipient = models.ForeignKey(
        "hotline.Recipient", on_delete=models.PROTECT, null=True, related_name="original_parts"
    )
    passed_on_to = models.ForeignKey(
        "hotline.Recipient", on_delete=models.PROTECT, null=True, related_name="parts_passed_on"
    )
    sealed = models.BinaryField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["file", "recipient", "passed_on_to"],
                nulls_distinct=False,
                name="original_part_once",
            ),
        )

    def __str__(self) -> str:
        return f"part of {self.file_id}"
