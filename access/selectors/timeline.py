"""What the record says of a badge or a person-case, told for people."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from access.models import Badge, BadgeChange
from ledger.kinds import kind_of
from ledger.models import Entry
from screening.selectors.timeline import WITHHELD, Happening, display_names

LONGEST = 100  # entries; what is older belongs on the audit pages


def told(entries: QuerySet[Entry], *, in_full: bool) -> list[Happening]:
    """Entries as happenings, in their order; without `in_full` the confidential words are left out."""
    rows = list(entries[:LONGEST])
    names = display_names(entry.actor for entry in rows)
    return [_happening(entry, names.get(entry.actor, entry.actor), in_full=in_full) for entry in rows]


def badge_happenings(badge: Badge, *, in_full: bool) -> list[Happening]:
    """Every state that the badge entered, newest first: by us or as a port directory told it."""
    changes: Iterable[BadgeChange] = badge.changes.order_by("-at", "-pk")
    rows = list(changes)
    names = display_names(change.by for change in rows)
    return [
        Happening(
            at=change.at,
            title=change.state_word.label,
            text=change.reason if in_full else WITHHELD,
            by=names.get(change.by, change.by),
            tone=change.state_word.tone,
            icon="id-card",
        )
        for change in rows
    ]


def _happening(entry: Entry, by: str, *, in_full: bool) -> Happening:
    """The kind's sentence without its reason, and the reason below it."""
    kind = kind_of(entry.kind)
    reason = str(entry.body.get("reason", ""))
    title = kind.describe(entry.body | {"reason": ""}).strip()
    text = WITHHELD if reason and "reason" in kind.confidential and not in_full else reason
    return Happening(entry.at, title, text, by, entry.tone, entry.icon)
