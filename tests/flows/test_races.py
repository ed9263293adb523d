"""Many hands at the same moment, on connections of their own: exactly one deed is done."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from access.enums import DataAction, Direction, FieldClass
from access.models import EventToScan, Flag, GateEvent, PersonCase
from access.services import anomaly, data_access, gate_event, scan
from access.services.data_record import LookUp
from accounts.models import Organisation, Port
from accounts.roles import Role
from ledger.models import Entry, Job
from ledger.services import job
from screening.enums import ListSource, Outcome
from screening.models import Application, Clearance, ClearanceChange, Decision, Hit, ListVersion, Person
from screening.services import application, assessment, clearance, decision, hit, reassessment, watchlist
from screening.watchlists.document import WatchlistDocument
from tests import scenario
from tests.flows.hands import HANDS, acting, bound, officers, split
from tests.moment import port_now
from tests.people import MAKER, make_actor
from tests.scenario import Scenario
from tests.screening import rows
from tests.threads import at_once

pytestmark = [pytest.mark.flow, pytest.mark.django_db(transaction=True)]


def granting(proposal: Decision, **given: Any) -> Any:
    """The second officer would grant as well."""
    return decision.give_opinion(proposal, Outcome.GRANT, **given)


def test_opinion_when_eight_officers_sign_at_once_then_one_clearance(made: Scenario) -> None:
    proposal = Decision.objects.get(application=made.proposed)
    signing = [
        bound(
            decision.give_opinion,
            Decision.objects.select_related("application__person", "application__port").get(pk=proposal.pk),
            Outcome.GRANT,
            reason="Agreed.",
            **acting(officer),
        )
        for officer in officers(Role.DECIDING_OFFICER, made.port)
    ]
    done, refused = split(at_once(signing))
    assert (len(done), len(refused)) == (1, HANDS - 1)
    assert Clearance.objects.filter(person=made.proposed.person).count() == 1
    assert (
        Entry.objects.filter(kind="screening.decision.countersigned", subject=made.proposed.reference).count()
        == 1
    )


def test_answer_when_half_sign_and_half_return_then_one_answer(made: Scenario) -> None:
    proposal = Decision.objects.get(application=made.proposed)
    answers = [
        bound(
            (granting, decision.return_to_officer)[number % 2],
            Decision.objects.select_related("application__person", "application__port").get(pk=proposal.pk),
            reason="My answer.",
            **acting(officer),
        )
        for number, officer in enumerate(officers(Role.DECIDING_OFFICER, made.port))
    ]
    done, _ = split(at_once(answers))
    assert len(done) == 1
    granted = Clearance.objects.filter(person=made.proposed.person).count()
    state = Application.objects.get(pk=made.proposed.pk).state
    assert (state, granted) in {("granted", 1), ("in_review", 0)}


def test_propose_when_eight_officers_propose_at_once_then_one_proposal(made: Scenario) -> None:
    made.hit.refresh_from_db()
    hit.decide(made.hit, hit.HitState.DIFFERENT, reason="Another birth date.", **acting(made.cast.alice))
    rows.triage_all(made.case, made.cast.alice)
    assessment.assess(made.case, **acting(made.cast.alice))
    proposing = [
        bound(
            decision.propose,
            Application.objects.get(pk=made.case.pk),
            Outcome.REFUSE,
            reason="No.",
            **acting(officer),
        )
        for officer in officers(Role.VETTING_OFFICER, made.port)
    ]
    done, refused = split(at_once(proposing))
    assert (len(done), len(refused)) == (1, HANDS - 1)


def test_hit_when_decided_while_a_decision_is_proposed_then_never_both(made: Scenario) -> None:
    """Either the proposal rests on the hit as it is now, or the hit waits for the proposal's answer."""
    hit.decide(made.hit, hit.HitState.UNSURE, reason="Unclear.", **acting(made.cast.alice))
    assessment.assess(made.case, **acting(made.cast.alice))
    deciding = bound(
        hit.decide,
        Hit.objects.get(pk=made.hit.pk),
        hit.HitState.SAME,
        reason="The same passport.",
        **acting(made.cast.alice),
    )
    proposing = bound(
        decision.propose,
        Application.objects.get(pk=made.case.pk),
        Outcome.GRANT,
        reason="Fine.",
        **acting(officers(Role.VETTING_OFFICER, made.port)[0]),
    )
    done, refused = split(at_once([deciding, proposing]))
    assert (len(done), len(refused)) == (1, 1)


def test_submit_when_two_enter_the_same_application_then_one_case(made: Scenario) -> None:
    person = rows.make_person(made.port, made.post.organisation)
    entering = [
        bound(application.submit, person, made.post, **acting(officer))
        for officer in officers(Role.VETTING_OFFICER, made.port)
    ]
    done, refused = split(at_once(entering))
    assert (len(done), len(refused)) == (1, HANDS - 1)
    assert Application.objects.filter(person=person).count() == 1
    assert Job.objects.filter(subject=f"check:{done[0].checks.get(kind='watchlist').pk}").count() == 1


def test_escalate_when_eight_analysts_escalate_at_once_then_one_reassessment(made: Scenario) -> None:
    escalating = [
        bound(
            anomaly.escalate,
            PersonCase.objects.select_related("person__port", "port").get(pk=made.person_case.pk),
            reason="Look.",
            suspend=True,
            **acting(analyst),
        )
        for analyst in officers(Role.ANALYST, made.port)
    ]
    done, refused = split(at_once(escalating))
    assert (len(done), len(refused)) == (1, HANDS - 1)
    assert Application.objects.filter(kind="reassessment").count() == 1
    suspended = ClearanceChange.objects.filter(clearance=made.clearance, reason__startswith="Interim measure")
    assert suspended.count() == 1


def test_escalate_when_an_officer_suspends_at_the_same_moment_then_both_are_done(made: Scenario) -> None:
    escalating = bound(
        anomaly.escalate,
        PersonCase.objects.select_related("person__port", "port").get(pk=made.person_case.pk),
        reason="Look.",
        suspend=True,
        **acting(made.cast.anna),
    )
    held = Clearance.objects.select_related("person", "port").get(pk=made.clearance.pk)
    suspending = bound(clearance.suspend, held, reason="Look.", **acting(made.cast.bob))
    done, _ = split(at_once([escalating, suspending]))
    assert any(isinstance(one, Application) for one in done), "the escalation is never lost to a suspension"
    assert Clearance.objects.get(pk=held.pk).state == "suspended"


def test_opinion_when_the_person_is_escalated_at_the_same_moment_then_no_clearance_in_force(
    made: Scenario,
) -> None:
    """Either the new clearance came first and was suspended, or the reassessment did and none was granted."""
    elsewhere = rows.make_post(made.port, "YARD", name="Yard planner")
    renewal = rows.reviewed(rows.make_case(made.erin, elsewhere, made.cast.alice), made.cast.alice)
    assessment.assess(renewal, **acting(made.cast.alice))
    proposal = rows.proposed(renewal, made.cast.alice)
    Application.objects.filter(pk=renewal.pk).update(submitted_at=made.at - timedelta(days=1))
    signing = bound(
        granting,
        Decision.objects.select_related("application__person", "application__port").get(pk=proposal.pk),
        reason="Agreed.",
        **acting(made.cast.bob),
    )
    opening = bound(
        reassessment.open_reassessment,
        made.erin,
        source="person_case:PC-1",
        reason="Look.",
        suspend=True,
        actor="user:anna",
        at=port_now(),
    )
    done, _ = split(at_once([signing, opening]))
    assert any(isinstance(one, Application) for one in done)
    assert not Clearance.objects.filter(person=made.erin, state="granted").exists()


def test_submit_when_the_person_is_reassessed_at_the_same_moment_then_nobody_waits_for_ever(
    made: Scenario,
) -> None:
    entering = [
        bound(application.submit, Person.objects.get(pk=made.erin.pk), made.post, **acting(made.cast.alice))
        for _ in range(4)
    ]
    opening = [
        bound(
            reassessment.open_reassessment,
            Person.objects.select_related("port", "organisation").get(pk=made.erin.pk),
            source="person_case:PC-1",
            reason="Look.",
            suspend=True,
            actor="user:anna",
            at=port_now(),
        )
        for _ in range(4)
    ]
    done, _ = split(at_once([*entering, *opening]))
    assert {one.person for one in done} == {made.erin}


def test_attempt_when_one_message_arrives_eight_times_at_once_then_one_event_and_one_answer(
    made: Scenario,
) -> None:
    device = made.cast.reader
    attempts = [
        bound(
            gate_event.record_attempt,
            made.reader,
            gate_event.Attempt(made.credential, Direction.IN, "the-same"),
            actor=device.reference,
            scope=device.scope,
            at=port_now(),
        )
        for _ in range(HANDS)
    ]
    answers = at_once(attempts)
    (event,) = GateEvent.objects.filter(code="the-same")
    assert [answer.event for answer in answers] == [event] * HANDS
    assert {(answer.event.receipt, answer.event.result, answer.reasons) for answer in answers} == {
        (event.receipt, "granted", ())
    }
    assert Entry.objects.filter(body__event=str(event.id)).count() == 1
    assert EventToScan.objects.filter(stream="gate", event_number=event.number).count() == 1


def test_load_when_one_list_is_loaded_twice_at_once_then_one_version() -> None:
    document = WatchlistDocument.of(
        ListSource.UN, [rows.entity(str(number), f"Person Number{number}") for number in range(300)]
    )
    loading = [bound(watchlist.load, document, actor=MAKER, at=port_now()) for _ in range(4)]
    done, _ = split(at_once(loading))
    assert sorted(one.is_new for one in done) == [False, False, False, True]
    (version,) = ListVersion.objects.all()
    assert (version.number, version.entries_added.count()) == (1, 300)
    assert Entry.objects.filter(kind="screening.watchlist.loaded").count() == 1


def test_check_when_eight_workers_do_the_same_job_then_one_answer(port: Port, quayside: Organisation) -> None:
    officer = make_actor("alice", Role.VETTING_OFFICER, port, at=port_now())
    post = rows.make_post(port)
    rows.load_list(rows.entity("7", "Erin Dominguez", sex="", births=(), nationalities=()))
    case = rows.make_case(rows.make_person(port, quayside), post, officer)
    waiting = Job.objects.get()
    later = port_now() + timedelta(seconds=5)
    done = [one for one in at_once([bound(job.run, waiting.pk, at=later)] * HANDS) if one is not None]
    assert [one.state for one in done] == ["done"]
    assert Hit.objects.filter(check_answered__application=case).count() == 1


def test_scan_when_eight_workers_scan_one_port_at_once_then_each_finding_is_kept_once(
    made: Scenario,
) -> None:
    clearance.suspend(made.clearance, reason="Look.", **acting(made.cast.bob))
    for _ in range(5):
        question = LookUp(
            "person", made.erin.log_ref, DataAction.READ, FieldClass.S3, scenario.OTHER_CONTAINER
        )
        data_access.answer(made.port, question, actor="user:dora", scope=made.cast.dora.scope, at=port_now())
    at = port_now() + timedelta(seconds=1)
    done, _ = split(at_once([bound(scan.scan, made.port, at=at)] * HANDS))
    assert sum(one.events for one in done) == 5
    assert not EventToScan.objects.exists()
    keys = list(Flag.objects.values_list("rule", "key"))
    assert len(keys) == len(set(keys))
    assert PersonCase.objects.filter(state="open").count() == 1
    raised = Entry.objects.filter(kind="access.flag.raised").count()
    assert raised == len(keys)
