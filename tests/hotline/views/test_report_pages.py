"""The desk's pages: inbox, one report, reading it, and what an officer does with it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hotline.enums import ReportEvent, ReportState
from hotline.models import Report
from hotline.sealing.content import Content
from hotline.sealing.handed_in import HandedIn
from hotline.services import conversation, handling
from hotline.services.receipt import Minted
from hotline.views.held_key import KEPT, cookie_name, held_key
from portsec.kernel import clock
from tests.hotline.hotline_port import PASSPHRASE, SAID, HotlinePort, cheap_code
from tests.hotline.views.open_keys import open_key, request_of
from tests.people import Cast, SignIn
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

PHOTO = HandedIn(
    "crane.jpg", "JPEG picture", b"the original", b"the clean copy", "image/jpeg", ("Place gone.",)
)


@pytest.fixture
def minted(hotline: HotlinePort, now: datetime) -> Minted:
    return hotline.lodge(at=now, minted=cheap_code(), files=(PHOTO,))


@pytest.fixture
def report(hotline: HotlinePort, minted: Minted) -> Report:
    return hotline.report(minted)


def read(browser: Client, report: Report, passphrase: str = "") -> str:
    answer = browser.post(reverse("report-read", args=[report.reference]), {"passphrase": passphrase})
    assert answer["Cache-Control"] == "no-store, private"
    page: str = answer.content.decode()
    return page


def test_inbox_when_opened_then_shows_reports_sealed_to_the_officer_and_nothing_of_what_they_say(
    hotline: HotlinePort, report: Report, signed_in: SignIn
) -> None:
    page = signed_in(hotline.hana).get(reverse("report-list")).content.decode()
    assert report.reference in page
    assert "Urgent" in page
    assert SAID.text not in page


@pytest.mark.parametrize("who", ["sissi", "olga"])
def test_report_when_not_sealed_to_the_officer_then_is_absent(
    hotline: HotlinePort, report: Report, signed_in: SignIn, who: str
) -> None:
    browser = signed_in(getattr(hotline, who))
    assert report.reference not in browser.get(reverse("report-list")).content.decode()
    assert browser.get(reverse("report-detail", args=[report.reference])).status_code == 404
    assert browser.post(reverse("report-read", args=[report.reference])).status_code == 404


def test_report_when_it_names_the_officer_then_is_absent_for_them_alone(
    hotline: HotlinePort, signed_in: SignIn, now: datetime
) -> None:
    about = hotline.report(
        hotline.lodge(at=now, content=Content("person", (), "It is hana_h herself."), minted=cheap_code())
    )
    assert about.reference not in signed_in(hotline.hana).get(reverse("report-list")).content.decode()
    assert about.reference in signed_in(hotline.otto).get(reverse("report-list")).content.decode()


def test_report_when_not_urgent_then_appears_only_at_its_hour(
    hotline: HotlinePort, signed_in: SignIn, now: datetime
) -> None:
    held = hotline.report(hotline.lodge(at=now, is_urgent=False, minted=cheap_code()))
    assert held.reference not in signed_in(hotline.hana).get(reverse("report-list")).content.decode()
    Report.objects.filter(pk=held.pk).update(
        held_until=clock.now().replace(minute=0, second=0, microsecond=0)
    )
    assert held.reference in signed_in(hotline.hana).get(reverse("report-list")).content.decode()


def test_page_when_got_then_says_nothing_that_is_sealed_and_records_nothing(
    hotline: HotlinePort, report: Report, signed_in: SignIn, record: Record
) -> None:
    browser = signed_in(hotline.hana)
    record.new()
    page = browser.get(reverse("report-detail", args=[report.reference])).content.decode()
    assert report.reference in page
    assert not [said for said in (SAID.text, "white van", "crane.jpg") if said in page]
    assert record.kinds() == []


def test_report_when_read_with_the_passphrase_then_shows_all_and_each_reading_is_on_record(
    hotline: HotlinePort, report: Report, signed_in: SignIn, record: Record
) -> None:
    browser = signed_in(hotline.hana)
    record.new()
    page = read(browser, report, PASSPHRASE)
    shown = (SAID.text, "A white van at gate 4", "crane.jpg", "Place gone.")
    assert not [said for said in shown if said not in page]
    assert SAID.text in read(browser, report)  # the key is still open
    assert record.kinds() == ["hotline.report.read"] * 2


def test_report_when_the_passphrase_is_wrong_then_stays_closed(
    hotline: HotlinePort, report: Report, signed_in: SignIn, record: Record
) -> None:
    browser = signed_in(hotline.hana)
    record.new()
    page = read(browser, report, passphrase="four words that are wrong")
    assert "does not open your key" in page
    assert SAID.text not in page
    assert record.kinds() == []


def test_key_when_locked_or_of_another_sign_in_then_the_passphrase_is_asked_for_again(
    hotline: HotlinePort, report: Report, signed_in: SignIn, now: datetime
) -> None:
    browser = signed_in(hotline.hana)
    open_key(browser, hotline, hotline.hana, at=now)
    kept = browser.cookies[cookie_name()].value
    assert SAID.text in read(browser, report)
    browser.post(reverse("report-key-lock"))
    assert SAID.text not in read(browser, report)
    again = SignIn(Client())(hotline.hana)
    again.cookies[cookie_name()] = kept
    assert SAID.text not in read(again, report)


def test_key_when_a_quarter_of_an_hour_is_over_then_is_closed(
    hotline: HotlinePort, signed_in: SignIn, now: datetime
) -> None:
    browser = signed_in(hotline.hana)
    open_key(browser, hotline, hotline.hana, at=now)
    request = request_of(browser, hotline.hana)
    assert held_key(request, hotline.hub, at=now + KEPT - timedelta(seconds=2)) is not None
    assert held_key(request, hotline.hub, at=now + KEPT + timedelta(seconds=2)) is None


def test_cookie_when_a_key_is_open_then_ends_with_the_browser_and_is_read_by_no_script(
    hotline: HotlinePort, report: Report, signed_in: SignIn, now: datetime
) -> None:
    browser = signed_in(hotline.hana)
    open_key(browser, hotline, hotline.hana, at=now)
    read(browser, report)
    cookie = browser.cookies[cookie_name()]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Strict", "")


def test_session_when_a_key_is_open_then_holds_nothing_of_it(
    hotline: HotlinePort, report: Report, signed_in: SignIn, now: datetime
) -> None:
    browser = signed_in(hotline.hana)
    open_key(browser, hotline, hotline.hana, at=now)
    read(browser, report)
    secret = hotline.unlocked(hotline.hana).identity.secret
    assert secret not in str(dict(browser.session))
    assert secret not in browser.cookies[cookie_name()].value


def test_clean_copy_when_opened_then_is_saved_in_a_sandbox_under_a_name_of_ours(
    hotline: HotlinePort, report: Report, signed_in: SignIn, record: Record, now: datetime
) -> None:
    browser = signed_in(hotline.hana)
    address = reverse("report-file", args=[report.reference, report.files.get().pk])
    assert browser.post(address).status_code == 409
    open_key(browser, hotline, hotline.hana, at=now)
    record.new()
    answer = browser.post(address)
    assert answer.content == b"the clean copy"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "crane" not in answer["Content-Disposition"]
    assert record.kinds() == ["hotline.report.file_opened"]


def test_original_when_one_officer_alone_asks_then_refused_and_with_a_colleague_opened_once(
    hotline: HotlinePort, report: Report, record: Record, now: datetime
) -> None:
    address = reverse("report-original", args=[report.reference, report.files.get().pk])
    hana, otto = SignIn(Client())(hotline.hana), SignIn(Client())(hotline.otto)
    open_key(hana, hotline, hotline.hana, at=now)
    open_key(otto, hotline, hotline.otto, at=now)
    record.new()
    assert hana.post(address).status_code == 409
    assert otto.post(address, {"to": hotline.recipient(hotline.hana).pk}).status_code == 302
    assert hana.post(address).content == b"the original"
    assert hana.post(address).status_code == 409
    assert record.kinds() == ["hotline.original.passed_on", "hotline.original.opened"]


def test_reply_when_sent_then_the_reporter_reads_it_with_the_code(
    hotline: HotlinePort, report: Report, minted: Minted, signed_in: SignIn, now: datetime
) -> None:
    browser = signed_in(hotline.hana)
    answer = browser.post(reverse("report-reply", args=[report.reference]), {"text": "Which week was it?"})
    assert answer.status_code == 302
    said = conversation.conversation(hotline.opened(minted), at=now).messages
    assert [each.text for each in said] == ["Which week was it?"]


def test_reply_when_empty_then_the_page_says_so_and_nothing_is_kept(
    hotline: HotlinePort, report: Report, signed_in: SignIn
) -> None:
    browser = signed_in(hotline.hana)
    answer = browser.post(reverse("report-reply", args=[report.reference]), {"text": "   "})
    assert answer.status_code == 200
    assert "There is a problem" in answer.content.decode()
    assert not report.messages.exists()


def test_steps_when_taken_on_the_page_then_follow_the_table(
    hotline: HotlinePort, report: Report, signed_in: SignIn
) -> None:
    browser = signed_in(hotline.hana)
    for event in (ReportEvent.ACKNOWLEDGE, ReportEvent.FOLLOW_UP, ReportEvent.ANSWER, ReportEvent.CLOSE):
        assert event.label in browser.get(reverse("report-detail", args=[report.reference])).content.decode()
        browser.post(reverse("report-step", args=[report.reference, event.value]))
    report.refresh_from_db()
    assert report.state_word is ReportState.CLOSED
    assert browser.post(reverse("report-step", args=[report.reference, "erase"])).status_code == 404
    assert browser.post(reverse("report-step", args=[report.reference, "answer"])).status_code == 409


def test_grade_link_and_hand_over_when_entered_then_stand_on_the_page(
    hotline: HotlinePort, report: Report, signed_in: SignIn, now: datetime
) -> None:
    browser = signed_in(hotline.hana)
    handling.step(report, ReportEvent.ACKNOWLEDGE, **hotline.hana.acts(now))
    ref = [report.reference]
    browser.post(reverse("report-grade", args=ref), {"reliability": "b", "credibility": "2"})
    browser.post(reverse("report-link", args=ref), {"target": "ue-7k2m9q"})
    browser.post(
        reverse("report-hand-over", args=ref), {"authority": "Federal police", "ground": "Article 29"}
    )
    page = browser.get(reverse("report-detail", args=ref)).content.decode()
    assert not [said for said in ("<strong>B2</strong>", "UE-7K2M9Q", "Federal police") if said not in page]
    wrong = browser.post(reverse("report-link", args=ref), {"target": "Jan Janssen"})
    assert "reference of a person-case" in wrong.content.decode()


def test_erasure_when_one_officer_asks_and_another_agrees_then_nothing_can_be_read_any_more(
    hotline: HotlinePort, report: Report
) -> None:
    ref = [report.reference]
    hana, otto = SignIn(Client())(hotline.hana), SignIn(Client())(hotline.otto)
    hana.post(reverse("report-keep", args=[*ref, "erase"]), {"reason": "The reporter asks for it."})
    assert hana.post(reverse("report-erase", args=ref)).status_code == 403
    otto.post(reverse("report-erase", args=ref))
    report.refresh_from_db()
    assert report.state_word is ReportState.ERASED
    assert (report.body, report.reporter_box, report.keys.count()) == (None, None, 0)


def test_hold_when_set_then_the_report_cannot_be_erased_until_it_is_let_go(
    hotline: HotlinePort, report: Report, signed_in: SignIn
) -> None:
    browser, reason = signed_in(hotline.hana), {"reason": "The prosecutor asks for it."}
    browser.post(reverse("report-keep", args=[report.reference, "hold"]), reason)
    refused = browser.post(reverse("report-keep", args=[report.reference, "erase"]), reason)
    assert refused.status_code == 409
    browser.post(reverse("report-keep", args=[report.reference, "release"]), reason)
    report.refresh_from_db()
    assert not report.is_on_hold


def test_inbox_when_three_reports_are_there_then_asks_no_more_questions_than_for_one(
    hotline: HotlinePort, report: Report, signed_in: SignIn, now: datetime
) -> None:
    browser, asked = signed_in(hotline.hana), []
    for _ in range(2):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            browser.get(reverse("report-list"))
        asked.append(len(queries))
        for _ in range(2):
            hotline.lodge(at=now, minted=cheap_code())
    assert asked[0] == asked[1]


def test_desk_when_an_officer_without_the_role_asks_then_the_pages_are_not_there(
    hotline: HotlinePort, report: Report, cast: Cast
) -> None:
    for actor in (cast.adam, cast.frank, cast.sven, cast.dave):
        browser = SignIn(Client())(actor)
        with unchanged("django_session", "usersessions_usersession"):
            assert browser.get(reverse("report-list")).status_code == 404
            assert browser.post(reverse("report-read", args=[report.reference])).status_code == 404
