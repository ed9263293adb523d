"""Drafts run over decided cases."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from accounts.models import Organisation, Port
from ledger.enums import JobState
from ledger.models import Job
from ledger.services import job
from portsec.kernel import clock
from portsec.kernel.errors import Refused
from screening.enums import Outcome
from screening.models import Application, PolicyDraft, SimulatedCase, Simulation
from screening.selectors.policy_draft import differing_cases, finished_simulation
from screening.services import decision, policy, policy_draft, simulation
from screening.services.check import ConvictionInput
from tests import people
from tests.people import Cast
from tests.screening import rows
from tests.screening.drafting.policies import TRAFFICKING_ROW
from tests.witness import Record, unchanged

FINED = ConvictionInput(
    offence_code="0701 00",
    country="ES",
    decided_on=date(2024, 3, 1),
    final_on=date(2024, 4, 1),
    sanction_code="8001",
    declared=True,
)

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.fixture
def clean(port: Port, quayside: Organisation, cast: Cast) -> Application:
    """A person without a record, cleared."""
    rows.load_list()
    case = rows.make_case(rows.make_person(port, quayside), rows.make_post(port), cast.alice)
    return _granted(rows.reviewed(case, cast.alice), cast)


@pytest.fixture
def convicted(port: Port, quayside: Organisation, cast: Cast) -> Application:
    """A person with a conviction that row 30 presumes to weigh, cleared all the same."""
    rows.load_list()
    who = rows.make_person(port, quayside, family_name="Moreau")
    case = rows.make_case(who, rows.make_post(port), cast.alice, declared_convictions=True)
    return _granted(rows.reviewed(case, cast.alice, FINED), cast)


@pytest.fixture
def draft(port: Port, cast: Cast, now: datetime) -> PolicyDraft:
    """The standard policy, next version, in which row 30 only refers."""
    rows.make_post(port)
    begun = policy_draft.start(policy.in_force(on=now.date()), **cast.paul.acts(now))
    text = begun.document.replace(TRAFFICKING_ROW, TRAFFICKING_ROW.replace("presume_unsuitable", "refer"), 1)
    assert text != begun.document
    return policy_draft.revise(begun, text, seen=begun.digest, **cast.paul.acts(now))


def _granted(case: Application, cast: Cast) -> Application:
    rows.triage_all(case, cast.alice)
    rows.assessed(case, cast.alice)
    made = rows.proposed(case, cast.alice)
    decision.give_opinion(made, Outcome.GRANT, reason="I see it so as well.", **cast.bob.acts(clock.now()))
    case.refresh_from_db()
    return case


def run(made: Simulation, *, at: datetime) -> Simulation:
    """Do the stretches as a worker would, until nothing of it waits."""
    while waiting := Job.objects.filter(
        kind=simulation.SIMULATION_JOB, subject=made.reference, state=JobState.WAITING.value
    ).first():
        done = job.run(waiting.pk, at=at)
        assert done is not None
        assert done.error == ""
    made.refresh_from_db()
    return made


def test_simulation_when_a_row_is_softened_then_the_case_it_decided_is_found_and_no_other(
    clean: Application, convicted: Application, draft: PolicyDraft, cast: Cast, now: datetime, record: Record
) -> None:
    made = simulation.request(draft, **cast.paul.acts(now))
    entry = record.one("screening.policy.simulated")
    assert (entry.body["cases"], entry.body["ports"]) == (2, [clean.port.locode])
    run(made, at=now)
    assert (made.state, made.done, made.total, made.changed, made.unread) == ("done", 2, 2, 1, 0)
    found = SimulatedCase.objects.get()
    assert found.application == convicted
    assert (found.change, found.before, found.after) == ("recommendation", "unsuitable", "weigh")
    assert [(ground["before"]["row"], ground["after"]["effect"]) for ground in found.rows] == [(30, "refer")]
    assert made.tally == {
        clean.level: {"suitable": {"suitable": 1}, "unsuitable": {"weigh": 1}},
    }
    assert finished_simulation(draft) == made


def test_simulation_when_nothing_differs_then_no_case_is_found(
    clean: Application, convicted: Application, cast: Cast, now: datetime
) -> None:
    begun = policy_draft.start(policy.in_force(on=now.date()), **cast.paul.acts(now))
    made = run(simulation.request(begun, **cast.paul.acts(now)), at=now)
    assert (made.done, made.changed) == (2, 0)
    assert not SimulatedCase.objects.exists()


def test_simulation_when_the_stretch_is_short_then_goes_on_in_jobs_and_shows_how_far(
    clean: Application,
    convicted: Application,
    draft: PolicyDraft,
    cast: Cast,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(simulation, "STRETCH", 1)
    made = simulation.request(draft, **cast.paul.acts(now))
    first = Job.objects.get(kind=simulation.SIMULATION_JOB)
    job.run(first.pk, at=now)
    made.refresh_from_db()
    assert (made.done, made.state) == (1, "running")
    assert finished_simulation(draft) is None
    with unchanged():
        assert simulation.run_stretch(made.reference, "0", at=now) == {"done": 1}
    run(made, at=now)
    assert (made.done, made.changed, made.state) == (2, 1, "done")


def test_simulation_when_asked_for_twice_then_one_run(
    clean: Application, draft: PolicyDraft, cast: Cast, now: datetime
) -> None:
    made = simulation.request(draft, **cast.paul.acts(now))
    with unchanged():
        assert simulation.request(draft, **cast.paul.acts(now)) == made
    run(made, at=now)
    assert simulation.request(draft, **cast.paul.acts(now)) != made


def test_simulation_when_fewer_are_asked_for_then_the_latest_decided(
    clean: Application, convicted: Application, draft: PolicyDraft, cast: Cast, now: datetime
) -> None:
    made = simulation.request(draft, most=1, **cast.paul.acts(now))
    latest = Application.objects.order_by("-closed_at", "-pk").first()
    assert latest is not None
    assert made.cases == [latest.pk]


def test_simulation_when_no_case_was_decided_then_finished_at_once(
    draft: PolicyDraft, cast: Cast, now: datetime
) -> None:
    made = simulation.request(draft, **cast.paul.acts(now))
    assert (made.state, made.total) == ("done", 0)
    assert not Job.objects.filter(kind=simulation.SIMULATION_JOB).exists()


def test_simulation_when_the_case_belongs_to_another_port_then_neither_run_nor_shown(
    convicted: Application, draft: PolicyDraft, other_port: Port, cast: Cast, now: datetime
) -> None:
    there = people.make_cast(other_port, convicted.person.organisation, at=now, suffix="-there")
    assert simulation.request(draft, **there.paul.acts(now)).total == 0
    made = run(simulation.request(draft, **cast.paul.acts(now)), at=now)
    assert differing_cases(made, scope=cast.paul.scope).count() == 1
    assert differing_cases(made, scope=there.paul.scope).count() == 0
    assert differing_cases(made, scope=cast.alice.scope).count() == 1


def test_simulation_when_a_case_was_erased_meanwhile_then_counted_as_not_judged(
    convicted: Application, draft: PolicyDraft, cast: Cast, now: datetime
) -> None:
    made = simulation.request(draft, **cast.paul.acts(now))
    Application.objects.filter(pk=convicted.pk).update(erased_at=now)
    run(made, at=now)
    assert (made.state, made.changed, made.unread) == ("done", 0, 1)


def test_simulation_when_its_job_is_parked_then_stuck_and_may_be_asked_for_again(
    convicted: Application, draft: PolicyDraft, cast: Cast, now: datetime
) -> None:
    made = simulation.request(draft, **cast.paul.acts(now))
    assert not simulation.is_stuck(made)
    Job.objects.filter(kind=simulation.SIMULATION_JOB).update(state=JobState.PARKED.value)
    assert simulation.is_stuck(made)
    assert simulation.request(draft, **cast.paul.acts(now)) != made


def test_simulation_when_asked_for_by_others_then_refused(
    draft: PolicyDraft, cast: Cast, now: datetime
) -> None:
    with unchanged(), pytest.raises(Refused):
        simulation.request(draft, **cast.alice.acts(now))


def test_simulation_when_facts_came_later_then_judged_as_at_the_assessment(
    convicted: Application, draft: PolicyDraft, cast: Cast, now: datetime
) -> None:
    """Ten years on the window has closed, and the case still counts as it did when it was decided."""
    later = now + timedelta(days=3700)
    made = run(simulation.request(draft, **cast.paul.acts(now)), at=later)
    assert made.changed == 1
