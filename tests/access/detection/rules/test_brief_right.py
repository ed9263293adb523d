"""G07: rights that are held only while reading."""

from __future__ import annotations

from dataclasses import replace

import pytest

from access.detection.governance_facts import RightGiven
from access.enums import FieldClass
from access.need_to_know.facts import GrantFact
from tests.access.detection.port import at, box, flags, look, order, report, visit

pytestmark = pytest.mark.unit

BOX = box(700)


def right(begin: float, end: float, **more) -> RightGiven:
    held = RightGiven("r-1", "account-dave", f"critical data of {BOX}", "erin", at(begin), at(end), BOX, "S3")
    return replace(held, **more)


READ = look(at(10), BOX, field_class="S3")


def test_right_held_only_while_reading_is_flagged_when_it_is_gone() -> None:
    held = right(9, 11, ended_at=at(11))
    assert not flags("G07", rights=[held], data=[READ], until=at(10.9))
    (flag,) = flags("G07", rights=[held], data=[READ], until=at(11))
    assert (flag.person, flag.events, flag.due_at) == ("dave", ("r-1", READ.id), at(11))
    assert "1 critical look-up from 1 h later on, and taken back 1 h after the last" in flag.text
    assert flag.tried[1].why == "It was taken back before its time."


@pytest.mark.parametrize(
    ("begin", "end", "found"),
    [(8, 12, True), (7.9, 11, False), (9, 12.1, False), (9, 40, False)],
    ids=["two hours each", "given earlier", "ended later", "long"],
)
def test_limits_before_and_after(begin: float, end: float, found: bool) -> None:
    assert bool(flags("G07", rights=[right(begin, end)], data=[READ])) is found


def test_look_up_of_less_or_by_others_or_in_vain_is_silent() -> None:
    for other in (
        look(at(10), BOX, field_class="S2"),
        look(at(10), BOX, "erin", field_class="S3"),
        look(at(10), box(1), field_class="S3"),
        look(at(10), BOX, field_class="S3", result="denied"),
    ):
        assert not flags("G07", rights=[right(9, 11)], data=[other])


def test_look_up_that_other_work_made_necessary_is_silent() -> None:
    inspection = order(BOX, kind="inspection", opened=at(8))
    assert not flags("G07", rights=[right(9, 11)], data=[READ], work_orders=[inspection], cargo=[visit(BOX)])


def test_grant_of_the_port_directory_is_judged_and_explains_nothing_by_itself() -> None:
    grant = GrantFact(BOX, FieldClass.S3, "", at(9), at(11), "erin", "G-1")
    (flag,) = flags("G07", grants={"account-dave": [grant]}, data=[READ])
    assert flag.key == "G-1"
    assert flag.tried[1].why == "Its planned end is not known."


def test_right_to_a_bill_of_lading_reaches_its_boxes() -> None:
    held = right(9, 11, object="BL1")
    assert flags("G07", rights=[held], data=[READ], cargo=[visit(BOX, bill_of_lading="BL1")])


def test_role_without_an_object_reaches_everything() -> None:
    assert flags("G07", rights=[right(9, 11, object="")], data=[READ])


def test_port_in_which_short_rights_are_usual_is_not_judged() -> None:
    own = right(9, 11)
    brief = [replace(own, ref=f"r-{number}", account=f"brief-{number}") for number in range(4)]
    long = [replace(right(9, 900), ref=f"l-{number}", account=f"long-{number}") for number in range(20)]
    said = report("G07", rights=[own, *brief, *long], data=[READ])
    assert (said.flags, said.not_evaluated[0].code) == ((), "short_rights_usual")
    more = replace(long[0], ref="l-20", account="long-20")
    assert len(flags("G07", rights=[own, *brief, *long, more], data=[READ])) == 1
    assert len(flags("G07", rights=[own, *brief[1:]], data=[READ])) == 1


def test_many_short_rights_of_one_person_are_no_practice() -> None:
    many = [replace(right(9, 11), ref=f"r-{number}") for number in range(40)]
    assert len(flags("G07", rights=many, data=[READ])) == 40


def test_without_data_events_it_is_not_evaluated() -> None:
    assert report("G07", rights=[]).not_evaluated[0].code == "feed_missing"
