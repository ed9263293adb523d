"""Asking for a badge, and the answers."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from access.enums import BadgeProcess
from access.models import Badge, BadgeRequest, BadgeType
from access.selectors.badge_request import requests_to_decide, visible_requests
from access.services import badge_request, badge_type
from portsec.kernel.errors import Conflict, InvalidInput, Refused
from screening.models import Clearance, Person
from tests import badges
from tests.access.holders import make_cleared
from tests.people import Actor
from tests.scenario import Scenario
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.fixture
def kim(made: Scenario, now: datetime) -> Person:
    """Cleared for a year, of Emma's company, without a badge."""
    return make_cleared(made, "Waiting", at=now)


def wanted(made: Scenario, now: datetime, **other: Any) -> dict[str, Any]:
    given: dict[str, Any] = {
        "badge_type": badge_type.standard(made.port, at=now),
        "areas": [made.area],
        "need": "Crane work.",
        "needed_until": timezone.localdate(now) + timedelta(days=30),
    }
    return given | other


def test_ask_when_an_officer_or_the_employer_asks_then_open_and_on_record(
    made: Scenario, kim: Person, now: datetime, record: Record
) -> None:
    given = wanted(made, now)
    asked = badge_request.ask(kim, **given, **made.cast.emma.acts(now))
    assert (asked.state, asked.requested_by, asked.process) == ("open", "user:emma", "first")
    assert record.one("access.badge_request.asked").body == {
        "request": asked.reference,
        "process": "first",
        "badge_type": "standard",
        "areas": ["TERMINAL-A"],
        "needed_until": given["needed_until"].isoformat(),
    }
    assert asked in visible_requests(scope=made.cast.emma.scope)
    assert asked in requests_to_decide(made.cast.carol.user, scope=made.cast.carol.scope)


@pytest.mark.parametrize(
    ("who", "code"),
    [("emma", "not_own_staff"), ("sven", "capability_missing"), ("gita", "capability_missing")],
)
def test_ask_when_for_somebody_elses_people_or_without_the_right_then_refused(
    made: Scenario, kim: Person, now: datetime, who: str, code: str
) -> None:
    Person.objects.filter(pk=kim.pk).update(organisation=None)
    kim.refresh_from_db()
    actor: Actor = getattr(made.cast, who)
    given = wanted(made, now)
    with unchanged(), pytest.raises(Refused) as refusal:
        badge_request.ask(kim, **given, **actor.acts(now))
    assert code in refusal.value.verdict.codes


def test_ask_when_for_oneself_then_refused(made: Scenario, kim: Person, now: datetime) -> None:
    made.cast.emma.user.person_ref = kim.ref
    made.cast.emma.user.save(update_fields=["person_ref"])
    given = wanted(made, now)
    with unchanged(), pytest.raises(Refused) as refusal:
        badge_request.ask(kim, **given, **made.cast.emma.acts(now))
    assert "own_file" in refusal.value.verdict.codes


def _foreign_type(made: Scenario, elsewhere: Scenario, now: datetime) -> dict[str, Any]:
    return {"badge_type": badge_type.standard(elsewhere.port, at=now)}


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"areas": []}, "areas"),
        ({"need": "  "}, "need"),
        ({"needed_until": date(2020, 1, 1)}, "needed_until"),
        ({"needed_until": date(2090, 1, 1)}, "needed_until"),
        ({"process": BadgeProcess.RENEWAL}, "replaces"),
    ],
)
def test_ask_when_something_is_wrong_then_refused_at_that_field(
    made: Scenario, kim: Person, now: datetime, other: dict[str, Any], field: str
) -> None:
    given = wanted(made, now, **other)
    with unchanged(), pytest.raises(InvalidInput) as refusal:
        badge_request.ask(kim, **given, **made.cast.cees.acts(now))
    assert set(refusal.value.fields) == {field}


def test_ask_when_area_type_or_badge_are_anothers_then_refused_at_that_field(
    made: Scenario, elsewhere: Scenario, kim: Person, now: datetime
) -> None:
    """A low area of the same code elsewhere would open the high one here."""
    foreign: list[tuple[dict[str, Any], str]] = [
        ({"areas": [elsewhere.area]}, "areas"),
        (_foreign_type(made, elsewhere, now), "badge_type"),
        ({"process": BadgeProcess.RENEWAL, "replaces": made.badge}, "replaces"),
    ]
    for other, field in foreign:
        with pytest.raises(InvalidInput) as refusal:
            badge_request.ask(kim, **wanted(made, now, **other), **made.cast.cees.acts(now))
        assert set(refusal.value.fields) == {field}


@pytest.mark.parametrize("bound", ["clearance", "left", "badge_type"])
def test_ask_when_it_would_outlive_something_then_refused_and_not_cut(
    made: Scenario, kim: Person, now: datetime, bound: str
) -> None:
    given = wanted(made, now)
    last_day = given["needed_until"] - timedelta(days=1)
    if bound == "clearance":
        Clearance.objects.filter(person=kim).update(valid_until=last_day)
    elif bound == "left":
        Person.objects.filter(pk=kim.pk).update(left_on=last_day)
        kim.refresh_from_db()
    else:
        BadgeType.objects.filter(port=made.port).update(longest_days=29)
        given["badge_type"].refresh_from_db()
    with unchanged(), pytest.raises(InvalidInput) as refusal:
        badge_request.ask(kim, **given, **made.cast.cees.acts(now))
    assert set(refusal.value.fields) == {"needed_until"}
    badge_request.ask(kim, **given | {"needed_until": last_day}, **made.cast.cees.acts(now))


def test_ask_when_one_is_open_then_told_so_by_command_and_database(
    made: Scenario, kim: Person, now: datetime
) -> None:
    first = badges.asked_for(kim, [made.area], made.cast, at=now)
    given = wanted(made, now)
    with unchanged(), pytest.raises(Conflict, match="already"):
        badge_request.ask(kim, **given, **made.cast.emma.acts(now))
    first.pk = None
    with pytest.raises(DatabaseError, match="one_open_per_person"), transaction.atomic():
        first.save(force_insert=True)


def test_refuse_when_by_the_second_hand_then_the_reason_is_kept_and_withheld_from_others(
    made: Scenario, kim: Person, now: datetime, record: Record
) -> None:
    asked = badges.asked_for(kim, [made.area], made.cast, at=now)
    record.new()
    badge_request.refuse(asked, reason=" Ask for the yard alone. ", **made.cast.carol.acts(now))
    assert (asked.state, asked.decided_by, asked.decision_reason) == (
        "refused",
        "user:carol",
        "Ask for the yard alone.",
    )
    assert record.one("access.badge_request.refused").body["reason"] == "Ask for the yard alone."
    assert not Badge.objects.filter(person=kim).exists()


def test_refuse_when_by_the_asker_or_without_a_reason_then_not_done(
    made: Scenario, kim: Person, now: datetime
) -> None:
    asked = badges.asked_for(kim, [made.area], made.cast, at=now)
    with unchanged(), pytest.raises(Refused) as refusal:
        badge_request.refuse(asked, reason="No.", **made.cast.cees.acts(now))
    assert refusal.value.verdict.codes == ("own_request",)
    with unchanged(), pytest.raises(InvalidInput):
        badge_request.refuse(asked, reason=" ", **made.cast.carol.acts(now))


def test_withdraw_when_by_whoever_may_ask_then_the_person_can_be_asked_for_again(
    made: Scenario, kim: Person, now: datetime, record: Record
) -> None:
    asked = badges.asked_for(kim, [made.area], made.cast, at=now)
    with unchanged(), pytest.raises(Refused):
        badge_request.withdraw(asked, **made.cast.sven.acts(now))
    badge_request.withdraw(asked, **made.cast.emma.acts(now))
    assert asked.state == "withdrawn"
    assert record.one("access.badge_request.withdrawn").actor == "user:emma"
    assert badges.asked_for(kim, [made.area], made.cast, at=now).state == "open"
    with unchanged(), pytest.raises(Conflict):
        badge_request.withdraw(BadgeRequest.objects.get(pk=asked.pk), **made.cast.cees.acts(now))


def test_requests_when_read_by_each_then_own_ports_or_own_peoples(
    made: Scenario, elsewhere: Scenario, kim: Person, now: datetime
) -> None:
    asked = badges.asked_for(kim, [made.area], made.cast, at=now)
    assert asked in visible_requests(scope=made.cast.carol.scope)
    assert asked not in visible_requests(scope=elsewhere.cast.carol.scope)
    assert asked not in visible_requests(scope=elsewhere.cast.emma.scope)
    assert not visible_requests(scope=made.cast.dave.scope).exists()
    assert asked not in requests_to_decide(made.cast.cees.user, scope=made.cast.cees.scope), "asked by Cees"
