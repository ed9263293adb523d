"""Scans: what is new is claimed, judged and kept in one transaction; what comes late is judged, too."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Event, Thread

import pytest
from django.db import connection, transaction

from access.enums import DataAction, FieldClass
from access.job_kinds import run_scan
from access.models import DataEvent, EventToScan, Flag, PersonCase, ReopenedSpan, ScanState, WorkOrder
from access.scanning.lanes import LANES, shard_of
from access.scanning.words import ScanLane
from access.services import data_access, scan
from accounts.models import Port
from ledger.models import Job
from ledger.services import job
from screening.models import ClearanceChange, Person
from screening.services import clearance
from tests.scenario import OTHER_CONTAINER, Scenario
from tests.screening import rows
from tests.threads import PATIENCE
from tests.witness import Record, failing_at, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

HOUR = timedelta(hours=1)


@pytest.fixture
def suspended(port: Port, now: datetime) -> Person:
    """Somebody whose clearance was suspended nine days ago."""
    person = rows.make_person(port, None)
    held = rows.cleared(person)
    ClearanceChange.objects.create(
        clearance=held, state="granted", at=now - timedelta(days=99), by="system:test", reason="Past."
    )
    ClearanceChange.objects.create(
        clearance=held, state="suspended", at=now - timedelta(days=9), by="system:test", reason="Past."
    )
    return person


def look_up(person: Person, at: datetime, number: int, *, waits: bool = True) -> DataEvent:
    """A look-up as an imported log tells it."""
    event = DataEvent.objects.create(
        port=person.port,
        source="import",
        code=f"d{number}",
        at=at,
        received_at=at,
        account=person.log_ref,
        person=person,
        person_ref=person.log_ref,
        action="read",
        object_type="container",
        object_ref=OTHER_CONTAINER,
        field_class="S2",
        result="denied",
    )
    if waits:
        EventToScan.objects.create(port=person.port, stream="data", event_number=event.number, at=at)
    return event


def waiting() -> int:
    return EventToScan.objects.count()


def until(person: Person) -> datetime:
    """How far the share of this person has been judged."""
    shard = shard_of(person.log_ref, scan.SHARDS)
    return ScanState.objects.get(port=person.port, lane=ScanLane.PERSON.value, shard=shard).scanned_until


def found() -> set[tuple[str, str, tuple[str, ...]]]:
    return {(flag.rule, flag.key, tuple(flag.events)) for flag in Flag.objects.all()}


def test_scan_when_events_are_new_then_claimed_judged_and_kept(
    suspended: Person, now: datetime, record: Record
) -> None:
    look_up(suspended, now - HOUR, 1)
    done = scan.scan(suspended.port, at=now)
    assert (done.events, done.flags) == (1, 1)
    assert waiting() == 0
    assert [(flag.rule, flag.events) for flag in Flag.objects.all()] == [("D22", ["d1"])]
    assert PersonCase.objects.get().person == suspended
    assert {state.scanned_until for state in ScanState.objects.all()} == {now}
    assert record.kinds() == ["access.person_case.opened", "access.flag.raised"]


def test_scan_when_repeated_then_nothing_is_found_twice(suspended: Person, now: datetime) -> None:
    look_up(suspended, now - HOUR, 1)
    scan.scan(suspended.port, at=now)
    with unchanged("access_scanstate"):
        done = scan.scan(suspended.port, at=now + timedelta(minutes=1))
    assert (done.events, done.flags) == (0, 0)
    assert until(suspended) == now + timedelta(minutes=1)


def test_scan_when_nothing_ever_happened_then_until_now(port: Port, now: datetime) -> None:
    done = scan.scan(port, at=now)
    assert (done.events, done.flags) == (0, 0)
    assert {state.scanned_until for state in ScanState.objects.all()} == {now}
    assert {state.lane for state in ScanState.objects.all()} == {lane.value for lane in LANES}


def test_scan_when_an_event_comes_late_then_its_day_is_judged_again(suspended: Person, now: datetime) -> None:
    scan.scan(suspended.port, at=now)
    look_up(suspended, now - timedelta(days=5), 1)
    assert scan.scan(suspended.port, at=now + HOUR).flags == 1
    assert Flag.objects.get().events == ["d1"]
    assert until(suspended) == now + HOUR
    assert not ReopenedSpan.objects.exists()


def test_people_when_an_event_comes_late_then_the_other_lanes_begin_there_next_time(
    suspended: Person, now: datetime
) -> None:
    scan.scan(suspended.port, at=now)
    late = look_up(suspended, now - timedelta(days=5), 1)
    scan.scan_people(suspended.port, shard_of(suspended.log_ref, scan.SHARDS), at=now + HOUR)
    spans = ReopenedSpan.objects.values_list("lane", "since")
    assert {lane for lane, _ in spans} == {lane.value for lane in LANES} - {ScanLane.PERSON.value}
    assert {since for _, since in spans} == {late.at}


def test_people_when_an_event_is_of_just_now_then_no_lane_is_reopened(
    suspended: Person, now: datetime
) -> None:
    look_up(suspended, now - timedelta(minutes=5), 1)
    scan.scan_people(suspended.port, shard_of(suspended.log_ref, scan.SHARDS), at=now)
    assert not ReopenedSpan.objects.exists()


def test_lane_when_a_long_history_came_in_at_once_then_it_is_judged_in_steps(
    suspended: Person, now: datetime
) -> None:
    boxes = LANES[ScanLane.BOXES]
    look_up(suspended, now - timedelta(days=60), 1, waits=False)
    ReopenedSpan.objects.create(port=suspended.port, lane="boxes", since=now - timedelta(days=60))
    begun = now - timedelta(days=60)
    scan.scan_lane(suspended.port, ScanLane.BOXES, 0, at=now)
    assert ReopenedSpan.objects.get(lane="boxes").since == begun + boxes.look_back
    for _ in range(4):
        scan.scan_lane(suspended.port, ScanLane.BOXES, 0, at=now)
    assert not ReopenedSpan.objects.exists()
    assert ScanState.objects.get(lane="boxes").scanned_until == now


def test_people_when_of_another_share_then_their_events_wait(suspended: Person, now: datetime) -> None:
    look_up(suspended, now - HOUR, 1)
    own = shard_of(suspended.log_ref, scan.SHARDS)
    assert scan.scan_people(suspended.port, (own + 1) % scan.SHARDS, at=now).events == 0
    assert scan.scan_people(suspended.port, own, at=now).events == 1


def test_scan_when_a_late_event_joins_a_finding_then_it_grows(suspended: Person, now: datetime) -> None:
    noon = now.replace(hour=12) - timedelta(days=4)
    look_up(suspended, noon, 1)
    scan.scan(suspended.port, at=now)
    look_up(suspended, noon - HOUR, 2)
    assert scan.scan(suspended.port, at=now + HOUR).flags == 0
    assert Flag.objects.get().events == ["d2", "d1"]


def test_scan_when_an_event_lies_ahead_then_it_waits_for_its_time(suspended: Person, now: datetime) -> None:
    look_up(suspended, now + HOUR, 1)
    assert scan.scan(suspended.port, at=now).events == 0
    assert waiting() == 1
    assert scan.scan(suspended.port, at=now + HOUR).events == 1


def test_scan_when_another_port_has_events_then_they_stay(
    suspended: Person, other_port: Port, now: datetime
) -> None:
    look_up(suspended, now - HOUR, 1)
    assert scan.scan(other_port, at=now).events == 0
    assert waiting() == 1


@pytest.fixture
def backlog(suspended: Person, now: datetime) -> Person:
    """Eleven look-ups over six days, three of them at one moment."""
    for number in range(8):
        look_up(suspended, now - timedelta(hours=20 * number), number)
    for number in (8, 9, 10):
        look_up(suspended, now - timedelta(hours=70), number)
    return suspended


def test_scan_when_the_backlog_is_long_then_worked_off_oldest_first_in_parts(
    backlog: Person, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    shard = shard_of(backlog.log_ref, scan.SHARDS)
    before = transaction.savepoint()
    assert scan.scan_people(backlog.port, shard, at=now).events == 11
    at_once = found()
    assert at_once
    transaction.savepoint_rollback(before)

    monkeypatch.setattr(scan, "MOST_EVENTS", 3)
    parts = []
    while waiting():
        done = scan.scan_people(backlog.port, shard, at=now)
        parts.append((done.events, until(backlog)))
    assert [events for events, _ in parts] == [3, 3, 3, 2]
    moments = [moment for _, moment in parts]
    assert moments == sorted(moments)
    assert moments[-1] == now
    assert found() == at_once, "the answer does not depend on the parts"


def test_scan_when_it_fails_in_the_middle_then_everything_waits_as_before(
    suspended: Person, now: datetime
) -> None:
    look_up(suspended, now - HOUR, 1)
    shard = shard_of(suspended.log_ref, scan.SHARDS)
    with unchanged(), failing_at("access.flag.raised"), pytest.raises(Exception, match="the disk is full"):
        scan.scan_people(suspended.port, shard, at=now)
    assert scan.scan(suspended.port, at=now).flags == 1


def test_scan_when_a_rule_could_not_judge_then_kept_with_its_reason(made: Scenario, now: datetime) -> None:
    WorkOrder.objects.all().delete()
    scan.scan(made.port, at=now)
    states = ScanState.objects.filter(port=made.port)
    kept = [item for state in states for item in state.not_evaluated]
    missing = [item for item in kept if item["code"] == "feed_missing"]
    assert missing
    for item in missing:
        assert set(item) == {"rule", "code", "detail", "since", "until"}
        assert item["rule"] in item["detail"]
        assert datetime.fromisoformat(item["since"]) <= datetime.fromisoformat(item["until"])


def test_scan_when_a_look_up_is_decided_here_then_judged_like_an_imported_one(
    made: Scenario, now: datetime
) -> None:
    clearance.suspend(made.clearance, reason="Look.", **made.cast.bob.acts(now - timedelta(minutes=30)))
    question = data_access.LookUp(
        "person", made.erin.log_ref, DataAction.READ, FieldClass.S3, OTHER_CONTAINER
    )
    answer = data_access.answer(
        made.port, question, actor="user:dora", scope=made.cast.dora.scope, at=now - timedelta(minutes=10)
    )
    scan.scan(made.port, at=now)
    flagged = {name for flag in Flag.objects.filter(rule="D22") for name in flag.events}
    assert str(answer.event.id) in flagged


@pytest.mark.django_db(transaction=True)
def test_scan_when_another_holds_a_row_then_it_is_left_for_later(suspended: Person, now: datetime) -> None:
    look_up(suspended, now - HOUR, 1)
    look_up(suspended, now - HOUR, 2)
    with held(EventToScan.objects.earliest("pk")):
        assert scan.scan(suspended.port, at=now).events == 1
    assert waiting() == 1
    assert scan.scan(suspended.port, at=now).events == 1
    assert Flag.objects.get().events == ["d1", "d2"]


@contextmanager
def held(row: EventToScan | ScanState) -> Iterator[None]:
    """Another connection has locked this row meanwhile."""
    locked, let_go = Event(), Event()

    def hold() -> None:
        with transaction.atomic():
            type(row)._default_manager.select_for_update().get(pk=row.pk)
            locked.set()
            let_go.wait(PATIENCE)
        connection.close()

    thread = Thread(target=hold, daemon=True)
    thread.start()
    assert locked.wait(PATIENCE)
    yield
    let_go.set()
    thread.join(PATIENCE)


def jobs() -> list[Job]:
    return list(Job.objects.filter(kind=scan.SCAN_JOB).order_by("created_at", "subject"))


SHARES = [f"port:XXPEX/person/{shard}" for shard in range(scan.SHARDS)]
LANES_OF_ALL = [f"port:XXPEX/{lane}/0" for lane in ("boxes", "gates", "port", "teams")]


def test_request_when_never_scanned_then_one_job_a_share_and_lane_for_the_second(
    port: Port, now: datetime
) -> None:
    moment = now.replace(microsecond=1)
    scan.request(port, at=moment)
    scan.request(port, at=now.replace(microsecond=999_999))
    asked = jobs()
    assert sorted(one.subject for one in asked) == sorted(SHARES + LANES_OF_ALL)
    assert {(one.slot, one.port) for one in asked} == {(f"{moment:%Y-%m-%dT%H:%M:%S}", "XXPEX")}
    assert {(one.requested_by, one.state) for one in asked} == {("system:detection", "waiting")}
    scan.request(port, at=moment + timedelta(seconds=1))
    assert len(jobs()) == 2 * len(asked)


def test_request_when_scanned_just_now_and_nothing_is_new_then_only_what_falls_due(
    port: Port, now: datetime
) -> None:
    scan.scan(port, at=now)
    scan.request(port, at=now + timedelta(minutes=9))
    assert jobs() == []
    scan.request(port, at=now + timedelta(minutes=10))
    assert [one.subject for one in jobs()] == ["port:XXPEX/boxes/0", "port:XXPEX/gates/0"]
    scan.request(port, at=now + HOUR)
    assert [one.subject for one in jobs()][-4:] == SHARES, (
        "what falls due without an event is looked for, too"
    )


def test_request_when_a_lane_took_long_then_it_waits_ten_times_as_long(port: Port, now: datetime) -> None:
    scan.scan(port, at=now)
    ScanState.objects.filter(lane="boxes").update(seconds=120)
    scan.request(port, at=now + timedelta(minutes=19))
    assert [one.subject for one in jobs()] == ["port:XXPEX/gates/0"]
    scan.request(port, at=now + timedelta(minutes=20))
    assert "port:XXPEX/boxes/0" in [one.subject for one in jobs()]


def test_request_when_an_event_waits_then_at_once(suspended: Person, now: datetime) -> None:
    scan.scan(suspended.port, at=now)
    look_up(suspended, now, 1)
    scan.request(suspended.port, at=now + timedelta(seconds=1))
    asked = jobs()
    assert [one.subject for one in asked] == SHARES
    results = [job.run(one.pk, at=now + timedelta(seconds=2)) for one in asked]
    assert [(done.state, done.error) for done in results if done] == [("done", "")] * scan.SHARDS
    assert sum(done.result["events"] for done in results if done) == 1
    assert sum(done.result["flags"] for done in results if done) == 1


def test_job_when_run_twice_then_the_second_finds_nothing(suspended: Person, now: datetime) -> None:
    look_up(suspended, now - HOUR, 1)
    subject = f"port:XXPEX/person/{shard_of(suspended.log_ref, scan.SHARDS)}"
    assert run_scan(subject, "slot", now)["flags"] == 1
    assert run_scan(subject, "slot", now)["flags"] == 0


@pytest.mark.django_db(transaction=True)
def test_people_when_another_worker_is_at_their_share_then_nothing_is_done(
    suspended: Person, now: datetime
) -> None:
    scan.scan(suspended.port, at=now - HOUR)
    look_up(suspended, now - timedelta(minutes=1), 1)
    shard = shard_of(suspended.log_ref, scan.SHARDS)
    with held(ScanState.objects.get(lane=ScanLane.PERSON.value, shard=shard)):
        assert scan.scan_people(suspended.port, shard, at=now).events == 0
    assert scan.scan_people(suspended.port, shard, at=now).events == 1
