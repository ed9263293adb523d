"""The release right goes from party to party: one holder at a time, accepted by the receiver, on record."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from access.models import CargoVisit, DataEvent, ReleaseHop, ReleaseRight, RosterSpan
from access.selectors.release_right import holder_of
from access.services import release_right
from portsec.kernel.errors import Conflict, InvalidInput, NotFound, Refused
from screening.services import clearance
from tests import releases
from tests.people import Actor
from tests.releases import HAULIER, LINE, WHY, Parties, passed
from tests.scenario import CONTAINER, Scenario
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.fixture
def parties(made: Scenario, now: datetime) -> Parties:
    return releases.make_parties(made, at=now - timedelta(hours=2))


@pytest.fixture
def first(made: Scenario, parties: Parties, now: datetime) -> ReleaseRight:
    return releases.begun(made, at=now - timedelta(hours=1))


def holders(visit: CargoVisit) -> list[str]:
    rows = ReleaseRight.objects.filter(visit=visit, state="accepted")
    return list(rows.values_list("to_organisation", flat=True))


def states(visit: CargoVisit) -> list[tuple[str, str]]:
    rows = ReleaseRight.objects.filter(visit=visit).order_by("pk")
    return list(rows.values_list("to_organisation", "state"))


def test_right_when_begun_then_the_owner_holds_it_and_look_ups_know(
    made: Scenario, parties: Parties, now: datetime, record: Record
) -> None:
    right = releases.begun(made, at=now)
    assert (right.from_organisation, right.to_organisation, right.state) == ("", LINE, "accepted")
    assert holder_of(made.visit) == LINE
    hop = ReleaseHop.objects.get(container=CONTAINER)
    assert (hop.from_organisation, hop.to_organisation, hop.at) == ("", LINE, now)
    assert record.one("access.release_right.begun").body["right"] == right.ref


def test_right_when_a_chain_was_imported_then_it_begins_with_its_last_party(
    made: Scenario, parties: Parties, now: datetime
) -> None:
    ReleaseHop.objects.create(
        port=made.port, container=CONTAINER, from_organisation=LINE, to_organisation=HAULIER, at=now
    )
    assert releases.begun(made, at=now).to_organisation == HAULIER
    assert ReleaseHop.objects.filter(container=CONTAINER).count() == 1


def test_right_when_begun_by_somebody_without_the_data_then_refused(
    made: Scenario, parties: Parties, now: datetime
) -> None:
    with unchanged(), pytest.raises(Refused):
        release_right.begin(made.visit, **parties.line.clerk.acts(now))


def test_right_when_begun_twice_or_without_a_known_owner_then_not(
    made: Scenario, first: ReleaseRight, now: datetime
) -> None:
    with pytest.raises(Conflict):
        releases.begun(made, at=now)
    unknown = CargoVisit.objects.create(port=made.port, container="GESU3927660", owner="NOBODY")
    with pytest.raises(InvalidInput):
        release_right.begin(unknown, **made.cast.dora.acts(now))


def test_right_when_offered_then_the_giver_holds_it_until_the_receiver_accepts(
    made: Scenario, parties: Parties, first: ReleaseRight, now: datetime, record: Record
) -> None:
    record.new()
    offered = release_right.offer(
        made.visit, parties.forwarder.code, purpose=WHY, **parties.line.clerk.acts(now)
    )
    assert holders(made.visit) == [LINE]
    assert record.kinds() == ["access.look_up.shown", "access.release_right.offered"]
    asked = DataEvent.objects.latest("number")
    assert (asked.action, asked.field_class, asked.result, asked.purpose) == ("nominate", "S3", "ok", WHY)
    release_right.accept(offered, **parties.forwarder.clerk.acts(now))
    assert holders(made.visit) == [parties.forwarder.code]
    assert states(made.visit) == [(LINE, "passed_on"), (parties.forwarder.code, "accepted")]
    assert record.kinds() == ["access.look_up.shown", "access.release_right.accepted"]
    hop = ReleaseHop.objects.latest("at")
    assert (hop.from_organisation, hop.to_organisation) == (LINE, parties.forwarder.code)
    assert hop.person_ref == parties.line.person.log_ref


def test_right_when_passed_twice_then_the_chain_of_custody_names_each_step(
    made: Scenario, parties: Parties, first: ReleaseRight, now: datetime
) -> None:
    second = passed(made.visit, parties.line, parties.forwarder, at=now)
    third = passed(made.visit, parties.forwarder, parties.haulier, at=now + timedelta(minutes=1))
    assert (third.previous, second.previous) == (second, first)
    assert holders(made.visit) == [HAULIER]
    assert [row.state for row in ReleaseRight.objects.order_by("pk")] == [
        "passed_on",
        "passed_on",
        "accepted",
    ]


def test_right_when_two_rows_would_hold_it_then_the_database_refuses(
    made: Scenario, parties: Parties, first: ReleaseRight, now: datetime
) -> None:
    with pytest.raises(IntegrityError, match="release_right_one_holder"), transaction.atomic():
        ReleaseRight.objects.create(
            port=made.port,
            visit=made.visit,
            container=CONTAINER,
            to_organisation=HAULIER,
            state="accepted",
            offered_at=now,
            offered_by="x",
        )


def test_right_when_the_holder_is_another_then_offering_it_looks_as_if_it_were_absent(
    made: Scenario, parties: Parties, first: ReleaseRight, now: datetime
) -> None:
    with unchanged(), pytest.raises(NotFound):
        release_right.offer(made.visit, HAULIER, purpose=WHY, **parties.forwarder.clerk.acts(now))


def test_right_when_the_clearance_is_suspended_then_no_step_is_taken_and_the_refusal_stays(
    made: Scenario, parties: Parties, first: ReleaseRight, bob: Actor, now: datetime, record: Record
) -> None:
    clearance.suspend(parties.line.clearance, reason="Under review.", **bob.acts(now))
    record.new()
    with pytest.raises(Refused) as refusal:
        release_right.offer(made.visit, HAULIER, purpose=WHY, **parties.line.clerk.acts(now))
    assert "clearance_suspended" in refusal.value.verdict.codes
    assert record.kinds() == ["access.look_up.refused"]
    assert states(made.visit) == [(LINE, "accepted")]


@pytest.mark.parametrize("to", ["", "NOBODY", LINE])
def test_right_when_offered_to_nobody_or_oneself_then_not(
    made: Scenario, parties: Parties, first: ReleaseRight, now: datetime, to: str
) -> None:
    with unchanged(), pytest.raises(InvalidInput) as error:
        release_right.offer(made.visit, to, purpose=WHY, **parties.line.clerk.acts(now))
    assert "to_organisation" in error.value.fields


def test_right_when_one_offer_waits_then_there_is_no_second_one(
    made: Scenario, parties: Parties, first: ReleaseRight, now: datetime
) -> None:
    release_right.offer(made.visit, HAULIER, purpose=WHY, **parties.line.clerk.acts(now))
    with pytest.raises(Conflict, match="waits for its answer"):
        release_right.offer(made.visit, parties.forwarder.code, purpose=WHY, **parties.line.clerk.acts(now))


def test_right_when_accepted_by_another_organisation_or_by_the_giver_then_refused(
    made: Scenario, parties: Parties, first: ReleaseRight, now: datetime
) -> None:
    offered = release_right.offer(made.visit, HAULIER, purpose=WHY, **parties.line.clerk.acts(now))
    with unchanged(), pytest.raises(Refused, match="Another organisation"):
        release_right.accept(offered, **parties.forwarder.clerk.acts(now))
    parties.line.clerk.user.organisation = parties.haulier.organisation
    with unchanged(), pytest.raises(Refused, match="You made this offer"):
        release_right.accept(offered, **parties.line.clerk.acts(now))


def test_right_when_the_receiver_is_not_cleared_then_not_accepted(
    made: Scenario, parties: Parties, first: ReleaseRight, bob: Actor, now: datetime, record: Record
) -> None:
    offered = release_right.offer(made.visit, HAULIER, purpose=WHY, **parties.line.clerk.acts(now))
    clearance.suspend(parties.haulier.clearance, reason="Under review.", **bob.acts(now))
    record.new()
    with pytest.raises(Refused):
        release_right.accept(offered, **parties.haulier.clerk.acts(now))
    assert record.kinds() == ["access.look_up.refused"]
    assert holders(made.visit) == [LINE]


def test_right_when_declined_then_the_giver_may_offer_it_to_another(
    made: Scenario, parties: Parties, first: ReleaseRight, now: datetime, record: Record
) -> None:
    offered = release_right.offer(made.visit, HAULIER, purpose=WHY, **parties.line.clerk.acts(now))
    with pytest.raises(InvalidInput):
        release_right.decline(offered, reason=" ", **parties.haulier.clerk.acts(now))
    release_right.decline(offered, reason="No driver.", **parties.haulier.clerk.acts(now))
    assert offered.state == "declined"
    assert record.one("access.release_right.declined").body["reason"] == "No driver."
    passed(made.visit, parties.line, parties.forwarder, at=now)
    assert holders(made.visit) == [parties.forwarder.code]
    with pytest.raises(Conflict):
        release_right.accept(offered, **parties.haulier.clerk.acts(now))


def test_right_when_taken_back_then_the_giver_holds_it_again_and_the_receiver_is_no_party(
    made: Scenario, parties: Parties, first: ReleaseRight, now: datetime
) -> None:
    given = passed(made.visit, parties.line, parties.forwarder, at=now)
    further = release_right.offer(
        made.visit, HAULIER, purpose=WHY, **parties.forwarder.clerk.acts(now + timedelta(minutes=1))
    )
    later = now + timedelta(minutes=2)
    with pytest.raises(Refused):
        release_right.withdraw(given, reason="Mistake.", **parties.haulier.clerk.acts(later))
    release_right.withdraw(given, reason="Mistake.", **parties.line.clerk.acts(later))
    further.refresh_from_db()
    assert (given.state, further.state) == ("withdrawn", "withdrawn")
    assert holders(made.visit) == [LINE]
    assert holder_of(made.visit) == LINE
    assert ReleaseHop.objects.get(to_organisation=parties.forwarder.code).ended_at == later
    with pytest.raises(NotFound):
        release_right.offer(made.visit, HAULIER, purpose=WHY, **parties.forwarder.clerk.acts(later))
    passed(made.visit, parties.line, parties.haulier, at=later + timedelta(minutes=1))
    assert holders(made.visit) == [HAULIER]


def test_right_when_passed_on_then_the_first_giver_cannot_reach_over_the_second(
    made: Scenario, parties: Parties, first: ReleaseRight, now: datetime
) -> None:
    given = passed(made.visit, parties.line, parties.forwarder, at=now)
    passed(made.visit, parties.forwarder, parties.haulier, at=now)
    with pytest.raises(Conflict):
        release_right.withdraw(given, reason="Mistake.", **parties.line.clerk.acts(now))
    assert holders(made.visit) == [HAULIER]


def test_right_when_used_then_the_container_has_left_and_nothing_of_it_goes_on(
    made: Scenario, parties: Parties, first: ReleaseRight, now: datetime, record: Record
) -> None:
    given = passed(made.visit, parties.line, parties.haulier, at=now)
    record.new()
    used = release_right.use(
        made.visit, collected_by=HAULIER, purpose=WHY, released_by=clerk_of(made, now), **desk(made, now)
    )
    assert used == given
    assert (used.state, holder_of(made.visit)) == ("used", "")
    made.visit.refresh_from_db()
    assert made.visit.gate_out_at == now
    assert record.kinds() == ["access.look_up.shown", "access.release_right.used"]
    event = DataEvent.objects.latest("number")
    assert (event.action, event.account) == ("release", "dora")
    with pytest.raises(Conflict, match="left already"):
        release_right.offer(made.visit, LINE, purpose=WHY, **parties.haulier.clerk.acts(now))
    with pytest.raises(Conflict, match="left already"):
        release_right.use(made.visit, collected_by=HAULIER, purpose=WHY, **desk(made, now))


def test_right_when_another_comes_to_collect_then_refused_and_on_record(
    made: Scenario, parties: Parties, first: ReleaseRight, now: datetime, record: Record
) -> None:
    passed(made.visit, parties.line, parties.haulier, at=now)
    record.new()
    with pytest.raises(Refused, match="does not hold"):
        release_right.use(made.visit, collected_by=parties.forwarder.code, purpose=WHY, **desk(made, now))
    entry = record.one("access.release_right.refused")
    assert entry.body["collected_by"] == parties.forwarder.code
    made.visit.refresh_from_db()
    assert made.visit.gate_out_at is None
    assert holders(made.visit) == [HAULIER]


def test_right_when_the_clerk_has_no_work_on_the_container_then_not_handed_over(
    made: Scenario, parties: Parties, first: ReleaseRight, now: datetime
) -> None:
    passed(made.visit, parties.line, parties.haulier, at=now)
    with pytest.raises(Refused):
        release_right.use(made.visit, collected_by=HAULIER, purpose=WHY, **desk(made, now))
    assert holders(made.visit) == [HAULIER]


def test_right_when_the_container_left_by_import_then_ended_once(
    made: Scenario, parties: Parties, first: ReleaseRight, now: datetime, record: Record
) -> None:
    passed(made.visit, parties.line, parties.haulier, at=now)
    release_right.offer(made.visit, LINE, purpose=WHY, **parties.haulier.clerk.acts(now))
    CargoVisit.objects.filter(pk=made.visit.pk).update(gate_out_at=now)
    record.new()
    assert release_right.end_gone(made.port, at=now) == 2
    assert release_right.end_gone(made.port, at=now) == 0
    assert record.kinds() == ["access.release_right.ended"] * 2
    assert states(made.visit) == [(LINE, "passed_on"), (HAULIER, "ended"), (LINE, "ended")]
    assert holder_of(made.visit) == ""


def clerk_of(made: Scenario, at: datetime) -> str:
    """Dora's account becomes Erin's, who has work on the container, is inside and on duty."""
    RosterSpan.objects.create(
        port=made.port,
        person_ref=made.erin.log_ref,
        kind="shift",
        starts_at=at - timedelta(hours=3),
        ends_at=at + timedelta(hours=3),
        area=made.area.code,
    )
    dora = made.cast.dora.user
    dora.person_ref = made.erin.ref
    dora.save(update_fields=["person_ref"])
    return str(dora.username)


def desk(made: Scenario, at: datetime) -> dict[str, object]:
    return made.cast.dora.acts(at)
