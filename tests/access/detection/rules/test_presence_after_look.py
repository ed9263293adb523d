"""X01: somebody looks up where a box stands without a reason, and then goes there without a job."""

from __future__ import annotations

from datetime import timedelta

import pytest

from access.detection.facts import AreaFact, GateFact
from access.detection.physical_facts import ReaderFact
from access.enums import Severity
from tests.access.detection.port import at, box, flags, look, order, person, read, report, shift, visit

pytestmark = pytest.mark.unit

BOX, NEXT, ELSEWHERE = box(1000), box(2000), box(3000)
PORT = {
    "work_orders": [order("something-else", "nobody")],
    "cargo": [visit(BOX, block="B4"), visit(NEXT, block="B4"), visit(ELSEWHERE, block="B9")],
    "areas": [
        AreaFact("terminal"),
        AreaFact("yard", "terminal"),
        AreaFact("B4", "yard"),
        AreaFact("B9", "yard"),
    ],
    "people": [person("dave"), person("erin"), person("carol", organisation="haulier")],
    "roster": [shift("dave", at(6, -1), area="yard"), shift("erin", at(6, -1), area="yard")],
}


def into(hour: float, area: str = "B4", name: str = "dave", **more) -> GateFact:
    return read(at(hour), person=name, area=area, area_from="yard", **more)


def judged(*gate: GateFact, data=None, **context):
    looked = [look(at(9), BOX)] if data is None else data
    return flags("X01", gate=gate, data=looked, **(PORT | context))


def test_presence_off_duty_after_an_unexplained_look_up_is_critical() -> None:
    went, looked = into(20), look(at(9), BOX)
    (flag,) = judged(went, data=[looked])
    assert (flag.severity, flag.person, flag.objects) == (Severity.CRITICAL, "dave", (BOX,))
    assert flag.events == (looked.id, went.id)
    assert "11 h after the first look the badge went into B4" in flag.text
    assert {"E1", "job_there", "habit"} <= {item.code for item in flag.tried}


def test_presence_on_duty_in_the_yard_but_not_in_that_block_is_high() -> None:
    (flag,) = judged(into(20), roster=[shift("dave", at(14), area="yard")])
    assert flag.severity == Severity.HIGH
    assert "on duty but not there" in flag.text


def test_without_a_roster_it_is_high_at_most() -> None:
    (flag,) = judged(into(20), roster=None)
    assert flag.severity == Severity.HIGH


def test_twelve_hours_are_the_limit_and_the_look_comes_first() -> None:
    assert judged(into(21))
    assert not judged(into(21.1))
    assert not judged(into(8.9))


def test_explained_look_up_is_silent() -> None:
    assert not judged(into(20), work_orders=[order(BOX)])


def test_late_order_of_the_next_morning_explains_it() -> None:
    assert not judged(into(20), work_orders=[order(BOX, opened=at(8, 1))])


def test_other_block_or_a_refusal_is_silent() -> None:
    assert not judged(into(20, "B9"))
    assert not judged(into(20, result="refused"))
    assert not judged(into(20, direction="out"))


def test_duty_in_that_block_is_silent() -> None:
    assert not judged(into(20), roster=[shift("dave", at(14), area="B4")])


def test_order_for_another_box_of_the_block_is_silent() -> None:
    assert not judged(into(20), work_orders=[order(NEXT)])
    assert not judged(into(20), work_orders=[order("B4")])
    assert judged(into(20), work_orders=[order(ELSEWHERE)])
    assert judged(into(20), work_orders=[order(NEXT, opened_by="dave")])


def test_habit_of_going_there_is_silent() -> None:
    def days(there: int):
        came = [read(at(6, day), area="yard") for day in range(-10, 0)]
        return [*came, *(into(7 + 24 * day) for day in range(-there, 0))]

    assert not judged(into(20), *days(2))
    assert judged(into(20), *days(1))


def test_log_that_has_just_begun_tells_no_habit() -> None:
    duty = {"roster": [shift("dave", at(14), area="yard")]}
    assert judged(into(20), loaded_since=at(20, -7), **duty)
    assert not judged(into(20), loaded_since=at(20.1, -7), **duty)
    assert judged(into(20), loaded_since=at(0))


def test_several_looks_and_visits_of_a_day_make_one_flag() -> None:
    data = [look(at(9), BOX), look(at(10), NEXT)]
    (flag,) = judged(into(12), into(18), data=data)
    assert flag.objects == tuple(sorted((BOX, NEXT)))
    assert len(flag.events) == 4


def test_colleague_off_duty_in_the_block_is_high_for_the_one_who_looked() -> None:
    (flag,) = judged(into(20, name="erin"))
    assert (flag.severity, flag.person) == (Severity.HIGH, "dave")
    assert "a colleague who was not on duty went into B4" in flag.text
    assert "erin" not in flag.text


def test_colleague_on_duty_or_of_another_firm_is_silent() -> None:
    assert not judged(into(20, name="erin"), roster=[shift("erin", at(14), area="yard")])
    assert not judged(into(20, name="erin"), roster=None)
    assert not judged(into(20, name="carol"))


def test_companion_of_another_firm_counts_as_a_colleague() -> None:
    met = [
        read(at(3, day) + offset, person=name)
        for day in (-4, -2)
        for name, offset in (("dave", timedelta()), ("carol", timedelta(seconds=7)))
    ]
    (flag,) = judged(into(20, name="carol"), *met)
    assert (flag.severity, flag.person) == (Severity.HIGH, "dave")
    assert not judged(into(20, name="carol"), *met[:2])


def test_port_without_readers_at_blocks_goes_by_the_terminal_off_duty_only() -> None:
    context = {
        "cargo": [visit(BOX, block="row 7", terminal="T")],
        "readers": [ReaderFact("r", "OUT", "terminal", "T")],
    }
    (flag,) = judged(into(20, "terminal"), **context)
    assert flag.severity == Severity.CRITICAL
    assert not judged(into(20, "terminal"), roster=[shift("dave", at(14))], **context)
    assert not judged(into(20, "terminal"), cargo=[visit(BOX)])


def test_team_without_orders_is_not_suspected() -> None:
    names = ("dave", "erin", "carol")
    data = [look(at(9), BOX, name) for name in names]
    team = [person(name, teams=frozenset({"t"})) for name in names]
    assert not judged(into(20), data=data, people=team)
    critical = [look(at(9), BOX, name, field_class="S3") for name in names]
    assert judged(into(20), data=critical, people=team)


@pytest.mark.parametrize("missing", ["gate", "data", "cargo", "work_orders"])
def test_without_its_feeds_it_is_not_evaluated(missing: str) -> None:
    facts = {"gate": [into(20)], "data": [look(at(9), BOX)]} | PORT
    said = report("X01", **{name: fact for name, fact in facts.items() if name != missing})
    assert (said.flags, said.not_evaluated[0].code) == ((), "feed_missing")
