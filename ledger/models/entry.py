"""One row of the append-only record."""

from __future__ import annotations

import uuid
from typing import Any

import pgtrigger
from django.db import models
from django.db.models.functions import Now

from ledger import canonical
from ledger.kinds import kind_of

# The columns that the database itself fills in; everything else is inside the sealed bytes.
UNSEALED_COLUMNS = frozenset({"position", "leaf_hash", "database_clock"})


class Entry(models.Model):
    """Something happened. Written only by `ledger.services.record.append`, never changed, never deleted.

    References (`actor`, `subject`, `port`) are text, not foreign keys, so that nothing cascades into the
    record. `position` only serves paging: the order that counts is given at sealing. `writer`,
    `writer_counter` and `writer_mac` belong to the process that wrote the entry.
    """

    position = models.BigAutoField(primary_key=True)
    id = models.UUIDField(default=uuid.uuid4, unique=True)
    schema = models.PositiveSmallIntegerField(default=canonical.SCHEMA)
    kind = models.CharField(max_length=80)
    kind_version = models.PositiveSmallIntegerField(default=1)
    at = models.DateTimeField()
    database_clock = models.DateTimeField(db_default=Now())
    actor = models.CharField(max_length=120)
    subject = models.CharField(max_length=120)
    port = models.CharField(max_length=10, blank=True)
    body = models.JSONField(default=dict)
    writer = models.CharField(max_length=64)
    writer_counter = models.BigIntegerField(null=True)
    writer_mac = models.BinaryField(max_length=32, null=True)
    leaf_hash = models.BinaryField(max_length=32)

    class Meta:
        ordering = ("-position",)
        indexes = (
            models.Index(fields=["subject", "-position"], name="entry_by_subject"),
            models.Index(fields=["actor", "-position"], name="entry_by_actor"),
            models.Index(fields=["kind", "-position"], name="entry_by_kind"),
            models.Index(fields=["port", "-position"], name="entry_by_port"),
        )
        triggers = (
            pgtrigger.Protect(name="entry_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="entry_no_truncate",
                level=pgtrigger.Statement,
                when=pgtrigger.Before,
                operation=pgtrigger.Truncate,
                func="RAISE EXCEPTION 'the ledger is never emptied';",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"

    def sealed_columns(self) -> dict[str, Any]:
        """Every column that the seal covers, by name."""
        return {
            field.attname: getattr(self, field.attname)
            for field in self._meta.concrete_fields
            if field.attname not in UNSEALED_COLUMNS
        }

    def computed_leaf_hash(self) -> bytes:
        """The RFC 6962 leaf hash of the row as it stands now."""
        return canonical.leaf_hash(canonical.encode(self.sealed_columns()))

    @property
    def receipt(self) -> str:
        """What the asker of a decision keeps as proof: the entry's id and its leaf hash in hexadecimal."""
        return f"{self.id}.{bytes(self.leaf_hash).hex()}"

    @property
    def sentence(self) -> str:
        return kind_of(self.kind).describe(self.body)

    @property
    def tone(self) -> str:
        return kind_of(self.kind).tone

    @property
    def icon(self) -> str:
        return kind_of(self.kind).icon
