"""G04: break-glass as a second way in."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from access.detection.facts import Incident
from access.detection.governance_facts import AccountFact, BreakGlassUse
from access.enums import Severity
from tests.access.detection.port import at, box, flags, look, order, report, visit

pytestmark = pytest.mark.unit

BOX = box(700)


def use(when: datetime, account: str = "dave", *, review: float | None = 5, **more) -> BreakGlassUse:
    """A use that is reviewed so many hours later."""
    reviewed = None if review is None else when + timedelta(hours=review)
    due = more.pop("due", when + timedelta(hours=24))
    return BreakGlassUse(f"b{when.isoformat()}", when, account, BOX, "S3", due, reviewed, **more)


def signs(found) -> list[str]:
    return [flag.key.rpartition(":")[2] for flag in found]


def test_use_that_nobody_reviewed_is_flagged_when_its_clock_has_run_out() -> None:
    glass = use(at(9), review=None)
    assert not flags("G04", break_glasses=[glass], until=at(8.9, 1))
    (flag,) = flags("G04", break_glasses=[glass], until=at(9, 1))
    assert (flag.person, flag.severity, flag.due_at) == ("dave", Severity.HIGH, at(9, 1))
    assert flag.text == "The break-glass of 3 March 2026 09:00 UTC was not reviewed within 1 day."


def test_review_in_time_is_silent_and_a_late_one_is_not() -> None:
    assert not flags("G04", break_glasses=[use(at(9), review=24)])
    assert signs(flags("G04", break_glasses=[use(at(9), review=24.1)])) == ["unreviewed"]


def test_clock_of_a_higher_level_counts() -> None:
    assert flags("G04", break_glasses=[use(at(9), due=at(10), review=2)])[0].text.endswith("within 1 h.")


def test_second_use_in_a_month_is_flagged() -> None:
    (flag,) = flags("G04", break_glasses=[use(at(9)), use(at(9, 30))])
    assert flag.key.endswith(":again")
    assert len(flag.events) == 2
    assert not flags("G04", break_glasses=[use(at(9)), use(at(10, 30))])


def test_uses_from_two_accounts_of_one_person_add_up() -> None:
    uses = [use(at(9), "a1"), use(at(9, 3), "a2")]
    assert not flags("G04", break_glasses=uses)
    accounts = [AccountFact("a1", "dave"), AccountFact("a2", "dave")]
    assert signs(flags("G04", break_glasses=uses, accounts=accounts)) == ["again"]


CARGO = [visit(BOX, block="B7")]


def test_use_without_an_emergency_on_record_is_medium() -> None:
    (flag,) = flags("G04", break_glasses=[use(at(9))], cargo=CARGO, incidents=[])
    assert (signs([flag]), flag.severity, flag.due_at) == (["no_emergency"], Severity.MEDIUM, at(9, 1))
    assert flag.tried[0].why == "None of its box or block stands in the incidents of the day around it."


@pytest.mark.parametrize(
    "incident",
    [
        Incident("i1", at(9, 1), "intruder", area="B7"),
        Incident("i1", at(9, -1), "seal_broken", container=BOX),
    ],
    ids=["in its block, a day after", "of its box, a day before"],
)
def test_incident_within_a_day_excuses_it(incident: Incident) -> None:
    assert not flags("G04", break_glasses=[use(at(9))], cargo=CARGO, incidents=[incident])
    elsewhere = replace(incident, area="C1", container="")
    assert flags("G04", break_glasses=[use(at(9))], cargo=CARGO, incidents=[elsewhere])
    long_after = replace(incident, at=at(9.1, 1))
    assert flags("G04", break_glasses=[use(at(9))], cargo=CARGO, incidents=[long_after])


def test_emergency_order_in_the_block_excuses_it() -> None:
    emergency = order("B7", "carol", kind="emergency", opened=at(8))
    assert not flags("G04", break_glasses=[use(at(9))], cargo=CARGO, incidents=[], work_orders=[emergency])
    over = replace(emergency, opened_at=at(1, -3), closed_at=at(1, -2))
    assert flags("G04", break_glasses=[use(at(9))], cargo=CARGO, incidents=[], work_orders=[over])


def test_reviewer_who_passed_it_speaks_for_the_emergency() -> None:
    assert not flags("G04", break_glasses=[use(at(9), passed=True)], cargo=CARGO, incidents=[])
    assert flags("G04", break_glasses=[use(at(9), passed=False)], cargo=CARGO, incidents=[])


def test_unknown_block_and_missing_records_prove_nothing() -> None:
    assert not flags("G04", break_glasses=[use(at(9))], cargo=[visit(BOX)], incidents=[])
    assert not flags("G04", break_glasses=[use(at(9))], cargo=CARGO)
    assert not flags("G04", break_glasses=[use(at(9))], incidents=[])


def test_box_that_was_watched_before_is_flagged() -> None:
    looks = [look(at(8), BOX), look(at(8, -6), BOX)]
    (flag,) = flags("G04", break_glasses=[use(at(9))], data=looks, work_orders=[])
    assert signs([flag]) == ["watched"]
    assert flag.events[1:] == (looks[1].id, looks[0].id)
    assert "2 look-ups of the same object with no work" in flag.text


def test_look_ups_with_work_long_ago_or_by_others_are_no_watching() -> None:
    one = look(at(8), BOX)
    for other in (
        look(at(8, -8), BOX),
        look(at(8, -1), BOX, "erin"),
        look(at(8, -1), box(1)),
        look(at(10), BOX),
    ):
        assert not flags("G04", break_glasses=[use(at(9))], data=[one, other], work_orders=[])
    both = [one, look(at(8, -1), BOX)]
    work = [order(BOX, opened=at(1, -2))]
    assert not flags("G04", break_glasses=[use(at(9))], data=both, work_orders=work)
    assert not flags("G04", break_glasses=[use(at(9))], data=both)


def test_order_of_that_kind_stands_for_a_use() -> None:
    opened = order(BOX, "dave", kind="break_glass", opened=at(9), ref="bg-1")
    (flag,) = flags("G04", work_orders=[opened])
    assert (flag.key, flag.due_at) == ("bg-1:unreviewed", at(9, 1))
    assert not flags("G04", work_orders=[replace(opened, closed_at=at(12))])


def test_without_uses_and_orders_it_is_not_evaluated() -> None:
    assert report("G04", data=[]).not_evaluated[0].code == "feed_missing"
