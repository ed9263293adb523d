"""People who are, were or want to be cleared."""

from __future__ import annotations

import secrets

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from screening.enums import PersonCategory

REFERENCE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # without letters that look like digits
REFERENCE_LENGTH = 8


def new_reference() -> str:
    """A reference that tells nothing and cannot be counted up."""
    return "P-" + "".join(secrets.choice(REFERENCE_ALPHABET) for _ in range(REFERENCE_LENGTH))


class Person(models.Model):
    """One person as a port knows them. Written by `screening.services.person`.

    `version` grows when something changes that name screening compares, so that a dismissed hit
    comes back only for a reason. `left_on`: the employer reported that the person left; a new application
    empties it.
    """

    ref = models.CharField(max_length=12, unique=True, default=new_reference)
    port = models.ForeignKey("accounts.Port", on_delete=models.PROTECT, related_name="people")
    external_ref = models.CharField(max_length=60, blank=True)
    family_name = models.CharField(max_length=120)
    given_names = models.CharField(max_length=120, blank=True)
    native_name = models.CharField(max_length=200, blank=True)
    search_name = models.CharField(max_length=260)
    birth_date = models.DateField(null=True)
    nationality = models.CharField(max_length=2, blank=True)
    sex = models.CharField(max_length=1, blank=True)
    category = models.CharField(
        max_length=20, choices=PersonCategory.choices(), default=PersonCategory.EMPLOYEE.value
    )
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, null=True, related_name="people"
    )
    job_title = models.CharField(max_length=120, blank=True)
    employment = models.CharField(max_length=40, blank=True)
    peer_group = models.CharField(max_length=60, blank=True)
    version = models.PositiveIntegerField(default=1)
    left_on = models.DateField(null=True)
    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("family_name", "given_names", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["port", "external_ref"],
                condition=~models.Q(external_ref=""),
                name="person_external_ref_once_per_port",
            ),
        )
        indexes = (
            GinIndex(fields=["search_name"], name="person_search_name", opclasses=["gin_trgm_ops"]),
            models.Index(fields=["port", "family_name", "given_names"], name="person_by_name"),
        )

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """Given and family name; the port's own number where a log names nobody."""
        return f"{self.given_names} {self.family_name}".strip() or self.log_ref

    @property
    def log_ref(self) -> str:
        """How gate and data logs name this person: the port's own number where there is one."""
        return self.external_ref or self.ref

    @property
    def reference(self) -> str:
        """How the record names this person."""
        return f"person:{self.ref}"
