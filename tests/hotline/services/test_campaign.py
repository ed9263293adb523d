"""Campaigns, answers kept ready, and notices at fixed hours."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.urls import reverse

from hotline.models import Campaign, CannedAnswer, Notice
from hotline.services import campaign, canned_answer, notice
from portsec.kernel.errors import InvalidInput, Refused
from tests.hotline.hotline_port import HotlinePort
from tests.people import Actor, Cast, SignIn
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

HOUR = timedelta(hours=1)


def at_hour(now: datetime, hour: int) -> datetime:
    return now.astimezone(settings.ZONE).replace(hour=hour, minute=17, second=3)


def test_campaign_when_made_then_its_code_tells_nothing_about_the_company(
    hotline: HotlinePort, record: Record, now: datetime
) -> None:
    first = campaign.make(hotline.hub, " Quayside ", "nl", **hotline.hana.acts(now))
    second = campaign.make(hotline.hub, "Quayside", "nl", **hotline.hana.acts(now))
    assert first.company == "Quayside"
    assert first.code != second.code
    assert not {first.code, second.code} & {"quayside", "nl"}
    assert record.kinds() == ["hotline.campaign.made"] * 2


@pytest.mark.parametrize(
    ("company", "language", "field"),
    [("", "nl", "company"), ("Quayside", "xx", "language"), ("Quayside", "pl", "language")],
    ids=["nameless", "no such language", "not the hub's"],
)
def test_campaign_when_something_is_missing_then_refused(
    hotline: HotlinePort, now: datetime, company: str, language: str, field: str
) -> None:
    with unchanged(), pytest.raises(InvalidInput) as refused:
        campaign.make(hotline.hub, company, language, **hotline.hana.acts(now))
    assert set(refused.value.fields) == {field}


def test_answer_when_kept_and_dropped_then_both_are_on_record(
    hotline: HotlinePort, record: Record, now: datetime
) -> None:
    acts = hotline.hana.acts(now)
    kept = canned_answer.keep(hotline.hub, "nl", "Received", "Thank you. We read it.", **acts)
    canned_answer.drop(kept, **acts)
    assert not CannedAnswer.objects.exists()
    assert record.kinds() == ["hotline.answer.kept", "hotline.answer.dropped"]


def test_answer_when_its_title_is_taken_then_refused(hotline: HotlinePort, now: datetime) -> None:
    acts = hotline.hana.acts(now)
    canned_answer.keep(hotline.hub, "nl", "Received", "Thank you.", **acts)
    with unchanged(), pytest.raises(InvalidInput) as refused:
        canned_answer.keep(hotline.hub, "nl", "Received", "Another.", **acts)
    assert set(refused.value.fields) == {"title"}


def test_campaign_and_answer_when_the_actor_receives_no_reports_of_the_hub_then_refused(
    hotline: HotlinePort, cast: Cast, now: datetime
) -> None:
    strangers: tuple[Actor, ...] = (cast.hana, cast.adam, cast.dave)
    with unchanged():
        for stranger in strangers:
            with pytest.raises(Refused):
                campaign.make(hotline.hub, "Quayside", "nl", **stranger.acts(now))
            with pytest.raises(Refused):
                canned_answer.keep(hotline.hub, "nl", "Received", "Thank you.", **stranger.acts(now))


def test_notices_when_a_day_has_passed_then_came_at_the_fixed_hours_alone_with_or_without_reports(
    hotline: HotlinePort, record: Record, now: datetime
) -> None:
    """The day with a report and the day without one cannot be told apart."""
    told = {}
    for day in (0, 1):
        midnight = at_hour(now + timedelta(days=day), 0)
        if day:
            hotline.lodge(at=midnight)
        told[day] = [hour for hour in range(24) if notice.send_due(at=midnight.replace(hour=hour))]
        record.new()
    assert told[0] == told[1] == list(notice.HOURS)


def test_notice_when_asked_for_again_in_its_hour_then_came_once(
    hotline: HotlinePort, record: Record, now: datetime
) -> None:
    at = at_hour(now, notice.HOURS[0])
    assert [notice.send_due(at=at), notice.send_due(at=at + HOUR / 2)] == [1, 0]
    assert Notice.objects.count() == 1
    entry = record.one("hotline.notice.sent")
    assert set(entry.body) == {"hour"}


def test_campaign_when_read_back_then_keeps_no_time_of_making(hotline: HotlinePort, now: datetime) -> None:
    campaign.make(hotline.hub, "Quayside", "nl", **hotline.hana.acts(now))
    columns = [field.attname for field in Campaign._meta.concrete_fields]
    assert not [name for name in columns if isinstance(getattr(Campaign.objects.get(), name), datetime)]


def test_notice_when_sent_then_stands_among_the_notices_of_the_hubs_officers_alone(
    hotline: HotlinePort, cast: Cast, signed_in: SignIn, now: datetime
) -> None:
    notice.send_due(at=at_hour(now, notice.HOURS[0]))
    told = "Look at the hotline"
    assert told in signed_in(hotline.hana).get(reverse("notice-list")).content.decode()
    assert told not in signed_in(cast.hana).get(reverse("notice-list")).content.decode()
    assert told not in signed_in(cast.sven).get(reverse("notice-list")).content.decode()
