"""Reads several visitors at once, pasted or from a file: good rows, and bad ones with what is wrong."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from io import StringIO

from portsec.kernel.errors import InvalidInput

MOST_ROWS = 50  # one coach; more people at once are announced as several groups
LONGEST_NAME = 120  # characters, as the register of people keeps them
LONGEST_PLATE = 30
EARLIEST_BIRTH = date(1900, 1, 1)
DELIMITERS = "\t;,"
DAYS = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y", "%d %b %Y", "%d %B %Y")
COLUMNS = ("family_name", "given_names", "birth_date", "nationality", "company", "plate")
REQUIRED = ("family_name", "given_names", "birth_date")
# What people write above their columns, in plain letters.
HEADINGS: Mapping[str, str] = {
    **{name: name for name in COLUMNS},
    **dict.fromkeys(("familyname", "surname", "lastname", "name"), "family_name"),
    **dict.fromkeys(("givennames", "givenname", "firstname", "firstnames", "forename"), "given_names"),
    **dict.fromkeys(("birthdate", "dateofbirth", "born", "birthday", "dob"), "birth_date"),
    **dict.fromkeys(("nationality", "country"), "nationality"),
    **dict.fromkeys(("company", "firm", "employer", "organisation"), "company"),
    **dict.fromkeys(("plate", "vehicle", "car", "numberplate", "licenceplate"), "plate"),
}
_STATE = re.compile(r"[A-Za-z]{2}")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Guest:
    """One person who is to visit."""

    family_name: str
    given_names: str
    birth_date: date
    nationality: str = ""
    company: str = ""
    plate: str = ""

    @property
    def full_name(self) -> str:
        return f"{self.given_names} {self.family_name}".strip()


@dataclass(frozen=True, slots=True)
class GoodRow:
    """A row that can be announced, with the line as it was sent."""

    number: int
    line: str
    guest: Guest


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot, as it was sent, with everything that is wrong in it."""

    number: int
    line: str
    errors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GuestList:
    """Every line with a filled cell is in `rows` or in `rejected`; `heading` is the first line if it names
    columns."""

    rows: tuple[GoodRow, ...]
    rejected: tuple[BadRow, ...]
    heading: str = ""


@dataclass(slots=True)
class _Seen:
    """Who stood in earlier rows."""

    rows: dict[tuple[str, str, date], int] = field(default_factory=dict)


def parse(text: str, *, today: date) -> GuestList:
    """Read a list of visitors: family name, given names, birth date, then nationality, company, plate.

    A first line may name the columns, in any order. Cells are parted by tab, semicolon or comma. Raises
    InvalidInput when there is no row, there are too many, or a heading is doubled or missing.
    """
    lines = [
        (number, line)
        for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1)
        if line.strip()
    ]
    if not lines:
        raise _wrong("Enter one visitor in each line.")
    delimiter = max(DELIMITERS, key=lambda each: sum(line.count(each) for _, line in lines))
    columns, heading = list(COLUMNS), ""
    named = _columns(_cells(lines[0][1], delimiter))
    if named is not None:
        columns, heading = named, lines[0][1]
        lines = lines[1:]
    if not lines:
        raise _wrong("There is a heading and no visitor below it.")
    if len(lines) > MOST_ROWS:
        raise _wrong(f"{len(lines)} visitors stand here; announce {MOST_ROWS} at most at once.")
    rows, rejected, seen = [], [], _Seen()
    for number, line in lines:
        guest, errors = _guest(_cells(line, delimiter), columns, seen, number, today)
        if guest is None:
            rejected.append(BadRow(number, line, tuple(errors)))
        else:
            rows.append(GoodRow(number, line, guest))
    return GuestList(tuple(rows), tuple(rejected), heading)


def birth_day(text: str, today: date) -> date:
    """A birth date as people type it, day before month. Raises ValueError with a sentence."""
    for form in DAYS:
        try:
            born = datetime.strptime(text, form).date()  # noqa: DTZ007  a birth date has no time zone
        except ValueError:
            continue
        if not EARLIEST_BIRTH <= born <= today:
            raise ValueError("The birth date must lie between 1900 and today.")
        return born
    raise ValueError("The birth date must be written as 31.12.1990 or 1990-12-31.")


def _wrong(problem: str) -> InvalidInput:
    return InvalidInput(problem, fields={"people": problem})


def _cells(line: str, delimiter: str) -> list[str]:
    return [cell.strip() for cell in next(csv.reader(StringIO(line), delimiter=delimiter), [])]


def _columns(cells: Sequence[str]) -> list[str] | None:
    """What the first line names, if it names columns; None when it is a visitor already."""
    found = [HEADINGS.get(re.sub(r"[^a-z_]", "", cell.casefold()), "") for cell in cells]
    if not any(found):
        return None
    doubled = sorted({name for name in found if name and found.count(name) > 1})
    missing = [name for name in REQUIRED if name not in found]
    if doubled or missing:
        wrong = [*(f"twice {name}" for name in doubled), *(f"no {name}" for name in missing)]
        raise _wrong(f"The first line names the columns wrongly: {', '.join(wrong)}.".replace("_", " "))
    return found


def _guest(
    cells: Sequence[str], columns: Sequence[str], seen: _Seen, number: int, today: date
) -> tuple[Guest | None, list[str]]:
    values = {name: cell for name, cell in zip(columns, cells, strict=False) if name}
    errors = [f"Enter the {name.replace('_', ' ')}." for name in REQUIRED if not values.get(name)]
    if any(cell for cell in cells[len(columns) :]):
        errors.append("There are more cells than columns.")
    born: date | None = None
    if values.get("birth_date"):
        try:
            born = birth_day(values["birth_date"], today)
        except ValueError as error:
            errors.append(str(error))
    errors += [said for name, rule in _RULES.items() for said in rule(values.get(name, ""))]
    if errors or born is None:
        return None, errors
    guest = Guest(
        family_name=values["family_name"],
        given_names=values["given_names"],
        birth_date=born,
        nationality=values.get("nationality", "").upper(),
        company=values.get("company", ""),
        plate=values.get("plate", ""),
    )
    same = guest.family_name.casefold(), guest.given_names.casefold(), born
    first = seen.rows.setdefault(same, number)
    return (guest, []) if first == number else (None, [f"The same person stands in row {first}."])


def _name(value: str) -> list[str]:
    if _UNPRINTABLE.search(value):
        return ["A name holds a character that cannot be printed."]
    return [f"A name has {LONGEST_NAME} characters at most."] if len(value) > LONGEST_NAME else []


def _nationality(value: str) -> list[str]:
    wrong = value and not _STATE.fullmatch(value)
    return ["The nationality is two letters, such as NL."] if wrong else []


def _company(value: str) -> list[str]:
    if _UNPRINTABLE.search(value):
        return ["The company holds a character that cannot be printed."]
    return [f"The company has {LONGEST_NAME} characters at most."] if len(value) > LONGEST_NAME else []


def _plate(value: str) -> list[str]:
    return [f"The plate has {LONGEST_PLATE} characters at most."] if len(value) > LONGEST_PLATE else []


_RULES: Mapping[str, Callable[[str], list[str]]] = {
    "family_name": _name,
    "given_names": _name,
    "nationality": _nationality,
    "company": _company,
    "plate": _plate,
}
