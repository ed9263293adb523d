"""How one cell is read and written. What cannot be taken is refused with a sentence for the report."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from access import containers
from portsec.kernel.errors import InvalidInput
from portsec.kernel.words import Word

# Years outside this are slips of a key or a clock that was never set.
FIRST_YEAR, LAST_YEAR = 1900, 2199
LARGEST_WHOLE = 2_147_483_647  # what a database integer holds

LEVELS = ("none", "standard", "enhanced", "authority")
"""Clearance levels by rank; 0 is that of an area which needs none."""


class BadCell(InvalidInput):
    """A cell that cannot be taken."""

    code = "bad_cell"


@dataclass(frozen=True, slots=True)
class Cell:
    """`read` is given text that is not empty; an empty cell is `empty`. `write` makes text again."""

    read: Callable[[str], Any]
    empty: Any
    write: Callable[[Any], str]


def plain(value: Any) -> str:
    """The text of a value: times in UTC, lists separated by spaces, nothing for what is unknown."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return " ".join(value)
    return str(value).strip()


def text(longest: int) -> Cell:
    """Free text of at most `longest` characters."""

    def read(given: str) -> str:
        if len(given) > longest:
            raise BadCell(f"has {len(given)} characters; at most {longest} can be kept")
        return given

    return Cell(read, "", plain)


def note(longest: int) -> Cell:
    """Free text that people typed: what is longer is cut, since its beginning says enough."""
    return Cell(lambda given: given[:longest].rstrip(), "", plain)


def code(longest: int) -> Cell:
    """A code that stands in lists, which are separated by spaces."""
    whole = text(longest)

    def read(given: str) -> str:
        if given.split() != [given]:
            raise BadCell(f"'{given}' has a space, which separates codes in a list")
        return str(whole.read(given))

    return Cell(read, "", plain)


def codes(longest: int, *, known: frozenset[str] | None = None, in_order: bool = False) -> Cell:
    """A list of codes; each once and sorted, unless their order says something."""
    whole = text(longest)

    def read(given: str) -> tuple[str, ...]:
        found = [str(whole.read(item)) for item in given.split()]
        for item in found:
            if known is not None and item not in known:
                raise BadCell(f"'{item}' is none of {', '.join(sorted(known))}")
        return tuple(found if in_order else sorted(set(found)))

    return Cell(read, (), plain)


def word(words: type[Word], *, empty: Word | None = None) -> Cell:
    """One of a closed vocabulary, in whatever case it is written."""
    return choice(*(member.value for member in words), empty=empty.value if empty else "")


def choice(*values: str, empty: str = "") -> Cell:
    """One of these values, in whatever case it is written."""
    by_text = {spelled: value for value in values for spelled in (value, value.lower(), value.upper())}

    def read(given: str) -> str:
        try:
            return by_text[given]
        except KeyError:
            raise BadCell(f"'{given}' is none of {', '.join(values)}") from None

    return Cell(read, empty, plain)


def whole(least: int = 0, most: int = LARGEST_WHOLE, *, empty: int | None = None) -> Cell:
    """A whole number from `least` to `most`."""

    def read(given: str) -> int:
        if not (given.isascii() and given.isdigit()) or not least <= int(given) <= most:
            raise BadCell(f"'{given}' is no whole number from {least} to {most}")
        return int(given)

    return Cell(read, empty, plain)


def level(least: int) -> Cell:
    """A clearance level by name or rank; `least` is 0 for areas and 1 for clearances."""
    ranks: Mapping[str, int] = {
        spelled: rank for rank, name in enumerate(LEVELS) if rank >= least for spelled in (name, str(rank))
    }

    def read(given: str) -> int:
        try:
            return ranks[given.lower()]
        except KeyError:
            raise BadCell(f"'{given}' is none of {', '.join(LEVELS[least:])}") from None

    return Cell(read, None, lambda rank: "" if rank is None else LEVELS[rank])


def _moment(given: str) -> datetime:
    try:
        at = datetime.fromisoformat(given)
    except ValueError:
        raise BadCell(f"'{given}' is no ISO 8601 time such as 2026-03-01T08:30:00+01:00") from None
    if at.tzinfo is None:
        raise BadCell(f"'{given}' has no offset such as Z or +01:00, so it could be any of several moments")
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise BadCell(f"'{given}' lies outside the years {FIRST_YEAR} to {LAST_YEAR}")
    return at


def _day(given: str) -> date:
    try:
        day = date.fromisoformat(given)
    except ValueError:
        raise BadCell(f"'{given}' is no ISO 8601 date such as 2026-03-01") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise BadCell(f"'{given}' lies outside the years {FIRST_YEAR} to {LAST_YEAR}")
    return day


def _day_or_moment(given: str) -> date | datetime:
    return _day(given) if len(given) <= len("2026-03-01") else _moment(given)


def container_form(given: str) -> str:
    """A container number without the spaces and hyphens that people write; other text as it stands.

    Look-ups, work orders and grants name what they name, rightly or not: a wrong check digit stays, since
    guessed numbers are what detection looks for.
    """
    try:
        return str(containers.read_form(given))
    except InvalidInput:
        return given


def _small_code(given: str) -> str:
    return str(code(40).read(given)).lower()


def _plate(given: str) -> str:
    found = "".join(letter for letter in given.upper() if letter.isalnum())
    if not 1 <= len(found) <= 20:
        raise BadCell(f"'{given}' is no number plate of at most 20 letters and digits")
    return found


def _locode(given: str) -> str:
    found = given.replace(" ", "").upper()
    if not (found.isascii() and found.isalnum() and 2 <= len(found) <= 5):
        raise BadCell(f"'{given}' is no UN/LOCODE such as ECGYE")
    return found


def _container(given: str) -> str:
    try:
        return str(containers.read_form(given))
    except containers.InvalidContainerNumber as error:
        raise BadCell(f"'{given}' is no container number: {error.detail}") from None


def object_name(longest: int) -> Cell:
    """What a look-up or a piece of work names."""
    whole_text = text(longest)
    return Cell(lambda given: container_form(str(whole_text.read(given))), "", plain)


MOMENT = Cell(_moment, None, plain)
DAY = Cell(_day, None, plain)
DAY_OR_MOMENT = Cell(_day_or_moment, None, plain)
CONTAINER = Cell(_container, "", plain)
LOCODE = Cell(_locode, "", plain)
PLATE = Cell(_plate, "", plain)
SMALL_CODE = Cell(_small_code, "", plain)
