"""Look-back arithmetic: from which day a conviction's period runs, and until which day it counts.

Years and months end on the day with the same number, or on the last day of the month where there is none
(Regulation (EEC, Euratom) 1182/71, Article 3(2)(c)). So five years from 29 February end with 28 February.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, date

from screening.offences import is_custodial
from screening.suitability.facts import ConvictionFact
from screening.suitability.phrases import Phrase
from screening.suitability.words import LookbackFrom

LIFE_IMPRISONMENT = "1002"  # ECRIS Annex B

FULL_TERM_ASSUMED = Phrase.FULL_TERM_ASSUMED.label
OFFENCE_DAY_UNKNOWN = Phrase.OFFENCE_DAY_UNKNOWN.label
NO_DATE = Phrase.NO_DATE.label


@dataclass(frozen=True, slots=True)
class Window:
    """How long a conviction counts under a row: for good, until a day, or open for want of a date.

    `since` is the day from which the period runs.
    """

    until: date | None = None
    permanent: bool = False
    remark: str = ""
    since: date | None = None

    def counts(self, at: date) -> bool:
        """The last day counts still. Without a known end it counts."""
        return self.permanent or self.until is None or at <= self.until

    @property
    def end(self) -> date:
        """For comparing windows: permanent and open ones end with the calendar."""
        return self.until or date.max


PERMANENT = Window(permanent=True)


def add_months(day: date, months: int) -> date:
    """The same day so many months on, or the last day of that month."""
    years, month = divmod(day.month - 1 + months, 12)
    if day.year + years > MAXYEAR:
        return date.max
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def add_years(day: date, years: int) -> date:
    """The same day so many years on; 29 February becomes 28 February where there is none."""
    return add_months(day, 12 * years)


def window(conviction: ConvictionFact, lookback_from: LookbackFrom, years: int) -> Window:
    """How long this conviction counts under a look-back of so many years."""
    day, remark = _start(conviction, lookback_from)
    if day is None:
        return Window(remark=remark or NO_DATE)
    return Window(until=add_years(day, years), remark=remark, since=day)


def is_served_custody(conviction: ConvictionFact) -> bool:
    """Whether the person had to go to prison, as far as the record says."""
    return not conviction.sanction_suspended and is_custody(conviction)


def is_custody(conviction: ConvictionFact) -> bool:
    """Whether the sentence is imprisonment, suspended or not."""
    if conviction.sanction_code:
        return is_custodial(conviction.sanction_code)
    return bool(conviction.sanction_months)


def _start(conviction: ConvictionFact, lookback_from: LookbackFrom) -> tuple[date | None, str]:
    if lookback_from is LookbackFrom.CONVICTION:
        return conviction.decided_on or conviction.final_on, ""
    if lookback_from is LookbackFrom.OFFENCE:
        day = conviction.offence_date
        return (day, "") if day else (conviction.decided_on or conviction.final_on, OFFENCE_DAY_UNKNOWN)
    final = conviction.final_on or conviction.decided_on
    if lookback_from is LookbackFrom.RELEASE:
        return _release(conviction, final)
    return final, ""


def _release(conviction: ConvictionFact, final: date | None) -> tuple[date | None, str]:
    """The release, never before finality: time served on remand does not shorten the period.

    Where no prison was served the period runs from finality. Where the release is not recorded, the full
    term from finality is the latest day that the record supports.
    """
    if conviction.released_on is not None:
        return max(conviction.released_on, final or conviction.released_on), ""
    if final is None or not is_served_custody(conviction):
        return final, ""
    if conviction.sanction_code == LIFE_IMPRISONMENT or conviction.sanction_months is None:
        return None, Phrase.NO_TERM.label
    return add_months(final, conviction.sanction_months), FULL_TERM_ASSUMED
