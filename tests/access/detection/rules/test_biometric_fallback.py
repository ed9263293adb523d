"""P07: finger or face is avoided, and something else stands in for it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from access.detection.auth_mode import is_biometric, is_fallback, is_override
from access.detection.facts import GateFact
from access.enums import Severity
from tests.access.detection.port import at, flags, read, report, shift

pytestmark = pytest.mark.unit


def reads(count: int, mode: str, person: str = "dave", *, start: float = 8) -> list[GateFact]:
    """So many reads, one an hour."""
    return [read(at(start + number), person=person, auth_mode=mode) for number in range(count)]


EVERYBODY = [
    *reads(95, "card+bio", "erin", start=-100),
    *reads(5, "pin", "carol", start=-100),
    *reads(45, "card+bio", "carol", start=-90),
]


def test_share_of_fallbacks_far_above_all_is_high() -> None:
    own = reads(6, "pin") + reads(6, "card+bio", start=-20)
    (flag,) = flags("P07", gate=[*EVERYBODY, *own])
    assert (flag.severity, flag.person) == (Severity.HIGH, "dave")
    assert flag.events == tuple(fact.id for fact in own[:6])
    assert "6 of 12 reads" in flag.text
    assert "50%; of all people's reads 7.0% do" in flag.text


def test_fewer_than_five_uses_are_silent() -> None:
    assert not flags("P07", gate=[*EVERYBODY, *reads(4, "pin"), *reads(4, "card+bio", start=-20)])


def test_site_where_everybody_uses_the_fallback_is_silent() -> None:
    site = [*reads(50, "pin", "erin"), *reads(50, "card+bio", "erin", start=60)]
    assert not flags("P07", gate=[*site, *reads(6, "pin", start=100), *reads(3, "card+bio", start=110)])


def test_uses_longer_than_thirty_days_apart_do_not_add_up() -> None:
    apart = [read(at(8, 8 * number), auth_mode="pin") for number in range(5)]
    assert not flags("P07", gate=[*EVERYBODY, *apart])
    close = [read(at(8, 7 * number), auth_mode="pin") for number in range(5)]
    assert flags("P07", gate=[*EVERYBODY, *close])


def test_worn_fingers_are_informational_and_the_alternative_is_named() -> None:
    own = reads(2, "card+bio") + reads(9, "pin", start=20)
    (flag,) = flags("P07", gate=[*EVERYBODY, *own])
    assert flag.severity == Severity.INFORMATIONAL
    assert "Register another modality" in flag.tried[0].why


def test_few_reads_do_not_show_worn_fingers() -> None:
    (flag,) = flags("P07", gate=[*EVERYBODY, *reads(9, "pin")])
    assert flag.severity == Severity.HIGH
    (flag,) = flags("P07", gate=[*EVERYBODY, *reads(10, "pin")])
    assert flag.severity == Severity.INFORMATIONAL


def test_uses_that_were_all_on_duty_are_medium() -> None:
    own = reads(6, "pin") + reads(6, "card+bio", start=-20)
    (flag,) = flags("P07", gate=[*EVERYBODY, *own], roster=[shift("dave", at(9), 3)])
    assert flag.severity == Severity.MEDIUM
    (flag,) = flags("P07", gate=[*EVERYBODY, *own], roster=[shift("dave", at(9), 2.9)])
    assert flag.severity == Severity.HIGH


def test_each_month_makes_one_flag() -> None:
    april = 29  # days after 3 March
    own = [fact for day in (0, april) for fact in [read(at(8 + n, day), auth_mode="pin") for n in range(7)]]
    own += [read(at(7, day), auth_mode="card+bio") for day in range(-20, april + 1)]
    others = [fact for day in range(april) for fact in reads(6, "card+bio", "erin", start=24 * day)]
    assert [flag.key for flag in flags("P07", gate=[*EVERYBODY, *others, *own])] == [
        "dave:often:2026-03",
        "dave:often:2026-04",
    ]


def overruled(hour: float, *, mode: str = "guard", minutes: float = 1) -> list[GateFact]:
    refused = read(at(hour), result="refused", reasons=("biometric_mismatch",), reader="north")
    return [refused, read(at(hour) + timedelta(minutes=minutes), auth_mode=mode, reader="north")]


def test_second_override_after_a_mismatch_is_high() -> None:
    gate = [*overruled(8), *overruled(30)]
    (flag,) = flags("P07", gate=[*EVERYBODY, *gate])
    assert flag.severity == Severity.HIGH
    assert flag.events == tuple(fact.id for fact in gate)
    assert "a guard let the person through, 2 times" in flag.text


@pytest.mark.parametrize(
    "second",
    [[], overruled(30, mode="card+bio"), overruled(30, minutes=5.1), overruled(8 + 31 * 24)],
)
def test_single_override_or_a_match_at_the_second_try_is_silent(second: list[GateFact]) -> None:
    assert not flags("P07", gate=[*EVERYBODY, *overruled(8), *second])


def test_log_without_ways_of_checking_is_not_judged() -> None:
    said = report("P07", gate=[read(at(8)), read(at(9), auth_mode="card"), *reads(9, "pin")])
    assert not said.flags
    assert [item.code for item in said.not_evaluated] == ["auth_mode_missing"]


def test_without_gate_events_it_is_not_evaluated() -> None:
    said = report("P07", data=[])
    assert (said.flags, said.not_evaluated[0].code) == ((), "feed_missing")


@pytest.mark.parametrize(
    ("mode", "biometric", "fallback", "override"),
    [
        ("card", False, False, False),
        ("", False, False, False),
        ("card+bio", True, False, False),
        ("card_and_finger", True, False, False),
        ("pin", False, True, False),
        ("PIN fallback", False, True, False),
        ("guard override", False, True, True),
        ("pin+face", True, False, False),
    ],
)
def test_words_of_readers_are_understood(mode: str, biometric: bool, fallback: bool, override: bool) -> None:
    assert (is_biometric(mode), is_fallback(mode), is_override(mode)) == (biometric, fallback, override)
