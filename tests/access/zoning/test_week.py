"""Opening hours as people type them, and as bars."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.gate.opening_hours import Span
from access.zoning.week import Bar, bars_of, read_spans, span_problem, words_of, written

pytestmark = pytest.mark.unit

clocks = st.times().map(lambda clock: clock.replace(second=0, microsecond=0, tzinfo=None))


def span(text: str) -> Span:
    return read_spans(text)[0]


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("", ()),
        ("06:00-14:00", (Span(time(6), time(14)),)),
        (" 6:00 – 14:30 ", (Span(time(6), time(14, 30)),)),
        ("06:00-14:00, 15:00-22:00", (Span(time(6), time(14)), Span(time(15), time(22)))),
        ("22:00-06:00", (Span(time(22), time(6)),)),
        ("18:00-24:00", (Span(time(18), time(0)),)),
        ("24h", (Span(time(0), time(0)),)),
    ],
)
def test_hours_when_typed_then_read(text: str, spans: tuple[Span, ...]) -> None:
    assert read_spans(text) == spans


@pytest.mark.parametrize(
    "text", ["6", "06:00", "06:00-25:00", "a-b", "06:00-07:60", "٦:٠٠-٧:٠٠", "06:00--07:00"]
)
def test_hours_when_they_are_none_then_said(text: str) -> None:
    with pytest.raises(ValueError, match="not a stretch"):
        read_spans(text)


@given(st.lists(st.builds(Span, clocks, clocks), max_size=4))
def test_hours_when_written_and_read_then_the_same(spans: list[Span]) -> None:
    ordered = tuple(sorted(spans, key=lambda each: each.opens))
    assert read_spans(written(spans)) == ordered


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("06:00-14:00, 14:00-22:00", ""),
        ("06:00-14:00, 13:00-22:00", "overlaps"),
        ("22:00-06:00, 23:00-23:30", "midnight"),
        ("06:00-14:00, 22:00-06:00", ""),
        ("24h, 06:00-07:00", "midnight"),
        ("01:00-02:00, 03:00-04:00, 05:00-06:00, 07:00-08:00, 09:00-10:00", "at most"),
    ],
)
def test_day_when_stretches_meet_then_only_overlaps_are_a_problem(text: str, word: str) -> None:
    problem = span_problem(read_spans(text))
    assert (word in problem) if word else not problem


def test_bars_when_a_stretch_runs_over_midnight_then_it_is_drawn_on_both_days() -> None:
    week = bars_of({6: (span("22:00-06:00"),)})
    assert week[6].bars == (Bar(22 * 60, 2 * 60),)
    assert week[0].bars == (Bar(0, 6 * 60),)
    assert week[6].words == "22:00–06:00"
    assert week[0].words == "Closed"


def test_words_when_open_all_day_then_said() -> None:
    assert words_of((span("24h"),)) == "All day"
