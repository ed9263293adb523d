"""What an import says about each file: taken, unchanged, refused with line and reason, worth a remark."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

LINES_SHOWN = 5  # line numbers that a remark names before it only counts the rest


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that was not taken. `line` is where it begins in the file, the header being line 1."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


@dataclass(slots=True)
class FileReport:
    """One file. `refused_whole` says why nothing of it was read; it is empty otherwise.

    `unknown_people`, `unknown_badges` and `unknown_readers` count events that name somebody or something that
    no other file and no earlier import told of; such events are kept.
    """

    file: str
    rows: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: list[RefusedRow] = field(default_factory=list)
    remarks: dict[str, list[int]] = field(default_factory=dict)
    unknown_people: int = 0
    unknown_badges: int = 0
    unknown_readers: int = 0
    refused_whole: str = ""

    def refuse(self, line: int, reason: str) -> None:
        self.refused.append(RefusedRow(self.file, line, reason))

    def remark(self, sentence: str, line: int | None = None) -> None:
        """Note what the port should know though the row was taken. The same sentence is said once."""
        lines = self.remarks.setdefault(sentence, [])
        if line is not None:
            lines.append(line)

    @property
    def sentences(self) -> list[str]:
        """The remarks, each with the lines that it speaks of."""
        return [f"{self.file}: {sentence}{_at(lines)}" for sentence, lines in self.remarks.items()]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """All files that were found, in the order in which they were read, and what is not about one file."""

    files: tuple[FileReport, ...]
    remarks: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        return sum(report.rows for report in self.files)

    @property
    def new(self) -> int:
        return sum(report.new for report in self.files)

    @property
    def changed(self) -> int:
        return sum(report.changed for report in self.files)

    @property
    def refused(self) -> list[RefusedRow]:
        return [row for report in self.files for row in report.refused]

    @property
    def refused_files(self) -> list[str]:
        """A clear line for each file of which nothing was read."""
        return [f"{report.file}: {report.refused_whole}" for report in self.files if report.refused_whole]

    @property
    def unknown(self) -> Counter[str]:
        """Events that name an unknown person, badge or reader."""
        return Counter(
            people=sum(report.unknown_people for report in self.files),
            badges=sum(report.unknown_badges for report in self.files),
            readers=sum(report.unknown_readers for report in self.files),
        )


def _at(lines: list[int]) -> str:
    if not lines:
        return ""
    shown = ", ".join(str(line) for line in lines[:LINES_SHOWN])
    more = f" and {len(lines) - LINES_SHOWN} more" if len(lines) > LINES_SHOWN else ""
    return f" ({'line' if len(lines) == 1 else 'lines'} {shown}{more})"
