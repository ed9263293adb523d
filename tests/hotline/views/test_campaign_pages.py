"""Pages of campaigns, of answers kept ready and of the officer's own key."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.conf import settings
from django.urls import reverse

from hotline.models import Campaign, CannedAnswer, Recipient
from hotline.services import campaign, canned_answer
from tests.hotline.hotline_port import PASSPHRASE, HotlinePort, cheap_code
from tests.people import Cast, SignIn
from tests.witness import unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def test_campaign_when_made_on_the_page_then_cards_and_posters_can_be_printed(
    hotline: HotlinePort, signed_in: SignIn
) -> None:
    browser = signed_in(hotline.hana)
    browser.post(reverse("campaign-list"), {"hub": hotline.hub.pk, "language": "nl", "company": "Quayside"})
    code = Campaign.objects.get().code
    for what in ("card", "poster"):
        answer = browser.get(reverse("campaign-print", args=[code, what]))
        assert answer.content.startswith(b"%PDF-")
        assert answer["Content-Disposition"] == f'attachment; filename="{what}-{code}.pdf"'
    assert browser.get(reverse("campaign-print", args=[code, "mug"])).status_code == 404
    assert browser.get(reverse("campaign-print", args=["bcd234", "card"])).status_code == 404


@pytest.mark.parametrize(
    ("reports", "shown"), [(0, "fewer than 10"), (9, "fewer than 10"), (23, "20 or more")]
)
def test_campaign_when_listed_then_its_count_shows_no_small_group(
    hotline: HotlinePort, signed_in: SignIn, now: datetime, reports: int, shown: str
) -> None:
    made = campaign.make(hotline.hub, "Quayside", "nl", **hotline.hana.acts(now))
    Campaign.objects.filter(pk=made.pk).update(reports=reports)
    page = signed_in(hotline.hana).get(reverse("campaign-list")).content.decode()
    assert f"{shown} reports" in page
    assert "Machine translation" in page


def test_campaign_and_answer_when_of_another_hub_then_are_absent(
    hotline: HotlinePort, cast: Cast, signed_in: SignIn, now: datetime
) -> None:
    made = campaign.make(hotline.hub, "Quayside", "nl", **hotline.hana.acts(now))
    kept = canned_answer.keep(hotline.hub, "nl", "Received", "Thank you.", **hotline.hana.acts(now))
    browser = signed_in(cast.hana)  # a hotline officer who receives no reports of this hub
    assert "Quayside" not in browser.get(reverse("campaign-list")).content.decode()
    assert browser.get(reverse("campaign-print", args=[made.code, "card"])).status_code == 404
    assert browser.post(reverse("answer-drop", args=[kept.pk])).status_code == 404


def test_answer_when_chosen_then_stands_in_the_reply(
    hotline: HotlinePort, signed_in: SignIn, now: datetime
) -> None:
    browser = signed_in(hotline.hana)
    given = {"hub": hotline.hub.pk, "language": "nl", "title": "Received", "text": "Thank you, we read it."}
    browser.post(reverse("answer-list"), given)
    kept = CannedAnswer.objects.get()
    report = hotline.report(hotline.lodge(at=now, minted=cheap_code()))
    address = reverse("report-detail", args=[report.reference])
    assert kept.text not in browser.get(address).content.decode()
    assert kept.text in browser.get(f"{address}?answer={kept.pk}").content.decode()
    browser.post(reverse("answer-drop", args=[kept.pk]))
    assert not CannedAnswer.objects.exists()


def test_key_when_an_officer_from_outside_enrols_then_later_reports_are_sealed_to_them(
    hotline: HotlinePort, signed_in: SignIn, now: datetime
) -> None:
    Recipient.objects.filter(account="olga_h").delete()
    earlier = hotline.report(hotline.lodge(at=now, minted=cheap_code()))
    browser = signed_in(hotline.olga)
    given = {
        "hub": hotline.hub.pk,
        "kind": "own",
        "unit": "Ombud",
        "independence": "Appointed by parliament.",
        "passphrase": PASSPHRASE,
        "again": PASSPHRASE,
    }
    refused = browser.post(reverse("report-key"), given | {"again": "something else entirely"})
    assert "not the same" in refused.content.decode()
    assert browser.post(reverse("report-key"), given).status_code == 302
    later = hotline.report(hotline.lodge(at=now, minted=cheap_code()))
    page = browser.get(reverse("report-list")).content.decode()
    assert later.reference in page
    assert earlier.reference not in page


def test_key_when_somebody_of_a_port_company_enrols_then_refused(
    hotline: HotlinePort, cast: Cast, signed_in: SignIn
) -> None:
    browser = signed_in(cast.hana)  # of a terminal
    assert "outside the companies of the port" in browser.get(reverse("report-key")).content.decode()
    given = {
        "hub": hotline.hub.pk,
        "kind": "own",
        "unit": "HR",
        "independence": "None.",
        "passphrase": PASSPHRASE,
        "again": PASSPHRASE,
    }
    with unchanged("django_session", "usersessions_usersession"):
        assert browser.post(reverse("report-key"), given).status_code == 403


def test_passphrase_when_changed_then_the_old_one_opens_nothing(
    hotline: HotlinePort, signed_in: SignIn, now: datetime
) -> None:
    report = hotline.report(hotline.lodge(at=now, minted=cheap_code()))
    browser, own = signed_in(hotline.hana), hotline.recipient(hotline.hana)
    address, new = reverse("report-key-change", args=[own.pk]), "five other words nobody knows"
    assert browser.post(address, {"old": "wrong and long enough", "new": new}).status_code == 200
    assert browser.post(address, {"old": PASSPHRASE, "new": new}).status_code == 302
    read = reverse("report-read", args=[report.reference])
    assert "does not open" in browser.post(read, {"passphrase": PASSPHRASE}).content.decode()
    assert "It waits." in browser.post(read, {"passphrase": new}).content.decode()


def test_address_on_cards_when_printed_then_is_that_of_the_reporters_door() -> None:
    assert settings.HOTLINE_URL.startswith("http")
