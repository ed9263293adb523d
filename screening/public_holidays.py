"""Which days a State's offices are closed: its public holidays and its weekend. Wraps the library `holidays`.

What the library does not know is said, not guessed: `is_known` tells a page to add its caution.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import holidays

from screening.suitability.clocks import WEEKEND


@dataclass(frozen=True, slots=True)
class Calendar:
    """The closed days of one State in a span of years. Without `is_known` only weekends are counted."""

    country: str
    closed: frozenset[date]
    weekend: frozenset[int]
    is_known: bool


def calendar_of(country: str, start: date, end: date) -> Calendar:
    """National public holidays from the year of `start` to that of `end`; those of regions are left out.

    `weekend` holds the numbers of `date.weekday()`: many States rest on Friday and Saturday.
    """
    return _calendar(country, start.year, end.year)


def named_holidays(country: str, year: int) -> dict[date, str]:
    """National public holidays of one year by name, as the State names them; none for an unknown State."""
    if country not in _known():
        return {}
    return dict(holidays.country_holidays(country, years=year))


@lru_cache(maxsize=512)
def _calendar(country: str, first: int, last: int) -> Calendar:
    if country not in _known():
        return Calendar(country, frozenset(), WEEKEND, is_known=False)
    found = holidays.country_holidays(country, years=range(first, last + 1))
    return Calendar(country, frozenset(found), frozenset(found.weekend), is_known=True)


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    return frozenset(holidays.list_supported_countries())
