"""Papers of a case: what people hand in and officers add."""

from __future__ import annotations

import pgtrigger
from django.db import models

from screening.enums import DocumentKind
from screening.models.application import Application


class Document(models.Model):
    """One stored file. Written by `screening.services.document`.

    The bytes stand outside every web root under a random name; `digest` is an HMAC of them, so that nobody
    can test a guess at a file's content without the key. `stored_as` is empty once the file was erased; the
    row stays, and with it that there was such a paper.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=24, choices=DocumentKind.choices())
    title = models.CharField(max_length=120, blank=True)
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    stored_as = models.CharField(max_length=80, blank=True)
    uploaded_by = models.CharField(max_length=120)
    uploaded_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("kind", "uploaded_at", "pk")
        constraints = (
            models.CheckConstraint(
                name="document_stored_or_erased",
                condition=models.Q(stored_as="", erased_at__isnull=False)
                | (~models.Q(stored_as="") & models.Q(erased_at=None)),
            ),
        )
        triggers = (
            pgtrigger.Protect(name="document_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="document_fixed",
                fields=[
                    "application",
                    "kind",
                    "media_type",
                    "size",
                    "digest",
                    "uploaded_by",
                    "uploaded_at",
                ],
            ),
        )

    def __str__(self) -> str:
        return self.title or self.kind_word.label

    @property
    def kind_word(self) -> DocumentKind:
        return DocumentKind(self.kind)

    @property
    def is_image(self) -> bool:
        return self.media_type.startswith("image/")

    @property
    def is_held(self) -> bool:
        return self.erased_at is None

    @property
    def reference(self) -> str:
        return f"document:{self.pk}"
