"""D14: data are exported or printed in a way that is new for the person and the peers."""

from __future__ import annotations

import pytest

from access.detection.facts import ClearanceSpan
from access.enums import Severity
from tests.access.detection.port import at, box, flags, look, order, person, report, shift

pytestmark = pytest.mark.unit

LIST = "CALL7"
TEAM = ["dave", *(f"peer{number}" for number in range(9))]
PEOPLE = [person(name) for name in TEAM]


def taken(hour: float, rows: int, name: str = "dave", **more):
    more = {"action": "export", "field_class": "S1", "object_type": "vessel_call"} | more
    return look(at(hour), LIST, name, rows=rows, **more)


def judged(*data, **context):
    return flags("D14", data=data, **{"people": PEOPLE} | context)


@pytest.mark.parametrize(("rows", "found"), [(200, 0), (201, 1)])
def test_more_than_two_hundred_rows_without_a_history_is_high(rows: int, found: int) -> None:
    found_flags = judged(taken(9, rows))
    assert len(found_flags) == found
    assert all(flag.severity == Severity.HIGH for flag in found_flags)


def test_sentence_gives_own_and_peer_figures() -> None:
    own = [taken(-24 * day, 10) for day in range(1, 6)]
    peers = [taken(-24 * day, 30, name) for day in range(1, 4) for name in TEAM[1:]]
    (flag,) = judged(*own, *peers, taken(9, 300))
    assert flag.text == (
        "1 export or print on the working day of 2026-03-03. 300 rows; of the person's own days with exports "
        "95 of 100 stay under 10 rows, of the peers' 99 of 100 under 30 rows."
    )


def test_many_small_exports_of_a_day_add_up() -> None:
    (flag,) = judged(*(taken(9 + index / 10, 50) for index in range(5)))
    assert len(flag.events) == 5


def test_print_counts_and_reading_does_not() -> None:
    assert judged(taken(9, 500, action="print"))
    assert not judged(taken(9, 500, action="list"))
    assert not judged(taken(9, 500, result="denied"))


@pytest.mark.parametrize(("rows", "found"), [(500, 0), (501, 1)])
def test_five_times_the_own_days_is_the_limit_of_who_exports_often(rows: int, found: int) -> None:
    assert len(judged(*(taken(-24 * day, 100) for day in range(1, 6)), taken(9, rows))) == found


def test_four_own_days_show_nothing_yet() -> None:
    assert judged(*(taken(-24 * day, 150) for day in range(1, 5)), taken(9, 300))


@pytest.mark.parametrize(("rows", "found"), [(600, 0), (601, 1)])
def test_three_times_the_peers_is_the_limit_among_those_who_export(rows: int, found: int) -> None:
    peers = [taken(-24 * day, 200, name) for day in range(1, 4) for name in TEAM[1:]]
    flagged = [flag for flag in judged(*peers, taken(9, rows)) if flag.person == "dave"]
    assert len(flagged) == found


def test_registered_report_of_somebody_else_is_silent() -> None:
    job = order(LIST, kind="report", ref="R1")
    assert not judged(taken(9, 900, work_ref="R1"), work_orders=[job])
    own = order(LIST, kind="report", ref="R1", opened_by="dave")
    assert judged(taken(9, 900, work_ref="R1"), work_orders=[own])
    assert judged(taken(9, 900, work_ref="R1"), work_orders=[order(LIST, ref="R1")])


KNOWN = taken(-20 * 24, 1)
"""The person has been in the log for three weeks."""


def test_first_export_at_s3_is_flagged_and_the_next_is_not() -> None:
    first, second = taken(9, 1, field_class="S3"), taken(40, 1, field_class="S3")
    (flag,) = judged(KNOWN, first, second)
    assert flag.events == (first.id,)
    assert "first export at S3 in 60 days; 0 of 9 peers made one" in flag.text


@pytest.mark.parametrize(("hour", "found"), [(5 - 14 * 24.0, 0), (4.9 - 14 * 24.0, 1)])
def test_everything_is_new_of_who_is_new(hour: float, found: int) -> None:
    assert len(judged(taken(hour, 1), taken(9, 1, field_class="S3"))) == found


def test_export_at_s3_that_work_explains_is_silent() -> None:
    assert not judged(KNOWN, taken(9, 1, field_class="S3"), work_orders=[order(LIST)])


def test_export_at_s3_that_peers_make_too_is_silent() -> None:
    critical = taken(9, 1, field_class="S3")
    assert judged(KNOWN, critical)
    assert not judged(KNOWN, critical, taken(-30, 1, "peer1", field_class="S3"))


@pytest.mark.parametrize(("hour", "found"), [(12.9, 0), (13, 1), (14, 1), (14.1, 0)])
def test_page_in_the_last_hour_before_leave_is_flagged(hour: float, found: int) -> None:
    roster = [shift("dave", at(6)), shift("dave", at(20), hours=200, kind="leave")]
    found_flags = judged(taken(hour, 20, field_class="S2"), roster=roster)
    assert len(found_flags) == found
    assert all("20 sensitive rows in the last 1 h before the leave" in flag.text for flag in found_flags)


def test_parting_needs_a_page_and_leave_that_follows() -> None:
    leave = [shift("dave", at(6)), shift("dave", at(20), hours=200, kind="leave")]
    assert not judged(taken(13.5, 19, field_class="S2"), roster=leave)
    assert not judged(taken(13.5, 50, field_class="S1"), roster=leave)
    later = [shift("dave", at(6)), shift("dave", at(39), hours=200, kind="leave")]
    assert not judged(taken(13.5, 50, field_class="S2"), roster=later)
    assert not judged(taken(13.5, 50, field_class="S2"), roster=[leave[0], shift("dave", at(20))])


def test_last_hour_before_the_clearance_ends_is_parting_too() -> None:
    spans = [ClearanceSpan("dave", "granted", "standard", at(0, -99), at(14))]
    assert judged(taken(13.5, 20, field_class="S2"), clearances=spans)


def test_files_of_people_are_for_other_rules() -> None:
    assert not judged(taken(9, 900, object_type="vetting_file"))


def test_without_people_it_is_judged_by_the_own_history() -> None:
    assert judged(taken(9, 900), people=None)


def test_without_data_events_it_is_not_evaluated() -> None:
    assert report("D14", gate=[]).not_evaluated[0].code == "feed_missing"


def test_one_flag_a_day_however_many_reasons() -> None:
    assert len(judged(taken(9, 900, field_class="S3"), taken(10, 900, object_type="container"))) == 1
    assert box(1) not in judged(taken(9, 900))[0].text
