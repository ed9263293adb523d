"""The geometry of charts."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portsec.interface.charts import (
    HEAD_SPACE,
    Series,
    course,
    elapsed,
    figure,
    round_ceiling,
    side_bars,
    stacked_bars,
)

pytestmark = pytest.mark.unit

figures = st.floats(0, 1e6, allow_nan=False)


@given(figures)
def test_round_ceiling_is_never_below_and_never_far_above(largest: float) -> None:
    assert largest <= round_ceiling(largest) <= max(4, 2 * largest + 1e-6)


@given(st.lists(st.tuples(figures, figures), min_size=1, max_size=20))
def test_bars_stay_inside_the_plot_and_rise_from_its_floor(pairs: list[tuple[float, float]]) -> None:
    series = [Series("in", "accent", [a for a, _ in pairs]), Series("out", "bad", [b for _, b in pairs])]
    drawing = stacked_bars([str(i) for i in range(len(pairs))], series, height=200)
    for bar in drawing.bars:
        assert HEAD_SPACE - 0.1 <= bar.y <= drawing.floor
        assert bar.height >= 1
        assert 0 <= float(bar.x[:-1]) < 100
    assert len(drawing.days) <= 7


def test_bars_when_a_series_is_too_short_are_refused() -> None:
    with pytest.raises(ValueError, match="one value for each label"):
        stacked_bars(["a", "b"], [Series("in", "accent", [1])], height=200)


def test_bars_when_a_figure_is_below_zero_are_refused() -> None:
    with pytest.raises(ValueError, match="below zero"):
        stacked_bars(["a"], [Series("in", "accent", [-1])], height=200)


def test_bars_without_any_day_draw_only_the_axis() -> None:
    drawing = stacked_bars([], [Series("in", "accent", [])], height=200)
    assert (drawing.bars, drawing.days, drawing.table) == ([], [], [])
    assert [step.text for step in drawing.steps] == ["0", "1", "2", "3", "4"]


def test_side_bars_measure_against_the_largest() -> None:
    drawn = side_bars([("Expired", 50), ("Suspended", 200, "/x/")])
    assert [row["share"] for row in drawn] == ["25.00%", "100.00%"]
    assert drawn[1]["url"] == "/x/"


def test_side_bars_when_all_are_zero_have_no_length() -> None:
    assert side_bars([("Expired", 0)])[0]["share"] == "0.00%"


def test_course_ends_high_when_the_figure_rises() -> None:
    first, last = (float(point.split(",")[1]) for point in course([1, 9]).split())
    assert last < first


def test_course_of_one_figure_is_level_and_of_none_is_empty() -> None:
    assert course([7]) == "0.0,16.0 100.0,16.0"
    assert course([]) == ""


def test_figure_separates_thousands() -> None:
    assert (figure(2641), figure(6.44)) == ("2,641", "6.4")


@given(st.dates(), st.dates(), st.dates())
def test_elapsed_stays_between_nothing_and_all(one: date, other: date, today: date) -> None:
    since, until = sorted((one, other))
    share = float(elapsed(since, until, today).removesuffix("%"))
    assert 0 <= share <= 100
    if today >= until:
        assert share == 100
