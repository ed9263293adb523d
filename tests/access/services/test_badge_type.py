"""Types of badges and the alarm when too many of one are missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from access.accountability.share import Card, share
from access.enums import BadgeState
from access.models import Badge, BadgeType, Training
from access.selectors.badge_type import shares, visible_types
from access.services import badge_type
from access.services.badge_type import STANDARD
from accounts.models import Port
from accounts.roles import Role
from portsec.kernel.errors import InvalidInput, Refused
from tests.people import Cast, make_actor
from tests.witness import Record

pytestmark = [pytest.mark.db, pytest.mark.django_db]

YARD = replace(STANDARD, name="Yard", colour="#b45309")


def test_standard_when_asked_twice_then_one_type(port: Port, now: datetime, record: Record) -> None:
    record.new()
    assert badge_type.standard(port, at=now) == badge_type.standard(port, at=now)
    record.one("access.badge_type.defined")


def test_type_when_defined_and_changed_then_on_record_by_what_differs(
    port: Port, cast: Cast, now: datetime, record: Record
) -> None:
    record.new()
    made = badge_type.define(port, "Yard", YARD, **cast.sven.acts(now))
    assert (made.code, made.generation) == ("yard", 1)
    badge_type.change(made, YARD, **cast.sven.acts(now))
    assert record.kinds() == ["access.badge_type.defined"]
    badge_type.change(
        made, replace(YARD, return_days=3, unaccounted_limit=Decimal("0.020")), **cast.sven.acts(now)
    )
    assert record.one("access.badge_type.changed").body["changed"] == [
        "limit of unaccounted badges",
        "days to hand in",
    ]


@pytest.mark.parametrize(
    ("details", "field"),
    [
        (replace(YARD, name=" "), "name"),
        (replace(YARD, colour="red"), "colour"),
        (replace(YARD, colour="#1b4966"), "colour"),
        (replace(YARD, unaccounted_limit=Decimal("1.1")), "unaccounted_limit"),
        (replace(YARD, return_days=0), "return_days"),
        (replace(YARD, trainings=("unheard-of",)), "trainings"),
    ],
)
def test_type_when_a_detail_is_wrong_then_said_at_its_field(
    port: Port, cast: Cast, now: datetime, details: badge_type.TypeDetails, field: str
) -> None:
    badge_type.standard(port, at=now)
    with pytest.raises(InvalidInput) as told:
        badge_type.define(port, "yard", details, **cast.sven.acts(now))
    assert list(told.value.fields) == [field]


def test_type_when_the_code_is_taken_then_said(port: Port, cast: Cast, now: datetime) -> None:
    badge_type.define(port, "yard", YARD, **cast.sven.acts(now))
    with pytest.raises(InvalidInput, match="already"):
        badge_type.define(port, "YARD", replace(YARD, colour="#0f5132"), **cast.sven.acts(now))


def test_type_when_its_training_is_known_then_taken(port: Port, cast: Cast, now: datetime) -> None:
    Training.objects.create(port=port, code="ship", name="Ship security")
    made = badge_type.define(port, "yard", replace(YARD, trainings=("ship",)), **cast.sven.acts(now))
    assert made.trainings == ["ship"]


@pytest.mark.parametrize("name", ["carol", "frank", "gita", "adam"])
def test_type_when_the_role_sets_up_no_areas_then_refused(
    port: Port, cast: Cast, now: datetime, name: str
) -> None:
    with pytest.raises(Refused):
        badge_type.define(port, "yard", YARD, **getattr(cast, name).acts(now))


def test_types_when_the_reader_is_of_another_port_then_not_seen(
    port: Port, other_port: Port, now: datetime
) -> None:
    badge_type.standard(port, at=now)
    stranger = make_actor("stan", Role.SECURITY_OFFICER, other_port, at=now)
    assert not visible_types(scope=stranger.scope).exists()


def _cards(kind: BadgeType, now: datetime, cards: list[Card]) -> None:
    Badge.objects.bulk_create(
        Badge(
            port=kind.port,
            serial=f"X{number}",
            badge_type=kind,
            generation=kind.generation,
            valid_from=now - timedelta(days=400),
            valid_until=card.printed_until,
            state=card.state.value,
            state_since=now,
            return_due_on=card.return_due_on,
            issued_by="user:carol",
        )
        for number, card in enumerate(cards)
    )


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_shares_when_counted_in_the_database_then_as_the_pure_rule(
    port: Port, now: datetime, data: st.DataObject
) -> None:
    kind = badge_type.standard(port, at=now)
    kind.refresh_from_db()
    today = now.date()
    cards = data.draw(
        st.lists(
            st.builds(
                Card,
                st.sampled_from(BadgeState),
                st.sampled_from([now - timedelta(days=1), now + timedelta(days=30)]),
                st.none() | st.sampled_from([today - timedelta(days=9), today + timedelta(days=9)]),
            ),
            max_size=12,
        )
    )
    Badge.objects.filter(badge_type=kind).delete()
    _cards(kind, now, cards)
    (found,) = shares([kind], at=now)
    assert found.share == share(cards, Fraction(5, 100), now, today)


def test_limit_when_passed_then_told_once_and_a_new_generation_counts_anew(
    port: Port, cast: Cast, now: datetime, record: Record
) -> None:
    kind = badge_type.standard(port, at=now)
    until = now + timedelta(days=30)
    _cards(kind, now, [Card(BadgeState.LOST, until)] + [Card(BadgeState.ACTIVE, until)] * 18)
    record.new()
    assert badge_type.tell_limits(port, at=now) == 1
    assert badge_type.tell_limits(port, at=now) == 0
    entry = record.one("access.badge_type.limit_passed")
    assert (entry.body["missing"], entry.body["total"], entry.body["limit"]) == (1, 19, "5")
    badge_type.begin_generation(
        kind, now.date() + timedelta(days=30), reason="Too many gone.", **cast.sven.acts(now)
    )
    kind.refresh_from_db()
    newest, older = shares([kind], at=now)
    assert (newest.generation, newest.share.total) == (2, 0)
    assert (older.generation, older.share.missing) == (1, 1)
    assert badge_type.tell_limits(port, at=now) == 0


@pytest.mark.parametrize(("days", "reason", "field"), [(0, "Gone.", "old_ends_on"), (9, "  ", "reason")])
def test_generation_when_day_or_reason_is_wrong_then_nothing_begins(
    port: Port, cast: Cast, now: datetime, days: int, reason: str, field: str
) -> None:
    kind = badge_type.standard(port, at=now)
    with pytest.raises(InvalidInput) as told:
        badge_type.begin_generation(
            kind, now.date() + timedelta(days=days), reason=reason, **cast.sven.acts(now)
        )
    assert list(told.value.fields) == [field]
    kind.refresh_from_db()
    assert kind.generation == 1
