"""The pages of the ways on, and what the page of a badge tells of its life."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from access.enums import BadgeEvent, BadgeProcess, BadgeState
from access.models import Badge, BadgeRequest
from access.services import badge, badge_return
from tests.people import Cast, SignIn
from tests.scenario import Scenario

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def page_of(name: str, made: Scenario) -> str:
    return reverse(f"badge-{name}", args=[made.badge.serial])


def ending(made: Scenario, now: datetime) -> None:
    Badge.objects.filter(pk=made.badge.pk).update(valid_until=now + timedelta(days=20))


def test_renewal_when_asked_in_the_browser_then_a_request_waits(
    made: Scenario, cast: Cast, now: datetime, signed_in: SignIn
) -> None:
    browser = signed_in(cast.carol)
    assert "in its last 60 days" in browser.get(page_of("renew", made)).content.decode()
    ending(made, now)
    assert "Renew badge" in browser.get(page_of("detail", made)).content.decode()
    until = timezone.localdate(now) + timedelta(days=60)
    answer = browser.post(page_of("renew", made), {"need": "As before.", "needed_until": until.isoformat()})
    assert answer.status_code == 302
    request = BadgeRequest.objects.get(process=BadgeProcess.RENEWAL.value)
    assert (request.needed_until, request.replaces) == (until, made.badge)


def test_replacement_when_reported_in_the_browser_then_the_old_card_ends_and_a_request_waits(
    made: Scenario, cast: Cast, signed_in: SignIn
) -> None:
    given = {"cause": "stolen", "reason": "From the locker."}
    page = signed_in(cast.carol).post(page_of("replace", made), given, follow=True).content.decode()
    assert "is stolen. Another officer issues the new one." in page
    made.badge.refresh_from_db()
    assert made.badge.state_word is BadgeState.STOLEN
    assert BadgeRequest.objects.filter(process=BadgeProcess.REPLACEMENT.value).count() == 1


def test_replacement_when_suspended_then_neither_offered_nor_done(
    made: Scenario, cast: Cast, now: datetime, signed_in: SignIn
) -> None:
    badge.change_state(made.badge, BadgeEvent.SUSPEND, reason="Review.", **cast.carol.acts(now))
    browser = signed_in(cast.carol)
    assert page_of("replace", made) not in browser.get(page_of("detail", made)).content.decode()
    answer = browser.post(page_of("replace", made), {"cause": "lost", "reason": "Gone."})
    assert answer.status_code == 403


def test_revalidation_when_confirmed_then_seen_today(
    made: Scenario, cast: Cast, now: datetime, signed_in: SignIn
) -> None:
    browser = signed_in(cast.sven)
    page = browser.post(page_of("revalidate", made), {"areas": ["TERMINAL-A"]}).content.decode()
    assert "This field is required" in page
    browser.post(page_of("revalidate", made), {"areas": ["TERMINAL-A"], "seen": "on"})
    made.badge.refresh_from_db()
    assert made.badge.seen_on == timezone.localdate(now)


def test_destruction_when_the_card_was_handed_in_then_before_a_witness(
    made: Scenario, cast: Cast, now: datetime, signed_in: SignIn
) -> None:
    browser = signed_in(cast.carol)
    given = {"witness": cast.sven.user.pk, "reason": "Shredded."}
    assert "was not handed in" in browser.get(page_of("destroy", made)).content.decode()
    assert browser.post(page_of("destroy", made), given).status_code == 409
    badge.change_state(made.badge, BadgeEvent.HAND_IN, reason="At the desk.", **cast.carol.acts(now))
    browser.post(page_of("destroy", made), given)
    made.badge.refresh_from_db()
    assert made.badge.state_word is BadgeState.DESTROYED


@pytest.mark.parametrize("name", ["renew", "replace", "revalidate", "destroy"])
def test_process_when_the_sign_in_is_old_or_the_port_another_then_nothing(
    made: Scenario, cast: Cast, other_cast: Cast, signed_in: SignIn, name: str
) -> None:
    answer = signed_in(cast.carol, fresh=False).post(page_of(name, made), {"reason": "x"})
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert signed_in(other_cast.carol).get(page_of(name, made)).status_code == 404


def test_badge_page_when_opened_then_its_life_is_drawn_and_told(
    made: Scenario, cast: Cast, now: datetime, signed_in: SignIn
) -> None:
    browser = signed_in(cast.carol)
    page = browser.get(page_of("detail", made)).content.decode()
    for name in ("How long it holds", "Clearance", "Credential", "validity-today", "Generation"):
        assert name in page
    badge.change_state(made.badge, BadgeEvent.REVOKE, reason="Left.", **cast.carol.acts(now))
    badge_return.look_after(made.port, at=now)
    assert "Handing it in stops the clock" in browser.get(page_of("detail", made)).content.decode()
    Badge.objects.filter(pk=made.badge.pk).update(return_due_on=timezone.localdate(now) - timedelta(days=3))
    assert "3 days ago" in browser.get(page_of("detail", made)).content.decode()


def test_badge_page_when_the_role_only_reads_then_no_way_on_is_offered(
    made: Scenario, cast: Cast, signed_in: SignIn
) -> None:
    page = signed_in(cast.frank).get(page_of("detail", made)).content.decode()
    for name in ("renew", "replace", "revalidate", "destroy"):
        assert page_of(name, made) not in page
