"""P15: the chip of a badge is not the one that was issued, or was tampered with."""

from __future__ import annotations

import pytest

from access.detection.physical_facts import ChipRead
from access.enums import Severity
from tests.access.detection.port import at, flags, read, report

pytestmark = pytest.mark.unit


def judged(first: ChipRead, second: ChipRead, *, days: int = 1, badge: str = ""):
    gate = [read(at(8), event="one"), read(at(8, days), event="two", badge=badge)]
    return flags("P15", gate=gate, chip_reads=[first, second])


def test_second_chip_for_one_badge_is_critical() -> None:
    (flag,) = judged(ChipRead("one", "A1"), ChipRead("two", "B2"))
    assert (flag.severity, flag.person, flag.events) == (Severity.CRITICAL, "dave", ("two",))
    assert "When badge badge-dave was read, another chip answered" in flag.text


def test_counter_that_goes_back_is_critical() -> None:
    (flag,) = judged(ChipRead("one", counter=9), ChipRead("two", counter=8))
    assert "the chip's counter went back from 9 to 8" in flag.text
    assert judged(ChipRead("one", counter=9), ChipRead("two", counter=0))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (ChipRead("one", "A1", 8), ChipRead("two", "A1", 8)),
        (ChipRead("one", "A1", 8), ChipRead("two", "A1", 9)),
        (ChipRead("one", "A1", 8), ChipRead("two")),
        (ChipRead("one"), ChipRead("two", "A1", 8)),
        (ChipRead("one", secure_channel=True, default_key=False), ChipRead("two")),
    ],
)
def test_same_chip_that_counts_on_or_does_not_tell_is_silent(first: ChipRead, second: ChipRead) -> None:
    assert not judged(first, second)


def test_another_badge_has_another_chip() -> None:
    assert not judged(ChipRead("one", "A1"), ChipRead("two", "B2"), badge="new")


def test_reads_further_apart_than_two_weeks_are_not_compared() -> None:
    assert judged(ChipRead("one", "A1"), ChipRead("two", "B2"), days=14)
    assert not judged(ChipRead("one", "A1"), ChipRead("two", "B2"), days=15)


def test_missing_channel_or_the_key_of_delivery_is_critical_alone() -> None:
    (flag,) = judged(ChipRead("one", secure_channel=False, default_key=True), ChipRead("two"))
    assert "the chip took the key of delivery and there was no secure channel" in flag.text


def test_without_chip_reads_it_is_not_evaluated() -> None:
    said = report("P15", gate=[read(at(8))])
    assert (said.flags, said.not_evaluated[0].code) == ((), "feed_missing")
