"""Issuing badges and changing their state."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from access.enums import BadgeEvent, BadgeState
from access.models import Area, Badge, BadgeChange
from access.services import badge
from access.transitions import BADGE_TRANSITIONS
from portsec.kernel.errors import Conflict, InvalidInput, Refused
from screening.models import Clearance, Person
from screening.services import clearance
from tests.people import Actor
from tests.scenario import Scenario
from tests.witness import Record, tables, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

BADGE_STEPS = {(old, new) for (old, _), new in BADGE_TRANSITIONS.items()}


@pytest.fixture
def erin(made: Scenario) -> Person:
    """Cleared, and without a badge in force."""
    badge.change_state(made.badge, BadgeEvent.HAND_IN, reason="Left it.", **made.cast.carol.acts(made.at))
    return made.erin


def issue(
    made: Scenario, at: datetime, *, until: datetime | None = None, areas: Iterable[Area] | None = None
):  # type: ignore[no-untyped-def]
    return badge.issue(
        made.erin,
        [made.area] if areas is None else list(areas),
        until or at + timedelta(days=100),
        **made.cast.carol.acts(at),
    )


def test_issue_when_cleared_then_badge_change_and_record(
    made: Scenario, erin: Person, now: datetime, record: Record
) -> None:
    quay = Area.objects.create(port=made.port, code="QUAY", name="Quay", level=0)
    until = now + timedelta(days=100)
    issued = issue(made, now, until=until, areas=[made.area, quay])
    kept = Badge.objects.get(serial=issued.badge.serial)
    assert (kept.person, kept.person_ref, kept.port) == (erin, erin.log_ref, made.port)
    assert (kept.state, kept.state_since, kept.issued_by) == ("active", now, "user:carol")
    assert (kept.valid_from, kept.valid_until, kept.areas) == (now, until, ["QUAY", "TERMINAL-A"])
    change = kept.changes.get()
    assert (change.state, change.at, change.by, change.reason) == ("active", now, "user:carol", "Issued.")
    entry = record.one("access.badge.issued")
    assert (entry.actor, entry.subject, entry.port, entry.at) == (
        "user:carol",
        erin.reference,
        "XXPEX",
        now,
    )
    assert entry.body == {
        "serial": kept.serial,
        "areas": ["TERMINAL-A", "QUAY"],
        "valid_until": timezone.localdate(until).isoformat(),
    }


def test_issue_when_done_then_the_credential_is_nowhere_but_on_the_card(
    made: Scenario, erin: Person, now: datetime
) -> None:
    issued = issue(made, now)
    kept = Badge.objects.get(serial=issued.badge.serial)
    assert bytes(kept.credential_hash) == badge.credential_hash(issued.credential)
    assert len(issued.credential) >= 43, "256 bits"
    with connection.cursor() as cursor:
        for table in tables():
            name = connection.ops.quote_name(table)
            cursor.execute(
                f"SELECT count(*) FROM {name} AS row WHERE strpos(row::text, %s) > 0",  # noqa: S608
                [issued.credential],
            )
            assert cursor.fetchone() == (0,), table


def test_issue_when_no_area_is_chosen_then_refused_at_that_field(
    made: Scenario, erin: Person, now: datetime
) -> None:
    with unchanged(), pytest.raises(InvalidInput) as refusal:
        issue(made, now, areas=[])
    assert set(refusal.value.fields) == {"areas"}


def test_issue_when_area_is_at_another_port_then_refused_at_that_field(
    made: Scenario, elsewhere: Scenario, erin: Person, now: datetime
) -> None:
    """Badges carry codes: a low area of the same code elsewhere would open the high one here."""
    Area.objects.filter(pk=made.area.pk).update(level=3)
    with unchanged(), pytest.raises(InvalidInput) as refusal:
        issue(made, now, areas=[elsewhere.area])
    assert set(refusal.value.fields) == {"areas"}


@pytest.mark.parametrize(
    ("until", "taken"),
    [
        (timedelta(0), False),
        (timedelta(days=-1), False),
        (timedelta(seconds=1), True),
    ],
    ids=str,
)
def test_issue_when_end_is_around_now_then_only_later_is_taken(
    made: Scenario, erin: Person, now: datetime, until: timedelta, taken: bool
) -> None:
    issue_until(made, now, now + until, taken=taken)


@pytest.mark.parametrize(
    ("hour", "taken"), [(22, True), (23, False)], ids=["23:59 in the port", "after midnight in the port"]
)
def test_issue_when_end_is_around_the_clearances_end_then_by_the_ports_day(
    made: Scenario, erin: Person, now: datetime, hour: int, taken: bool
) -> None:
    """The port is an hour ahead of UTC in winter."""
    end = datetime(now.year + 2, 1, 15, hour, 59 if taken else 1, tzinfo=UTC)
    Clearance.objects.filter(pk=made.clearance.pk).update(valid_until=end.date())
    issue_until(made, now, end, taken=taken)


def issue_until(made: Scenario, now: datetime, until: datetime, *, taken: bool) -> None:
    if taken:
        assert issue(made, now, until=until).badge.valid_until == until
        return
    with unchanged(), pytest.raises(InvalidInput) as refusal:
        issue(made, now, until=until)
    assert set(refusal.value.fields) == {"valid_until"}


@pytest.mark.parametrize(
    ("at", "refused"),
    [
        (datetime(2027, 1, 15, 22, 59, tzinfo=UTC), False),
        (datetime(2027, 1, 15, 23, 1, tzinfo=UTC), True),
    ],
    ids=["23:59 in the port", "after midnight in the port"],
)
def test_issue_when_clearance_ends_that_day_then_until_midnight_in_the_port(
    made: Scenario, erin: Person, at: datetime, refused: bool
) -> None:
    """Desk and gate must agree on the day: the gate refuses from midnight on."""
    Clearance.objects.filter(pk=made.clearance.pk).update(valid_until="2027-01-15")
    if not refused:
        issue(made, at, until=at + timedelta(seconds=30))
        return
    with unchanged(), pytest.raises(Refused) as refusal:
        issue(made, at, until=at + timedelta(seconds=30))
    assert refusal.value.verdict.codes == ("clearance_expired",)


def test_issue_when_several_prerequisites_fail_then_all_reasons_are_told(
    made: Scenario, now: datetime
) -> None:
    Area.objects.filter(pk=made.area.pk).update(level=3)
    made.area.refresh_from_db()
    Clearance.objects.filter(pk=made.clearance.pk).update(level="standard")
    clearance.suspend(made.clearance, reason="Look.", **made.cast.bob.acts(now))
    with unchanged(), pytest.raises(Refused) as refusal:
        issue(made, now)
    assert refusal.value.verdict.codes == (
        "clearance_not_granted",
        "clearance_level_too_low",
        "badge_held",
    )


def test_issue_when_there_is_no_clearance_then_refused(made: Scenario, now: datetime) -> None:
    with unchanged(), pytest.raises(Refused) as refusal:
        badge.issue(made.viktor, [made.area], now + timedelta(days=1), **made.cast.carol.acts(now))
    assert refusal.value.verdict.codes == ("clearance_missing", "clearance_level_too_low")


@pytest.mark.parametrize("event", [None, BadgeEvent.SUSPEND])
def test_issue_when_a_badge_is_held_then_refused(
    made: Scenario, now: datetime, event: BadgeEvent | None
) -> None:
    if event is not None:
        badge.change_state(made.badge, event, reason="Look.", **made.cast.carol.acts(now))
    with unchanged(), pytest.raises(Refused) as refusal:
        issue(made, now)
    assert refusal.value.verdict.codes == ("badge_held",)


@pytest.mark.parametrize("event", [BadgeEvent.REPORT_LOST, BadgeEvent.REVOKE, BadgeEvent.EXPIRE])
def test_issue_when_the_earlier_badge_is_out_of_force_then_taken(
    made: Scenario, now: datetime, event: BadgeEvent
) -> None:
    badge.change_state(made.badge, event, reason="Gone.", **made.cast.carol.acts(now))
    assert issue(made, now).badge.state == "active"


def test_prerequisites_when_read_then_the_list_of_the_desk(made: Scenario, now: datetime) -> None:
    found = badge.prerequisites(made.erin, [made.area], at=now)
    assert {name: verdict.allowed for name, verdict in found.items()} == {
        "Clearance": True,
        "Level": True,
        "Without escort": True,
        "No other badge": False,
    }


def in_state(made: Scenario, state: BadgeState, carol: Actor, at: datetime) -> Badge:
    """The badge brought there by steps of the table."""
    way = {
        BadgeState.ACTIVE: None,
        BadgeState.SUSPENDED: BadgeEvent.SUSPEND,
        BadgeState.REVOKED: BadgeEvent.REVOKE,
        BadgeState.EXPIRED: BadgeEvent.EXPIRE,
        BadgeState.LOST: BadgeEvent.REPORT_LOST,
        BadgeState.STOLEN: BadgeEvent.REPORT_STOLEN,
        BadgeState.SUPERSEDED: BadgeEvent.REPLACE,
        BadgeState.RETURNED: BadgeEvent.HAND_IN,
    }[state]
    if way is not None:
        badge.change_state(made.badge, way, reason="First.", **carol.acts(at))
    return made.badge


@pytest.mark.parametrize("state", BadgeState)
def test_badge_when_any_event_comes_then_only_steps_of_the_table_are_taken(
    made: Scenario, carol: Actor, now: datetime, state: BadgeState
) -> None:
    held = in_state(made, state, carol, now)
    for event in BadgeEvent:
        new = BADGE_TRANSITIONS.get((state, event))
        copy = Badge.objects.get(pk=held.pk)
        if new is None:
            with unchanged(), pytest.raises(Conflict) as refusal:
                badge.change_state(copy, event, reason="Second.", **carol.acts(now))
            assert refusal.value.code == "step_not_possible"
            continue
        before = transaction.savepoint()
        assert badge.change_state(copy, event, reason="Second.", **carol.acts(now)).state_word is new
        transaction.savepoint_rollback(before)


def test_badge_when_changed_then_kept_and_on_record(
    made: Scenario, carol: Actor, now: datetime, record: Record
) -> None:
    badge.change_state(made.badge, BadgeEvent.SUSPEND, reason=" Left unattended. ", **carol.acts(now))
    kept = Badge.objects.get(pk=made.badge.pk)
    assert (kept.state, kept.state_since) == ("suspended", now)
    change = kept.changes.latest("pk")
    assert (change.state, change.at, change.by, change.reason) == (
        "suspended",
        now,
        "user:carol",
        "Left unattended.",
    )
    entry = record.one("access.badge.changed")
    assert (entry.actor, entry.subject, entry.port) == ("user:carol", made.erin.reference, "XXPEX")
    assert entry.body == {"serial": kept.serial, "state": "suspended", "reason": "Left unattended."}


def test_badge_when_reason_is_empty_then_refused_at_that_field(
    made: Scenario, carol: Actor, now: datetime
) -> None:
    with unchanged(), pytest.raises(InvalidInput) as refusal:
        badge.change_state(made.badge, BadgeEvent.REVOKE, reason="", **carol.acts(now))
    assert set(refusal.value.fields) == {"reason"}


def test_badge_when_it_moved_meanwhile_then_conflict(made: Scenario, carol: Actor, now: datetime) -> None:
    stale = Badge.objects.get(pk=made.badge.pk)
    badge.change_state(made.badge, BadgeEvent.REPORT_LOST, reason="Lost.", **carol.acts(now))
    with unchanged(), pytest.raises(Conflict, match="meanwhile"):
        badge.change_state(stale, BadgeEvent.SUSPEND, reason="Look.", **carol.acts(now))


def test_badge_when_its_holder_is_unknown_here_then_the_record_names_the_badge(
    made: Scenario, carol: Actor, now: datetime, record: Record
) -> None:
    Badge.objects.filter(pk=made.badge.pk).update(person=None)
    made.badge.refresh_from_db()
    badge.change_state(made.badge, BadgeEvent.REVOKE, reason="Nobody's.", **carol.acts(now))
    assert record.one("access.badge.changed").subject == f"badge:{made.badge.serial}"


@pytest.mark.parametrize("old", BadgeState)
def test_badge_when_raw_sql_jumps_a_state_then_the_database_refuses(
    made: Scenario, carol: Actor, now: datetime, old: BadgeState
) -> None:
    held = in_state(made, old, carol, now)
    for new in (new for new in BadgeState if new is not old and (old, new) not in BADGE_STEPS):
        with pytest.raises(DatabaseError, match="Invalid transition"), transaction.atomic():
            connection.cursor().execute(
                "UPDATE access_badge SET state = %s WHERE id = %s", [new.value, held.pk]
            )


@pytest.mark.parametrize(
    "act", ["UPDATE access_badgechange SET reason = ''", "DELETE FROM access_badgechange"]
)
def test_badge_change_when_raw_sql_alters_it_then_the_database_refuses(made: Scenario, act: str) -> None:
    assert BadgeChange.objects.exists()
    with pytest.raises(DatabaseError, match=r"Cannot (update|delete)"), transaction.atomic():
        connection.cursor().execute(act)
