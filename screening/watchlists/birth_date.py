"""When somebody was born, as exactly as it is known."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from portsec.kernel.errors import InvalidInput

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ISO_PARTS = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


@dataclass(frozen=True, slots=True, order=True)
class BirthDate:
    """All that is known is that the birth lies between `earliest` and `latest`, both included.

    A day is an interval of one day, a year an interval of a year. `circa` is set where the publisher
    itself calls the statement approximate. Raises ValueError if the interval runs backwards.
    """

    earliest: date
    latest: date
    circa: bool = False

    def __post_init__(self) -> None:
        if self.latest < self.earliest:
            raise ValueError("a birth date cannot end before it begins")

    @classmethod
    def on(cls, day: date, *, circa: bool = False) -> Self:
        return cls(day, day, circa)

    @classmethod
    def in_month(cls, year: int, month: int, *, circa: bool = False) -> Self:
        last = calendar.monthrange(year, month)[1]
        return cls(date(year, month, 1), date(year, month, last), circa)

    @classmethod
    def in_year(cls, year: int, *, circa: bool = False) -> Self:
        return cls(date(year, 1, 1), date(year, 12, 31), circa)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Reads `1965`, `1965-03` or `1965-03-09`. Raises InvalidInput for anything else."""
        parts = _ISO_PARTS.fullmatch(text.strip())
        try:
            if parts is None:
                raise ValueError
            year, month, day = parts.groups()
            if day:
                return cls.on(date(int(year), int(month), int(day)))
            return cls.in_month(int(year), int(month)) if month else cls.in_year(int(year))
        except (ValueError, calendar.IllegalMonthError):
            raise InvalidInput(f'"{text}" is not a date: write 1965-03-09, 1965-03 or 1965.') from None

    @property
    def day(self) -> date | None:
        """The exact day, if that is what is stated."""
        return self.earliest if self.earliest == self.latest else None

    @property
    def year(self) -> int | None:
        """The year, if the statement stays within one."""
        return self.earliest.year if self.earliest.year == self.latest.year else None

    @property
    def text(self) -> str:
        """As an officer reads it: `9 Mar 1965`, `Mar 1965`, `1965`, `1960 to 1963`, `about 1965`."""
        first, last = self.earliest, self.latest
        if first == last:
            said = _written(first)
        elif first.year == last.year and self == type(self).in_year(first.year, circa=self.circa):
            said = str(first.year)
        elif self == type(self).in_month(first.year, first.month, circa=self.circa):
            said = f"{MONTHS[first.month - 1]} {first.year}"
        elif (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
            said = f"{first.year} to {last.year}"
        else:
            said = f"{_written(first)} to {_written(last)}"
        return f"about {said}" if self.circa else said

    def as_data(self) -> dict[str, Any]:
        return {
            "earliest": self.earliest.isoformat(),
            "latest": self.latest.isoformat(),
            "circa": self.circa,
        }

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Self:
        return cls(
            date.fromisoformat(data["earliest"]), date.fromisoformat(data["latest"]), bool(data["circa"])
        )


def _written(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
