"""Runs: opened for a reason, worked off in chunks, each person once; cancelled, taken up, broken up."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import Error
from django.test.utils import CaptureQueriesContext

from accounts.models import Organisation, Port
from ledger.enums import JobState
from ledger.models import Job
from ledger.services import job
from portsec.kernel.errors import Conflict, InvalidInput, Refused, Unavailable
from screening.enums import ListSource, RunState, ScreeningCause, ScreeningPurpose, TaskState
from screening.models import Hit, Person, Post, ScreeningQuery, ScreeningRun
from screening.selectors import rescreening as selectors
from screening.selectors.list_index import LISTS
from screening.selectors.screening_run import CHUNK_JOB, is_stuck, pace
from screening.services import person, rescreening, rescreening_work, watchlist
from tests.people import MAKER, Cast
from tests.screening import rows, screened
from tests.witness import Record

pytestmark = [pytest.mark.db, pytest.mark.django_db]

P = ScreeningPurpose
YEARS = timedelta(days=4 * 365)


@pytest.fixture
def people(port: Port, crane: Post, quayside: Organisation) -> list[Person]:
    """Five cleared people; a list that resembles none of them is in force."""
    rows.load_list()
    return screened.make_people(port, 5, quayside)


def names_screened(run: ScreeningRun) -> set[str]:
    return {query.person.full_name for query in run.queries.all()}


def test_run_when_everybody_is_asked_then_each_cleared_person_is_screened_once_and_logged(
    port: Port, people: list[Person], quayside: Organisation, now: datetime, record: Record
) -> None:
    rows.make_person(port, quayside, "Uncleared")
    run = screened.everyone(port, at=now)
    assert (run.state_word, run.total, run.done, run.failed) == (RunState.DONE, 5, 5, 0)
    assert names_screened(run) == {who.full_name for who in people}
    query = run.queries.first()
    assert query is not None
    assert (query.purpose_word, query.lists, query.alerts) == (P.EVERYONE, {"un": 1}, 0)
    told = {entry.kind: entry.body for entry in record.new()}
    assert told["screening.rescreening.opened"]["lists"] == "UN Security Council list 1"
    assert told["screening.rescreening.finished"] == {"done": 5, "failed": 0, "hits": 0}


def test_run_when_someone_resembles_an_entry_then_a_hit_waits_and_the_clearance_stands(
    port: Port, people: list[Person], now: datetime, record: Record
) -> None:
    screened.list_person(people[2])
    run = screened.everyone(port, at=now)
    found = screened.hit_of(people[2])
    assert (run.alerts, run.new_hits) == (1, 1)
    assert (found.state, found.check_answered, found.person_version) == ("open", None, 1)
    assert people[2].clearances.get().state == "granted"
    assert record.one("screening.hit.found").subject == people[2].reference


def test_run_when_repeated_then_an_undecided_hit_is_not_doubled(
    port: Port, people: list[Person], now: datetime
) -> None:
    screened.list_person(people[0])
    screened.everyone(port, at=now)
    again = screened.everyone(port, at=now + timedelta(hours=1))
    assert (again.alerts, again.new_hits, Hit.objects.count()) == (1, 0, 1)


def test_run_when_no_list_is_loaded_then_unavailable(port: Port, now: datetime) -> None:
    with pytest.raises(Unavailable, match="load_watchlist"):
        rescreening.open_run(port, P.EVERYONE, actor=MAKER, at=now)
    assert rescreening.open_needed(port, at=now) == []


def test_run_when_asked_twice_then_the_one_that_goes_on(
    port: Port, people: list[Person], now: datetime
) -> None:
    first = rescreening.open_run(port, P.EVERYONE, actor=MAKER, at=now)
    assert rescreening.open_run(port, P.EVERYONE, actor=MAKER, at=now + timedelta(seconds=9)) == first


def test_due_when_never_screened_or_too_long_ago_then_taken_and_otherwise_not(
    port: Port, people: list[Person], now: datetime
) -> None:
    run = screened.screened(port, P.DUE, at=now)
    assert run.done == 5
    assert rescreening.open_run(port, P.DUE, actor=MAKER, at=now + timedelta(days=30)) is None
    rows.cleared(people[0], days=5 * 365)
    later = screened.screened(port, P.DUE, at=now + YEARS)
    assert names_screened(later) == {people[0].full_name}, "the others' clearances have ended"


def test_due_when_somebody_waits_in_another_run_then_left_to_it(
    port: Port, people: list[Person], now: datetime
) -> None:
    run = rescreening.open_run(port, P.EVERYONE, actor=MAKER, at=now)
    assert run is not None
    screened.select(run, at=now)
    assert not selectors.due_people(port, at=now).exists()


def test_list_delta_when_an_entry_changed_then_only_whom_it_can_touch(
    port: Port, people: list[Person], now: datetime
) -> None:
    first = screened.screened(port, P.LIST_DELTA, at=now)
    assert (first.looked_through, first.total, first.state_word) == (5, 0, RunState.DONE)
    screened.list_person(people[1])
    run = screened.screened(port, P.LIST_DELTA, at=now + timedelta(minutes=1))
    assert (run.since, run.lists) == ({"un": 1}, {"un": 2})
    assert (run.looked_through, run.total, run.new_hits) == (5, 1, 1)
    assert names_screened(run) == {people[1].full_name}
    assert rescreening.open_run(port, P.LIST_DELTA, actor=MAKER, at=now + timedelta(days=1)) is None


def test_list_delta_when_one_list_is_named_then_the_others_wait(
    port: Port, people: list[Person], now: datetime
) -> None:
    rows.load_list(rows.entity("1", "Someone Else"), source=ListSource.OWN)
    run = screened.screened(port, P.LIST_DELTA, at=now, sources=[ListSource.OWN])
    assert run.lists == {"own": 1}
    assert selectors.changed_lists(port) == {"un": 0}


def test_list_delta_when_a_run_was_cancelled_then_opened_again(
    port: Port, people: list[Person], cast: Cast, now: datetime
) -> None:
    first = rescreening.open_run(port, P.LIST_DELTA, actor=MAKER, at=now)
    assert first is not None
    rescreening.cancel(first, **cast.paul.acts(now))
    assert screened.screened(port, P.LIST_DELTA, at=now).state_word is RunState.DONE


def test_person_change_when_a_name_changed_after_the_screening_then_screened_again(
    port: Port, people: list[Person], now: datetime
) -> None:
    screened.everyone(port, at=now)
    assert rescreening.open_run(port, P.PERSON_CHANGE, actor=MAKER, at=now) is None
    person.change(people[3], actor=MAKER, at=now, family_name="Otherwise")
    run = screened.screened(port, P.PERSON_CHANGE, at=now)
    assert names_screened(run) == {"Anna Otherwise"}
    assert rescreening.open_run(port, P.PERSON_CHANGE, actor=MAKER, at=now) is None


def test_open_needed_when_workers_were_away_then_everything_missed_is_found_in_the_tables(
    port: Port, people: list[Person], now: datetime
) -> None:
    screened.everyone(port, at=now)
    screened.list_person(people[0])
    person.change(people[1], actor=MAKER, at=now, given_names="Annika")
    Job.objects.all().delete()
    opened = rescreening.open_needed(port, at=now + timedelta(days=3))
    assert {run.purpose_word for run in opened} == {P.LIST_DELTA, P.PERSON_CHANGE}
    again = rescreening.open_needed(port, at=now + timedelta(days=3))
    assert [run.pk for run in again] == [opened[1].pk], "what goes on is not opened twice"


def test_trigger_when_something_was_reported_then_one_run_for_one_person(
    port: Port, people: list[Person], now: datetime
) -> None:
    for _ in range(2):
        run = rescreening.trigger(people[4], ScreeningCause.SELF_REPORT, reference="R-1", actor=MAKER, at=now)
    assert run is not None
    assert ScreeningRun.objects.count() == 1
    assert names_screened(screened.run_jobs(run, at=now)) == {people[4].full_name}


def test_screen_now_when_the_officer_may_not_or_is_the_person_then_refused(
    people: list[Person], cast: Cast, now: datetime
) -> None:
    for actor in (cast.frank, cast.emma, cast.paul):
        with pytest.raises(Refused):
            rescreening.screen_now(people[0], ScreeningCause.OFFICER, **actor.acts(now))
    cast.alice.user.person_ref = people[0].ref
    with pytest.raises(Refused):
        rescreening.screen_now(people[0], ScreeningCause.OFFICER, **cast.alice.acts(now))
    assert rescreening.screen_now(people[1], ScreeningCause.OFFICER, **cast.alice.acts(now)).total == 0


def test_start_when_the_actor_may_not_or_the_purpose_is_none_to_choose_then_refused(
    port: Port, people: list[Person], cast: Cast, now: datetime
) -> None:
    with pytest.raises(Refused):
        rescreening.start(port, P.EVERYONE, **cast.alice.acts(now))
    with pytest.raises(InvalidInput):
        rescreening.start(port, P.APPLICATION, **cast.paul.acts(now))
    assert rescreening.start(port, P.EVERYONE, **cast.bob.acts(now)) is not None


def test_cancel_when_a_run_goes_on_then_what_has_not_begun_is_not_done(
    port: Port, people: list[Person], cast: Cast, now: datetime, record: Record
) -> None:
    run = rescreening.open_run(port, P.EVERYONE, actor=MAKER, at=now)
    assert run is not None
    screened.select(run, at=now)
    with pytest.raises(Refused):
        rescreening.cancel(run, **cast.alice.acts(now))
    rescreening.cancel(run, **cast.paul.acts(now))
    screened.run_jobs(run, at=now)
    assert (run.state_word, run.done, run.queries.count()) == (RunState.CANCELLED, 0, 0)
    assert record.one("screening.rescreening.cancelled").body == {"done": 0, "total": 5}
    with pytest.raises(Conflict):
        rescreening.cancel(run, **cast.paul.acts(now))


def test_chunk_when_done_a_second_time_then_nothing_changes(
    port: Port, people: list[Person], now: datetime
) -> None:
    run = screened.everyone(port, at=now)
    before = run.queries.count()
    assert rescreening_work.screen_chunk(run.reference, "1", at=now) == {"screened": 0}
    assert run.queries.count() == before


def test_log_when_a_person_is_screened_twice_in_a_run_then_the_database_refuses(
    port: Port, people: list[Person], now: datetime
) -> None:
    run = screened.everyone(port, at=now)
    with pytest.raises(IntegrityError, match="screened_once_per_run"), transaction.atomic():
        ScreeningQuery.objects.create(
            person=people[0], person_version=1, purpose="everyone", run=run, lists={}, at=now, alerts=0
        )


def test_log_when_changed_or_deleted_then_the_database_refuses(
    port: Port, people: list[Person], now: datetime
) -> None:
    screened.everyone(port, at=now)
    for change in (lambda rows: rows.update(alerts=9), lambda rows: rows.delete()):
        with pytest.raises(Error, match=r"append|Cannot"), transaction.atomic():
            change(ScreeningQuery.objects.all())


def test_run_when_its_state_goes_back_then_the_database_refuses(
    port: Port, people: list[Person], now: datetime
) -> None:
    run = screened.everyone(port, at=now)
    with pytest.raises(Error), transaction.atomic():
        ScreeningRun.objects.filter(pk=run.pk).update(state="running")


def test_take_up_when_jobs_are_lost_then_asked_for_again_and_everybody_is_screened(
    port: Port, people: list[Person], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rescreening_work, "CHUNK", 2)
    run = rescreening.open_run(port, P.EVERYONE, actor=MAKER, at=now)
    assert run is not None
    screened.select(run, at=now)
    Job.objects.filter(kind=CHUNK_JOB).delete()
    assert rescreening_work.take_up(run, at=now) == 3
    assert rescreening_work.take_up(run, at=now) == 0, "the new jobs are there"
    screened.run_jobs(run, at=now)
    assert (run.state_word, run.done) == (RunState.DONE, 5)


def test_take_up_when_one_person_kills_every_worker_then_marked_and_the_others_screened(
    port: Port, people: list[Person], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if the process died: nothing is caught, the job is parked after its last attempt."""
    deadly = people[3]

    def dies(row: Person) -> Any:
        if row.pk == deadly.pk:
            raise SystemExit
        return real(row)

    real = rescreening_work.hit.subject_of
    monkeypatch.setattr(rescreening_work.hit, "subject_of", dies)
    run = rescreening.open_run(port, P.EVERYONE, actor=MAKER, at=now)
    assert run is not None
    screened.select(run, at=now)
    for _ in range(3):
        for each in Job.objects.filter(kind=CHUNK_JOB, state=JobState.WAITING.value):
            try:
                with transaction.atomic():
                    job.run(each.pk, at=now)
            except SystemExit:
                Job.objects.filter(pk=each.pk).update(state=JobState.PARKED.value)
        rescreening_work.take_up(run, at=now)
    run.refresh_from_db()
    assert (run.state_word, run.done, run.failed) == (RunState.DONE, 4, 1)
    task = run.tasks.get(state=TaskState.FAILED.value)
    assert (task.person, task.error) == (deadly, rescreening_work.NOT_SCREENED)


def test_chunk_when_one_person_cannot_be_compared_then_the_reason_is_kept_and_the_others_are_done(
    port: Port, people: list[Person], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = rescreening_work.hit.subject_of

    def breaks(row: Person) -> Any:
        if row.pk == people[0].pk:
            raise ValueError("a name that \x00 breaks")
        return real(row)

    monkeypatch.setattr(rescreening_work.hit, "subject_of", breaks)
    run = screened.everyone(port, at=now)
    assert (run.state_word, run.done, run.failed) == (RunState.DONE, 4, 1)
    assert run.tasks.get(state="failed").error == "ValueError: a name that  breaks"


def test_select_when_an_erased_person_was_chosen_then_passed_over_without_a_query(
    port: Port, people: list[Person], now: datetime
) -> None:
    run = rescreening.open_run(port, P.EVERYONE, actor=MAKER, at=now)
    assert run is not None
    screened.select(run, at=now)
    Person.objects.filter(pk=people[0].pk).update(erased_at=now)
    rescreening_work.screen_chunk(run.reference, "1", at=now)
    run.refresh_from_db()
    assert (run.state_word, run.done, run.queries.count()) == (RunState.DONE, 5, 4)


def test_pace_when_a_run_is_half_done_then_rate_and_end(
    port: Port, people: list[Person], now: datetime
) -> None:
    run = screened.everyone(port, at=now)
    assert not is_stuck(run)
    half = ScreeningRun(port=port, asked_at=now, total=100, done=50, state=RunState.RUNNING.value, looking=0)
    found = pace(half, at=now + timedelta(seconds=10))
    assert found.per_second == 5
    assert found.ends_at == now + timedelta(seconds=20)
    assert pace(half, at=now).per_second is None


def test_run_when_many_people_are_screened_then_queries_do_not_grow_with_them(
    port: Port, crane: Post, now: datetime
) -> None:
    rows.load_list()
    LISTS.current()  # read once by each process
    counts = []
    for more in (3, 9):
        screened.make_people(port, more)
        run = rescreening.open_run(port, P.EVERYONE, actor=MAKER, at=now)
        assert run is not None
        screened.select(run, at=now)
        with CaptureQueriesContext(connection) as asked:
            rescreening_work.screen_chunk(run.reference, "1", at=now)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_reload_when_the_same_list_comes_again_then_nothing_is_due(
    port: Port, people: list[Person], now: datetime
) -> None:
    screened.screened(port, P.LIST_DELTA, at=now)
    rows.load_list()
    assert watchlist.ListVersion.objects.count() == 1
    assert selectors.changed_lists(port) == {}


def test_officer_of_another_port_when_asked_then_refused(
    people: list[Person], other_port: Port, other_cast: Cast, port: Port, now: datetime
) -> None:
    with pytest.raises(Refused):
        rescreening.start(port, P.EVERYONE, **other_cast.paul.acts(now))
