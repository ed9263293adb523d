"""Who stands at the issue desk, and what their work asks for."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from access.enums import BadgeEvent
from access.models import Badge
from access.selectors import desk
from access.services import badge
from screening.models import Person
from tests.scenario import Scenario

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def found(made: Scenario, text: str, now: datetime) -> list[Person]:
    return list(desk.people_at_desk(text, scope=made.cast.carol.scope, at=now))


def test_people_when_asked_for_then_by_whatever_they_say_of_themselves(made: Scenario, now: datetime) -> None:
    texts = (
        "vermeer",
        "Erin",
        made.erin.ref,
        made.badge.serial.lower(),
        "1990-01-02",
        "2/1/1990",
        "2 Jan 1990",
    )
    for text in texts:
        assert found(made, text, now) == [made.erin], text
    assert found(made, "nobody", now) == []
    assert found(made, "1990-01-03", now) == []


def test_people_when_nothing_is_asked_then_those_who_wait_for_a_badge(made: Scenario, now: datetime) -> None:
    otto = made.crowd.ending.person
    assert found(made, " ", now) == [otto], "Erin holds one, the others are not cleared"
    badge.change_state(made.badge, BadgeEvent.HAND_IN, reason="Left it.", **made.cast.carol.acts(now))
    assert set(found(made, "", now)) == {otto, made.erin}


@pytest.mark.parametrize("event", [None, BadgeEvent.SUSPEND, BadgeEvent.REVOKE])
def test_badges_when_held_then_active_and_suspended_ones(
    made: Scenario, now: datetime, event: BadgeEvent | None
) -> None:
    if event is not None:
        badge.change_state(made.badge, event, reason="Look.", **made.cast.carol.acts(now))
    is_held = event is not BadgeEvent.REVOKE
    assert list(desk.held_badges(made.erin)) == ([made.badge] if is_held else [])
    assert found(made, "erin", now)[0].has_badge is is_held


def test_areas_when_asked_for_then_of_the_post_else_of_the_last_badge(made: Scenario, now: datetime) -> None:
    assert desk.areas_asked_for(made.erin) == ["TERMINAL-A"]
    imported = Person.objects.create(port=made.port, family_name="Roe", search_name="roe", created_at=now)
    assert desk.areas_asked_for(imported) == []
    for number, area in enumerate(("OLD", "NEW")):
        Badge.objects.create(
            port=made.port,
            serial=f"X{number}",
            person=imported,
            areas=[area],
            valid_from=now + timedelta(days=number),
            valid_until=now + timedelta(days=9),
            state_since=now,
            issued_by="x",
        )
    assert desk.areas_asked_for(imported) == ["NEW"]
    assert list(desk.areas_of_port(made.port.pk)) == [made.area]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1990-02-01", date(1990, 2, 1)),
        ("1.2.1990", date(1990, 2, 1)),
        ("01/02/1990", date(1990, 2, 1)),
        (" 1-2-1990 ", date(1990, 2, 1)),
        ("1 Feb 1990", date(1990, 2, 1)),
        ("1 February 1990", date(1990, 2, 1)),
        ("31.2.1990", None),
        ("1990", None),
        ("", None),
    ],
)
def test_day_when_typed_then_day_before_month(text: str, day: date | None) -> None:
    assert desk.day_of(text) == day
