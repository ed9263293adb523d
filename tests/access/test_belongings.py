"""What access holds of people: a badge keeps the name; the own file tells of badges, gates and look-ups."""

from __future__ import annotations

from datetime import timedelta

import pytest

from access.belongings import holds_a_badge, visits
from screening.selectors.own_file import own_file
from tests.scenario import CONTAINER, OTHER_CONTAINER, Scenario

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def test_badge_when_it_can_be_used_then_its_holder_is_needed_by_name(made: Scenario) -> None:
    everybody = [made.erin.pk, made.viktor.pk]
    assert holds_a_badge(everybody, made.at) == {made.erin.pk}


def test_badge_when_it_ran_out_then_only_an_open_person_case_needs_the_name(made: Scenario) -> None:
    late = made.at + timedelta(days=400)
    assert holds_a_badge([made.erin.pk], late) == {made.erin.pk}
    type(made.person_case).objects.filter(pk=made.person_case.pk).update(state="dismissed")
    assert holds_a_badge([made.erin.pk], late) == set()


def test_visit_when_it_is_to_come_then_visitor_and_escort_are_needed_by_name(made: Scenario) -> None:
    visitor = made.expected.visitor
    everybody = [visitor.pk, made.erin.pk, made.viktor.pk]
    assert visits(everybody, made.at) == {visitor.pk, made.erin.pk}
    type(made.expected).objects.filter(pk=made.expected.pk).update(state="no_show")
    assert visits(everybody, made.at) == set()


def test_own_file_when_given_then_tells_of_visits(made: Scenario) -> None:
    text = own_file(made.expected.visitor, at=made.at).as_json()
    assert "Repairs the reefer racks." in text
    assert "Quayside Terminals" in text


def test_own_file_when_given_then_tells_of_badges_gates_and_look_ups(made: Scenario) -> None:
    text = own_file(made.erin, at=made.at).as_json()
    assert made.badge.serial in text
    assert '"Gate": "GA1"' in text
    assert "Look-ups of logistics data" in text
    assert CONTAINER not in text
    assert OTHER_CONTAINER not in text
