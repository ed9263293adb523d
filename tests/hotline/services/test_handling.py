"""The desk: who opens a report, what each step sets, and that each reading goes on record."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from hotline.enums import ReportEvent, ReportState
from hotline.sealing.handed_in import HandedIn
from hotline.selectors import inbox
from hotline.services import handling, original
from hotline.services.recipient import Unlocked
from portsec.kernel.errors import Conflict, InvalidInput, NotFound, Refused, Unavailable
from tests.hotline.hotline_port import SAID, HotlinePort, cheap_code
from tests.people import Actor, Cast
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

PHOTO = HandedIn("van.jpg", "image/jpeg", b"original bytes", b"clean bytes", "image/png")


def test_report_when_read_by_its_recipient_then_each_reading_is_on_record(
    hotline: HotlinePort, record: Record, now: datetime
) -> None:
    report = hotline.report(hotline.lodge(at=now))
    for _ in range(2):
        assert handling.read(report, hotline.unlocked(hotline.hana), **hotline.hana.acts(now)).content == SAID
    entries = record.new("hotline.report.read")
    assert [(each.actor, each.subject) for each in entries] == [("user:hana_h", report.subject)] * 2


def test_report_when_it_names_an_officer_then_absent_for_that_officer_whatever_the_way(
    hotline: HotlinePort, now: datetime
) -> None:
    report = hotline.report(hotline.lodge(at=now, excluded_units=("unit of otto_h",)))
    otto = hotline.otto
    assert not inbox.visible_reports(otto.user, otto.scope, at=now).exists()
    with pytest.raises(NotFound):
        inbox.access_report(report.reference, otto.user, otto.scope, at=now)
    acts = otto.acts(now)
    for refused in (
        lambda: handling.read(report, hotline.unlocked(otto), **acts),
        lambda: handling.reply(report, "x", **acts),
        lambda: handling.step(report, ReportEvent.ACKNOWLEDGE, **acts),
        lambda: handling.set_hold(report, is_on_hold=True, reason="x", **acts),
    ):
        with unchanged(), pytest.raises(Refused):
            refused()


def test_report_when_asked_for_without_the_role_then_absent(
    hotline: HotlinePort, cast: Cast, now: datetime
) -> None:
    report = hotline.report(hotline.lodge(at=now, minted=cheap_code()))
    for actor in cast.everybody().values():
        assert not inbox.visible_reports(actor.user, actor.scope, at=now).exists()
        with pytest.raises(Refused):
            handling.read(report, hotline.unlocked(hotline.hana), **actor.acts(now))


def test_report_when_opened_with_a_colleagues_unlocked_key_then_not_found(
    hotline: HotlinePort, now: datetime
) -> None:
    report = hotline.report(hotline.lodge(at=now, minted=cheap_code()))
    with pytest.raises(NotFound):
        handling.read(report, hotline.unlocked(hotline.hana), **hotline.otto.acts(now))


def test_key_when_it_is_another_ones_then_opens_nothing(hotline: HotlinePort, now: datetime) -> None:
    report = hotline.report(hotline.lodge(at=now, minted=cheap_code()))
    mixed = Unlocked(hotline.recipient(hotline.hana), hotline.unlocked(hotline.otto).identity)
    with pytest.raises(Unavailable):
        handling.read(report, mixed, **hotline.hana.acts(now))


def test_inbox_when_a_report_is_held_back_then_absent_until_its_hour(
    hotline: HotlinePort, now: datetime
) -> None:
    report = hotline.report(hotline.lodge(at=now, is_urgent=False, minted=cheap_code()))
    hana = hotline.hana
    assert not inbox.visible_reports(hana.user, hana.scope, at=now).exists()
    day_on = now + timedelta(hours=24)
    assert inbox.access_report(report.reference, hana.user, hana.scope, at=day_on) == report


def test_inbox_when_sorted_then_urgent_first_and_what_is_said_over_and_over_last(
    hotline: HotlinePort, now: datetime
) -> None:
    calm = hotline.report(hotline.lodge(at=now - timedelta(days=2), is_urgent=False, minted=cheap_code()))
    urgent = hotline.report(hotline.lodge(at=now - timedelta(days=2), minted=cheap_code()))
    type(calm).objects.filter(pk__in=[calm.pk, urgent.pk]).update(is_repeated=False)
    junk = hotline.report(hotline.lodge(at=now, minted=cheap_code()))
    type(calm).objects.filter(pk=junk.pk).update(is_repeated=True)
    found = inbox.visible_reports(hotline.hana.user, hotline.hana.scope, at=now)
    assert list(found) == [urgent, calm, junk]


def test_inbox_when_listed_then_reads_no_sealed_column(hotline: HotlinePort, now: datetime) -> None:
    hotline.lodge(at=now, minted=cheap_code())
    row = inbox.visible_reports(hotline.hana.user, hotline.hana.scope, at=now).get()
    assert row.get_deferred_fields() == {"body", "reporter_box", "look_up"}


def test_report_when_stepped_then_days_are_set_once_and_each_step_is_on_record(
    hotline: HotlinePort, record: Record, now: datetime
) -> None:
    report = hotline.report(hotline.lodge(at=now, minted=cheap_code()))
    steps = [ReportEvent.ACKNOWLEDGE, ReportEvent.ANSWER, ReportEvent.FOLLOW_UP, ReportEvent.ANSWER]
    for days, event in enumerate(steps):
        handling.step(report, event, **hotline.hana.acts(now + timedelta(days=days)))
    assert report.answered_on == report.acknowledged_on + timedelta(days=1)
    assert record.kinds() == [
        "hotline.report.acknowledged",
        "hotline.report.answered",
        "hotline.report.followed_up",
        "hotline.report.answered",
    ]


def test_step_when_somebody_else_was_first_then_conflict(hotline: HotlinePort, now: datetime) -> None:
    code = hotline.lodge(at=now, minted=cheap_code())
    mine, theirs = hotline.report(code), hotline.report(code)
    handling.step(theirs, ReportEvent.ACKNOWLEDGE, **hotline.otto.acts(now))
    with unchanged(), pytest.raises(Conflict):
        handling.step(mine, ReportEvent.ACKNOWLEDGE, **hotline.hana.acts(now))


def test_report_when_erased_by_a_step_then_refused(hotline: HotlinePort, now: datetime) -> None:
    report = hotline.report(hotline.lodge(at=now, minted=cheap_code()))
    with unchanged(), pytest.raises(InvalidInput):
        handling.step(report, ReportEvent.ERASE, **hotline.hana.acts(now))


def test_reply_when_empty_then_refused(hotline: HotlinePort, now: datetime) -> None:
    report = hotline.report(hotline.lodge(at=now, minted=cheap_code()))
    with unchanged(), pytest.raises(InvalidInput):
        handling.reply(report, " \n", **hotline.hana.acts(now))


def test_file_when_its_clean_copy_is_opened_then_on_record(
    hotline: HotlinePort, record: Record, now: datetime
) -> None:
    report = hotline.report(hotline.lodge(at=now, files=(PHOTO,), minted=cheap_code()))
    file = report.files.get()
    content = handling.file_content(report, file.pk, hotline.unlocked(hotline.hana), **hotline.hana.acts(now))
    assert (content.data, content.media_type) == (b"clean bytes", "image/png")
    assert record.one("hotline.report.file_opened").body == {"file": str(file.pk)}


def test_original_when_a_colleague_passed_a_part_on_then_opens_once(
    hotline: HotlinePort, record: Record, now: datetime
) -> None:
    report = hotline.report(hotline.lodge(at=now, files=(PHOTO,), minted=cheap_code()))
    file, hana, otto = report.files.get(), hotline.hana, hotline.otto
    with pytest.raises(Conflict):
        original.open_original(file, hotline.unlocked(hana), **hana.acts(now))
    original.pass_on(file, hotline.unlocked(otto), hotline.recipient(hana), **otto.acts(now))
    content = original.open_original(file, hotline.unlocked(hana), **hana.acts(now))
    assert (content.data, content.media_type) == (b"original bytes", "image/jpeg")
    assert record.kinds() == ["hotline.original.passed_on", "hotline.original.opened"]
    with pytest.raises(Conflict):
        original.open_original(file, hotline.unlocked(hana), **hana.acts(now))


@pytest.mark.parametrize("to", ["hana", "olga"])
def test_part_when_passed_on_to_oneself_or_somebody_without_one_then_refused(
    hotline: HotlinePort, now: datetime, to: str
) -> None:
    report = hotline.report(hotline.lodge(at=now, files=(PHOTO,), minted=cheap_code()))
    receiver: Actor = getattr(hotline, to)
    with unchanged(), pytest.raises((Conflict, NotFound)):
        original.pass_on(
            report.files.get(),
            hotline.unlocked(hotline.hana),
            hotline.recipient(receiver),
            **hotline.hana.acts(now),
        )


def test_hold_when_set_and_let_go_then_on_record_and_state_unchanged(
    hotline: HotlinePort, record: Record, now: datetime
) -> None:
    report = hotline.report(hotline.lodge(at=now, minted=cheap_code()))
    handling.set_hold(report, is_on_hold=True, reason="Court order.", **hotline.hana.acts(now))
    with pytest.raises(Conflict):
        handling.set_hold(report, is_on_hold=True, reason="Again.", **hotline.hana.acts(now))
    handling.set_hold(report, is_on_hold=False, reason="Lifted.", **hotline.hana.acts(now))
    assert record.kinds() == ["hotline.report.held", "hotline.report.released"]
    assert report.state_word is ReportState.LODGED
