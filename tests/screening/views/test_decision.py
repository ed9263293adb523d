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
from screening.models import Application, Clearance, Decision, Hearing, Post
from screening.services import decision, hearing
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
    made = Decision.objects.get()
    assert (made.outcome, made.state) == ("grant", "proposed")
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


def refusal_of(case: Application, alice: Actor) -> Decision:
    """Words and terms that occur nowhere else."""
    return decision.propose(
        case,
        Outcome.REFUSE,
        reason="Xylophone reason.",
        statement="Zither statement.",
        **alice.acts(clock.now()),
    )


@pytest.mark.parametrize("name", ["bob", "bea"])
def test_proposal_when_not_answered_yet_then_no_page_tells_it_to_whoever_may_be_asked(
    assessed: Application, cast: Cast, signed_in: SignIn, name: str
) -> None:
    refusal_of(assessed, cast.alice)
    browser = signed_in(getattr(cast, name))
    pages = (
        reverse("approval-list"),
        approval_url(assessed),
        reverse("case-detail", args=[assessed.ref]),
        reverse("person-detail", args=[assessed.person.ref]),
        reverse("case-list"),
        reverse("overview"),
        reverse("notice-list"),
        reverse("search") + f"?q={assessed.ref}",
        reverse("api-application-detail", args=[assessed.ref]),
    )
    for address in pages:
        text = browser.get(address).content.decode()
        said = text.split('id="opinion"')[0]  # below it stand the choices of one's own
        for told in ("Xylophone", "Zither", "efuse clearance", "refuse clearance"):
            assert told not in said, f"{address} tells {told}"
    assert "closed until" in browser.get(approval_url(assessed)).content.decode()


def test_proposal_when_returned_then_it_stays_closed_to_whoever_may_be_asked_next(
    assessed: Application, cast: Cast, signed_in: SignIn
) -> None:
    proposal = refusal_of(assessed, cast.alice)
    decision.return_to_officer(proposal, reason="Ask Spain again.", **cast.bob.acts(clock.now()))
    case = reverse("case-detail", args=[assessed.ref])
    for name in ("bob", "bea"):
        text = signed_in(getattr(cast, name)).get(case).content.decode()
        assert "Xylophone" not in text
        assert "efuse clearance" not in text
    assert "Xylophone" in signed_in(cast.alice).get(case).content.decode()


def test_proposal_when_answered_then_both_opinions_are_open(
    assessed: Application, cast: Cast, signed_in: SignIn
) -> None:
    proposal = refusal_of(assessed, cast.alice)
    decision.give_opinion(proposal, Outcome.GRANT, reason="Yodel reason.", **cast.bob.acts(clock.now()))
    for address in (
        reverse("case-detail", args=[assessed.ref]),
        reverse("panel-detail", args=[assessed.ref]),
    ):
        text = signed_in(cast.bea).get(address).content.decode()
        assert "Xylophone" in text
        assert "Yodel" in text


def test_approval_when_opened_then_the_evidence_stands_and_the_proposal_does_not(
    proposal: Decision, bob: Actor, signed_in: SignIn
) -> None:
    text = signed_in(bob).get(approval_url(proposal.application)).content.decode()
    assert text.index("Identity document") < text.index("The rules recommend") < text.index("Your opinion")
    assert "wrote Alice" not in text


def test_approval_when_of_the_same_opinion_then_clearance_exists(
    proposal: Decision, bob: Actor, signed_in: SignIn
) -> None:
    browser = signed_in(bob)
    form = {"answer": "grant", "reason": "I agree.", "step": "check"}
    check = browser.post(approval_url(proposal.application), form).content.decode()
    assert "takes effect at once" in check
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


def test_approval_when_both_refuse_then_notice_first_and_withdrawal_after_the_hearing(
    assessed: Application, cast: Cast, signed_in: SignIn
) -> None:
    held = rows.cleared(assessed.person)
    form = {"answer": "refuse", "reason": "I agree.", "step": "answer"}
    rows.proposed(assessed, cast.alice, Outcome.REFUSE)
    signed_in(cast.bob).post(approval_url(assessed), form)
    held.refresh_from_db()
    assert held.state == "granted"
    opened = Hearing.objects.get()
    hearing.serve(opened, **cast.alice.acts(clock.now()))
    hearing.answer_by_link(opened, "Long ago.", is_complete=True, at=clock.now())
    assessed.refresh_from_db()
    rows.proposed(assessed, cast.alice, Outcome.REFUSE)
    signed_in(cast.bob).post(approval_url(assessed), form)
    held.refresh_from_db()
    assert held.state == "withdrawn"


def test_approval_when_of_another_opinion_then_the_panel_is_open(
    proposal: Decision, cast: Cast, signed_in: SignIn
) -> None:
    form = {"answer": "refuse", "reason": "No.", "step": "answer"}
    page = signed_in(cast.bob).post(approval_url(proposal.application), form, follow=True)
    assert "a panel decides" in page.content.decode()
    third = signed_in(cast.bea)
    third.post(
        reverse("panel-detail", args=[proposal.application.ref]), {"answer": "grant", "reason": "Long ago."}
    )
    assert Clearance.objects.exists()


def test_approval_when_own_then_refused_and_on_record(
    proposal: Decision, alice: Actor, port: Port, signed_in: SignIn
) -> None:
    role.give(alice.user, Role.DECIDING_OFFICER, port, actor=MAKER, at=clock.now())
    browser = signed_in(alice)
    text = browser.get(approval_url(proposal.application)).content.decode()
    assert "You proposed this decision" in text
    assert 'name="answer"' not in text
    answer = browser.post(
        approval_url(proposal.application), {"answer": "grant", "reason": "x", "step": "answer"}
    )
    assert answer.status_code == 403
    assert Entry.objects.filter(kind="screening.decision.refused").count() == 1
    assert not Clearance.objects.exists()


def test_approval_when_sign_in_is_old_then_sign_in_again_first(
    proposal: Decision, bob: Actor, signed_in: SignIn
) -> None:
    form = {"answer": "grant", "reason": "x", "step": "answer"}
    answer = signed_in(bob, fresh=False).post(approval_url(proposal.application), form)
    assert "/accounts/reauthenticate/" in answer.headers["Location"]
    assert not Clearance.objects.exists()


def test_approval_when_reason_is_missing_then_error_names_the_field(
    proposal: Decision, bob: Actor, signed_in: SignIn
) -> None:
    text = signed_in(bob).post(approval_url(proposal.application), {"answer": "grant"}).content.decode()
    assert "Reason: This field is required." in text


def test_approval_when_at_another_port_then_404(
    proposal: Decision, other_cast: Cast, signed_in: SignIn
) -> None:
    browser = signed_in(other_cast.bob)
    assert browser.get(approval_url(proposal.application)).status_code == 404
    assert proposal.application.ref not in browser.get(reverse("approval-list")).content.decode()
