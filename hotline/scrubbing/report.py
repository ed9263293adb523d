"""What cleaning a file came to: the copy, and the report that reporter and desk are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from hotline.scrubbing.words import FileKind, Obstacle, Removed


class Unclean(Exception):
    """No clean copy can be made, and why."""

    def __init__(self, obstacle: Obstacle) -> None:
        super().__init__(obstacle.label)
        self.obstacle = obstacle


@dataclass(frozen=True, slots=True)
class ScrubReport:
    """What the file was and what became of it. It names no file, no time and no value that was removed."""

    kind: FileKind
    removed: tuple[Removed, ...] = ()
    pages: int = 0
    obstacle: Obstacle | None = None

    @property
    def is_clean(self) -> bool:
        return self.obstacle is None

    @property
    def is_kept(self) -> bool:
        """Whether anything of the file is kept: an empty or too large one is not taken at all."""
        return self.obstacle not in {Obstacle.EMPTY, Obstacle.TOO_LARGE}

    def as_dict(self) -> dict[str, Any]:
        """Plain data, to be sealed together with the copy."""
        return {
            "kind": self.kind.value,
            "removed": [each.value for each in self.removed],
            "pages": self.pages,
            "obstacle": self.obstacle.value if self.obstacle else None,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Raises KeyError or ValueError when the data is not what `as_dict` gives."""
        obstacle = data["obstacle"]
        return cls(
            kind=FileKind(data["kind"]),
            removed=tuple(Removed(each) for each in data["removed"]),
            pages=int(data["pages"]),
            obstacle=Obstacle(obstacle) if obstacle else None,
        )


@dataclass(frozen=True, slots=True)
class Scrubbed:
    """The report, and the clean copy where one could be made."""

    report: ScrubReport
    copy: bytes | None = None
    media_type: str = ""
