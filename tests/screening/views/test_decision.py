"""Proposing, and the second officer's answer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organisation, Port
from accounts.roles import Role
from accounts.services import role
from ledger.models import Entry
from portsec.kernel import clock
from screening.enums import Outcome
from screening.models import Application, Clearance, Decision, Post
from tests.people import MAKER, Actor, Cast, SignIn
from tests.screening import rows

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.fixture
def assessed(case: Application, alice: Actor) -> Application:
    rows.reviewed(case, alice)
    rows.assessed(case, alice)
    return case


@pytest.fixture
def proposal(assessed: Application, alice: Actor) -> Decision:
    return rows.proposed(assessed, alice)


def decide_url(case: Application) -> str:
    return reverse("case-decide", args=[case.ref])


def approval_url(case: Application) -> str:
    return reverse("approval-detail", args=[case.ref])


def proposal_form(**changes: str) -> dict[str, str]:
    until = timezone.localdate(clock.now()) + timedelta(days=365)
    given = {
        "outcome": "grant",
        "reason": "Nothing found.",
        "valid_until": until.isoformat(),
        "step": "check",
    }
    return given | changes


def test_decide_when_opened_then_longest_end_is_told(
    assessed: Application, alice: Actor, signed_in: SignIn
) -> None:
    text = signed_in(alice).get(decide_url(assessed) + "?outcome=grant").content.decode()
    assert "the policy supports 60 months" in text
    assert "The rules recommend" in text


def test_decide_when_not_assessed_then_says_so_and_offers_no_form(
    case: Application, alice: Actor, signed_in: SignIn
) -> None:
    rows.reviewed(case, alice)
    text = signed_in(alice).get(decide_url(case) + "?outcome=grant").content.decode()
    assert "Not assessed yet" in text
    assert 'name="reason"' not in text


@pytest.mark.parametrize("name", ["bob", "carol", "frank", "emma", "dave"])
def test_decide_when_role_proposes_nothing_then_404(
    assessed: Application, cast: Cast, signed_in: SignIn, name: str
) -> None:
    browser = signed_in(getattr(cast, name))
    assert browser.get(decide_url(assessed)).status_code == 404
    assert browser.post(decide_url(assessed), proposal_form(step="propose")).status_code == 404
    assert not Decision.objects.exists()


def test_decide_when_checked_then_says_what_happens_and_nothing_is_proposed(
    assessed: Application, alice: Actor, signed_in: SignIn
) -> None:
    text = signed_in(alice).post(decide_url(assessed), proposal_form()).content.decode()
    assert "What happens" in text
    assert "Nothing found." in text
    assert not Decision.objects.exists()


def test_decide_when_proposed_then_it_waits_for_the_second_officer(
    assessed: Application, alice: Actor, signed_in: SignIn
) -> None:
    signed_in(alice).post(decide_url(assessed), proposal_form(step="propose"))
    decision = Decision.objects.get()
    assert (decision.outcome, decision.state) == ("grant", "proposed")
    assessed.refresh_from_db()
    assert assessed.state == "proposed"
    assert not Clearance.objects.exists()


def test_decide_when_sign_in_is_old_then_sign_in_again_first(
    assessed: Application, alice: Actor, signed_in: SignIn
) -> None:
    answer = signed_in(alice, fresh=False).post(decide_url(assessed), proposal_form(step="propose"))
    assert answer.status_code == 302
    assert "/accounts/reauthenticate/" in answer.headers["Location"]
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"reason": ""}, "Reason: This field is required."),
        ({"valid_until": ""}, "Valid until: This field is required."),
        ({"valid_until": "2999-01-01"}, "Valid until: The end must lie after today"),
    ],
)
def test_decide_when_a_value_is_wrong_then_error_names_the_field(
    assessed: Application, alice: Actor, signed_in: SignIn, changes: dict[str, str], sentence: str
) -> None:
    text = (
        signed_in(alice).post(decide_url(assessed), proposal_form(step="propose", **changes)).content.decode()
    )
    assert sentence in text
    assert not Decision.objects.exists()


def test_approvals_when_listed_then_others_only_and_outcome_unsaid(
    proposal: Decision, bob: Actor, alice: Actor, port: Port, signed_in: SignIn
) -> None:
    text = signed_in(bob).get(reverse("approval-list")).content.decode()
    assert proposal.application.ref in text
    assert "Grant clearance" not in text
    role.give(alice.user, Role.DECIDING_OFFICER, port, actor=MAKER, at=clock.now())
    assert proposal.application.ref not in signed_in(alice).get(reverse("approval-list")).content.decode()


def test_approvals_when_rows_grow_then_queries_do_not(
    proposal: Decision,
    crane: Post,
    port: Port,
    quayside: Organisation,
    alice: Actor,
    bob: Actor,
    signed_in: SignIn,
) -> None:
    browser = signed_in(bob)
    browser.get(reverse("approval-list"))
    with CaptureQueriesContext(connection) as one:
        browser.get(reverse("approval-list"))
    for name in ("Second", "Third"):
        case = rows.make_case(rows.make_person(port, quayside, name), crane, alice)
        rows.reviewed(case, alice)
        rows.assessed(case, alice)
        rows.proposed(case, alice)
    with CaptureQueriesContext(connection) as three:
        page = browser.get(reverse("approval-list"))
    assert page.content.decode().count("row-link") == 3
    assert len(three) == len(one)


@pytest.mark.parametrize("name", ["alice", "carol", "frank", "emma", "dave"])
def test_approval_when_role_countersigns_nothing_then_404(
    proposal: Decision, cast: Cast, signed_in: SignIn, name: str
) -> None:
    browser = signed_in(getattr(cast, name))
    assert browser.get(reverse("approval-list")).status_code == 404
    assert browser.get(approval_url(proposal.application)).status_code == 404


def test_approval_when_opened_then_evidence_stands_before_the_proposal(
    proposal: Decision, bob: Actor, signed_in: SignIn
) -> None:
    text = signed_in(bob).get(approval_url(proposal.application)).content.decode()
    assert text.index("Identity document") < text.index("The rules recommend") < text.index("Grant clearance")
    assert "<details>" in text


def test_approval_when_countersigned_then_clearance_exists(
    proposal: Decision, bob: Actor, signed_in: SignIn
) -> None:
    browser = signed_in(bob)
    form = {"answer": "countersign", "reason": "I agree.", "step": "check"}
    check = browser.post(approval_url(proposal.application), form).content.decode()
    assert "The clearance is granted at once" in check
    assert not Clearance.objects.exists()
    browser.post(approval_url(proposal.application), form | {"step": "answer"})
    assert Clearance.objects.get().person == proposal.application.person
    proposal.refresh_from_db()
    assert (proposal.state, proposal.answered_by) == ("countersigned", bob.user)


def test_approval_when_returned_then_case_is_in_review_again(
    proposal: Decision, bob: Actor, signed_in: SignIn
) -> None:
    form = {"answer": "return", "reason": "Ask the employer first.", "step": "answer"}
    signed_in(bob).post(approval_url(proposal.application), form)
    proposal.application.refresh_from_db()
    assert proposal.application.state == "in_review"
    assert not Clearance.objects.exists()


def test_approval_when_refusal_is_countersigned_then_clearances_are_withdrawn(
    assessed: Application, alice: Actor, bob: Actor, signed_in: SignIn
) -> None:
    held = rows.cleared(assessed.person)
    rows.proposed(assessed, alice, Outcome.REFUSE)
    signed_in(bob).post(
        approval_url(assessed), {"answer": "countersign", "reason": "I agree.", "step": "answer"}
    )
    held.refresh_from_db()
    assert held.state == "withdrawn"


def test_approval_when_own_then_refused_and_on_record(
    proposal: Decision, alice: Actor, port: Port, signed_in: SignIn
) -> None:
    role.give(alice.user, Role.DECIDING_OFFICER, port, actor=MAKER, at=clock.now())
    browser = signed_in(alice)
    text = browser.get(approval_url(proposal.application)).content.decode()
    assert "You proposed this decision" in text
    assert 'name="answer"' not in text
    answer = browser.post(
        approval_url(proposal.application), {"answer": "countersign", "reason": "x", "step": "answer"}
    )
    assert answer.status_code == 403
    assert Entry.objects.filter(kind="screening.decision.refused").count() == 1
    assert not Clearance.objects.exists()


def test_approval_when_sign_in_is_old_then_sign_in_again_first(
    proposal: Decision, bob: Actor, signed_in: SignIn
) -> None:
    form = {"answer": "countersign", "reason": "x", "step": "answer"}
    answer = signed_in(bob, fresh=False).post(approval_url(proposal.application), form)
    assert "/accounts/reauthenticate/" in answer.headers["Location"]
    assert not Clearance.objects.exists()


def test_approval_when_reason_is_missing_then_error_names_the_field(
    proposal: Decision, bob: Actor, signed_in: SignIn
) -> None:
    text = signed_in(bob).post(approval_url(proposal.application), {"answer": "countersign"}).content.decode()
    assert "Reason: This field is required." in text


def test_approval_when_at_another_port_then_404(
    proposal: Decision, other_cast: Cast, signed_in: SignIn
) -> None:
    browser = signed_in(other_cast.bob)
    assert browser.get(approval_url(proposal.application)).status_code == 404
    assert proposal.application.ref not in browser.get(reverse("approval-list")).content.decode()
