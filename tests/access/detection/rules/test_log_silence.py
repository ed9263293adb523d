"""G08: logs that fall silent or lack records."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from access.detection.facts import DataFact, GateFact
from access.detection.governance_facts import LogMark
from access.enums import Severity
from tests.access.detection.port import at, box, flags, look, read, report

pytestmark = pytest.mark.unit

DAYS = range(-22, 2)


def every(minutes: float, reader: str, days: Iterable[int] = DAYS, *, hours: float = 24) -> list[GateFact]:
    """A read so often, from midnight on, every day."""
    return [
        read(at(0, day) + number * timedelta(minutes=minutes), person=f"p{number % 9}", reader=reader)
        for day in days
        for number in range(int(hours * 60 / minutes))
    ]


def without(reads: list[GateFact], since: datetime, until: datetime) -> list[GateFact]:
    return [fact for fact in reads if not since < fact.at < until]


OTHERS = [fact for number in range(3) for fact in every(10, f"other-{number}")]
OWN = every(10, "G1")


def test_reader_that_falls_silent_while_the_others_go_on_is_flagged() -> None:
    (flag,) = flags("G08", gate=[*OTHERS, *without(OWN, at(6), at(22))], until=at(23, 1))
    assert (flag.person, flag.severity) == ("reader:G1", Severity.CRITICAL)
    assert (flag.first_at, flag.key) == (at(6), f"reader:G1:{at(6).isoformat()}")
    # 75 reads of its own are missed when the other three have sent 223, in 12 h 24 min; looked at after 14 h.
    assert at(20) < flag.due_at < at(21)
    assert "Nothing came from G1 after 3 March 2026 06:00 UTC" in flag.text
    assert "99 of 100 of its gaps are shorter than 10 min" in flag.text


def test_silence_is_told_as_it_was_first_seen() -> None:
    gate = [*OTHERS, *without(OWN, at(6), at(22))]
    (later,) = flags("G08", gate=gate, until=at(23, 1))
    assert flags("G08", gate=gate, until=later.due_at) == (later,)
    assert not flags("G08", gate=gate, until=later.due_at - timedelta(seconds=1))


def test_silence_that_is_too_short_to_tell_is_silent() -> None:
    assert not flags("G08", gate=[*OTHERS, *without(OWN, at(6), at(18))], until=at(23, 1))


def test_night_in_which_nobody_passes_is_silent() -> None:
    day_only = [fact for reader in ("G1", "other-1", "other-2") for fact in every(2, reader, hours=15)]
    assert not flags("G08", gate=day_only, until=at(23, 1))


def test_reader_that_is_closed_every_weekend_is_silent() -> None:
    # 28 February is a Saturday: day -3; the weekend before is in its history.
    closed = {-17, -16, -10, -9, -3, -2}
    own = every(10, "G1", [day for day in DAYS if day not in closed])
    gate = [*OTHERS, *own]
    assert not flags("G08", gate=gate, since=at(0, -4), until=at(23, 1))
    only_once = every(10, "G1", [day for day in DAYS if day not in {-3, -2}])
    assert flags("G08", gate=[*OTHERS, *only_once], since=at(0, -4), until=at(23, 1))


def test_system_of_office_hours_is_silent_at_night_while_others_work() -> None:
    # Most of its reads come in eight hours, so that its share of the whole day promises reads at night, too.
    office = every(2, "G1", hours=8)
    assert not flags("G08", gate=[*OTHERS, *office], until=at(23, 1))
    broken = without(office, at(1), at(7))
    assert [flag.person for flag in flags("G08", gate=[*OTHERS, *broken], until=at(23, 1))] == ["reader:G1"]


def test_source_whose_rhythm_is_not_known_is_silent() -> None:
    few = every(240, "G1")[:90]
    assert not flags("G08", gate=[*OTHERS, *few], until=at(23, 1))


def test_history_that_was_not_loaded_says_nothing() -> None:
    gate = [*OTHERS, *without(OWN, at(6), at(22))]
    assert not flags("G08", gate=gate, until=at(23, 1), loaded_since=at(0, -10))


def test_source_that_few_people_use_is_of_medium_weight() -> None:
    few = [replace(fact, person=f"p{index % 7}") for index, fact in enumerate(OWN)]
    (flag,) = flags("G08", gate=[*OTHERS, *without(few, at(6), at(22))], until=at(23, 1))
    assert flag.severity == Severity.MEDIUM


NIGHTS = [-4, -3, -2, -1]


def in_tos(facts: Iterable[GateFact]) -> list[DataFact]:
    return [replace(look(fact.at, "X", fact.person, field_class="S1"), system=fact.reader) for fact in facts]


def cleared_way(*days: int, who: str = "erin", hour: float = 1.5) -> list[DataFact]:
    return [replace(look(at(hour, day), box(7), who), system="G1") for day in days]


def silent_nights(nights: Iterable[int]) -> list[DataFact]:
    own = OWN
    for day in nights:
        own = without(own, at(2, day), at(23, day))
    return in_tos([*OTHERS, *own])


def near(**facts) -> list[str]:
    found = flags("G08", since=at(0, -4), until=at(23), work_orders=[], **facts)
    return [flag.key for flag in found if not flag.person.startswith("system:")]


def test_person_whose_look_ups_come_before_each_silence_is_flagged() -> None:
    log = silent_nights(NIGHTS)
    found = flags("G08", data=[*log, *cleared_way(*NIGHTS)], since=at(0, -4), until=at(23), work_orders=[])
    (person,) = [flag for flag in found if flag.person == "erin"]
    assert (person.severity, len(person.events)) == (Severity.HIGH, 4)
    assert "Look-ups without work reason in G1 in the 1 h before 4 of 4 silences of it" in person.text


def test_two_silences_or_look_ups_long_before_or_with_work_say_nothing_of_a_person() -> None:
    log = silent_nights(NIGHTS)
    assert not near(data=[*silent_nights(NIGHTS[:2]), *cleared_way(*NIGHTS[:2])])
    assert not near(data=[*log, *cleared_way(*NIGHTS, hour=0.9)])
    explained = [replace(fact, explanation="E9") for fact in cleared_way(*NIGHTS)]
    assert not near(data=[*log, *explained])


def test_person_who_is_there_at_that_hour_every_day_is_not_flagged() -> None:
    assert not near(data=[*silent_nights(NIGHTS), *cleared_way(*range(-20, 0))])


@pytest.mark.parametrize(("hour", "named"), [(0.9, []), (1.1, ["erin"]), (1.9, ["erin"])])
def test_person_who_changed_a_log_in_the_hour_before_it_fell_silent_is_named(
    hour: float, named: list[str]
) -> None:
    stopped = look(
        at(hour, NIGHTS[-1]), "G1", "erin", action="write", object_type="audit_log", system="other-1"
    )
    found = flags("G08", data=[*silent_nights(NIGHTS[-1:]), stopped], since=at(0, -4), until=at(23))
    about = [flag for flag in found if not flag.person.startswith("system:")]
    assert [flag.person for flag in about] == named
    assert all("G1 was changed (audit_log: write)" in flag.text for flag in about)


def test_data_log_that_stops_while_gates_go_on_is_flagged() -> None:
    looks = [look(fact.at, "X", field_class="S1") for fact in OWN if fact.at < at(6)]
    found = flags("G08", gate=OTHERS, data=looks, until=at(23, 1))
    assert [flag.person for flag in found] == ["log:data"]


def test_system_that_falls_silent_is_named() -> None:
    looks = [
        replace(look(fact.at, "X", field_class="S1"), system=fact.reader)
        for fact in [*OTHERS, *without(OWN, at(6), at(22))]
    ]
    assert [flag.person for flag in flags("G08", data=looks, until=at(23, 1))] == ["system:G1"]


def marks(*numbers: int) -> list[LogMark]:
    return [LogMark("tos", number, at(number), f"d{number}", f"d{number - 1}") for number in numbers]


def test_numbers_that_never_came_are_flagged_a_day_later() -> None:
    (flag,) = flags("G08", log_marks=marks(1, 2, 5), until=at(5, 1))
    assert (flag.person, flag.key, flag.due_at) == ("log:tos", "tos:missing:5", at(5, 1))
    assert "2 records of tos never came: numbers 3 to 4" in flag.text
    assert not flags("G08", log_marks=marks(1, 2, 5), until=at(4.9, 1))


def test_records_that_came_late_and_out_of_order_are_silent() -> None:
    assert not flags("G08", log_marks=[*marks(1, 2, 5), *marks(4, 3, 2)])


def test_record_that_does_not_follow_from_the_one_before_is_flagged_at_once() -> None:
    altered = [*marks(1, 2), replace(marks(3)[0], previous="x"), *marks(4)]
    (flag,) = flags("G08", log_marks=altered, until=at(4))
    assert flag.key == "tos:link:3"
    assert "does not follow from the one before" in flag.text


def test_sources_without_digests_are_judged_by_numbers_alone() -> None:
    assert not flags("G08", log_marks=[replace(mark, digest="", previous="") for mark in marks(1, 2, 3)])


def test_without_any_log_it_is_not_evaluated() -> None:
    assert report("G08", people=[]).not_evaluated[0].code == "feed_missing"
