"""The policy officers' desk: begin, edit, propose, simulate, publish."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse

from screening.models import PolicyDraft, PolicyVersion, Simulation
from screening.services import policy, policy_draft, simulation
from tests.people import MAKER, Cast, SignIn
from tests.witness import unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

SESSIONS = ("django_session", "usersessions_usersession")
REASON = {"reason": "The law was changed."}


@pytest.fixture
def draft(cast: Cast, now: datetime) -> PolicyDraft:
    policy.load_files(actor=MAKER, at=now)
    return policy_draft.start(policy.in_force(on=now.date()), **cast.paul.acts(now))


def address(page: str, draft: PolicyDraft) -> str:
    return reverse(f"policy-draft{page}", args=[draft.code, draft.pk])


def text_of(response: HttpResponse) -> str:
    return str(response.content.decode())


def test_draft_when_walked_from_begin_to_publication_then_in_force(
    cast: Cast, now: datetime, signed_in: SignIn
) -> None:
    """Paul begins, edits, simulates and proposes; Pia reads and publishes."""
    policy.load_files(actor=MAKER, at=now)
    paul = signed_in(cast.paul)
    base = policy.in_force(on=now.date())
    begun = paul.post(reverse("policy-draft-new"), {"based_on": base.pk, "code": ""})
    draft = PolicyDraft.objects.get()
    assert begun.url == address("-edit", draft)
    text = draft.document.replace("    lookback_years: 7\n", "    lookback_years: 9\n", 1)
    saved = paul.post(
        address("-edit", draft),
        {"document": text.replace("\n", "\r\n"), "seen": draft.digest, "step": "save"},
    )
    assert saved.url == address("", draft)
    page = text_of(paul.get(address("", draft)))
    assert "<del>7</del>" in page
    assert "Not simulated yet" in page
    run = paul.post(address("-simulate", draft), {"most": "500"})
    assert run.url == reverse("policy-simulation", args=[draft.code, draft.pk, Simulation.objects.get().pk])
    draft.refresh_from_db()
    paul.post(address("-propose", draft), REASON | {"seen": draft.digest})
    refused = paul.get(address("-answer", draft))
    assert "another officer must publish it" in text_of(refused)
    pia = signed_in(cast.pia)
    assert "<ins>9</ins>" in text_of(pia.get(address("-answer", draft)))
    check = pia.post(address("-answer", draft), REASON | {"answer": "publish", "step": "check"})
    assert "never edited again" in text_of(check)
    done = pia.post(address("-answer", draft), REASON | {"answer": "publish", "step": "answer"})
    version = PolicyVersion.objects.get(code=base.code, version=base.version + 1)
    assert done.url == reverse("policy-detail", args=[version.code, version.version])
    assert "lookback_years: 9" in version.document


def test_text_when_malformed_then_saved_and_the_line_shown(
    draft: PolicyDraft, cast: Cast, signed_in: SignIn
) -> None:
    paul = signed_in(cast.paul)
    text = draft.document.replace("    effect: bar\n", "    effect: forbid\n", 1)
    saved = paul.post(address("-edit", draft), {"document": text, "seen": draft.digest}, follow=True)
    page = text_of(saved)
    assert "Saved, but it cannot be read yet." in page
    assert "rules[1].effect" in page
    assert "►" in page
    draft.refresh_from_db()
    assert "effect: forbid" in draft.document
    for part in ("", "-propose", "-answer"):
        page = text_of(paul.get(address(part, draft)))
        assert "The text cannot be read" in page
    simulated = paul.post(address("-simulate", draft), {"most": "500"}, follow=True)
    assert "must be one of" in text_of(simulated)


def test_text_when_checked_then_nothing_is_saved(draft: PolicyDraft, cast: Cast, signed_in: SignIn) -> None:
    paul = signed_in(cast.paul)
    with unchanged(*SESSIONS):
        good = paul.post(
            address("-edit", draft), {"document": draft.document, "seen": draft.digest, "step": "check"}
        )
        bad = paul.post(address("-edit", draft), {"document": "a: [", "seen": draft.digest, "step": "check"})
    assert "The text can be read" in text_of(good)
    assert "The text cannot be read" in text_of(bad)


def test_text_when_somebody_saved_meanwhile_then_ones_own_words_stay_in_the_form(
    draft: PolicyDraft, cast: Cast, now: datetime, signed_in: SignIn
) -> None:
    seen = draft.digest
    policy_draft.revise(draft, draft.document + "# Pia\n", seen=seen, **cast.pia.acts(now))
    paul = signed_in(cast.paul)
    with unchanged(*SESSIONS):
        response = paul.post(address("-edit", draft), {"document": draft.document + "# Paul\n", "seen": seen})
    page = text_of(response)
    assert "Pia saved another text meanwhile" in page
    assert "# Paul" in page
    current = PolicyDraft.objects.get(pk=draft.pk)
    assert f'value="{current.digest}"' in page


def test_text_when_empty_then_named_at_the_field(draft: PolicyDraft, cast: Cast, signed_in: SignIn) -> None:
    paul = signed_in(cast.paul)
    with unchanged(*SESSIONS):
        response = paul.post(address("-edit", draft), {"document": "", "seen": draft.digest})
    assert "The text is empty." in text_of(response)


def test_draft_when_the_new_code_is_impossible_then_named_at_the_field(
    draft: PolicyDraft, cast: Cast, signed_in: SignIn
) -> None:
    paul = signed_in(cast.paul)
    with unchanged(*SESSIONS):
        response = paul.post(reverse("policy-draft-new"), {"based_on": draft.based_on_id, "code": "No Code!"})
    assert "lower-case letters" in text_of(response)


def test_draft_when_proposed_then_its_editor_leads_back_and_it_may_be_returned(
    draft: PolicyDraft, cast: Cast, now: datetime, signed_in: SignIn
) -> None:
    policy_draft.propose(draft, seen=draft.digest, **REASON, **cast.paul.acts(now))
    paul = signed_in(cast.paul)
    assert paul.get(address("-edit", draft)).url == address("", draft)
    assert "Not a draft any more" in text_of(paul.get(address("-propose", draft)))
    assert "cannot be dropped now" in text_of(paul.get(address("-drop", draft)))
    paul.post(address("-answer", draft), REASON | {"answer": "return", "step": "answer"})
    draft.refresh_from_db()
    assert draft.state == "returned"
    assert "The law was changed." in text_of(paul.get(address("", draft)))


def test_version_when_published_by_its_proposer_then_refused(
    draft: PolicyDraft, cast: Cast, now: datetime, signed_in: SignIn
) -> None:
    simulation.request(draft, **cast.paul.acts(now))
    policy_draft.propose(draft, seen=draft.digest, **REASON, **cast.paul.acts(now))
    signed_in(cast.paul).post(address("-answer", draft), REASON | {"answer": "publish", "step": "answer"})
    draft.refresh_from_db()
    assert draft.state == "proposed"


def test_draft_when_dropped_then_gone_from_the_list(
    draft: PolicyDraft, cast: Cast, signed_in: SignIn
) -> None:
    paul = signed_in(cast.paul)
    assert paul.post(address("-drop", draft), REASON).url == reverse("policy-list")
    assert draft.name not in text_of(paul.get(reverse("policy-list")))
    assert "This draft is closed" in text_of(paul.get(address("", draft)))


@pytest.mark.parametrize("page", ["-propose", "-answer"])
def test_signature_when_the_sign_in_is_old_then_asked_to_prove_oneself(
    draft: PolicyDraft, cast: Cast, signed_in: SignIn, page: str
) -> None:
    body: dict[str, Any] = REASON | {"seen": draft.digest, "answer": "publish", "step": "answer"}
    response = signed_in(cast.paul, fresh=False).post(address(page, draft), body)
    assert "/reauthenticate/" in response.url
    draft.refresh_from_db()
    assert draft.state == "draft"


@pytest.mark.parametrize("page", ["", "-edit", "-propose", "-answer", "-drop"])
def test_draft_when_opened_by_others_then_not_there(
    draft: PolicyDraft, cast: Cast, signed_in: SignIn, page: str
) -> None:
    for name in ("alice", "bob", "frank", "emma", "dave"):
        assert signed_in(getattr(cast, name)).get(address(page, draft)).status_code == 404
