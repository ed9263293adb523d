"""Whatever officers, the person and the clock do in whatever order: nobody is refused unlawfully.

A refused case always has a closed hearing and two different people who wanted the refusal; no account of a
device ever decides, and the clock only closes hearings.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Port
from accounts.roles import Role
from ledger.models import Entry
from portsec.kernel.errors import PortsecError
from portsec.kernel.scope import Scope
from screening.deciding.words import PanelChoice, RemedyKind, RemedyState
from screening.enums import Outcome
from screening.models import Application, Clearance, Decision, Hearing, Panel, Remedy
from screening.services import application, assessment, clearance, decision, hearing, panel, remedy
from tests.people import Cast, make_actor
from tests.screening import rows

pytestmark = [pytest.mark.db, pytest.mark.django_db]

DECIDES = (
    "screening.decision.countersigned",
    "screening.panel.closed",
    "screening.remedy.decided",
    "screening.clearance.granted",
)
WORDS = {"reason": "Weighed.", "conditions": "Days only."}


@dataclass
class Stage:
    """One case, everybody who may act in it, and a moment that moves on."""

    case: Application
    hands: dict[str, dict[str, Any]]
    at: datetime

    def acts(self, who: str) -> dict[str, Any]:
        return {**self.hands[who], "at": self.at}

    def fresh(self) -> Application:
        return Application.objects.select_related("person", "port", "policy").get(pk=self.case.pk)

    def newest(self, model: type[Any], **where: Any) -> Any:
        return model.objects.filter(**where).order_by("-pk").first()


@pytest.fixture
def stage(case: Application, cast: Cast, port: Port, now: datetime) -> Stage:
    rows.reviewed(case, cast.alice)
    rows.assessed(case, cast.alice)
    people = {name: getattr(cast, name) for name in ("alice", "bob", "bea")}
    people["ada"] = make_actor("ada", Role.VETTING_OFFICER, port, at=now)
    hands = {name: {"actor": one.user, "scope": one.scope} for name, one in people.items()}
    hands["machine"] = {"actor": cast.reader.user, "scope": Scope.system(reason="a job")}
    return Stage(case, hands, now)


def propose(on: Stage, who: str, outcome: Outcome) -> None:
    decision.propose(on.fresh(), outcome, **WORDS, **on.acts(who))


def opine(on: Stage, who: str, outcome: Outcome) -> None:
    proposal = on.newest(Decision, application=on.case, state="proposed")
    decision.give_opinion(proposal, outcome, **WORDS, **on.acts(who))


def give_back(on: Stage, who: str, outcome: Outcome) -> None:
    proposal = on.newest(Decision, application=on.case, state="proposed")
    decision.return_to_officer(proposal, reason="More.", **on.acts(who))


def vote(on: Stage, who: str, outcome: Outcome) -> None:
    choice = PanelChoice(outcome.value)
    panel.vote(on.newest(Panel, application=on.case), choice, **WORDS, **on.acts(who))


def serve(on: Stage, who: str, outcome: Outcome) -> None:
    hearing.serve(on.newest(Hearing, application=on.case), **on.acts(who))


def reply(on: Stage, who: str, outcome: Outcome) -> None:
    last = on.newest(Hearing, application=on.case)
    hearing.answer_by_link(last, "It was long ago.", is_complete=outcome is Outcome.GRANT, at=on.at)


def wait(on: Stage, who: str, outcome: Outcome) -> None:
    on.at += timedelta(days=20)
    hearing.close_due(at=on.at)
    clearance.lapse_due(at=on.at)


def assess(on: Stage, who: str, outcome: Outcome) -> None:
    assessment.assess(on.fresh(), **on.acts(who))


def give_up(on: Stage, who: str, outcome: Outcome) -> None:
    application.withdraw(on.fresh(), reason="Another job.", **on.acts(who))


def appeal(on: Stage, who: str, outcome: Outcome) -> None:
    remedy.lodge(on.fresh(), RemedyKind.APPEAL, grounds="Wrong.", evidence=[], at=on.at)


def review(on: Stage, who: str, outcome: Outcome) -> None:
    result = RemedyState.UPHELD if outcome is Outcome.REFUSE else RemedyState.ANNULLED
    remedy.propose(on.newest(Remedy, application=on.case), result, **WORDS, **on.acts(who))


def settle(on: Stage, who: str, outcome: Outcome) -> None:
    remedy.decide(on.newest(Remedy, application=on.case), **on.acts(who))


DEEDS: tuple[Callable[[Stage, str, Outcome], None], ...] = (
    *(propose, opine, vote, serve, reply, wait),
    *(give_back, assess, give_up, appeal, review, settle),
)
LIKELY = st.sampled_from((propose, opine, serve, reply, vote, propose, opine))
STEP = st.tuples(
    st.one_of(LIKELY, LIKELY, st.sampled_from(DEEDS)),
    st.sampled_from(("alice", "bob", "bea", "ada", "machine")),
    st.sampled_from((Outcome.REFUSE, Outcome.REFUSE, Outcome.GRANT, Outcome.CONDITIONAL)),
)
# What leads to a refusal when each step is allowed; the examples stray from it.
STRAIGHT = [
    (propose, "alice", Outcome.REFUSE),
    (opine, "bob", Outcome.REFUSE),
    (serve, "alice", Outcome.REFUSE),
    (reply, "alice", Outcome.GRANT),
    (propose, "alice", Outcome.REFUSE),
    (opine, "bob", Outcome.REFUSE),
]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(strayed=st.lists(st.tuples(st.integers(0, 6), STEP), max_size=8))
def test_refusal_when_anything_is_tried_then_two_people_after_a_closed_hearing(
    stage: Stage, strayed: list[tuple[int, Any]]
) -> None:
    steps: list[Any] = list(STRAIGHT)
    for place, step in strayed:
        steps.insert(place, step)
    began = stage.at
    with transaction.atomic():
        for deed, who, outcome in steps:
            tried(stage, deed, who, outcome)
            is_lawful(stage)
        transaction.set_rollback(True)
    stage.at = began


def test_refusal_when_each_step_is_taken_then_refused(stage: Stage) -> None:
    for deed, who, outcome in STRAIGHT:
        deed(stage, who, outcome)
    assert stage.fresh().state == "refused"
    is_lawful(stage)


def tried(stage: Stage, deed: Callable[..., None], who: str, outcome: Outcome) -> None:
    """A refused step changes nothing; a missing row is like one."""
    try:
        with transaction.atomic():
            deed(stage, who, outcome)
    except (PortsecError, AttributeError):
        return


def is_lawful(stage: Stage) -> None:
    case = stage.fresh()
    if case.state == "refused":
        assert case.hearings.exclude(state="open").exists(), "refused without a closed hearing"
        assert len(wanted_it(case)) >= 2, "refused by fewer than two people"
    machine = stage.hands["machine"]["actor"]
    assert not Decision.objects.filter(proposed_by=machine).exists()
    assert not Decision.objects.filter(answered_by=machine).exists()
    actors = set(Entry.objects.filter(kind__in=DECIDES).values_list("actor", flat=True))
    assert not actors & {machine.reference, "system:clock", "system:screening", "person"}, actors
    assert Clearance.objects.filter(decision__answered_by=None).count() == 0


def wanted_it(case: Application) -> set[int]:
    """The different people behind the refusal that took effect."""
    final = case.decisions.filter(state__in=["countersigned", "settled"], remedy=None).latest("answered_at")
    if final.state == "countersigned":
        assert final.outcome == final.opinion.outcome == "refuse"
        return {final.proposed_by_id, final.opinion.officer_id}
    last = {vote.officer_id: vote.choice for vote in final.panel.votes.order_by("pk")}
    assert len(last) >= 3
    return {officer for officer, choice in last.items() if choice == "refuse"}
