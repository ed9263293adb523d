"""Container look-ups of one person and prefix, and the runs of serial numbers among the recent ones."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from access import containers
from access.detection.facts import DataFact
from portsec.kernel.errors import InvalidInput

CONTAINER_TYPES = frozenset({"container", "cargo_visit", ""})
"""Object types whose references are container numbers; bills of lading may look like one and are none."""

_NEAREST = 25  # members looked at on each side of a number: bounds the work when a run is very long


@dataclass(frozen=True, slots=True)
class ReadNumber:
    """What rules ask of a container number again and again, worked out once."""

    text: str
    prefix: str
    serial_number: int
    has_right_check_digit: bool

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class NumberQuery:
    """A look-up by something that has the form of a container number, right or wrong."""

    fact: DataFact
    number: ReadNumber

    @property
    def at(self) -> datetime:
        return self.fact.at

    @property
    def order(self) -> tuple[datetime, str]:
        return self.fact.at, self.fact.id


class Numbers:
    """Reads container numbers, each only once."""

    def __init__(self) -> None:
        self._read: dict[str, ReadNumber | None] = {}

    def of(self, name: str) -> ReadNumber | None:
        """The number, right or wrong, or None when the name has not the form of one."""
        if name not in self._read:
            self._read[name] = _read(name)
        return self._read[name]


def _read(name: str) -> ReadNumber | None:
    try:
        number = containers.read_form(name)
    except InvalidInput:
        return None
    return ReadNumber(str(number), number.prefix, number.serial_number, number.has_right_check_digit)


def close_together(numbers: Iterable[ReadNumber], least: float, gap: float) -> bool:
    """Whether so many different numbers of one prefix follow each other, at most `gap` apart."""
    by_prefix: defaultdict[str, set[int]] = defaultdict(set)
    for number in numbers:
        by_prefix[number.prefix].add(number.serial_number)
    for serials in by_prefix.values():
        run, last = 0, None
        for serial in sorted(serials) if len(serials) >= least else ():
            run = run + 1 if last is not None and serial - last <= gap else 1
            last = serial
            if run >= least:
                return True
    return False


class RecentSerials:
    """The look-ups of the last stretch of time, in the order of their serial numbers."""

    def __init__(self, within: timedelta, gap: float) -> None:
        self._within = within
        self._gap = gap
        self._recent: deque[NumberQuery] = deque()
        self._by_serial: defaultdict[int, deque[NumberQuery]] = defaultdict(deque)
        self._serials: list[int] = []

    def run_with(self, query: NumberQuery) -> dict[int, Sequence[NumberQuery]]:
        """Take in the next look-up and give the run that it belongs to, by serial number.

        In a run each serial is at most `gap` from the next. Look-ups must come in the order of time.
        """
        while self._recent and query.at - self._recent[0].at > self._within:
            self._forget(self._recent.popleft())
        self._recent.append(query)
        serial = query.number.serial_number
        if serial not in self._by_serial:
            insort(self._serials, serial)
        self._by_serial[serial].append(query)
        return {member: tuple(self._by_serial[member]) for member in self._around(serial)}

    def _forget(self, query: NumberQuery) -> None:
        serial = query.number.serial_number
        self._by_serial[serial].popleft()
        if not self._by_serial[serial]:
            del self._by_serial[serial]
            del self._serials[bisect_left(self._serials, serial)]

    def _around(self, serial: int) -> Sequence[int]:
        serials = self._serials
        first = last = bisect_left(serials, serial)
        lowest, highest = max(0, first - _NEAREST), min(len(serials) - 1, first + _NEAREST)
        while first > lowest and serials[first] - serials[first - 1] <= self._gap:
            first -= 1
        while last < highest and serials[last + 1] - serials[last] <= self._gap:
            last += 1
        return serials[first : last + 1]
