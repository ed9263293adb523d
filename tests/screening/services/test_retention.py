"""The daily run: one job a day, what was missed is caught up, one bad case stops no other."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import connection

from accounts.models import Organisation, Port
from ledger.models import Job
from ledger.services import job
from screening.models import Application, Erasure, Person, Post
from screening.retention.policy import default_policy
from screening.selectors.retention import calendar, next_due
from screening.services import document as documents
from screening.services import retention
from screening.tasks import request_retention
from tests.people import Actor
from tests.screening import closed, rows

pytestmark = [pytest.mark.db, pytest.mark.django_db]

POLICY = default_policy()


@pytest.fixture
def gone(case: Application, alice: Actor) -> Application:
    """Closed so long ago that all of it is overdue."""
    return closed.withdrawn(case, alice, days_ago=800)


def test_run_when_asked_every_hour_then_makes_one_job_a_day(port: Port) -> None:
    morning = datetime(2027, 3, 1, 1, tzinfo=UTC)
    for hour in range(20):
        retention.request(port, at=morning + timedelta(hours=hour))
    retention.request(port, at=morning + timedelta(days=1))
    slots = Job.objects.filter(kind=retention.RETENTION_JOB).values_list("slot", flat=True)
    assert set(slots) == {"2027-03-01/1", "2027-03-02/1"}


def test_task_when_run_then_asks_for_each_port(port: Port, other_port: Port) -> None:
    request_retention()
    asked = Job.objects.filter(kind=retention.RETENTION_JOB).values_list("subject", flat=True)
    assert set(asked) == {"port:XXPEX", "port:XXOTH"}


def test_job_when_it_runs_after_a_standstill_then_erases_what_is_overdue_and_the_name(
    gone: Application, port: Port, now: datetime
) -> None:
    waiting = retention.request(port, at=now)
    done = job.run(waiting.pk, at=now)
    assert done is not None
    assert done.state == "done", done.error
    assert done.result == {"erased": 1, "failed": [], "left": 0, "orphans": 0}
    next_day = retention.run(port, at=now + timedelta(days=1))
    assert next_day["erased"] == 1  # the person, whose last case went the day before
    assert Person.objects.get(pk=gone.person_id).full_name == "(erased)"
    assert closed.personal_words(gone) == []
    assert Erasure.objects.count() == 2


def test_run_when_a_file_has_no_row_then_it_goes_after_a_day(port: Port, now: datetime) -> None:
    name = documents.storage().save("zz/nobodys-paper", ContentFile(b"x"))
    assert retention.run(port, at=now)["orphans"] == 0
    assert retention.run(port, at=now + timedelta(days=2))["orphans"] >= 1
    assert not documents.storage().exists(name)


def test_run_when_repeated_then_finds_nothing_more(gone: Application, port: Port, now: datetime) -> None:
    assert retention.run(port, at=now)["erased"] == 1
    retention.run(port, at=now)
    assert retention.run(port, at=now)["erased"] == 0


def test_run_when_at_another_port_then_erases_nothing(
    gone: Application, other_port: Port, now: datetime
) -> None:
    assert retention.run(other_port, at=now)["erased"] == 0


def test_run_when_one_case_cannot_be_erased_then_it_stays_whole_and_the_others_go(
    gone: Application,
    port: Port,
    crane: Post,
    quayside: Organisation,
    alice: Actor,
    now: datetime,
) -> None:
    second = rows.make_case(rows.make_person(port, quayside, "Novak"), crane, alice)
    closed.withdrawn(second, alice, days_ago=800)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION pg_temp.no() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN IF NEW.application_id = {gone.pk} THEN RAISE EXCEPTION 'no'; END IF; "
            "RETURN NEW; END $$;"
            "CREATE TRIGGER no_certificate BEFORE INSERT ON screening_erasure "
            "FOR EACH ROW EXECUTE FUNCTION pg_temp.no();"
        )
    result = retention.run(port, at=now)
    assert result == {"erased": 1, "failed": [gone.reference], "left": 0, "orphans": 0}
    gone.refresh_from_db()
    second.refresh_from_db()
    assert gone.erased_at is None
    assert gone.notes.exists()
    assert second.erased_at is not None


def test_run_when_more_is_due_than_one_job_takes_then_asks_for_another(
    gone: Application,
    port: Port,
    crane: Post,
    quayside: Organisation,
    alice: Actor,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    second = rows.make_case(rows.make_person(port, quayside, "Novak"), crane, alice)
    closed.withdrawn(second, alice, days_ago=800)
    monkeypatch.setattr(retention, "BATCH", 1)
    assert retention.run(port, at=now)["left"] == 1
    assert Job.objects.filter(kind=retention.RETENTION_JOB, slot__endswith="/2").exists()


def test_calendar_when_asked_then_lists_what_goes_within_the_days(
    case: Application, alice: Actor, port: Port, now: datetime
) -> None:
    closed.withdrawn(case, alice, days_ago=75)
    shown = calendar([port.pk], policy=POLICY, until=now.date() + timedelta(days=30))
    assert {row.due.data_class.value for row in shown} == {"record_answer", "documents"}
    assert calendar([port.pk], policy=POLICY, until=now.date()) == []
    coming = next_due(case, policy=POLICY)
    assert coming is not None
    assert coming.on is not None
    assert now.date() < coming.on <= now.date() + timedelta(days=30)


def test_next_due_when_the_case_is_open_or_gone_then_is_unknown(
    case: Application, alice: Actor, port: Port, now: datetime
) -> None:
    assert next_due(case, policy=POLICY) is None
    closed.withdrawn(case, alice, days_ago=800)
    retention.run(port, at=now)
    case.refresh_from_db()
    assert next_due(case, policy=POLICY) is None
