"""What a declaration tells of five years: stays, gaps, two jobs at a time, and the picture of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.enums import ActivityKind, DocumentKind, Track
from screening.history.account import Account, ActivityLine, AddressLine
from screening.history.missing import Part, missing
from screening.history.periods import Period
from screening.history.picture import bar
from screening.history.stays import stays

pytestmark = pytest.mark.unit

TODAY = date(2026, 6, 1)
WHOLE = Period(date(2019, 1, 1), TODAY)


def account(
    addresses: list[AddressLine] | None = None,
    activities: list[ActivityLine] | None = None,
    said: list[tuple[Track, Period]] | None = None,
) -> Account:
    lived = [AddressLine("BE", WHOLE, lasts=True)] if addresses is None else addresses
    did = [ActivityLine(ActivityKind.JOB, WHOLE, "Quayside")] if activities is None else activities
    return Account(TODAY, lived, did, said or [])


def part(told: Account, **values: object) -> Part:
    given_values: dict[str, object] = {"has_nationality": True, "is_birth_known": True, "has_document": True}
    return Part(account=told, **{**given_values, **values})  # type: ignore[arg-type]


def test_part_when_everything_is_told_then_nothing_is_missing() -> None:
    assert missing(part(account())) == ()


@pytest.mark.parametrize(
    ("values", "step"),
    [
        ({"has_nationality": False}, "about"),
        ({"is_birth_known": False}, "about"),
        ({"has_document": False}, "about"),
        ({"document_expires_on": TODAY - timedelta(days=1)}, "about"),
        ({"answered_offences": False}, "offences"),
        ({"questions": frozenset({"debts"})}, "interests"),
        ({"wanted": (DocumentKind.IDENTITY,)}, "documents"),
    ],
)
def test_part_when_one_thing_lacks_then_its_step_is_named(values: dict[str, object], step: str) -> None:
    found = missing(part(account(), **values))
    assert [item.step for item in found] == [step]
    assert found[0].sentence


def test_part_when_a_document_expires_today_then_it_is_valid() -> None:
    assert missing(part(account(), document_expires_on=TODAY)) == ()


def test_gap_when_between_two_jobs_then_found_until_somebody_explains_it() -> None:
    jobs = [
        ActivityLine(ActivityKind.JOB, Period(date(2019, 1, 1), date(2023, 3, 31)), "A"),
        ActivityLine(ActivityKind.JOB, Period(date(2023, 6, 1), TODAY), "B"),
    ]
    hole = Period(date(2023, 4, 1), date(2023, 5, 31))
    told = account(activities=jobs)
    assert [gap.period for gap in told.open_gaps] == [hole]
    assert "2023-04-01" in missing(part(told))[0].sentence
    assert account(activities=jobs, said=[(Track.ACTIVITY, hole)]).open_gaps == ()
    assert len(account(activities=jobs, said=[(Track.RESIDENCE, hole)]).open_gaps) == 1


def test_two_jobs_when_at_a_time_then_named_and_not_refused() -> None:
    second = ActivityLine(ActivityKind.SELF_EMPLOYED, Period(date(2025, 1, 1), date(2025, 1, 31)), "B")
    course = ActivityLine(ActivityKind.EDUCATION, Period(date(2025, 1, 1), date(2025, 1, 31)), "C")
    told = account(activities=[ActivityLine(ActivityKind.JOB, WHOLE, "A"), second, course])
    assert [(pair.first.name, pair.second.name) for pair in told.overlapping_jobs] == [("A", "B")]
    assert told.overlapping_jobs[0].shared == second.period
    assert missing(part(told)) == ()


def test_names_when_in_any_script_then_stand_in_sentence_and_picture() -> None:
    names = ["Порт Ильичёвск", "上海港", "ميناء طنجة", "Ναυπηγεία", "नौका"]
    for name in names:
        told = account(activities=[ActivityLine(ActivityKind.JOB, WHOLE, name)])
        drawn = bar([(line.period, line.name) for line in told.activities], told.window)
        assert name in drawn.pieces[0].text


@pytest.mark.parametrize(
    ("until", "is_long"),
    [(date(2024, 6, 30), False), (date(2024, 7, 1), False), (date(2024, 7, 2), True)],
    ids=["a day less", "six months", "a day more"],
)
def test_stay_when_at_six_months_then_only_more_is_long(until: date, is_long: bool) -> None:
    lived = [AddressLine("BE", WHOLE, lasts=True), AddressLine("ES", Period(date(2024, 1, 1), until))]
    assert [stay.country for stay in account(addresses=lived).long_stays if stay.country == "ES"] == (
        ["ES"] if is_long else []
    )


def test_stays_when_addresses_of_one_state_touch_then_they_are_one() -> None:
    lived = [
        ("ES", Period(date(2024, 1, 1), date(2024, 4, 30)), False),
        ("ES", Period(date(2024, 5, 10), date(2024, 9, 1)), False),
        ("NL", Period(date(2024, 9, 2), date(2024, 12, 1)), False),
        ("ES", Period(date(2024, 12, 2), TODAY), True),
    ]
    found = stays(lived)
    assert [(stay.country, stay.since, stay.until) for stay in found] == [
        ("ES", date(2024, 1, 1), date(2024, 9, 1)),
        ("NL", date(2024, 9, 2), date(2024, 12, 1)),
        ("ES", date(2024, 12, 2), None),
    ]


def test_long_stay_when_it_ended_six_years_ago_then_not_asked_about() -> None:
    lived = [
        AddressLine("ES", Period(date(2018, 1, 1), date(2021, 5, 31))),
        AddressLine("BE", Period(date(2021, 6, 1), TODAY), lasts=True),
    ]
    assert [stay.country for stay in account(addresses=lived).long_stays] == ["BE"]


@st.composite
def lines(draw: st.DrawFn) -> tuple[Period, str]:
    since = draw(st.dates(date(2019, 1, 1), TODAY))
    until = draw(st.dates(since, TODAY))
    return Period(since, until), draw(st.text(max_size=10))


@given(st.lists(lines(), max_size=6))
def test_picture_when_drawn_then_every_piece_stands_on_the_bar(told: list[tuple[Period, str]]) -> None:
    within = account().window
    drawn = bar(told, within)
    for piece in drawn.pieces:
        x, width = float(piece.x.rstrip("%")), float(piece.width.rstrip("%"))
        assert 0 <= x <= 100
        assert 0 < width <= 100
        assert x + width <= 100.02
    assert [mark.text for mark in drawn.marks] == ["2022", "2023", "2024", "2025", "2026"]
