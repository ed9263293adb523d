"""The pages of types of badges, and the alarm on register and overview."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from access.enums import BadgeEvent
from access.models import Badge, BadgeType
from access.services import badge
from ledger.models import Job
from tests.people import Cast, SignIn
from tests.scenario import Scenario

pytestmark = [pytest.mark.db, pytest.mark.django_db]

FORM = {
    "code": "yard",
    "name": "Yard",
    "colour": "#b45309",
    "limit": "2.5",
    "longest_days": 700,
    "return_days": 3,
    "seen_within_days": 180,
}


@pytest.fixture
def kind(made: Scenario) -> BadgeType:
    assert made.badge.badge_type is not None
    return made.badge.badge_type


def test_type_when_defined_in_the_browser_then_shown_with_its_terms(
    made: Scenario, cast: Cast, signed_in: SignIn
) -> None:
    browser = signed_in(cast.sven)
    page = browser.post(
        reverse("badge-type-new"), FORM | {"port": made.port.pk}, follow=True
    ).content.decode()
    assert "limit 2.5 %" in page
    assert "180 days" in page
    assert 'fill="#b45309"' in page
    made_type = BadgeType.objects.get(code="yard")
    changed = FORM | {"name": "Yard and quay", "limit": "5"}
    browser.post(reverse("badge-type-change", args=[made_type.pk]), changed)
    assert "Yard and quay" in browser.get(reverse("badge-type-list")).content.decode()


def test_type_when_its_colour_is_like_another_then_said_at_the_field(
    made: Scenario, kind: BadgeType, cast: Cast, signed_in: SignIn
) -> None:
    given = FORM | {"port": made.port.pk, "colour": kind.colour}
    page = signed_in(cast.sven).post(reverse("badge-type-new"), given).content.decode()
    assert "cannot be told from that of Standard" in page


def test_pages_when_too_many_are_missing_then_alarm_on_type_register_and_overview(
    made: Scenario, kind: BadgeType, cast: Cast, now: datetime, signed_in: SignIn
) -> None:
    browser = signed_in(cast.sven)
    pages = (reverse("badge-type-detail", args=[kind.pk]), reverse("badge-list"), reverse("overview"))
    for address in pages:
        assert "Too many badges are unaccounted for" not in browser.get(address).content.decode()
    badge.change_state(made.badge, BadgeEvent.REPORT_LOST, reason="Gone.", **cast.carol.acts(now))
    for address in pages:
        page = browser.get(address).content.decode()
        assert "Too many badges are unaccounted for" in page
        assert "100 % of Standard badges unaccounted, limit 5 %" in page


def test_reissue_when_begun_in_the_browser_then_progress_and_who_is_missing(
    made: Scenario, kind: BadgeType, cast: Cast, now: datetime, signed_in: SignIn
) -> None:
    browser = signed_in(cast.sven)
    given = {"old_ends_on": (now.date() + timedelta(days=40)).isoformat(), "reason": "Too many gone."}
    page = browser.post(reverse("badge-type-reissue", args=[kind.pk]), given, follow=True).content.decode()
    assert "0 of 1 have a new badge" in page
    assert "Erin Vermeer" in page
    assert Job.objects.filter(kind="access.reissue").count() == 1
    page = browser.get(reverse("badge-type-reissue", args=[kind.pk])).content.decode()
    assert "A re-issue is running already" in page


def test_reissue_when_the_day_has_passed_then_said_and_nothing_begins(
    kind: BadgeType, cast: Cast, now: datetime, signed_in: SignIn
) -> None:
    given = {"old_ends_on": now.date().isoformat(), "reason": "Gone."}
    page = signed_in(cast.sven).post(reverse("badge-type-reissue", args=[kind.pk]), given).content.decode()
    assert "must lie in the future" in page
    kind.refresh_from_db()
    assert kind.generation == 1


def test_register_when_cards_are_to_retrieve_then_the_latest_comes_first(
    made: Scenario, cast: Cast, now: datetime, signed_in: SignIn
) -> None:
    kept = {"port": made.port, "person": made.erin, "valid_from": now, "issued_by": "user:carol"}
    for serial, days in (("RET-0001", 1), ("RET-0002", -9), ("RET-0003", -2)):
        Badge.objects.create(
            **kept,
            serial=serial,
            valid_until=now + timedelta(days=9),
            state="revoked",
            state_since=now,
            return_due_on=now.date() + timedelta(days=days),
        )
    page = signed_in(cast.carol).get(reverse("badge-list"), {"view": "to-retrieve"}).content.decode()
    assert page.index("RET-0002") < page.index("RET-0003") < page.index("RET-0001")
    assert "9 days over" in page
    assert "within 1 day" in page
