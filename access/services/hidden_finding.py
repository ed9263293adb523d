"""Keeps findings that a muted pattern holds back from person-cases. One writer of the table."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from access.casework.muting import Pattern
from access.detection import rule as detection
from access.models import Flag, HiddenFinding, MutedPattern
from access.selectors.finding import as_hidden, columns_of
from access.selectors.muted_pattern import muting_at, peer_groups_of
from accounts.models import Port


def unhidden(port: Port, found: Iterable[detection.Flag], *, at: datetime) -> list[detection.Flag]:
    """Of these findings those that no muted pattern hides; what one hides is kept with the pattern.

    A finding that was hidden and grew is brought up to date there; one that stands in a case goes on there.
    Safe to repeat because: port, rule and key are unique together.
    """
    items = list(found)
    muting = muting_at(port, at=at)
    if not muting:
        return items
    groups = peer_groups_of(port, {item.person for item in items if item.person})
    flagged = Flag.objects.filter(port=port, key__in=[item.key for item in items])
    known = set(flagged.values_list("rule", "key"))
    kept, hidden = [], []
    for item in items:
        is_known = (item.rule, item.key) in known
        by = None if is_known else _hiding(muting, item, groups.get(item.person, ()))
        if by is None:
            kept.append(item)
        else:
            hidden.append(_row(by, item, at))
    HiddenFinding.objects.bulk_create(
        hidden,
        update_conflicts=True,
        unique_fields=["port", "rule", "key"],
        update_fields=["events", "first_at", "last_at", "text", "points", "tried", "parameters"],
    )
    return kept


def restored(pattern: MutedPattern, *, at: datetime) -> list[detection.Flag]:
    """What the pattern hid, marked as given back, for whoever puts it into cases."""
    rows = HiddenFinding.objects.filter(pattern=pattern, restored_at=None)
    found = [as_hidden(row) for row in rows.order_by("last_at", "pk")]
    rows.update(restored_at=at)
    return found


def _hiding(
    muting: Iterable[tuple[MutedPattern, Pattern]], item: detection.Flag, groups: Iterable[str]
) -> MutedPattern | None:
    for row, pattern in muting:
        if pattern.hides(item, frozenset(groups)):
            return row
    return None


def _row(pattern: MutedPattern, item: detection.Flag, at: datetime) -> HiddenFinding:
    return HiddenFinding(
        pattern=pattern,
        port=pattern.port,
        subject=item.person,
        objects_named=list(item.objects),
        **columns_of(item, at=at),
    )
