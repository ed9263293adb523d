"""Watchlists with their versions, and the hits that screening found on them."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from screening.enums import EntityKind, HitState, ListSource


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
    def kind_word(self) -> EntityKind:
        return EntityKind(self.kind)


class ListName(models.Model):
    """One name or alias of an entry in the form that candidates are found by. Written by `watchlist.load`."""

    entry = models.ForeignKey(ListEntry, on_delete=models.CASCADE, related_name="list_names")
    text = models.TextField()
    quality = models.CharField(max_length=10)
    search_key = models.TextField()

    class Meta:
        indexes = (GinIndex(fields=["search_key"], name="list_name_trigrams", opclasses=["gin_trgm_ops"]),)

    def __str__(self) -> str:
        return self.text


class Hit(models.Model):
    """A listed entity that may be the applicant. Written by `screening.services.check` and `.hit`.

    It binds one version of the person to one version of the entry.
    """

    check_answered = models.ForeignKey("screening.Check", on_delete=models.PROTECT, related_name="hits")
    entry = models.ForeignKey(ListEntry, on_delete=models.PROTECT, related_name="hits")
    person_version = models.PositiveIntegerField()
    score = models.DecimalField(max_digits=4, decimal_places=3)
    priority = models.DecimalField(max_digits=4, decimal_places=3)
    evidence = models.JSONField()
    state = models.CharField(max_length=10, choices=HitState.choices(), default=HitState.OPEN.value)
    decided_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ("-priority", "-score", "pk")
        constraints = (
            models.UniqueConstraint(fields=["check_answered", "entry"], name="hit_once_per_entry"),
        )

    def __str__(self) -> str:
        return f"{self.entry.name} {self.score}"

    @property
    def state_word(self) -> HitState:
        return HitState(self.state)
