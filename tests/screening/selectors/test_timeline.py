"""What happened in a case or to a person, told for those who may read it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from screening.selectors import timeline
from screening.services import application, clearance
from tests.scenario import Scenario

pytestmark = [pytest.mark.db, pytest.mark.django_db]

SECRET = "The informant said so."


def test_case_when_told_in_full_then_notes_and_reasons_stand_there(made: Scenario, now: datetime) -> None:
    application.add_note(made.proposed, SECRET, **made.cast.alice.acts(now))
    told = timeline.case_timeline(made.proposed, in_full=True)
    assert told[0].title == "Note added."
    assert (told[0].text, told[0].by, told[0].at) == (SECRET, "Alice", now)
    proposal = next(one for one in told if one.title.startswith("Proposed"))
    assert proposal.title == "Proposed: grant clearance, level authority."
    assert proposal.text == "Nothing speaks against it."
    assert "Watchlist check" in {one.by for one in told}, "the worker is named for people"
    assert [one.at for one in told] == sorted((one.at for one in told), reverse=True)


def test_case_when_told_to_an_auditor_then_without_confidential_words(made: Scenario, now: datetime) -> None:
    application.add_note(made.proposed, SECRET, **made.cast.alice.acts(now))
    told = timeline.case_timeline(made.proposed, in_full=False)
    said = " ".join(f"{one.title} {one.text}" for one in told)
    assert SECRET not in said
    assert "Nothing speaks against it." not in said
    assert len(told) == len(timeline.case_timeline(made.proposed, in_full=True))
    assert {one.text for one in told} == {"", timeline.WITHHELD}


def test_person_when_told_then_clearances_with_their_reasons_for_officers_alone(
    made: Scenario, now: datetime
) -> None:
    clearance.suspend(made.clearance, reason=SECRET, **made.cast.bob.acts(now))
    in_full = timeline.person_timeline(made.erin, in_full=True)
    assert (in_full[0].title, in_full[0].text, in_full[0].by) == ("Clearance suspended", SECRET, "Bob")
    assert SECRET not in str(timeline.person_timeline(made.erin, in_full=False))


def test_timeline_when_long_then_few_queries(made: Scenario, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(3):
        assert len(timeline.case_timeline(made.proposed, in_full=True)) > 5
    with django_assert_num_queries(2):
        assert timeline.person_timeline(made.erin, in_full=False)


def test_names_when_asked_for_then_as_people_know_them(made: Scenario) -> None:
    actors = ["user:alice", "user:gone", "system:screening", "system:another_worker"]
    assert timeline.display_names(actors) == {
        "user:alice": "Alice",
        "user:gone": "gone",
        "system:screening": "Watchlist check",
        "system:another_worker": "another worker",
    }
