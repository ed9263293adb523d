"""D23: a planted container record is opened."""

from __future__ import annotations

import pytest

from access.detection.facts import HoneyContainer
from access.enums import Severity
from tests.access.detection.port import at, box, flags, look, report

pytestmark = pytest.mark.unit

PLANTED = box(424242)
HONEY = [HoneyContainer(PLANTED, at(0), at(48), frozenset({"account-gardener"}))]


def opened(*data, honey=HONEY):
    return flags("D23", data=data, honey_containers=honey)


def test_one_look_is_critical() -> None:
    touch = look(at(9), PLANTED, field_class="S1")
    (flag,) = opened(touch, look(at(10), box(1)))
    assert (flag.severity, flag.person, flag.events) == (Severity.CRITICAL, "dave", (touch.id,))
    assert flag.objects == (PLANTED,)


@pytest.mark.parametrize("result", ["denied", "not_found", "error"])
def test_refused_look_counts_too(result: str) -> None:
    (flag,) = opened(look(at(9), PLANTED, result=result))
    assert "1 time from" in flag.text
    assert "0 of them were answered" in flag.text


def test_change_counts_too() -> None:
    assert opened(look(at(9), PLANTED, action="write"))


def test_several_looks_of_a_day_are_one_flag_and_the_next_day_another() -> None:
    assert [len(flag.events) for flag in opened(*(look(at(hour), PLANTED) for hour in (9, 10, 33)))] == [2, 1]


def test_account_without_a_person_is_flagged_by_its_name() -> None:
    assert opened(look(at(9), PLANTED, ""))[0].person == "account:account-"


def test_program_that_looks_after_it_is_silent() -> None:
    assert not opened(look(at(9), PLANTED, "gardener"))


@pytest.mark.parametrize(("hour", "found"), [(-0.1, 0), (0, 1), (47.9, 1), (48, 0)])
def test_it_counts_only_while_it_is_planted(hour: float, found: int) -> None:
    assert len(flags("D23", data=[look(at(hour), PLANTED)], honey_containers=HONEY, since=at(-5))) == found


def test_record_that_is_planted_still_has_no_end() -> None:
    assert opened(look(at(500), PLANTED), honey=[HoneyContainer(PLANTED, at(0))])


def test_without_planted_records_it_is_not_evaluated() -> None:
    said = report("D23", data=[look(at(9), PLANTED)])
    assert (said.flags, said.not_evaluated[0].code) == ((), "feed_missing")
