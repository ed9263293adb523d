"""In which States somebody lived, and where for long."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from screening.history.periods import GAP_DAYS, HISTORY_YEARS, Period, merged, window
from screening.suitability.windows import add_months

# Bremen asks for a translated, certified extract of each State with a stay of more than six months without
# interruption (service.bremen.de 13158, 17 November 2025).
LONG_STAY_MONTHS = 6


@dataclass(frozen=True, slots=True)
class Stay:
    """An uninterrupted stay in a State. `lasts`: the person lives there still."""

    country: str
    period: Period
    lasts: bool = False

    @property
    def since(self) -> date:
        return self.period.since

    @property
    def until(self) -> date | None:
        return None if self.lasts else self.period.until

    @property
    def is_long(self) -> bool:
        """More than six months, counted from day to day."""
        return self.period.until > add_months(self.period.since, LONG_STAY_MONTHS)


def stays(addresses: Iterable[tuple[str, Period, bool]]) -> tuple[Stay, ...]:
    """Uninterrupted stays, earliest first, from addresses (country, days, lasts).

    Addresses of one State that touch or overlap are one stay, and so are those with a hole too short to be a
    gap: who forgets a fortnight between two flats has not left the State (our reading; sources are silent).
    """
    by_country: dict[str, list[tuple[Period, bool]]] = {}
    for country, days, lasts in addresses:
        by_country.setdefault(country, []).append((days, lasts))
    found = [
        Stay(country, whole, any(lasts and whole.holds(days) for days, lasts in rows))
        for country, rows in by_country.items()
        for whole in merged((days for days, _ in rows), bridge_days=GAP_DAYS)
    ]
    return tuple(sorted(found, key=lambda stay: (stay.period, stay.country)))


def long_stays(found: Iterable[Stay], *, today: date, years: int = HISTORY_YEARS) -> tuple[Stay, ...]:
    """Stays of more than six months that reach into the last years; one that began earlier counts whole."""
    recent = window(today, years=years)
    return tuple(stay for stay in found if stay.is_long and stay.period.meets(recent))
