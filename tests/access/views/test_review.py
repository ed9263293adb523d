"""The pages of reviews and of the shrinker."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from access.models import Grant, ReviewLine
from tests.people import SignIn
from tests.scenario import Scenario

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def test_line_when_kept_in_three_clicks_then_kept(made: Scenario, signed_in: SignIn) -> None:
    dora, line = signed_in(made.cast.dora), made.needs.line
    listed = dora.get(reverse("review-list")).content.decode()
    campaign = reverse("review-detail", args=[line.campaign_id])
    assert campaign in listed
    page = dora.get(campaign).content.decode()
    assert "1 of 22 people in the same work hold it, too." in page
    assert dora.post(campaign, {"lines": [line.pk], "answer": "keep"}).status_code == 302
    line.refresh_from_db()
    assert (line.state, line.answered_by) == ("kept", "user:dora")


def test_critical_line_when_looked_at_then_no_box_to_tick_and_a_reason_is_asked(
    made: Scenario, signed_in: SignIn
) -> None:
    line = made.needs.line
    ReviewLine.objects.filter(pk=line.pk).update(field_class="S3")
    dora = signed_in(made.cast.dora)
    campaign = reverse("review-detail", args=[line.campaign_id])
    assert 'name="lines"' not in dora.get(campaign).content.decode()
    assert dora.post(campaign, {"lines": [line.pk], "answer": "keep"}).status_code == 403
    address = reverse("review-line", args=[line.campaign_id, line.pk])
    assert "There is a problem" in dora.post(address, {"answer": "keep", "reason": ""}).content.decode()
    assert dora.post(address, {"answer": "keep", "reason": "Open claim."}).status_code == 302
    line.refresh_from_db()
    assert line.state == "half_kept"
    sven = signed_in(made.cast.sven)
    assert sven.post(address, {"answer": "keep", "reason": "Seen the claim."}).status_code == 302
    line.refresh_from_db()
    assert (line.state, line.verified_by) == ("kept", "user:sven")


def test_line_when_removed_then_can_be_corrected_on_the_same_page(
    made: Scenario, now: datetime, signed_in: SignIn
) -> None:
    line, dora = made.needs.line, signed_in(made.cast.dora)
    address = reverse("review-line", args=[line.campaign_id, line.pk])
    assert dora.post(address, {"answer": "remove", "reason": ""}).status_code == 302
    assert not Grant.objects.filter(account="hugo", valid_until__gt=now + timedelta(hours=1)).exists()
    assert "It can still be corrected" in dora.get(address).content.decode()
    assert dora.post(address, {"answer": "keep", "reason": "Wrong line."}).status_code == 302
    assert Grant.objects.filter(account="hugo", valid_until__gt=now + timedelta(hours=1)).exists()


def test_review_when_postponed_then_once(made: Scenario, signed_in: SignIn) -> None:
    campaign, dora = made.needs.line.campaign, signed_in(made.cast.dora)
    address = reverse("review-postpone", args=[campaign.pk])
    assert dora.post(address, {"reason": "Two are on leave."}).status_code == 302
    assert "Not possible any more" in dora.get(address).content.decode()
    assert address not in dora.get(reverse("review-detail", args=[campaign.pk])).content.decode()


def test_reviews_when_read_by_those_who_watch_then_without_buttons(made: Scenario, signed_in: SignIn) -> None:
    line = made.needs.line
    frank = signed_in(made.cast.frank)
    page = frank.get(reverse("review-detail", args=[line.campaign_id])).content.decode()
    assert "Keep the ticked" not in page
    one = frank.get(reverse("review-line", args=[line.campaign_id, line.pk])).content.decode()
    assert "Somebody else answers" in one


@pytest.mark.parametrize("page", ["review-list", "shrink-list", "break-glass-list", "access-request-list"])
def test_lists_when_they_grow_then_no_more_queries(made: Scenario, signed_in: SignIn, page: str) -> None:
    needs, dora = made.needs, signed_in(made.cast.dora)
    address = reverse(page) + "?view=all"
    dora.get(address)
    with CaptureQueriesContext(
        connection,
    ) as one:
        dora.get(address)
    for number in (1, 2):
        for row in (needs.line.campaign, needs.shrink, needs.glass, needs.request):
            row.pk = None
            for field, value in {
                "slot": f"s{number}",
                "group": f"g{number}",
                "object_ref": f"X{number}",
            }.items():
                if hasattr(row, field):
                    setattr(row, field, value)
            row._state.adding = True
            row.save()
    with CaptureQueriesContext(connection) as three:
        dora.get(address)
    assert len(three) == len(one)


def test_shrink_when_tried_and_rolled_back_in_the_browser_then_given_back(
    made: Scenario, now: datetime, signed_in: SignIn
) -> None:
    found, dora = made.needs.shrink, signed_in(made.cast.dora)
    page = dora.get(reverse("shrink-detail", args=[found.pk])).content.decode()
    assert "hosts opened sensitive data in 0 of 4,812 look-ups in 90 days." in page
    for step, held in (("start", False), ("roll-back", True)):
        assert dora.post(reverse("shrink-step", args=[found.pk, step])).status_code == 302
        later = now + timedelta(hours=1)
        assert Grant.objects.filter(account="hugo", valid_until__gt=later).exists() is held
        dora.get(reverse("shrink-detail", args=[found.pk]))


def test_shrink_when_dismissed_without_a_reason_then_asked_for_it(made: Scenario, signed_in: SignIn) -> None:
    address = reverse("shrink-step", args=[made.needs.shrink.pk, "dismiss"])
    dora = signed_in(made.cast.dora)
    assert "There is a problem" in dora.post(address, {"reason": ""}).content.decode()
    assert dora.post(address, {"reason": "Season."}).status_code == 302
    assert signed_in(made.cast.sven).post(address, {"reason": "x"}).status_code == 404
