"""What officers type in from a record answer, and everything that is wrong with it, row by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from portsec.kernel.errors import InvalidInput
from screening.matching.countries import country_names
from screening.offences import is_custodial, offence, sanction
from screening.suitability.words import (
    Circumstance,
    Completion,
    Exemption,
    Grade,
    Intent,
    Participation,
    RecordState,
)

MOST_MONTHS = 1200  # of imprisonment; a hundred years is beyond any sentence that ends
MOST_DAY_RATES = 1000
EARLIEST = date(1920, 1, 1)  # nobody alive was convicted before
CONVICTED = frozenset(
    {RecordState.CONVICTED, RecordState.NOT_RESPONSIBLE}
)  # those are convictions, with rows


@dataclass(frozen=True, slots=True)
class ConvictionInput:
    """One conviction as the officer types it in from a record answer. Codes are those of ECRIS."""

    offence_code: str
    country: str
    decided_on: date
    final_on: date | None = None
    offence_date: date | None = None
    released_on: date | None = None
    sanction_code: str = ""
    sanction_months: int | None = None
    sanction_suspended: bool = False
    day_rates: int | None = None
    completion: str = "C"
    participation: str = "M"
    exemption: str = ""
    rehabilitated: bool = False
    pardoned: bool = False
    amnesty: bool = False
    juvenile: bool = False
    declared: bool = False
    grade: str = ""
    intent: str = ""
    circumstances: tuple[str, ...] = ()
    custody_since: date | None = None


@dataclass(frozen=True, slots=True)
class ProceedingInput:
    """Proceedings without a conviction, as a record answer tells them. An acquittal is never entered."""

    state: str
    offence_code: str
    country: str
    since: date | None = None
    ended_on: date | None = None


def check_rows(
    convictions: Sequence[ConvictionInput], proceedings: Sequence[ProceedingInput] = (), *, today: date
) -> None:
    """Raises InvalidInput with every problem at once: `convictions.2.offence_code`, counted from 0."""
    wrong = [
        *(
            ("convictions", "Conviction", number, conviction_problems(row, today=today))
            for number, row in enumerate(convictions)
        ),
        *(
            ("proceedings", "Proceedings", number, proceeding_problems(row, today=today))
            for number, row in enumerate(proceedings)
        ),
    ]
    found = {
        f"{name}.{number}.{field}": problem
        for name, _, number, problems in wrong
        for field, problem in problems.items()
    }
    if found:
        word, number, problem = next(
            (word, number, next(iter(problems.values()))) for _, word, number, problems in wrong if problems
        )
        raise InvalidInput(f"{word} {number + 1}: {problem}", fields=found)


def conviction_problems(row: ConvictionInput, *, today: date) -> dict[str, str]:
    """Field by field what cannot be; empty where the row can be kept."""
    return _first(
        _code(row.offence_code),
        _country(row.country),
        _sanction(row),
        _words(row),
        _calendar(row, today),
        _order(row),
    )


def proceeding_problems(row: ProceedingInput, *, today: date) -> dict[str, str]:
    """The same for proceedings without a conviction."""
    return _first(_proceeding_state(row), _code(row.offence_code), _country(row.country), _span(row, today))


def _first(*problems: Iterator[tuple[str, str]]) -> dict[str, str]:
    """The first thing said of each field is enough."""
    found: dict[str, str] = {}
    for each in problems:
        for field, sentence in each:
            found.setdefault(field, sentence)
    return found


def _code(code: str) -> Iterator[tuple[str, str]]:
    try:
        offence(code)
    except InvalidInput as error:
        yield "offence_code", error.detail


def _country(code: str) -> Iterator[tuple[str, str]]:
    if code not in country_names():
        yield "country", f"'{code}' is no country of ISO 3166-1."


def _sanction(row: ConvictionInput) -> Iterator[tuple[str, str]]:
    known = True
    if row.sanction_code:
        try:
            sanction(row.sanction_code)
        except InvalidInput as error:
            known = False
            yield "sanction_code", error.detail
    if row.sanction_months is not None and not 0 <= row.sanction_months <= MOST_MONTHS:
        yield "sanction_months", f"Between 0 and {MOST_MONTHS} months."
    if row.day_rates is not None and not 0 <= row.day_rates <= MOST_DAY_RATES:
        yield "day_rates", f"Between 0 and {MOST_DAY_RATES} daily rates."
    if known and row.sanction_code and row.sanction_months and not is_custodial(row.sanction_code):
        yield "sanction_months", "This sanction takes no freedom away; months of imprisonment do not fit it."


def _words(row: ConvictionInput) -> Iterator[tuple[str, str]]:
    closed: Mapping[str, tuple[str, frozenset[str]]] = {
        "completion": (row.completion, frozenset(Completion)),
        "participation": (row.participation, frozenset(Participation)),
        "exemption": (row.exemption, frozenset(Exemption)),
        "grade": (row.grade, frozenset(Grade)),
        "intent": (row.intent, frozenset(Intent)),
    }
    for field, (value, allowed) in closed.items():
        if value not in allowed:
            yield field, f"'{value}' is not one of the words for this."
    for value in row.circumstances:
        if value not in frozenset(Circumstance):
            yield "circumstances", f"'{value}' is not one of the circumstances."


def _calendar(row: ConvictionInput, today: date) -> Iterator[tuple[str, str]]:
    for field in ("offence_date", "decided_on", "final_on", "custody_since", "released_on"):
        yield from _past(field, getattr(row, field), today)


def _past(field: str, day: date | None, today: date) -> Iterator[tuple[str, str]]:
    if day is not None and day > today:
        yield field, f"{day} lies in the future."
    elif day is not None and day < EARLIEST:
        yield field, f"{day} lies too far back; nothing before {EARLIEST.year} can concern the person."


def _order(row: ConvictionInput) -> Iterator[tuple[str, str]]:
    """What cannot come before what. Custody may begin before the decision, a release may not precede it."""
    if row.offence_date is not None and row.decided_on < row.offence_date:
        yield "decided_on", f"The decision ({row.decided_on}) lies before the offence ({row.offence_date})."
    if row.final_on is not None and row.final_on < row.decided_on:
        yield "final_on", f"It cannot become final ({row.final_on}) before it is decided ({row.decided_on})."
    if row.released_on is not None and row.released_on < row.decided_on:
        yield (
            "released_on",
            f"The release ({row.released_on}) lies before the conviction ({row.decided_on}).",
        )
    if row.custody_since is None:
        return
    if row.released_on is not None and row.released_on < row.custody_since:
        yield "released_on", f"The release lies before the imprisonment began ({row.custody_since})."
    if row.offence_date is not None and row.custody_since < row.offence_date:
        yield "custody_since", f"The imprisonment began before the offence ({row.offence_date})."


def _proceeding_state(row: ProceedingInput) -> Iterator[tuple[str, str]]:
    if row.state not in frozenset(RecordState):
        yield "state", f"'{row.state}' is not one of the states of proceedings."
    elif RecordState(row.state) in CONVICTED:
        yield "state", "A conviction is entered as a conviction."


def _span(row: ProceedingInput, today: date) -> Iterator[tuple[str, str]]:
    yield from _past("since", row.since, today)
    yield from _past("ended_on", row.ended_on, today)
    if row.since is not None and row.ended_on is not None and row.ended_on < row.since:
        yield "ended_on", f"The end ({row.ended_on}) lies before the beginning ({row.since})."
