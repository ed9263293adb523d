"""What a change altered, told for the record."""

from __future__ import annotations

from collections.abc import Mapping


def altered(
    before: Mapping[str, object], after: Mapping[str, object], labels: Mapping[str, str]
) -> list[str]:
    """One phrase for each value that differs, in the order of `labels`: "name Yard → North yard"."""
    return [
        f"{label} {_spoken(before[name])} → {_spoken(after[name])}"
        for name, label in labels.items()
        if before[name] != after[name]
    ]


def _spoken(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or "none"
    return "none" if value in (None, "") else str(value)
