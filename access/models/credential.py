"""Signed credentials on badges, the keys that sign them, and the lists that say which still hold."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import models

PUBLIC_ID_BYTES = 9  # 12 characters of an address that tells neither how many lists there are nor whose


def new_public_id() -> str:
    return secrets.token_urlsafe(PUBLIC_ID_BYTES)


class CredentialKey(models.Model):
    """The public half of a key that signs credentials and status lists. Written by `services.signing_key`.

    The private half stands in a file outside the database. A key signs from `signs_from` to `signs_until`
    (none set yet: empty) and verifies 30 days longer; one that leaked is `withdrawn_at` and verifies nothing.
    """

    port = models.ForeignKey("accounts.Port", on_delete=models.PROTECT, related_name="credential_keys")
    kid = models.BinaryField(max_length=8)
    public = models.BinaryField(max_length=32, unique=True)
    signs_from = models.DateTimeField()
    signs_until = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-signs_from", "-pk")
        constraints = (
            models.UniqueConstraint(fields=["port", "kid"], name="credential_key_id_once_per_port"),
            models.UniqueConstraint(
                fields=["port"],
                condition=models.Q(signs_until=None, withdrawn_at=None),
                name="credential_key_one_signs",
            ),
        )

    def __str__(self) -> str:
        return bytes(self.kid).hex()


class StatusList(models.Model):
    """A list of two bits a credential (IETF Token Status List). Written by `services.status_list`.

    Places are given in a secret order by `StatusIndices`; `next_counter` only grows, under a row lock, so
    that no place is given twice. `uri` is its address, which stands in badges and therefore stays, whatever
    becomes of the settings. `jwt` and `cwt` are the list as last published, at `issued_at`.
    """

    port = models.ForeignKey("accounts.Port", on_delete=models.PROTECT, related_name="status_lists")
    public_id = models.CharField(max_length=16, unique=True, default=new_public_id)
    uri = models.CharField(max_length=120, unique=True)
    size = models.PositiveIntegerField()
    next_counter = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    issued_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    ttl_seconds = models.PositiveIntegerField(null=True)
    jwt = models.TextField(blank=True)
    cwt = models.BinaryField(null=True)

    class Meta:
        ordering = ("opened_at", "pk")
        constraints = (
            models.CheckConstraint(
                name="status_list_not_overfull", condition=models.Q(next_counter__lte=models.F("size"))
            ),
        )

    def __str__(self) -> str:
        return self.public_id

    def as_cwt(self) -> bytes:
        """The list as last published; empty before."""
        return bytes(self.cwt or b"")

    @property
    def version(self) -> int:
        """Grows with each publication: its time in seconds since 1970; 0 before the first."""
        return int(self.issued_at.timestamp()) if self.issued_at else 0

    def seconds_left(self, at: datetime) -> int:
        """How long the list as published may still be kept, in seconds; 0 when it is too old."""
        return max(0, self.version + (self.ttl_seconds or 0) - int(at.timestamp()))


class Credential(models.Model):
    """What was signed for a badge, to find it again by its pseudonym. Written by `services.credential`.

    A badge has a new one at each renewal, with a new pseudonym and a new place. `ended_at`: taken back before
    its time because another took its place; its place in the list then stays invalid. The signed bytes are
    not kept: whoever reads the database must not walk away with badges. They can be signed anew, the same.
    `photo_hash`: SHA-256 of the picture as it was. `text_hash`: SHA-256 of the text of its code, by which the
    device lane finds it; who holds the text holds what we signed.
    """

    badge = models.ForeignKey("access.Badge", on_delete=models.PROTECT, related_name="credentials")
    pseudonym = models.CharField(max_length=40, unique=True)
    status_list = models.ForeignKey(StatusList, on_delete=models.PROTECT, related_name="credentials")
    status_index = models.PositiveIntegerField()
    kid = models.BinaryField(max_length=8)
    areas = models.JSONField(default=list)
    photo_hash = models.BinaryField(max_length=32, null=True)
    text_hash = models.BinaryField(max_length=32, unique=True)
    issued_at = models.DateTimeField()
    not_before = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-issued_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["status_list", "status_index"], name="credential_place_given_once"
            ),
            models.CheckConstraint(
                name="credential_ends_after_start",
                condition=models.Q(expires_at__gt=models.F("issued_at")),
            ),
        )
        indexes = (models.Index(fields=["badge", "-issued_at"], name="credential_of_badge"),)

    def __str__(self) -> str:
        return self.pseudonym
