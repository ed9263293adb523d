"""Heads, panels, lists, tables and charts as tags."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from portsec.interface.charts import Series
from portsec.interface.components.tables import Column
from portsec.interface.gallery import GalleryState
from portsec.interface.listing import Tab
from portsec.kernel.verdict import all_of, allow, deny

pytestmark = pytest.mark.unit

COLUMNS = (Column("name", "Name"), Column("risk", "Risk", numeric=True))


def test_page_header_is_the_one_h1_with_state_and_buttons(draw: Any) -> None:
    drawn = draw(
        '{% page_header name status="granted" vocabulary="GalleryState" reference="SA-1" %}'
        '{% button "Print" icon="printer" %}{% endpage_header %}',
        name="Erin <b>",
    )
    assert drawn.count("<h1>") == 1
    assert "Erin &lt;b&gt;" in drawn
    assert "Cleared" in drawn
    assert "button-plain" in drawn


def test_status_as_bare_text_is_an_error(draw: Any) -> None:
    with pytest.raises(ValueError, match="neither a word nor markup"):
        draw('{% item "Check" status="granted" %}{% enditem %}')


def test_status_may_be_markup_of_a_chip(draw: Any) -> None:
    drawn = draw(
        '{% chip tone="bad" label="Late" as late %}{% item "Check" status=late note=note %}{% enditem %}',
        note="<i>",
    )
    assert "tone-bad" in drawn
    assert "&lt;i&gt;" in drawn


def test_panel_takes_captured_buttons_and_a_link(draw: Any) -> None:
    drawn = draw(
        '{% actions as buttons %}{% button "Save" %}{% endactions %}'
        '{% panel "Checks" actions=buttons link="/all/" link_label="Open all" %}body{% endpanel %}'
    )
    assert "<h2>Checks</h2>" in drawn
    assert drawn.index("Save") < drawn.index("body")
    assert '<a href="/all/">Open all</a>' in drawn


@pytest.mark.parametrize(
    "source",
    [
        '{% panel "x" link="/" %}{% endpanel %}',
        '{% panel "x" level=7 %}{% endpanel %}',
        '{% panel "x" tone="red" %}{% endpanel %}',
        '{% callout "x" tone="red" %}{% endcallout %}',
        '{% answer "x" tone="red" %}',
        '{% button "x" variant="red" %}',
        '{% button "x" type="link" %}',
        '{% stepper states "nowhere" %}',
    ],
)
def test_block_with_a_value_outside_its_closed_list_is_an_error(draw: Any, source: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        draw(source, states=list(GalleryState))


def test_button_keeps_name_and_empty_value(draw: Any) -> None:
    assert 'name="kind" value=""' in draw('{% button "All" name="kind" %}')


def test_verdict_box_lists_every_reason_with_its_code(draw: Any) -> None:
    verdict = all_of(deny("badge_expired", "The badge expired."), deny("wrong_area", "Not for this area."))
    drawn = draw("{% verdict_box verdict %}", verdict=verdict)
    assert "tone-bad" in drawn
    assert all(text in drawn for text in ("badge_expired", "wrong_area", "Not for this area.", "Refused"))


def test_verdict_box_of_a_yes_says_so(draw: Any) -> None:
    assert "Allowed" in draw("{% verdict_box verdict %}", verdict=allow())


def test_stepper_marks_one_step_as_current(draw: Any) -> None:
    drawn = draw('{% stepper steps "b" %}', steps=[("a", "Received"), ("b", "Checks"), ("c", "Decision")])
    assert drawn.count('aria-current="step"') == 1
    assert drawn.count("step-done") == 1


def test_stepper_when_done_has_no_current_step(draw: Any) -> None:
    drawn = draw(
        "{% stepper steps state done=True %}", steps=list(GalleryState)[:3], state=GalleryState.REFUSED
    )
    assert drawn.count("step-done") == 3
    assert "aria-current" not in drawn


def test_timeline_item_escapes_title_and_keeps_content(draw: Any) -> None:
    drawn = draw(
        "{% timeline %}{% timeline_item title by=by %}{{ text }}{% endtimeline_item %}{% endtimeline %}",
        title="<x>",
        by="Frank",
        text="<y>",
    )
    assert drawn.startswith('<ol class="timeline">')
    assert "&lt;x&gt;" in drawn
    assert "&lt;y&gt;" in drawn


def test_fact_without_a_value_shows_a_dash_but_keeps_zero(draw: Any) -> None:
    assert "<dd>–</dd>" in draw("{% fact 'Born' none %}", none=None)
    assert "<dd>0</dd>" in draw("{% fact 'Hits' 0 %}")


def test_stat_card_separates_thousands(draw: Any) -> None:
    assert "2,641" in draw('{% stat_card "Badges" 2641 trend=trend %}', trend=[1, 2])


def test_badge_card_shows_what_will_be_printed(draw: Any) -> None:
    drawn = draw(
        '{% badge_card "Erin" number="B1" port="Port of Example" valid_until=until %}',
        until=date(2027, 7, 20),
    )
    assert all(text in drawn for text in ("Erin", "B1", "Port of Example", "20 Jul 2027", "No photo yet"))


def test_tabs_mark_the_current_one(draw: Any) -> None:
    drawn = draw("{% tabs tabs %}", tabs=[Tab("Open", "?view=open", "12", True), Tab("All", "?view=all")])
    assert drawn.count('aria-current="page"') == 1
    assert drawn.count("tab-count") == 1


def test_pager_without_neighbours_draws_nothing(draw: Any) -> None:
    assert draw("{% pager %}") == ""
    assert 'rel="next"' in draw('{% pager older="?after=x" %}')


def test_cells_carry_the_label_of_their_column(draw: Any) -> None:
    drawn = draw(
        '{% table "People" columns %}<tr>{% cell "name" scope_row=True %}{{ name }}{% endcell %}'
        '{% cell "risk" %}7{% endcell %}</tr>{% endtable %}',
        columns=COLUMNS,
        name="<b>",
    )
    assert '<th scope="row" data-label="Name">&lt;b&gt;</th>' in drawn
    assert '<td class="num" data-label="Risk">7</td>' in drawn


def test_cell_of_an_unknown_column_is_an_error(draw: Any) -> None:
    with pytest.raises(KeyError):
        draw('{% cell "nome" %}{% endcell %}', columns=COLUMNS)


def test_bar_chart_has_its_table_beside_it(draw: Any) -> None:
    drawn = draw(
        '{% bar_chart "Entries" days series unit="entries" %}',
        days=["1 Nov", "2 Nov"],
        series=[Series("granted", "accent", [10, 20]), ("refused", "bad", [1, 0])],
    )
    assert drawn.count('<rect class="bar tone-accent" x=') == 2
    assert "Show as table" in drawn
    assert '<th scope="row">2 Nov</th><td class="num">20</td><td class="num">0</td>' in drawn
    assert "style=" not in drawn


def test_hbar_chart_is_drawn_in_the_table_of_its_figures(draw: Any) -> None:
    drawn = draw('{% hbar_chart "Reasons" rows %}', rows=[("Expired", 1234)])
    assert "<caption" in drawn
    assert ">1,234</td>" in drawn


def test_window_bar_shows_how_much_of_a_period_is_over(draw: Any) -> None:
    days = {"since": date(2020, 1, 1), "until": date(2030, 1, 1), "today": date(2025, 1, 1)}
    drawn = draw('{% window_bar since until today tone="bad" %}', **days)
    assert '<rect class="window-gone" width="50.0' in drawn
    assert "From 1 Jan 2020" in drawn
    assert "Counts until" in drawn


def test_window_bar_without_an_end_draws_nothing_unless_it_counts_for_good(draw: Any) -> None:
    days = {"since": date(2020, 1, 1), "until": None, "today": date(2025, 1, 1)}
    assert draw("{% window_bar since until today %}", **days) == ""
    drawn = draw("{% window_bar since until today for_good=True %}", **days)
    assert "Counts for good" in drawn
    assert "window-gone" not in drawn


def test_window_bar_without_a_start_says_the_end_alone(draw: Any) -> None:
    drawn = draw(
        "{% window_bar since until today %}", since=None, until=date(2030, 1, 1), today=date(2025, 1, 1)
    )
    assert "Counts until" in drawn
    assert "<svg" not in drawn


def test_sparkline_with_a_label_is_an_image(draw: Any) -> None:
    assert 'role="img" aria-label="Open cases"' in draw('{% sparkline trend "Open cases" %}', trend=[1, 2, 3])
    assert draw("{% sparkline trend %}", trend=[]) == ""
