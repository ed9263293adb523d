"""What changed between two versions of a list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Delta:
    """The uids that came, changed and went, each in order."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.changed or self.removed)

    @property
    def touched(self) -> tuple[str, ...]:
        """Entries that people must be screened against again: the new and the changed ones."""
        return tuple(sorted((*self.added, *self.changed)))


def compare(old: Mapping[str, str], new: Mapping[str, str]) -> Delta:
    """Both map uid to content digest."""
    return Delta(
        added=tuple(sorted(new.keys() - old.keys())),
        changed=tuple(sorted(uid for uid in old.keys() & new.keys() if old[uid] != new[uid])),
        removed=tuple(sorted(old.keys() - new.keys())),
    )
