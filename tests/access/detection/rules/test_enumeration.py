"""D04: container numbers are tried one after the other."""

from __future__ import annotations

from datetime import timedelta

import pytest

from access.enums import Severity
from tests.access.detection.port import at, box, flags, look, report, visit, wrong_box

pytestmark = pytest.mark.unit


def row(numbers: list[str], *, minutes: float = 2, result: str = "not_found", person: str = "dave"):
    return [
        look(at(10) + index * timedelta(minutes=minutes), number, person, result=result, field_class="S1")
        for index, number in enumerate(numbers)
    ]


FIVE = [box(serial) for serial in (100200, 100201, 100203, 100206, 100207)]


def test_five_numbers_in_a_row_are_flagged() -> None:
    data = row(FIVE)
    (flag,) = flags("D04", data=data, cargo=[])
    assert (flag.severity, flag.person) == (Severity.HIGH, "dave")
    assert flag.events == tuple(fact.id for fact in data)
    assert flag.objects == tuple(sorted(FIVE))
    assert "5 container numbers MSCU with serials at most 3 apart" in flag.text
    assert "5 of 5 look-ups gave no box" in flag.text


def test_order_of_trying_does_not_matter() -> None:
    assert flags("D04", data=row([FIVE[index] for index in (3, 0, 4, 1, 2)]), cargo=[])


def test_four_numbers_are_silent() -> None:
    assert not flags("D04", data=row(FIVE[:4]), cargo=[])


def test_five_look_ups_of_one_number_are_silent() -> None:
    assert not flags("D04", data=row([FIVE[0]] * 5), cargo=[])


def test_gap_of_more_than_three_serials_is_silent() -> None:
    assert not flags("D04", data=row([box(100200 + 4 * index) for index in range(8)]), cargo=[])


def test_five_prefixes_are_silent() -> None:
    numbers = [
        box(100200 + index, prefix) for index, prefix in enumerate(("MSCU", "TGHU", "CSQU", "MAEU", "OOLU"))
    ]
    assert not flags("D04", data=row(numbers), cargo=[])


def test_more_than_thirty_minutes_are_silent() -> None:
    assert flags("D04", data=row(FIVE, minutes=7.5), cargo=[])
    assert not flags("D04", data=row(FIVE, minutes=8), cargo=[])


def test_different_people_are_silent() -> None:
    data = [look(at(10), number, f"p{index}") for index, number in enumerate(FIVE)]
    assert not flags("D04", data=data, cargo=[])


def test_one_shippers_bill_of_lading_is_silent() -> None:
    cargo = [visit(number, bill_of_lading="BL1") for number in FIVE]
    assert not flags("D04", data=row(FIVE, result="ok"), cargo=cargo)


def test_leased_boxes_on_one_discharge_list_are_silent() -> None:
    cargo = [
        visit(number, vessel_call="CALL7", bill_of_lading=f"BL{index}") for index, number in enumerate(FIVE)
    ]
    assert not flags("D04", data=row(FIVE, result="ok"), cargo=cargo)


def test_one_number_off_the_list_is_flagged() -> None:
    cargo = [visit(number, bill_of_lading="BL1") for number in FIVE[:4]]
    (flag,) = flags("D04", data=row(FIVE), cargo=cargo)
    assert flag.tried[0].why == "No bill of lading and no discharge list holds all of them."


def test_without_cargo_it_says_that_lists_could_not_be_tried() -> None:
    (flag,) = flags("D04", data=row(FIVE))
    assert "not delivered cargo visits" in flag.tried[0].why


def test_bills_of_lading_that_look_like_containers_are_silent() -> None:
    data = [
        look(at(10), number, object_type="bill_of_lading") for number in [*FIVE, wrong_box(1), wrong_box(2)]
    ]
    assert not flags("D04", data=data, cargo=[])


def test_account_of_an_unknown_person_is_flagged_by_its_name() -> None:
    data = [look(at(10) + index * timedelta(minutes=1), number, "") for index, number in enumerate(FIVE)]
    assert flags("D04", data=data)[0].person == "account:account-"


def test_long_run_is_one_flag_a_day() -> None:
    numbers = [box(serial) for serial in range(200000, 200300)]
    (flag,) = flags("D04", data=row(numbers, minutes=0.5), cargo=[])
    assert len(flag.events) == 300


def test_three_wrong_check_digits_are_flagged() -> None:
    numbers = [wrong_box(serial) for serial in (1, 5000, 90000)]
    (flag,) = flags("D04", data=row(numbers))
    assert "3 container numbers that cannot exist" in flag.text


def test_wrong_check_digits_of_one_number_count_once() -> None:
    assert not flags("D04", data=row([wrong_box(1)] * 5))


def test_typing_errors_that_were_corrected_are_silent() -> None:
    wrong = [wrong_box(serial) for serial in (1, 5000, 90000)]
    right = [box(serial) for serial in (1, 5000, 90000)]
    swapped = right[0][:8] + right[0][9] + right[0][8] + right[0][10]
    tried = [number for pair in zip(wrong, right, strict=True) for number in pair]
    assert not flags("D04", data=row(tried, result="ok"))
    assert not flags("D04", data=row([swapped, *tried[1:]], result="ok"))


def test_corrections_that_found_nothing_are_no_excuse() -> None:
    tried = [number for serial in (1, 5000, 90000) for number in (wrong_box(serial), box(serial))]
    assert flags("D04", data=row(tried, result="not_found"))


def test_trying_all_check_digits_is_flagged_although_one_is_right() -> None:
    number = box(123456)
    digits = [digit for digit in "0123456789" if digit != number[-1]]
    tried = [f"{number[:-1]}{digit}" for digit in digits]
    data = [*row(tried, minutes=1), look(at(10.3), number)]
    (flag,) = flags("D04", data=data)
    assert len(flag.objects) == 8


def test_parameters_can_be_replaced() -> None:
    assert flags("D04", {"D04": {"numbers": 4}}, data=row(FIVE[:4]), cargo=[])


def test_without_data_events_it_is_not_evaluated() -> None:
    said = report("D04", gate=[])
    assert (said.flags, said.not_evaluated[0].code) == ((), "feed_missing")
