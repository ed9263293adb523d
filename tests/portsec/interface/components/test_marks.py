"""Icons, chips, references, times, avatars, meters."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.template import TemplateSyntaxError
from django.utils import timezone

from portsec.interface.components.marks import ago, initial
from portsec.interface.gallery import GalleryState
from portsec.interface.icons import UnknownIcon
from portsec.kernel import clock
from portsec.kernel.words import Word

pytestmark = pytest.mark.unit


class Twice:
    """Two vocabularies of one name, as two apps could have."""

    class Colour(Word):
        RED = "red", "Red"

    class Other:
        class Colour(Word):
            RED = "red", "Red"


def test_icon_without_label_is_hidden_from_screen_readers(draw: Any) -> None:
    drawn = draw('{% icon "anchor" %}')
    assert 'aria-hidden="true"' in drawn
    assert "portsec/icons.svg#anchor" in drawn


def test_icon_with_label_is_an_image_with_a_name(draw: Any) -> None:
    assert 'role="img" aria-label="No &lt;photo&gt;"' in draw(
        '{% icon "camera" label=text %}', text="No <photo>"
    )


def test_icon_when_unknown_is_an_error_at_render(draw: Any) -> None:
    with pytest.raises(UnknownIcon):
        draw('{% icon "ancor" %}')


def test_tag_with_an_unknown_keyword_is_an_error(draw: Any) -> None:
    with pytest.raises(TemplateSyntaxError, match="unexpected keyword"):
        draw('{% chip tone="bad" label="x" colour="red" %}')


def test_chip_of_a_word_shows_icon_and_label(draw: Any) -> None:
    drawn = draw("{% chip state %}", state=GalleryState.GRANTED)
    assert "tone-good" in drawn
    assert "#circle-check" in drawn
    assert "<span>Cleared</span>" in drawn


def test_chip_of_a_stored_value_is_read_by_its_vocabulary(draw: Any) -> None:
    assert "Second approval" in draw('{% chip "proposed" "GalleryState" %}')


@pytest.mark.parametrize(
    "source",
    [
        '{% chip "proposed" %}',
        '{% chip "proposed" "NoSuchState" %}',
        '{% chip "no_such" "GalleryState" %}',
        '{% chip "red" "Colour" %}',
        '{% chip tone="red" label="x" %}',
        "{% chip missing %}",
        '{% icon "anchor" size="huge" %}',
        '{% when at form="short" %}',
    ],
)
def test_mark_with_a_value_outside_its_closed_list_is_an_error(draw: Any, source: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        draw(source, at=clock.now())


def test_reference_escapes_what_it_shows(draw: Any) -> None:
    assert "&lt;b&gt;" in draw("{% reference text %}", text="<b>")


def test_when_gives_the_full_moment_as_title_and_the_distance(draw: Any) -> None:
    at = clock.now() - timedelta(days=3)
    drawn = draw("{% when at %}", at=at)
    assert f'datetime="{timezone.localtime(at).isoformat()}"' in drawn
    assert "3\xa0days ago" in drawn.replace("3 days", "3\xa0days")


def test_when_of_nothing_is_a_dash(draw: Any) -> None:
    assert draw("{% when at %}", at=None) == "–"


def test_when_of_another_year_names_the_year(draw: Any) -> None:
    assert "2 Nov 2019" in draw('{% when at form="moment" %}', at=datetime(2019, 11, 2, 8, tzinfo=UTC))


@pytest.mark.parametrize(("days", "words"), [(0, "today"), (1, "tomorrow"), (-1, "yesterday")])
def test_ago_of_a_near_date_is_a_word(days: int, words: str) -> None:
    today: date = timezone.localdate(clock.now())
    assert ago(today + timedelta(days=days)) == words


def test_ago_of_the_future_says_in() -> None:
    assert ago(clock.now() + timedelta(hours=5, minutes=1)).startswith("in 5")


@pytest.mark.parametrize(("name", "letter"), [("erin", "E"), ("  'Ali", "A"), ("محمد", "م"), ("", "?")])
def test_initial_is_the_first_letter_of_any_script(name: str, letter: str) -> None:
    assert initial(name) == letter


def test_meter_has_a_name_and_its_figure(draw: Any) -> None:
    drawn = draw('{% meter 61 "Risk" low=40 high=70 %}')
    assert 'aria-label="Risk"' in drawn
    assert 'low="40" high="70" optimum="0"' in drawn
    assert ">61</span>" in drawn


def test_progress_without_a_value_has_no_end(draw: Any) -> None:
    assert " value=" not in draw('{% progress none "Screening" %}', none=None)
    assert "62 %" in draw('{% progress 620 "Importing" maximum=1000 %}')
