"""Issuing badges and changing their state."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from access.enums import BadgeEvent, BadgeProcess, BadgeState
from access.models import Area, Badge, BadgeChange, BadgeRequest, Credential
from access.selectors.credential_key import verifying_keys
from access.services import badge, badge_request, badge_type, credential
from access.transitions import BADGE_TRANSITIONS
from portsec.kernel.errors import Conflict, InvalidInput, Refused
from screening.models import Clearance, Person
from screening.services import clearance
from tests import badges
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


def ask(made: Scenario, at: datetime, areas: list[Area] | None = None, **more: Any) -> BadgeRequest:
    return badges.asked_for(made.erin, areas or [made.area], made.cast, at=at, **more)


def issue(made: Scenario, at: datetime, **more: Any) -> badge.Issued:
    return badge.issue(ask(made, at, **more), **made.cast.carol.acts(at))


def test_issue_when_asked_by_another_then_badge_change_and_record(
    made: Scenario, erin: Person, now: datetime, record: Record
) -> None:
    Area.objects.create(port=made.port, code="QUAY", name="Quay", level=0)
    areas = list(Area.objects.filter(code__in=["QUAY", "TERMINAL-A"]))
    asked = ask(made, now, areas=areas, days=50)
    record.new()
    issued = badge.issue(asked, **made.cast.carol.acts(now))
    kept = Badge.objects.get(serial=issued.badge.serial)
    last_day = timezone.localdate(now) + timedelta(days=50)
    assert (kept.person, kept.person_ref, kept.port) == (erin, erin.log_ref, made.port)
    assert (kept.state, kept.state_since, kept.issued_by) == ("active", now, "user:carol")
    assert (kept.valid_from, kept.areas, kept.request) == (now, ["QUAY", "TERMINAL-A"], asked)
    assert (kept.badge_type, kept.generation, kept.photo) == (asked.badge_type, 1, erin.badge_photos.first())
    ends = timezone.localtime(kept.valid_until)
    assert (ends.date(), ends.hour, ends.minute, ends.second) == (last_day, 23, 59, 59)
    change = kept.changes.get()
    assert (change.state, change.at, change.by, change.reason) == ("active", now, "user:carol", "Issued.")
    asked.refresh_from_db()
    assert (asked.state, asked.decided_by, asked.decided_at) == ("issued", "user:carol", now)
    entry = record.one("access.badge.issued")
    assert (entry.actor, entry.subject, entry.port, entry.at) == (
        "user:carol",
        erin.reference,
        "XXPEX",
        now,
    )
    assert entry.body == {
        "serial": kept.serial,
        "areas": ["QUAY", "TERMINAL-A"],
        "valid_until": last_day.isoformat(),
    }


def test_issue_when_done_then_the_credential_is_signed_and_kept_nowhere_in_clear(
    made: Scenario, erin: Person, now: datetime
) -> None:
    issued = issue(made, now)
    kept = Badge.objects.get(serial=issued.badge.serial)
    assert kept.credential_hash is None
    keys = verifying_keys(made.port)
    assert keys is not None
    found = credential.find(issued.credential, keys)
    assert isinstance(found, Credential)
    assert found.badge == kept
    with connection.cursor() as cursor:
        for table in tables():
            name = connection.ops.quote_name(table)
            cursor.execute(
                f"SELECT count(*) FROM {name} AS row WHERE strpos(row::text, %s) > 0",  # noqa: S608
                [issued.credential],
            )
            assert cursor.fetchone() == (0,), table


def test_issue_when_the_asker_tries_then_refused_by_command_and_by_the_database(
    made: Scenario, erin: Person, now: datetime
) -> None:
    asked = ask(made, now)
    with unchanged(), pytest.raises(Refused) as refusal:
        badge.issue(asked, **made.cast.cees.acts(now))
    assert refusal.value.verdict.codes == ("own_request",)
    with pytest.raises(DatabaseError, match="issued_by_second_hand"), transaction.atomic():
        BadgeRequest.objects.filter(pk=asked.pk).update(state="issued", decided_by=asked.requested_by)


def test_issue_when_the_officer_is_the_person_then_refused(
    made: Scenario, erin: Person, now: datetime
) -> None:
    asked = ask(made, now)
    made.cast.carol.user.person_ref = erin.ref
    made.cast.carol.user.save(update_fields=["person_ref"])
    with unchanged(), pytest.raises(Refused) as refusal:
        badge.issue(asked, **made.cast.carol.acts(now))
    assert refusal.value.verdict.codes == ("own_file",)


def test_issue_when_an_area_is_gone_then_refused_at_that_field(
    made: Scenario, erin: Person, now: datetime
) -> None:
    asked = ask(made, now)
    BadgeRequest.objects.filter(pk=asked.pk).update(areas=["TERMINAL-A", "GONE"])
    asked.refresh_from_db()
    with unchanged(), pytest.raises(InvalidInput) as refusal:
        badge.issue(asked, **made.cast.carol.acts(now))
    assert set(refusal.value.fields) == {"areas"}


def test_issue_when_it_was_answered_already_then_no_second_badge(
    made: Scenario, erin: Person, now: datetime
) -> None:
    asked = ask(made, now)
    badge_request.refuse(BadgeRequest.objects.get(pk=asked.pk), reason="No.", **made.cast.carol.acts(now))
    with unchanged(), pytest.raises(Conflict):
        badge.issue(asked, **made.cast.carol.acts(now))


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
    asked = ask(made, datetime(2027, 1, 15, 12, tzinfo=UTC), until=date(2027, 1, 15))
    if not refused:
        badge.issue(asked, **made.cast.carol.acts(at))
        return
    with unchanged(), pytest.raises(Refused) as refusal:
        badge.issue(asked, **made.cast.carol.acts(at))
    assert refusal.value.verdict.codes == ("clearance_expired", "end_in_the_past")


def test_issue_when_several_prerequisites_fail_then_all_reasons_are_told(
    made: Scenario, now: datetime
) -> None:
    asked = ask(made, now)
    Area.objects.filter(pk=made.area.pk).update(level=3, trainings=["SAFE"])
    Clearance.objects.filter(pk=made.clearance.pk).update(level="standard")
    clearance.suspend(made.clearance, reason="Look.", **made.cast.bob.acts(now))
    with unchanged(), pytest.raises(Refused) as refusal:
        badge.issue(asked, **made.cast.carol.acts(now))
    assert refusal.value.verdict.codes == (
        "clearance_not_granted",
        "clearance_level_too_low",
        "training_not_held",
        "badge_held",
    )


def test_issue_when_the_area_around_asks_for_more_then_that_counts(
    made: Scenario, erin: Person, now: datetime
) -> None:
    """What an outer area asks holds inside, too."""
    around = Area.objects.create(port=made.port, code="PORT", name="Port", level=3, trainings=["SAFE"])
    Area.objects.filter(pk=made.area.pk).update(parent=around)
    Clearance.objects.filter(pk=made.clearance.pk).update(level="standard")
    made.area.refresh_from_db()
    with pytest.raises(Refused) as refusal:
        issue(made, now)
    assert refusal.value.verdict.codes == ("clearance_level_too_low", "training_not_held")


def test_issue_when_there_is_no_clearance_then_refused(made: Scenario, now: datetime) -> None:
    asked = badges.asked_for(made.viktor, [made.area], made.cast, at=now)
    with unchanged(), pytest.raises(Refused) as refusal:
        badge.issue(asked, **made.cast.carol.acts(now))
    assert refusal.value.verdict.codes == ("clearance_missing", "clearance_level_too_low")


@pytest.mark.parametrize("event", [None, BadgeEvent.SUSPEND])
def test_issue_when_a_badge_is_held_then_refused(
    made: Scenario, now: datetime, event: BadgeEvent | None
) -> None:
    if event is not None:
        badge.change_state(made.badge, event, reason="Look.", **made.cast.carol.acts(now))
    with pytest.raises(Refused) as refusal:
        issue(made, now)
    assert refusal.value.verdict.codes == ("badge_held",)


@pytest.mark.parametrize("event", [BadgeEvent.REPORT_LOST, BadgeEvent.REVOKE, BadgeEvent.EXPIRE])
def test_issue_when_the_earlier_badge_is_out_of_force_then_taken(
    made: Scenario, now: datetime, event: BadgeEvent
) -> None:
    badge.change_state(made.badge, event, reason="Gone.", **made.cast.carol.acts(now))
    assert issue(made, now).badge.state == "active"


def handing(made: Scenario, at: datetime, **other: Any) -> dict[str, Any]:
    return {"paper": "passport", "signed_as": "Carol"} | other | made.cast.carol.acts(at)


def test_hand_over_when_compared_and_signed_then_kept_and_on_record(
    made: Scenario, erin: Person, now: datetime, record: Record
) -> None:
    issued = issue(made, now).badge
    record.new()
    badge.hand_over(issued, **handing(made, now))
    assert (issued.handed_over_at, issued.handed_over_by) == (now, "user:carol")
    assert issued.seen_on == timezone.localdate(now)
    assert record.one("access.badge.handed_over").body == {"serial": issued.serial, "paper": "passport"}
    with unchanged(), pytest.raises(Conflict):
        badge.hand_over(issued, **handing(made, now))


@pytest.mark.parametrize(
    ("wrong", "field"), [({"paper": " "}, "paper"), ({"signed_as": "Cees"}, "signed_as")]
)
def test_hand_over_when_something_is_missing_then_refused_at_that_field(
    made: Scenario, erin: Person, now: datetime, wrong: dict[str, str], field: str
) -> None:
    issued = issue(made, now).badge
    with unchanged(), pytest.raises(InvalidInput) as refusal:
        badge.hand_over(issued, **handing(made, now, **wrong))
    assert set(refusal.value.fields) == {field}


def renewed(made: Scenario, at: datetime) -> Badge:
    return issue(made, at, process=BadgeProcess.RENEWAL, replaces=made.badge).badge


def test_hand_over_when_it_renews_a_badge_then_that_one_ends_now_and_not_before(
    made: Scenario, now: datetime
) -> None:
    new = renewed(made, now)
    assert Badge.objects.get(pk=made.badge.pk).state == "active"
    badge.hand_over(new, **handing(made, now))
    old = Badge.objects.get(pk=made.badge.pk)
    assert (old.state, old.replaced_by) == ("superseded", new)


def test_hand_over_when_the_badge_before_was_suspended_meanwhile_then_not_walked_around(
    made: Scenario, now: datetime
) -> None:
    new = renewed(made, now)
    badge.change_state(
        Badge.objects.get(pk=made.badge.pk), BadgeEvent.SUSPEND, reason="Look.", **made.cast.carol.acts(now)
    )
    with unchanged(), pytest.raises(Conflict, match="suspended"):
        badge.hand_over(new, **handing(made, now))


def test_issue_when_the_badge_before_is_suspended_then_refused(made: Scenario, now: datetime) -> None:
    badge.change_state(made.badge, BadgeEvent.SUSPEND, reason="Look.", **made.cast.carol.acts(now))
    with pytest.raises(Refused) as refusal:
        renewed(made, now)
    assert refusal.value.verdict.codes == ("badge_suspended",)


def test_lend_when_to_a_visitor_then_a_badge_without_a_request(
    made: Scenario, now: datetime, record: Record
) -> None:
    kind = badge_type.standard(made.port, at=now)
    lent = badge.lend(
        made.viktor,
        badge_type=kind,
        areas=[made.area],
        valid_until=now + timedelta(hours=8),
        actor=made.cast.gita.user,
        at=now,
    )
    assert (lent.badge.request, lent.badge.person, lent.badge.state) == (None, made.viktor, "active")
    assert lent.credential.startswith("PB1:")
    assert record.one("access.badge.issued").actor == "user:gita"


def in_state(made: Scenario, state: BadgeState, carol: Actor, at: datetime) -> Badge:
    """The badge brought there by steps of the table."""
    ways: dict[BadgeState, tuple[BadgeEvent, ...]] = {
        BadgeState.ACTIVE: (),
        BadgeState.SUSPENDED: (BadgeEvent.SUSPEND,),
        BadgeState.REVOKED: (BadgeEvent.REVOKE,),
        BadgeState.EXPIRED: (BadgeEvent.EXPIRE,),
        BadgeState.LOST: (BadgeEvent.REPORT_LOST,),
        BadgeState.STOLEN: (BadgeEvent.REPORT_STOLEN,),
        BadgeState.SUPERSEDED: (BadgeEvent.REPLACE,),
        BadgeState.RETURNED: (BadgeEvent.HAND_IN,),
        BadgeState.DESTROYED: (BadgeEvent.HAND_IN, BadgeEvent.DESTROY),
    }
    for event in ways[state]:
        badge.change_state(made.badge, event, reason="First.", **carol.acts(at))
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
