"""P10: people of unrelated firms enter together, or an escort is missing or has too many along."""

from __future__ import annotations

from datetime import timedelta

import pytest

from access.detection.facts import AreaFact, BadgeSpan, GateFact
from access.enums import Severity
from tests.access.detection.port import at, flags, person, read, report

pytestmark = pytest.mark.unit

PEOPLE = [person("dave"), person("erin", organisation="haulier"), person("carol", organisation="terminal")]


def meet(day: int, *, seconds: float = 20, other: str = "erin", hour: float = 3) -> list[GateFact]:
    first = read(at(hour, day))
    return [first, read(first.at + timedelta(seconds=seconds), person=other, reader=first.reader)]


def meet_on(*days: int, **more) -> list[GateFact]:
    return [fact for day in days for fact in meet(day, **more)]


def test_three_entries_together_are_medium_for_both() -> None:
    gate = meet_on(0, 3, 6)
    one, other = flags("P10", gate=gate, people=PEOPLE)
    assert {one.person, other.person} == {"dave", "erin"}
    assert (one.severity, one.events) == (Severity.MEDIUM, tuple(fact.id for fact in gate))
    assert "On 3 days in 6 days the badge entered within 20 s" in one.text
    assert ("another firm (haulier)" in one.text) == (one.person == "dave")


def test_boundaries_of_pace_days_and_span() -> None:
    assert not flags("P10", gate=meet_on(0, 3, 6, seconds=20.1), people=PEOPLE)
    assert not flags("P10", gate=meet_on(0, 3), people=PEOPLE)
    assert not flags("P10", gate=[*meet_on(0, 3), *meet(3, hour=9)], people=PEOPLE)
    assert flags("P10", gate=meet_on(0, 3, 30), people=PEOPLE)
    assert not flags("P10", gate=meet_on(0, 3, 31), people=PEOPLE)


def test_same_firm_same_team_or_escorted_is_silent() -> None:
    assert not flags("P10", gate=meet_on(0, 3, 6, other="carol"), people=PEOPLE)
    team = [person("dave", teams=frozenset({"t"})), person("erin", organisation="h", teams=frozenset({"t"}))]
    assert not flags("P10", gate=meet_on(0, 3, 6), people=team)
    unknown = [person("dave"), person("erin", organisation="")]
    assert not flags("P10", gate=meet_on(0, 3, 6), people=unknown)


def test_crowd_at_a_shift_start_is_silent() -> None:
    def crowd(seconds: float):
        beside = [read(at(3, day) + timedelta(seconds=seconds), person="carol") for day in (0, 3, 6)]
        return flags("P10", gate=[*meet_on(0, 3, 6), *beside], people=PEOPLE)

    assert not crowd(80)
    assert not crowd(-60)
    assert crowd(81)
    assert crowd(-61)


def test_neighbours_in_a_rota_meet_by_chance() -> None:
    apart = [
        read(at(8 + hours, day), person=name)
        for day in range(30)
        for hours, name in ((0, "dave"), (1, "erin"))
    ]
    assert not flags("P10", gate=[*meet_on(7, 14, 21), *apart[:42]], people=PEOPLE)
    assert flags("P10", gate=[*meet_on(7, 14, 21), *apart[:20]], people=PEOPLE)


def escorted(seconds: float = 0, name: str = "guest", **more) -> GateFact:
    return read(at(10) + timedelta(seconds=seconds), person=name, **{"escort": "dave"} | more)


def test_visitor_without_the_escorts_read_is_a_finding_about_the_escort() -> None:
    gate = [escorted()]
    (flag,) = flags("P10", gate=gate, people=PEOPLE)
    assert (flag.person, flag.severity, flag.events) == ("dave", Severity.MEDIUM, (gate[0].id,))
    assert flag.due_at == gate[0].at + timedelta(seconds=60)
    assert "whose own badge was not read there within 1 min" in flag.text


@pytest.mark.parametrize(("seconds", "silent"), [(60, True), (-60, True), (61, False), (-61, False)])
def test_escort_read_within_a_minute_is_silent(seconds: float, silent: bool) -> None:
    elsewhere = read(at(10) + timedelta(seconds=seconds), "out" if not silent else "in")
    gate = [escorted(), read(elsewhere.at, reader="yard-in", direction=elsewhere.direction)]
    assert bool(flags("P10", gate=gate, people=PEOPLE)) is not silent


def test_group_that_follows_one_after_the_other_is_silent() -> None:
    group = [read(at(10)), *(escorted(50 * number, f"g{number}") for number in range(1, 5))]
    assert not flags("P10", gate=group, people=PEOPLE)


def test_host_who_waits_inside_is_silent() -> None:
    assert not flags("P10", gate=[read(at(8), reader="north"), escorted()], people=PEOPLE)
    gone = [read(at(8), reader="north"), read(at(9), "out", reader="north"), escorted()]
    assert flags("P10", gate=gone, people=PEOPLE)


def test_escort_named_by_the_badge_is_the_holder() -> None:
    badges = [BadgeSpan("b7", "dave", "active", at(0, -9))]
    gate = [escorted(escort="b7")]
    assert flags("P10", gate=gate, people=PEOPLE, badges=badges)[0].person == "dave"


def group_of(count: int, **more) -> list[GateFact]:
    return [read(at(10)), *(escorted(5 * number, f"g{number}", **more) for number in range(1, count + 1))]


def test_more_people_than_an_escort_may_have_along() -> None:
    assert not flags("P10", gate=group_of(10), people=PEOPLE)
    (flag,) = flags("P10", gate=group_of(11), people=PEOPLE)
    assert (flag.person, len(flag.events)) == ("dave", 11)
    assert "one escort may have 10 along" in flag.text


def test_restricted_area_allows_fewer() -> None:
    areas = [AreaFact("yard", level=2)]
    assert not flags("P10", gate=group_of(5), people=PEOPLE, areas=areas)
    assert flags("P10", gate=group_of(6), people=PEOPLE, areas=areas)


def test_who_has_left_is_no_longer_along() -> None:
    first = group_of(6)
    left = [read(at(11), "out", f"g{number}") for number in range(1, 7)]
    second = [escorted(7200 + 5 * number, f"h{number}") for number in range(6)]
    more = [*first, *left, read(at(12)), *second]
    assert not [flag for flag in flags("P10", gate=more, people=PEOPLE) if ":many:" in flag.key]
    assert [flag for flag in flags("P10", gate=[*first, *second], people=PEOPLE) if ":many:" in flag.key]


def test_without_people_it_is_not_evaluated() -> None:
    said = report("P10", gate=meet_on(0, 3, 6))
    assert (said.flags, said.not_evaluated[0].code) == ((), "feed_missing")
