"""The steps on a badge."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.urls import reverse

from access.enums import BadgeState
from access.models import Badge
from tests.access.holders import try_gate
from tests.people import Actor, Cast, SignIn
from tests.scenario import Scenario
from tests.witness import Record

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def address(made: Scenario, step: str) -> str:
    return reverse("badge-change", args=[made.badge.serial, step])


@pytest.mark.parametrize(
    ("step", "state"),
    [
        ("suspend", BadgeState.SUSPENDED),
        ("revoke", BadgeState.REVOKED),
        ("lost", BadgeState.LOST),
        ("stolen", BadgeState.STOLEN),
        ("returned", BadgeState.RETURNED),
    ],
)
def test_step_when_taken_with_a_reason_then_state_record_and_gate_follow(
    made: Scenario,
    carol: Actor,
    now: datetime,
    signed_in: SignIn,
    record: Record,
    step: str,
    state: BadgeState,
) -> None:
    record.new()
    answer = signed_in(carol).post(address(made, step), {"reason": "As reported by the foreman."})
    assert answer.status_code == 302
    assert answer["Location"] == reverse("badge-detail", args=[made.badge.serial])
    made.badge.refresh_from_db()
    assert made.badge.state_word is state
    entry = record.one("access.badge.changed")
    assert entry.actor == carol.reference
    assert entry.body["reason"] == "As reported by the foreman."
    assert try_gate(made, made.credential, at=now).result == "refused"


def test_step_when_badge_is_reactivated_then_it_opens_again(
    made: Scenario, carol: Actor, now: datetime, signed_in: SignIn
) -> None:
    browser = signed_in(carol)
    browser.post(address(made, "suspend"), {"reason": "Under review."})
    assert "Reactivate badge" in browser.get(address(made, "resume")).content.decode()
    browser.post(address(made, "resume"), {"reason": "Cleared up."})
    assert try_gate(made, made.credential, at=now).result == "granted"


@pytest.mark.parametrize("reason", ["", "   "])
def test_step_when_reason_is_missing_then_nothing_changes(
    made: Scenario, carol: Actor, signed_in: SignIn, reason: str
) -> None:
    page = signed_in(carol).post(address(made, "revoke"), {"reason": reason})
    assert "Reason: This field is required." in page.content.decode()
    assert Badge.objects.get(pk=made.badge.pk).state_word is BadgeState.ACTIVE


def test_step_when_state_does_not_allow_it_then_says_so(
    made: Scenario, carol: Actor, signed_in: SignIn
) -> None:
    browser = signed_in(carol)
    assert "Not possible now" in browser.get(address(made, "resume")).content.decode()
    assert browser.post(address(made, "resume"), {"reason": "Please."}).status_code == 409


def test_step_when_proof_of_identity_is_old_then_asks_for_it_first(
    made: Scenario, carol: Actor, signed_in: SignIn
) -> None:
    answer = signed_in(carol, fresh=False).post(address(made, "revoke"), {"reason": "Left."})
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert Badge.objects.get(pk=made.badge.pk).state_word is BadgeState.ACTIVE


def test_step_when_it_is_ones_own_badge_then_refused(made: Scenario, carol: Actor, signed_in: SignIn) -> None:
    carol.user.person_ref = made.erin.ref
    carol.user.save(update_fields=["person_ref"])
    browser = signed_in(carol)
    assert "This is your own file" in browser.get(address(made, "suspend")).content.decode()
    assert browser.post(address(made, "suspend"), {"reason": "Mine."}).status_code == 403


@pytest.mark.parametrize("name", ["alice", "bob", "anna", "frank", "dora"])
def test_step_when_role_does_not_handle_badges_then_404(
    made: Scenario, cast: Cast, signed_in: SignIn, name: str
) -> None:
    browser = signed_in(getattr(cast, name))
    assert browser.post(address(made, "suspend"), {"reason": "x"}).status_code == 404
    assert Badge.objects.get(pk=made.badge.pk).state_word is BadgeState.ACTIVE


def test_step_when_unknown_or_of_another_port_then_404(
    made: Scenario, carol: Actor, other_cast: Cast, signed_in: SignIn
) -> None:
    assert signed_in(carol).get(address(made, "shred")).status_code == 404
    assert signed_in(other_cast.carol).post(address(made, "suspend"), {"reason": "x"}).status_code == 404
