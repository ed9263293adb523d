"""The second opinion: formed without the proposal, and what agreement and disagreement lead to."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from portsec.kernel.errors import InvalidInput
from screening.enums import ClearanceKind, Outcome
from screening.models import Assessment, Clearance, Decision, Opinion, OutcomeNotice, Panel
from screening.services import decision
from tests.people import Actor, Cast
from tests.screening import rows
from tests.witness import unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def conditional(assessed: Assessment, alice: Actor, now: datetime, days: int) -> Decision:
    return decision.propose(
        assessed.application,
        Outcome.CONDITIONAL,
        reason="With care.",
        conditions="Day shifts only.",
        valid_until=timezone.localdate(now) + timedelta(days=days),
        **alice.acts(now),
    )


def test_propose_when_conditional_without_conditions_then_refused_at_that_field(
    assessed: Assessment, alice: Actor, now: datetime
) -> None:
    with unchanged(), pytest.raises(InvalidInput) as refusal:
        decision.propose(
            assessed.application, Outcome.CONDITIONAL, reason="With care.", conditions=" ", **alice.acts(now)
        )
    assert set(refusal.value.fields) == {"conditions"}


def test_opinion_when_both_set_conditions_then_the_earlier_end_and_the_conditions_of_both(
    assessed: Assessment, cast: Cast, now: datetime
) -> None:
    proposal = conditional(assessed, cast.alice, now, 200)
    decision.give_opinion(
        proposal,
        Outcome.CONDITIONAL,
        reason="With care.",
        conditions="No release codes.",
        escort_only=True,
        valid_until=timezone.localdate(now) + timedelta(days=90),
        **cast.bob.acts(now),
    )
    held = Clearance.objects.get()
    assert held.kind_word is ClearanceKind.CONDITIONAL
    assert held.valid_until == timezone.localdate(now) + timedelta(days=90)
    assert held.conditions.splitlines() == ["Day shifts only.", "No release codes."]
    assert held.escort_only
    notice = OutcomeNotice.objects.get()
    assert (notice.outcome, notice.decided_on) == ("suitable", timezone.localdate(now))
    kept = {field.name for field in OutcomeNotice._meta.get_fields()}
    assert kept == {"id", "application", "organisation", "outcome", "decided_on", "at"}, "nothing else"


@pytest.mark.parametrize("outcome", [Outcome.REFUSE, Outcome.CONDITIONAL])
def test_opinion_when_it_differs_then_a_panel_opens_and_nothing_takes_effect(
    proposal: Decision, bob: Actor, now: datetime, outcome: Outcome
) -> None:
    decision.give_opinion(
        proposal, outcome, reason="I see it differently.", conditions="Days only.", **bob.acts(now)
    )
    panel = Panel.objects.get()
    assert (proposal.state, panel.application.state) == ("disputed", "panel")
    assert list(panel.votes.order_by("pk").values_list("choice", flat=True)) == ["grant", outcome.value]
    assert not Clearance.objects.exists()


def test_opinion_when_raw_sql_gives_it_to_the_proposer_then_the_database_refuses(
    proposal: Decision, alice: Actor, now: datetime
) -> None:
    with pytest.raises(IntegrityError, match="own proposal"), transaction.atomic():
        Opinion.objects.create(decision=proposal, officer=alice.user, outcome="grant", reason="x", at=now)


def test_opinion_when_raw_sql_gives_it_to_the_person_then_the_database_refuses(
    proposal: Decision, bob: Actor, now: datetime
) -> None:
    User.objects.filter(pk=bob.user.pk).update(person_ref=proposal.application.person.ref)
    with pytest.raises(IntegrityError, match="own file"), transaction.atomic():
        Opinion.objects.create(decision=proposal, officer=bob.user, outcome="grant", reason="x", at=now)


def test_opinion_when_given_then_nobody_alters_it(proposal: Decision, bob: Actor, now: datetime) -> None:
    opinion = decision.give_opinion(proposal, Outcome.GRANT, reason="Fine.", **bob.acts(now))
    for act in (lambda: Opinion.objects.update(reason=""), opinion.delete):
        with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
            act()


def test_grant_when_the_employer_is_told_of_a_reassessment_then_only_of_a_refusal(
    assessed: Assessment, cast: Cast, now: datetime
) -> None:
    case = assessed.application
    type(case).objects.filter(pk=case.pk).update(kind="reassessment")
    case.refresh_from_db()
    proposal = rows.proposed(case, cast.alice)
    decision.give_opinion(proposal, Outcome.GRANT, reason="Fine.", **cast.bob.acts(now))
    assert not OutcomeNotice.objects.exists()
