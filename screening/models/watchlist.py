"""Watchlists with their versions, and the hits that screening found on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from screening.adjudication_words import RESTRICTED_SOURCES
from screening.enums import EntityKind, ListSource
from screening.models.adjudication import Adjudicated, same_by_two

if TYPE_CHECKING:
    from screening.models.person import Person


class ListVersion(models.Model):
    """One load of a published list. Written by `screening.services.watchlist.load`."""

    source = models.CharField(max_length=10, choices=ListSource.choices())
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField(null=True)
    loaded_at = models.DateTimeField()
    loaded_by = models.CharField(max_length=120)
    entries = models.PositiveIntegerField()
    names = models.PositiveIntegerField()
    added = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()
    removed = models.PositiveIntegerField()

    class Meta:
        ordering = ("source", "-number")
        constraints = (models.UniqueConstraint(fields=["source", "number"], name="list_version_once"),)

    def __str__(self) -> str:
        return f"{ListSource(self.source).label}, version {self.number}"


class ListEntry(models.Model):
    """One version of one listed entity; in force while `removed_in` is empty. Written by `watchlist.load`.

    `data` is `screening.watchlists.entity.ListedEntity` in its JSON form.
    """

    source = models.CharField(max_length=10, choices=ListSource.choices())
    uid = models.CharField(max_length=40)
    kind = models.CharField(max_length=12, choices=EntityKind.choices())
    name = models.TextField()
    data = models.JSONField()
    digest = models.CharField(max_length=64)
    added_in = models.ForeignKey(ListVersion, on_delete=models.PROTECT, related_name="entries_added")
    removed_in = models.ForeignKey(
        ListVersion, on_delete=models.PROTECT, null=True, related_name="entries_removed"
    )

    class Meta:
        ordering = ("source", "uid")
        constraints = (
            models.UniqueConstraint(
                fields=["source", "uid"],
                condition=models.Q(removed_in__isnull=True),
                name="list_entry_in_force_once",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def source_word(self) -> ListSource:
        return ListSource(self.source)

    @property
    def is_restricted(self) -> bool:
        """Whether nobody here may read it."""
        return self.source in RESTRICTED_SOURCES

    @property
    def kind_word(self) -> EntityKind:
        return EntityKind(self.kind)


class Hit(Adjudicated):
    """A listed entity that may be this person. Written by `screening.services.hit`.

    It was found in a check of a case (`check_answered`), or when a person was screened again (`person`).
    Dismissed once, it stays dismissed until the person's or the entry's version changes.
    """

    check_answered = models.ForeignKey(
        "screening.Check", on_delete=models.PROTECT, null=True, related_name="hits"
    )
    person = models.ForeignKey("screening.Person", on_delete=models.PROTECT, null=True, related_name="hits")
    entry = models.ForeignKey(ListEntry, on_delete=models.PROTECT, related_name="hits")
    found_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-priority", "-score", "pk")
        constraints = (
            models.UniqueConstraint(fields=["check_answered", "entry"], name="hit_once_per_entry"),
            models.UniqueConstraint(
                fields=["person", "entry", "person_version"],
                name="hit_of_person_once_per_versions",
                condition=models.Q(person__isnull=False),
            ),
            models.CheckConstraint(
                name="hit_of_check_or_person",
                condition=models.Q(check_answered__isnull=True, person__isnull=False)
                | models.Q(check_answered__isnull=False, person__isnull=True),
            ),
            models.CheckConstraint(name="hit_same_by_two", condition=same_by_two()),
        )

    @property
    def whose(self) -> Person:
        if self.person is not None:
            return self.person
        assert self.check_answered is not None  # noqa: S101  the constraint above says so
        return self.check_answered.application.person
