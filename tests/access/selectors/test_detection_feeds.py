"""Each feed of detection is read from the rows that keep it; what no table keeps is missing, not empty."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from access.detection.governance_facts import Office
from access.detection.physical_facts import AlarmKind
from access.detection.window import Feed
from access.models import (
    Area,
    BreakGlass,
    CargoVisit,
    DoorEvent,
    DutyConfirmation,
    Gate,
    HoneyContainer,
    Incident,
    Reader,
    ReviewLine,
    RosterSpan,
    RuleVersion,
    TruckAppointment,
    WorkOrder,
)
from access.reviewing.words import ReviewLineState
from access.rule_editing.terms import values_of
from access.rule_editing.words import RuleVersionState
from access.scanning.extent import Extent
from access.scanning.share import Share
from access.selectors import detection, detection_governance, detection_places
from access.selectors.rule_setting import BY_ID, overrides
from accounts.models import Port, User
from screening.models import Person
from tests.scenario import CONTAINER, OTHER_CONTAINER, Scenario
from tests.screening import rows
from tests.visits import let_in

pytestmark = [pytest.mark.db, pytest.mark.django_db]

HOUR = timedelta(hours=1)


def extent(now: datetime, days: int = 30) -> Extent:
    return Extent(now - timedelta(days=1), now + HOUR, now - timedelta(days=days))


def test_areas_when_read_then_with_their_level_and_parent(port: Port) -> None:
    outer = Area.objects.create(port=port, code="T", name="Terminal", level=2)
    Area.objects.create(port=port, code="T-B4", name="Block", level=3, parent=outer)
    found = {area.area: (area.parent, area.level) for area in detection_places.areas(port) or ()}
    assert found == {"T": ("", 2), "T-B4": ("T", 3)}


def test_readers_when_read_then_with_both_sides(port: Port) -> None:
    yard = Area.objects.create(port=port, code="YARD", name="Yard")
    Reader.objects.create(port=port, code="G1", area_to=yard, terminal="North")
    (found,) = detection_places.readers(port) or ()
    assert (found.reader, found.area_from, found.area_to, found.terminal) == ("G1", "OUT", "YARD", "North")


def test_incidents_when_read_then_those_of_the_time(port: Port, now: datetime) -> None:
    for code, days in (("new", 1), ("old", 400)):
        Incident.objects.create(
            port=port, code=code, at=now - timedelta(days=days), kind="seizure", container=CONTAINER
        )
    found = detection_places.incidents(port, extent(now)) or ()
    assert [one.incident for one in found] == ["new"]


def test_honey_containers_when_planted_then_without_the_program_that_plants_them(
    port: Port, now: datetime
) -> None:
    visit = CargoVisit.objects.create(port=port, container=OTHER_CONTAINER)
    HoneyContainer.objects.create(
        port=port, visit=visit, container=OTHER_CONTAINER, since=now - HOUR, until=now + HOUR
    )
    (found,) = detection_places.honey_containers(port) or ()
    assert (found.container, found.since, found.until) == (OTHER_CONTAINER, now - HOUR, now + HOUR)
    assert detection_places.PLANTER in found.touched_by


def test_truck_appointments_when_read_then_those_around_the_time(port: Port, now: datetime) -> None:
    for ref, days in (("A-1", 1), ("A-2", 200)):
        opens = now - timedelta(days=days)
        TruckAppointment.objects.create(
            port=port, ref=ref, plate="1ABC2", container=CONTAINER, opens_at=opens, closes_at=opens + HOUR
        )
    found = detection_places.truck_appointments(port, extent(now)) or ()
    assert [(one.appointment, one.plate, one.container) for one in found] == [("A-1", "1ABC2", CONTAINER)]


def test_alarms_when_a_door_was_forced_then_with_the_readers_beside_it(port: Port, now: datetime) -> None:
    yard = Area.objects.create(port=port, code="YARD", name="Yard")
    gate = Gate.objects.create(port=port, code="GATE", name="Gate")
    forced = Reader.objects.create(port=port, code="G1", gate=gate, area_to=yard)
    Reader.objects.create(port=port, code="G2", gate=gate)
    Reader.objects.create(port=port, code="G3", area_from=yard)
    Reader.objects.create(port=port, code="G9")
    for code, kind in (("d1", "forced"), ("d2", "entered")):
        DoorEvent.objects.create(
            port=port, source="door", code=code, reader=forced, kind=kind, at=now - HOUR, received_at=now
        )
    (found,) = detection_places.alarms(port, extent(now)) or ()
    assert (found.kind, found.area, found.at) == (AlarmKind.DOOR_FORCED, "YARD", now - HOUR)
    assert found.readers == {"G1", "G2", "G3"}


def test_hosted_visits_when_somebody_came_then_from_arrival_to_the_end_of_the_last_day(
    made: Scenario, now: datetime
) -> None:
    let_in(made.expected, made.cast, at=now)
    (found,) = detection_places.hosted_visits(made.port, extent(now)) or ()
    assert found.visitor == made.expected.visitor.log_ref
    assert found.host == made.expected.host.username
    assert found.starts_at == now
    assert found.ends_at > now


def test_shift_changes_when_work_outside_the_roster_was_confirmed_then_as_one_that_was_taken(
    port: Port, now: datetime
) -> None:
    erin = rows.make_person(port, None)
    for remote in (False, True):
        DutyConfirmation.objects.create(
            person=erin,
            starts_at=now,
            ends_at=now + HOUR,
            remote=remote,
            reason="Cover.",
            by="user:sam",
            at=now - HOUR,
        )
    (found,) = detection_places.shift_changes(port, extent(now)) or ()
    assert (found.person, found.at, found.starts_at) == (erin.log_ref, now - HOUR, now)


def test_governance_when_read_then_as_this_service_keeps_it(made: Scenario, now: datetime) -> None:
    span = extent(now)
    grant = made.grant
    rights = {right.ref: right for right in detection_governance.rights(made.port, span) or ()}
    given = rights[grant.reference]
    assert (given.account, given.by, given.field_class) == (grant.account, "dora", grant.field_class)
    assert [right.ended_at for right in rights.values() if right.account == "bob"] == [None], "his role"
    vetted = {
        act.person
        for act in detection_governance.acts_of_office(made.port, span) or ()
        if act.office is Office.VET and act.about == made.erin.log_ref
    }
    assert vetted == {"alice", "bob"}
    glasses = detection_governance.break_glasses(made.port, span) or ()
    assert [(one.ref, one.passed) for one in glasses] == [(made.needs.glass.reference, None)]


def test_break_glass_when_reviewed_then_passed_or_not(made: Scenario, now: datetime) -> None:
    BreakGlass.objects.filter(pk=made.needs.glass.pk).update(state="abuse", reviewed_at=now, reviewed_by="x")
    (found,) = detection_governance.break_glasses(made.port, extent(now)) or ()
    assert (found.passed, found.reviewed_at) == (False, now)


def test_review_answers_when_lines_were_answered_then_with_who_and_whether_kept(
    made: Scenario, now: datetime
) -> None:
    ReviewLine.objects.filter(pk=made.needs.line.pk).update(
        state=ReviewLineState.KEPT.value, answered_at=now, answered_by="user:dora"
    )
    (found,) = detection_governance.review_answers(made.port, extent(now)) or ()
    assert (found.by, found.kept, found.campaign) == ("dora", True, made.needs.line.campaign.reference)


def test_accounts_when_they_belong_to_somebody_then_by_the_name_in_the_log(made: Scenario) -> None:
    User.objects.filter(username="carol").update(person_ref=made.erin.ref)
    found = {one.account: one.person for one in detection_governance.accounts(made.port) or ()}
    assert found["carol"] == made.erin.log_ref
    assert found["bob"] == ""


CODE = values_of(BY_ID["D04"], {})
"""The values of D04 in the code."""


@pytest.fixture
def version(port: Port, now: datetime) -> RuleVersion:
    """Two people have let D04 speak later."""
    return RuleVersion.objects.create(
        port=port,
        rule="D04",
        number=1,
        parameters={"numbers": 9},
        before=CODE,
        state=RuleVersionState.ACTIVE.value,
        reason="Too many slips.",
        proposed_at=now - HOUR,
        proposed_by="user:anna",
        decided_at=now,
        decided_by="user:frank",
        active_since=now,
    )


def test_values_when_a_version_is_in_force_then_they_replace_those_in_the_code(
    version: RuleVersion, port: Port, other_port: Port
) -> None:
    assert overrides(port) == {"D04": {"numbers": 9.0}}
    assert overrides(other_port) == {}


def test_values_when_a_version_is_replaced_then_the_codes_own_count(version: RuleVersion, port: Port) -> None:
    RuleVersion.objects.update(state=RuleVersionState.REPLACED.value)
    assert overrides(port) == {}


def test_rule_changes_when_put_in_force_then_with_the_values_before_and_after(
    version: RuleVersion, port: Port, now: datetime
) -> None:
    (found,) = detection_governance.rule_changes(port, extent(now)) or ()
    assert (found.rule, found.by, found.at) == ("D04", "anna", now)
    assert found.before == CODE
    assert found.after == {**CODE, "numbers": 9} != CODE


def share_of(port: Port, people: frozenset[str], now: datetime) -> Share:
    whole = extent(now)
    return detection.share(port, Extent(whole.since, whole.until, whole.loaded_since, people), ())


def test_share_when_of_one_person_then_their_events_and_the_work_on_what_they_saw(
    made: Scenario, now: datetime
) -> None:
    stranger = rows.make_person(made.port, None, "Elsewhere")
    RosterSpan.objects.create(
        port=made.port, person_ref=stranger.log_ref, kind="shift", starts_at=now, ends_at=now + HOUR
    )
    WorkOrder.objects.create(
        port=made.port, ref="W-9", kind="move", object_ref=OTHER_CONTAINER, person_ref="x", opened_at=now
    )
    WorkOrder.objects.create(
        port=made.port, ref="W-8", kind="move", object_ref="NEVERSEEN", person_ref="x", opened_at=now
    )
    own = share_of(made.port, frozenset({made.erin.log_ref}), now)
    assert {fact.person for fact in own.data_events} == {made.erin.log_ref}
    orders = {order.work_ref for order in own.context.work_orders or ()}
    assert "W-9" in orders, "the work on what they saw, whoever's it is"
    assert "W-8" not in orders
    assert Feed.ROSTER in own.feeds, "the port delivers a roster, though none of theirs"
    assert not own.roster_by_person
    none = share_of(made.port, frozenset({stranger.log_ref}), now)
    assert (none.gate_events, none.data_events) == ((), ())
    assert len(none.people) == Person.objects.filter(port=made.port).count(), "peers are found among all"


def test_share_when_without_data_then_the_feed_is_missing(made: Scenario, now: datetime) -> None:
    found = detection.share(made.port, extent(now), (), with_data=False)
    assert Feed.DATA not in found.feeds
    assert found.gate_events
