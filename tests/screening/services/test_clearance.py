"""Granting, suspending, reinstating and withdrawing clearances."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from portsec.kernel.errors import Conflict, InvalidInput
from screening.enums import ClearanceLevel, ClearanceState
from screening.models import Clearance, ClearanceChange, Decision, Person
from screening.services import clearance, decision
from screening.signals import clearance_changed
from screening.transitions import CLEARANCE, ClearanceEvent
from tests.people import MAKER, Actor
from tests.screening import rows
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

COMMANDS: dict[ClearanceEvent, Callable[..., Clearance]] = {
    ClearanceEvent.SUSPEND: clearance.suspend,
    ClearanceEvent.REINSTATE: clearance.reinstate,
    ClearanceEvent.WITHDRAW: clearance.withdraw,
}
PAST = {"suspend": "suspended", "reinstate": "reinstated", "withdraw": "withdrawn"}


@pytest.fixture
def held(erin: Person) -> Clearance:
    return rows.cleared(erin)


def in_state(held: Clearance, state: ClearanceState, officer: Actor, at: datetime) -> Clearance:
    if state is ClearanceState.SUSPENDED:
        clearance.suspend(held, reason="First.", **officer.acts(at))
    elif state is ClearanceState.WITHDRAWN:
        clearance.withdraw(held, reason="First.", **officer.acts(at))
    return held


@pytest.mark.parametrize(("state", "event"), list(product(ClearanceState, ClearanceEvent)))
def test_officer_when_step_is_taken_then_only_those_of_the_table(
    held: Clearance, bob: Actor, now: datetime, record: Record, state: ClearanceState, event: ClearanceEvent
) -> None:
    in_state(held, state, bob, now)
    record.new()
    later = now + timedelta(hours=1)
    new = CLEARANCE.get((state, event))
    if new is None:
        with unchanged(), pytest.raises(Conflict) as refusal:
            COMMANDS[event](held, reason="Second.", **bob.acts(later))
        assert refusal.value.code == "step_not_possible"
        return
    COMMANDS[event](held, reason=" Second. ", **bob.acts(later))
    kept = Clearance.objects.get(pk=held.pk)
    assert (kept.state_word, kept.state_since) == (new, later)
    change = kept.changes.latest("pk")
    assert (change.state_word, change.at, change.by, change.reason) == (new, later, "user:bob", "Second.")
    entry = record.one(f"screening.clearance.{PAST[event.value]}")
    assert (entry.actor, entry.subject, entry.port) == ("user:bob", held.person.reference, "XXPEX")
    assert entry.body == {"reason": "Second."}


@pytest.mark.parametrize("event", ClearanceEvent)
def test_officer_when_reason_is_empty_then_refused_at_that_field(
    held: Clearance, bob: Actor, now: datetime, event: ClearanceEvent
) -> None:
    with unchanged(), pytest.raises(InvalidInput) as refusal:
        COMMANDS[event](held, reason=" ", **bob.acts(now))
    assert set(refusal.value.fields) == {"reason"}


def test_suspend_when_it_moved_meanwhile_then_conflict(held: Clearance, bob: Actor, now: datetime) -> None:
    stale = Clearance.objects.get(pk=held.pk)
    clearance.suspend(held, reason="First.", **bob.acts(now))
    for step in (clearance.suspend, clearance.withdraw):
        with unchanged(), pytest.raises(Conflict, match="meanwhile"):
            step(stale, reason="Second.", **bob.acts(now))


@pytest.mark.parametrize(
    ("table", "row"),
    [(Clearance, "id"), (ClearanceChange, "clearance_id")],
    ids=["clearance", "change"],
)
def test_suspend_when_kept_then_others_clearances_stay(
    held: Clearance, bob: Actor, now: datetime, table: Any, row: str
) -> None:
    other = rows.cleared(rows.make_person(held.port, None, "Smit", given_names="Jan"))
    before = list(table.objects.filter(**{row: other.pk}).values())
    clearance.suspend(held, reason="Look.", **bob.acts(now))
    assert list(table.objects.filter(**{row: other.pk}).values()) == before


def test_grant_when_given_then_kept_and_on_record(erin: Person, now: datetime, record: Record) -> None:
    made = clearance.grant(
        erin,
        level=ClearanceLevel.ENHANCED,
        valid_from=date(2026, 1, 1),
        valid_until=date(2026, 12, 31),
        actor=MAKER,
        at=now,
        reason="Taken over.",
    )
    assert (made.state, made.state_since, made.level, made.decision) == ("granted", now, "enhanced", None)
    change = made.changes.get()
    assert (change.state, change.at, change.by, change.reason) == ("granted", now, MAKER, "Taken over.")
    entry = record.one("screening.clearance.granted")
    assert (entry.actor, entry.subject, entry.port) == (MAKER, erin.reference, "XXPEX")
    assert entry.body == {"level": "enhanced", "valid_from": "2026-01-01", "valid_until": "2026-12-31"}


@pytest.mark.parametrize(("last", "taken"), [(date(2026, 1, 1), True), (date(2025, 12, 31), False)])
def test_grant_when_end_is_around_the_start_then_not_before_it(
    erin: Person, now: datetime, last: date, taken: bool
) -> None:
    given: dict[str, Any] = {"level": ClearanceLevel.STANDARD, "valid_from": date(2026, 1, 1)}
    if taken:
        clearance.grant(erin, **given, valid_until=last, actor=MAKER, at=now)
        return
    with unchanged(), pytest.raises(InvalidInput, match="before it starts"):
        clearance.grant(erin, **given, valid_until=last, actor=MAKER, at=now)


def test_change_when_committed_then_whoever_wants_to_know_is_told(
    held: Clearance,
    bob: Actor,
    now: datetime,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    told: list[tuple[Any, ...]] = []

    def listen(sender: Any, **said: Any) -> None:
        told.append((said["clearance"], said["state"], said["at"], said["by"]))

    clearance_changed.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            clearance.suspend(held, reason="Look.", **bob.acts(now))
            assert not told, "nobody hears of what may still be rolled back"
    finally:
        clearance_changed.disconnect(listen)
    assert told == [(held, ClearanceState.SUSPENDED, now, "user:bob")]


def test_change_when_a_listener_fails_then_the_change_stands(
    held: Clearance,
    bob: Actor,
    now: datetime,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    def listen(sender: Any, **said: Any) -> None:
        raise RuntimeError("the badge desk's list is broken")

    clearance_changed.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            clearance.suspend(held, reason="Look.", **bob.acts(now))
    finally:
        clearance_changed.disconnect(listen)
    held.refresh_from_db()
    assert held.state == "suspended"


def test_withdraw_all_when_some_stand_then_those_alone_change(
    held: Clearance, erin: Person, bob: Actor, now: datetime, record: Record
) -> None:
    suspended = in_state(rows.cleared(erin), ClearanceState.SUSPENDED, bob, now)
    gone = in_state(rows.cleared(erin), ClearanceState.WITHDRAWN, bob, now)
    before = gone.changes.count()
    record.new()
    clearance.withdraw_all(erin, actor=MAKER, reason="Left the port.", at=now)
    assert set(erin.clearances.values_list("state", flat=True)) == {"withdrawn"}
    assert len(record.new("screening.clearance.withdrawn")) == 2
    assert (gone.changes.count(), suspended.changes.count()) == (before, 3)


def test_take_over_when_decided_elsewhere_then_each_is_on_record_as_it_stands(
    erin: Person, now: datetime, record: Record
) -> None:
    unsaved = [
        Clearance(
            person=erin,
            port=erin.port,
            level="standard",
            valid_from=date(2026, number, 1),
            valid_until=date(2026, 12, 31),
            state=state.value,
            state_since=now,
        )
        for number, state in enumerate(ClearanceState, start=1)
    ]
    clearance.take_over(unsaved, actor=MAKER, reason="Imported.", at=now)
    assert list(erin.clearances.values_list("state", flat=True)) == ["withdrawn", "suspended", "granted"]
    assert set(ClearanceChange.objects.values_list("state", "by", "reason")) == {
        (state.value, MAKER, "Imported.") for state in ClearanceState
    }
    assert record.kinds() == [f"screening.clearance.{state.value}" for state in ClearanceState]


def test_amend_when_decided_elsewhere_then_level_and_end_change_on_record(
    held: Clearance, now: datetime, record: Record
) -> None:
    end = held.valid_until + timedelta(days=10)
    clearance.amend(
        held, level=ClearanceLevel.ENHANCED, valid_until=end, actor=MAKER, reason="Imported.", at=now
    )
    kept = Clearance.objects.get(pk=held.pk)
    assert (kept.level, kept.valid_until, kept.state) == ("enhanced", end, "granted")
    assert record.one("screening.clearance.granted").body["valid_until"] == end.isoformat()


def test_amend_when_two_officers_decided_it_then_conflict(
    proposal: Decision, bob: Actor, now: datetime
) -> None:
    decision.give_opinion(proposal, proposal.outcome_word, reason="Agreed.", **bob.acts(now))
    decided = Clearance.objects.get(decision=proposal)
    with unchanged(), pytest.raises(Conflict, match="Two officers"):
        clearance.amend(
            decided,
            level=ClearanceLevel.AUTHORITY,
            valid_until=decided.valid_until,
            actor=MAKER,
            reason="Imported.",
            at=now,
        )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (old, new)
        for old, new in product(ClearanceState, repeat=2)
        if old is not new and (old, new) not in {(before, after) for (before, _), after in CLEARANCE.items()}
    ],
)
def test_clearance_when_raw_sql_jumps_a_state_then_the_database_refuses(
    held: Clearance, bob: Actor, now: datetime, old: ClearanceState, new: ClearanceState
) -> None:
    in_state(held, old, bob, now)
    with pytest.raises(DatabaseError, match="Invalid transition"), transaction.atomic():
        connection.cursor().execute(
            "UPDATE screening_clearance SET state = %s WHERE id = %s", [new.value, held.pk]
        )


@pytest.mark.parametrize("act", ["UPDATE {} SET reason = ''", "DELETE FROM {}"])
def test_change_when_raw_sql_alters_it_then_the_database_refuses(held: Clearance, act: str) -> None:
    with pytest.raises(DatabaseError, match=r"Cannot (update|delete)"), transaction.atomic():
        connection.cursor().execute(act.format("screening_clearancechange"))
