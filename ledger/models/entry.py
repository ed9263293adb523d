"""One row of the append-only record."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models.functions import Now

from ledger import canonical, seal
from ledger.kinds import kind_of
from ledger.models.guards import only_grows

# What the database itself fills in; the seal covers it beside the hash of the content, which is all the rest.
ADDED_BY_DATABASE = frozenset({"position", "database_clock"})


class Entry(models.Model):
    """Something happened. Written only by `ledger.services.record.append`, never changed, never deleted.

    References (`actor`, `subject`, `port`) are text, not foreign keys, so that nothing cascades into the
    record. `position` only serves paging: the order that counts is given at sealing, see `Leaf`. `writer`,
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
    content_hash = models.BinaryField(max_length=32)

    class Meta:
        ordering = ("-position",)
        indexes = (
            models.Index(fields=["subject", "-position"], name="entry_by_subject"),
            models.Index(fields=["actor", "-position"], name="entry_by_actor"),
            models.Index(fields=["kind", "-position"], name="entry_by_kind"),
            models.Index(fields=["port", "-position"], name="entry_by_port"),
        )
        triggers = only_grows("entry")

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"

    def content(self) -> dict[str, Any]:
        """Every column that whoever wrote the entry gave, by name."""
        return {
            field.attname: getattr(self, field.attname)
            for field in self._meta.concrete_fields
            if field.attname not in ADDED_BY_DATABASE | {"content_hash"}
        }

    def computed_content_hash(self) -> bytes:
        """The hash of the content as it stands now."""
        return canonical.content_hash(canonical.encode(self.content()))

    def seal(self) -> bytes:
        """The bytes that become a leaf of the tree: every column of the row as it stands now."""
        clock = seal.microseconds(self.database_clock)
        return seal.encode(bytes(self.content_hash), clock, self.position)

    @property
    def receipt(self) -> str:
        """What the asker of a decision keeps as proof: the entry's id, and the hash of its content in hex."""
        return f"{self.id}.{bytes(self.content_hash).hex()}"

    @property
    def sentence(self) -> str:
        return kind_of(self.kind).describe(self.body)

    @property
    def tone(self) -> str:
        return kind_of(self.kind).tone

    @property
    def icon(self) -> str:
        return kind_of(self.kind).icon
