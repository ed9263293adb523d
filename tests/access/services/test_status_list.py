"""What the status list says of each badge, and when it is published."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from access.credential.status_list import CredentialStatus
from access.credential.status_token import PublishedList, from_cwt, from_jwt
from access.enums import BadgeEvent
from access.models import Badge, Credential, StatusList, Visit
from access.selectors.credential_key import verifying_keys
from access.services import badge, credential, key_directory, signing_key, status_list
from ledger.models import Job
from ledger.services import job
from portsec.kernel.errors import Unavailable
from screening.models import Clearance
from screening.services import clearance as clearances
from tests.scenario import Scenario
from tests.threads import InTheBackground

pytestmark = [pytest.mark.db, pytest.mark.django_db]

DAY = timedelta(days=1)


def published_now(made: Scenario, at: datetime) -> PublishedList:
    """Publish, and read it as a reader does."""
    status_list.publish(made.port, at=at)
    row, keys = StatusList.objects.get(port=made.port), verifying_keys(made.port)
    assert keys is not None
    listed = from_jwt(row.jwt, keys, uri=row.uri)
    assert from_cwt(row.as_cwt(), keys, uri=row.uri) == listed, "both forms say the same"
    return listed


def status_of(made: Scenario, at: datetime, row: Credential | None = None) -> CredentialStatus:
    held = row or credential.newest(made.badge)
    assert held is not None
    return published_now(made, at).statuses.status(held.status_index)


def clearance(**values: object) -> Callable[[Scenario, datetime], None]:
    def change(made: Scenario, now: datetime) -> None:
        Clearance.objects.filter(pk=made.clearance.pk).update(
            **{name: value(now) if callable(value) else value for name, value in values.items()}
        )

    return change


def step(event: BadgeEvent) -> Callable[[Scenario, datetime], None]:
    def change(made: Scenario, now: datetime) -> None:
        badge.change_state(made.badge, event, reason="So.", **made.cast.carol.acts(now))

    return change


def today(days: int) -> Callable[[datetime], object]:
    return lambda now: timezone.localdate(now) + days * DAY


STANDINGS: list[tuple[str, Callable[[Scenario, datetime], None], CredentialStatus]] = [
    ("in force", lambda made, now: None, CredentialStatus.VALID),
    ("suspended", step(BadgeEvent.SUSPEND), CredentialStatus.SUSPENDED),
    ("revoked", step(BadgeEvent.REVOKE), CredentialStatus.INVALID),
    ("lost", step(BadgeEvent.REPORT_LOST), CredentialStatus.INVALID),
    ("stolen", step(BadgeEvent.REPORT_STOLEN), CredentialStatus.INVALID),
    ("handed in", step(BadgeEvent.HAND_IN), CredentialStatus.INVALID),
    (
        "clearance suspended",
        clearance(state="suspended", suspended_until=today(3)),
        CredentialStatus.SUSPENDED,
    ),
    (
        "suspension lapsed",
        clearance(state="suspended", suspended_until=today(-1)),
        CredentialStatus.VALID,
    ),
    ("clearance withdrawn", clearance(state="withdrawn"), CredentialStatus.INVALID),
    ("escort only", clearance(escort_only=True), CredentialStatus.ESCORT_ONLY),
    (
        "clearance ran out",
        clearance(valid_from=today(-9), valid_until=today(-1)),
        CredentialStatus.SUSPENDED,
    ),
    ("clearance not begun", clearance(valid_from=today(1)), CredentialStatus.INVALID),
]


@pytest.mark.parametrize(
    ("change", "status"), [row[1:] for row in STANDINGS], ids=[row[0] for row in STANDINGS]
)
def test_list_when_published_then_says_how_the_badge_stands(
    made: Scenario,
    now: datetime,
    change: Callable[[Scenario, datetime], None],
    status: CredentialStatus,
) -> None:
    change(made, now)
    assert status_of(made, now) is status


def test_list_when_a_visitor_is_on_site_then_escort_only_until_they_leave(
    made: Scenario, now: datetime
) -> None:
    clearance(state="withdrawn")(made, now)
    day = timezone.localdate(now)
    visit = Visit.objects.create(
        port=made.port,
        visitor=made.erin,
        purpose="Repairs.",
        host=made.cast.hugo.user,
        organisation=made.post.organisation,
        escort=made.viktor,
        areas=[made.area.code],
        first_day=day,
        last_day=day,
        state="arrived",
        announced_at=now,
        arrived_at=now,
        document_seen="passport",
        badge=made.badge,
    )
    assert status_of(made, now) is CredentialStatus.ESCORT_ONLY
    Visit.objects.filter(pk=visit.pk).update(state="left")
    assert status_of(made, now) is CredentialStatus.INVALID


def test_list_when_an_older_clearance_was_withdrawn_then_the_newer_one_counts(
    made: Scenario, now: datetime
) -> None:
    newer = Clearance.objects.get(pk=made.clearance.pk)
    clearance(state="withdrawn", valid_from=today(-30))(made, now)
    newer.pk, newer.decision, newer.valid_from = None, None, timezone.localdate(now)
    newer.save()
    assert status_of(made, now) is CredentialStatus.VALID


def test_list_when_the_badge_was_shortened_then_invalid_before_its_credential_ends(
    made: Scenario, now: datetime
) -> None:
    Badge.objects.filter(pk=made.badge.pk).update(valid_until=now - timedelta(minutes=1))
    assert status_of(made, now) is CredentialStatus.INVALID


def test_list_when_a_credential_was_replaced_then_only_the_new_one_holds(
    made: Scenario, now: datetime
) -> None:
    former = credential.newest(made.badge)
    credential.sign_for(made.badge, at=now)
    assert status_of(made, now, former) is CredentialStatus.INVALID
    assert status_of(made, now) is CredentialStatus.VALID


def test_list_when_a_credential_has_ended_by_itself_then_says_nothing_of_it(
    made: Scenario, now: datetime
) -> None:
    """A reader looks at the end first, and its clock never stands before the list."""
    row = credential.newest(made.badge)
    assert row is not None
    step(BadgeEvent.REVOKE)(made, now)
    assert status_of(made, row.expires_at, row) is CredentialStatus.VALID


def test_list_when_published_again_then_its_time_grows_by_whole_seconds(
    made: Scenario, now: datetime
) -> None:
    times = [published_now(made, now).issued_at for _ in range(3)]
    assert times == sorted(set(times))
    assert all(not moment.microsecond for moment in times)
    assert status_list.publish(made.port, at=now - DAY) == 1
    newest = StatusList.objects.get(port=made.port).issued_at
    assert newest is not None
    assert newest > times[-1], "also where the clock was set back"


@pytest.mark.parametrize(("level", "minutes"), [(1, 15), (2, 5), (3, 1)])
def test_list_when_the_isps_level_changes_then_it_says_so_and_lives_shorter(
    made: Scenario, now: datetime, level: int, minutes: int
) -> None:
    type(made.port).objects.filter(pk=made.port.pk).update(isps_level=level)
    listed = published_now(made, now)
    assert (listed.isps_level, listed.time_to_live) == (level, timedelta(minutes=minutes))


def test_lists_when_half_their_time_is_over_then_asked_for_once_in_ten_seconds(
    made: Scenario, now: datetime
) -> None:
    status_list.publish(made.port, at=now)
    asked = Job.objects.filter(kind=status_list.PUBLISH_JOB, slot__startswith="due")
    status_list.request_due(at=now + timedelta(minutes=7))
    assert not asked.exists()
    later = (now + timedelta(minutes=9)).replace(second=11)
    for seconds in (0, 3, 8):
        status_list.request_due(at=later + timedelta(seconds=seconds))
    assert asked.count() == 1


def test_publishing_when_many_have_asked_then_done_once_for_all(made: Scenario, now: datetime) -> None:
    Job.objects.all().delete()
    for _ in range(5):
        status_list.request(made.port, actor="user:carol", at=now)
    first = Job.objects.filter(kind=status_list.PUBLISH_JOB).first()
    assert first is not None
    job.run(first.pk, at=now)
    assert set(Job.objects.values_list("state", flat=True)) == {"done"}
    assert Job.objects.filter(result__covered=True).count() == 4


def test_publishing_when_the_key_is_missing_then_unavailable_and_the_list_stays(
    made: Scenario, now: datetime
) -> None:
    before = StatusList.objects.get(port=made.port).jwt
    key = signing_key.signing(made.port, at=now)
    path = key_directory._path(bytes(key.kid))
    kept = path.read_bytes()
    path.unlink()
    try:
        with pytest.raises(Unavailable):
            status_list.publish(made.port, at=now)
    finally:
        path.write_bytes(kept)
    assert StatusList.objects.get(port=made.port).jwt == before


def test_clearance_when_changed_then_a_worker_is_asked(
    made: Scenario, now: datetime, django_capture_on_commit_callbacks: object
) -> None:
    Job.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        clearances.withdraw(made.clearance, reason="So.", **made.cast.bob.acts(now))
    assert Job.objects.filter(kind=status_list.PUBLISH_JOB, subject="port:XXPEX").exists()


@pytest.mark.django_db(transaction=True)
def test_publishers_when_two_then_the_second_waits_and_reads_afresh(made: Scenario, now: datetime) -> None:
    with transaction.atomic():
        status_list.publish(made.port, at=now)
        other = InTheBackground(lambda: status_list.publish(made.port, at=now))
        assert other.still_waits()
        step(BadgeEvent.REVOKE)(made, now)
    assert other.outcome() == 1
    row, keys = StatusList.objects.get(port=made.port), verifying_keys(made.port)
    held = credential.newest(made.badge)
    assert keys is not None
    assert held is not None
    assert from_jwt(row.jwt, keys, uri=row.uri).statuses.status(held.status_index) is CredentialStatus.INVALID
