"""The work queue and what narrows it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ledger.models import Entry
from portsec.kernel.scope import Scope
from screening.models import Application
from screening.selectors import application
from screening.selectors.check import with_check_counts
from screening.services import application as applications
from screening.services import reassessment
from tests.people import Actor
from tests.scenario import Scenario
from tests.screening import rows

pytestmark = [pytest.mark.db, pytest.mark.django_db]

EVERYTHING = Scope.system(reason="a test")


def found(**narrowed: Any) -> set[Application]:
    return set(application.queue(scope=EVERYTHING, **narrowed))


def test_queue_when_narrowed_then_only_what_fits(made: Scenario) -> None:
    everything = set(Application.objects.all())
    firms = {row for row in everything if row.person.organisation != made.post.organisation}
    applications.assign(made.case, made.cast.bob.user, **made.cast.alice.acts(made.at))
    assert found() == everything
    assert firms
    assert found(text=f" {made.case.ref.lower()} ") == {made.case}
    assert found(text=made.viktor.ref) == {made.case}
    assert found(text="quayside") == everything - firms
    assert found(text="Mórozov viktor") == {made.case}
    assert found(text="nobody") == set()
    assert found(text="%") == set()
    assert found(state="proposed") == {made.proposed}
    assert found(kind="initial") == everything
    assert found(kind="reassessment") == set()
    assert found(post=made.post.pk) == everything
    assert found(post=made.post.pk + 1) == set()
    assert found(owner=made.cast.bob.user) == {made.case}
    opened = {row for row in everything if row.closed_at is None}
    assert {made.proposed, made.case} < opened < everything
    assert found(is_open=True) == opened
    assert found(unassigned=True) == opened - {made.case}, "open ones without an owner"


@pytest.mark.parametrize(
    ("moment", "is_late"),
    [
        (datetime(2026, 12, 18, 22, 59, tzinfo=UTC), False),
        (datetime(2026, 12, 18, 23, 1, tzinfo=UTC), True),
    ],
    ids=["last minute of the day in the port", "a minute past midnight there"],
)
def test_queue_when_overdue_then_by_the_ports_day(made: Scenario, moment: datetime, is_late: bool) -> None:
    Application.objects.filter(pk=made.case.pk).update(due_on="2026-12-18")
    Application.objects.exclude(pk=made.case.pk).update(due_on="2027-12-18")
    assert found(overdue_at=moment) == ({made.case} if is_late else set())


def test_queue_when_checks_are_open_then_counted(case: Application, alice: Actor) -> None:
    rows.answer_identity(case, alice)
    row = with_check_counts(application.queue(scope=EVERYTHING)).get()
    assert (row.open_checks, row.all_checks, row.answered_checks) == (2, 3, 1)


@pytest.mark.parametrize(
    ("read", "queries"),
    [
        (lambda: [str(row.person.organisation) for row in application.queue(scope=EVERYTHING)], 1),
        (lambda: [str(row.policy) for row in application.case_files(scope=EVERYTHING)], 1),
    ],
)
def test_queue_when_rows_grow_then_queries_do_not(
    made: Scenario,
    elsewhere: Scenario,
    read: Callable[[], list[str]],
    queries: int,
    django_assert_num_queries: Any,
) -> None:
    count = Application.objects.count()
    assert count > 10
    with django_assert_num_queries(queries):
        assert len(read()) == count


def test_proposals_when_the_case_was_given_up_then_no_longer_waiting(made: Scenario) -> None:
    bob = made.cast.bob
    assert application.proposals_for(bob.user, scope=bob.scope).count() == 1
    applications.withdraw(made.proposed, reason="Another offer.", **made.cast.alice.acts(made.at))
    assert not application.proposals_for(bob.user, scope=bob.scope).exists()


def test_open_reassessment_when_opened_and_decided_then_only_meanwhile(made: Scenario, now: datetime) -> None:
    assert application.open_reassessment(made.erin) is None
    opened = reassessment.open_reassessment(
        made.erin, source="person_case:PC-1", reason="Look.", suspend=False, actor="user:anna", at=now
    )
    assert application.open_reassessment(made.erin) == opened
    assert application.open_reassessment(made.viktor) is None
    Application.objects.filter(pk=opened.pk).update(state="withdrawn")
    assert application.open_reassessment(made.erin) is None


def test_timeline_when_read_then_the_cases_own_entries_newest_first(made: Scenario) -> None:
    entries = list(application.timeline(made.case))
    assert {entry.subject for entry in entries} == {made.case.reference}
    assert [entry.position for entry in entries] == sorted((e.position for e in entries), reverse=True)
    assert len(entries) == Entry.objects.filter(subject=made.case.reference).count()
    assert made.at - timedelta(seconds=1) < entries[0].at
