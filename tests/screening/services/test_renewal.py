"""Reminders at 180, 90 and 30 days, once each, and the renewal that one click starts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.models import Organisation, Port
from ledger.models import Job
from portsec.kernel import clock
from portsec.kernel.errors import Conflict, NotFound, Refused
from screening.models import Clearance, Person, Post, RenewalPrompt
from screening.selectors.renewal import access_ending, open_prompts, visible_ending
from screening.services import daily, leaving, renewal
from tests.people import Actor, Cast
from tests.screening import people_rows, rows

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def looked(port: Port, *, days: int = 0) -> list[int]:
    """What a worker does on a day; the steps of which somebody was reminded so far."""
    at = clock.now() + timedelta(days=days)
    daily.look(port, at=at)
    for asked in Job.objects.filter(kind=renewal.PROMPT_JOB, state="waiting"):
        people_rows.run_jobs(renewal.PROMPT_JOB, asked.subject, at=at)
    return list(RenewalPrompt.objects.order_by("-step").values_list("step", flat=True))


@pytest.fixture
def ending(erin: Person) -> Clearance:
    return rows.cleared(erin, days=170)


def test_prompts_when_looked_at_each_day_then_once_for_each_step(ending: Clearance, port: Port) -> None:
    assert looked(port) == [180]
    assert looked(port) == [180]
    assert looked(port, days=79) == [180]
    assert looked(port, days=80) == [180, 90]
    assert looked(port, days=140) == [180, 90, 30]
    assert looked(port, days=160) == [180, 90, 30]
    assert Job.objects.filter(kind=renewal.PROMPT_JOB).count() == 3


def test_prompts_when_nobody_worked_for_months_then_the_step_reached_is_told(
    ending: Clearance, port: Port
) -> None:
    assert looked(port, days=100) == [90]


def test_prompts_when_told_then_counted_until_the_renewal_begins(
    erin: Person, crane: Post, port: Port, alice: Actor, cast: Cast
) -> None:
    rows.load_list()
    rows.make_case(erin, crane, alice)
    ending = rows.cleared(erin, days=100)
    assert open_prompts(scope=cast.emma.scope, at=clock.now()).count() == 0
    looked(port)
    for actor in (cast.emma, alice):
        assert open_prompts(scope=actor.scope, at=clock.now()).count() == 1
    started(ending, cast.emma)
    assert open_prompts(scope=cast.emma.scope, at=clock.now()).count() == 0


@pytest.mark.parametrize("days", [181, 400, -1])
def test_prompts_when_the_end_is_far_or_past_then_none(erin: Person, port: Port, days: int) -> None:
    rows.cleared(erin, days=days)
    assert looked(port) == []


def test_prompts_when_a_newer_clearance_lasts_longer_then_none(ending: Clearance, port: Port) -> None:
    rows.cleared(ending.person, days=900)
    assert looked(port) == []


def test_prompts_when_the_person_left_then_none(ending: Clearance, port: Port, alice: Actor) -> None:
    leaving.report(ending.person, left_on=people_rows.today(), **alice.acts(clock.now()))
    assert looked(port) == []


def started(ending: Clearance, actor: Actor) -> object:
    return renewal.start(ending, **actor.acts(clock.now())).application


def test_renewal_when_started_then_a_case_with_what_is_known(
    erin: Person, crane: Post, alice: Actor, cast: Cast
) -> None:
    rows.load_list()
    rows.make_case(erin, crane, alice)
    ending = rows.cleared(erin, days=100)
    case = started(ending, cast.emma)
    assert (case.kind, case.post, case.person, case.state) == ("renewal", crane, erin, "invited")
    with pytest.raises(Conflict, match="open already"):
        started(ending, alice)


def test_renewal_when_the_post_is_not_known_then_conflict(ending: Clearance, alice: Actor) -> None:
    with pytest.raises(Conflict, match="post is not known"):
        started(ending, alice)


def test_renewal_when_of_a_contractor_then_new_terms_are_needed(port: Port, alice: Actor) -> None:
    ending = rows.cleared(people_rows.contractor(port), days=100)
    with pytest.raises(Conflict, match="new contract"):
        started(ending, alice)


def test_renewal_when_started_by_another_employer_then_refused(ending: Clearance, port: Port) -> None:
    stranger = people_rows.employer("finn", people_rows.cranecare(), port)
    with pytest.raises(Refused):
        started(ending, stranger)


def test_endings_when_an_employer_looks_then_own_people_only(
    ending: Clearance, port: Port, cast: Cast, quayside: Organisation
) -> None:
    rows.cleared(people_rows.contractor(port), days=20)
    seen = visible_ending(scope=cast.emma.scope, at=clock.now())
    assert [row.person for row in seen] == [ending.person]
    assert visible_ending(scope=cast.alice.scope, at=clock.now()).count() == 2
    assert visible_ending(scope=cast.carol.scope, at=clock.now()).count() == 0


def test_ending_when_out_of_reach_then_not_found(ending: Clearance, other_cast: Cast) -> None:
    with pytest.raises(NotFound):
        access_ending(ending.person.ref, scope=other_cast.alice.scope, at=clock.now())
