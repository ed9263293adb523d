"""Panels: at least three officers, majority, votes that change by new rows only."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Port
from accounts.roles import Role
from portsec.kernel.errors import Conflict, InvalidInput, Refused
from screening.deciding.words import PanelChoice
from screening.enums import Outcome
from screening.models import Application, Assessment, Clearance, Decision, Hearing, Panel, PanelVote
from screening.services import decision, panel
from tests.people import Actor, Cast, make_actor
from tests.screening import rows
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.fixture
def open_panel(proposal: Decision, bob: Actor, now: datetime) -> Panel:
    """Alice would grant, Bob would refuse."""
    decision.give_opinion(proposal, Outcome.REFUSE, reason="It weighs too much.", **bob.acts(now))
    return Panel.objects.select_related("application", "decision").get()


def state_of(opened: Panel) -> str:
    return Application.objects.get(pk=opened.application_id).state


def test_vote_when_a_third_officer_grants_then_the_clearance_exists(
    open_panel: Panel, cast: Cast, now: datetime, record: Record
) -> None:
    panel.vote(open_panel, PanelChoice.GRANT, reason="Long ago.", **cast.bea.acts(now))
    assert (open_panel.result, open_panel.closed_at) == ("grant", now)
    assert (state_of(open_panel), Decision.objects.get().state) == ("granted", "settled")
    assert Clearance.objects.get().decision == Decision.objects.get()
    assert record.kinds() == [
        "screening.panel.voted",
        "screening.panel.closed",
        "screening.clearance.granted",
        "screening.outcome.told",
        "screening.letter.issued",
        "screening.letter.issued",
    ]


def test_vote_when_a_third_officer_refuses_then_the_person_is_heard_first(
    open_panel: Panel, cast: Cast, now: datetime
) -> None:
    panel.vote(open_panel, PanelChoice.REFUSE, reason="Too much.", **cast.bea.acts(now))
    assert (state_of(open_panel), Decision.objects.get().state) == ("hearing", "noticed")
    assert Hearing.objects.get().state == "open"


def test_vote_when_the_majority_refuses_after_a_hearing_then_refused(
    assessed: Assessment, cast: Cast, now: datetime
) -> None:
    case = assessed.application
    rows.heard(case, cast)
    again = decision.propose(case, Outcome.GRANT, reason="Convincing.", **cast.alice.acts(now))
    decision.give_opinion(again, Outcome.REFUSE, reason="Not to me.", **cast.bob.acts(now))
    panel.vote(Panel.objects.get(), PanelChoice.REFUSE, reason="Nor to me.", **cast.bea.acts(now))
    case.refresh_from_db()
    assert case.state == "refused"


def test_vote_when_returned_by_majority_then_more_checks_and_no_outcome(
    open_panel: Panel, port: Port, cast: Cast, now: datetime
) -> None:
    other = make_actor("ben", Role.VETTING_OFFICER, port, at=now)
    third = make_actor("bill", Role.DECIDING_OFFICER, port, at=now)
    for officer in (cast.bea, other):
        panel.vote(open_panel, PanelChoice.RETURN, reason="Ask Spain again.", **officer.acts(now))
        assert open_panel.result == "", "two of four are no majority"
    panel.vote(open_panel, PanelChoice.RETURN, reason="Ask Spain again.", **third.acts(now))
    assert (open_panel.result, state_of(open_panel)) == ("return", "in_review")
    assert not Clearance.objects.exists()


def test_vote_when_changed_then_by_a_new_row_and_the_last_counts(
    open_panel: Panel, cast: Cast, now: datetime
) -> None:
    """Bob comes round to Alice's view; two officers are still too few."""
    panel.vote(open_panel, PanelChoice.GRANT, reason="Alice is right.", **cast.bob.acts(now))
    assert (open_panel.result, open_panel.votes.count()) == ("", 3)
    panel.vote(open_panel, PanelChoice.RETURN, reason="Ask again.", **cast.bea.acts(now))
    assert open_panel.result == "grant"


def test_vote_when_the_panel_is_closed_then_conflict_and_the_database_refuses_too(
    open_panel: Panel, cast: Cast, now: datetime
) -> None:
    panel.vote(open_panel, PanelChoice.GRANT, reason="Long ago.", **cast.bea.acts(now))
    stale = Panel.objects.get()
    with unchanged(), pytest.raises(Conflict):
        panel.vote(stale, PanelChoice.REFUSE, reason="Wait.", **cast.bob.acts(now))
    with pytest.raises(IntegrityError, match="closed"), transaction.atomic():
        PanelVote.objects.create(panel=stale, officer=cast.bob.user, choice="refuse", reason="Wait.", at=now)


@pytest.mark.parametrize("name", ["carol", "frank", "emma", "paul", "dave"])
def test_vote_when_the_role_decides_nothing_then_refused_on_record(
    open_panel: Panel, cast: Cast, now: datetime, record: Record, name: str
) -> None:
    with unchanged("ledger_entry"), pytest.raises(Refused):
        panel.vote(open_panel, PanelChoice.GRANT, reason="x", **getattr(cast, name).acts(now))
    assert record.one("screening.decision.refused").body["step"] == "Voting"


def test_vote_when_it_is_ones_own_file_then_refused(open_panel: Panel, cast: Cast, now: datetime) -> None:
    cast.bea.user.person_ref = open_panel.application.person.ref
    with pytest.raises(Refused) as refusal:
        panel.vote(open_panel, PanelChoice.GRANT, reason="x", **cast.bea.acts(now))
    assert refusal.value.verdict.codes == ("own_file",)


@pytest.mark.parametrize(
    ("given", "field"),
    [({"reason": " "}, "reason"), ({"reason": "x", "conditions": ""}, "conditions")],
)
def test_vote_when_words_are_missing_then_refused_at_that_field(
    open_panel: Panel, cast: Cast, now: datetime, given: dict[str, str], field: str
) -> None:
    with unchanged(), pytest.raises(InvalidInput) as refusal:
        panel.vote(open_panel, PanelChoice.CONDITIONAL, **given, **cast.bea.acts(now))
    assert set(refusal.value.fields) == {field}
