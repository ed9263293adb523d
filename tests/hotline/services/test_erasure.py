"""Erasure destroys keys: after its time, by two people, or at the reporter's wish."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from hotline.enums import ReportEvent, ReportState
from hotline.models import Commitment, Message, OriginalPart, Report, ReportKey, SealedFile
from hotline.sealing.handed_in import HandedIn
from hotline.services import conversation, erasure, handling, hourly, receipt, slot, withdrawal
from portsec.kernel.errors import Conflict, InvalidInput, NotFound, Refused
from tests.hotline.hotline_port import HotlinePort, cheap_code
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

PHOTO = HandedIn("van.jpg", "image/jpeg", b"original bytes", b"clean bytes", "image/png")
OPENING = (ReportKey, Message, SealedFile, OriginalPart)


def nothing_is_left(report: Report) -> bool:
    report = Report.objects.get(pk=report.pk)
    emptied = (report.body, report.look_up, report.reporter_box, report.topic) == (None, None, None, "")
    return emptied and not any(model.objects.exists() for model in OPENING)


def test_report_when_closed_for_its_days_then_erased_with_all_that_opened_it(
    hotline: HotlinePort, record: Record, now: datetime
) -> None:
    code = hotline.lodge(at=now, files=(PHOTO,))
    report = hotline.report(code)
    conversation.write(hotline.opened(code), "More.", (PHOTO,), at=now, is_urgent=True)
    for event in (ReportEvent.ACKNOWLEDGE, ReportEvent.CLOSE):
        handling.step(report, event, **hotline.hana.acts(now))
    record.new()
    assert erasure.sweep(at=now + timedelta(days=90)) == 0
    assert erasure.sweep(at=now + timedelta(days=91)) == 1
    assert nothing_is_left(report)
    assert Report.objects.get().state_word is ReportState.ERASED
    assert record.one("hotline.report.erased").body == {"ground": erasure.RETENTION_OVER}
    assert erasure.sweep(at=now + timedelta(days=92)) == 0


def test_report_when_on_hold_then_kept_beyond_its_time(hotline: HotlinePort, now: datetime) -> None:
    report = hotline.report(hotline.lodge(at=now, minted=cheap_code()))
    for event in (ReportEvent.ACKNOWLEDGE, ReportEvent.CLOSE):
        handling.step(report, event, **hotline.hana.acts(now))
    handling.set_hold(report, is_on_hold=True, reason="Court order.", **hotline.hana.acts(now))
    assert erasure.sweep(at=now + timedelta(days=400)) == 0
    assert not nothing_is_left(report)


def test_report_when_two_officers_agree_then_erased_and_one_alone_never(
    hotline: HotlinePort, record: Record, now: datetime
) -> None:
    report = hotline.report(hotline.lodge(at=now, minted=cheap_code()))
    with pytest.raises(Conflict):
        erasure.confirm(report, **hotline.hana.acts(now))
    erasure.request(report, "Sent by mistake.", **hotline.hana.acts(now))
    with unchanged(), pytest.raises(Refused):
        erasure.confirm(report, **hotline.hana.acts(now))
    with unchanged(), pytest.raises(Refused):
        erasure.confirm(report, **hotline.olga.acts(now))
    erasure.confirm(report, **hotline.otto.acts(now))
    assert nothing_is_left(report)
    assert record.kinds() == ["hotline.erasure.requested", "hotline.report.erased"]


def test_erasure_when_on_hold_or_without_reason_then_refused(hotline: HotlinePort, now: datetime) -> None:
    report = hotline.report(hotline.lodge(at=now, minted=cheap_code()))
    with pytest.raises(InvalidInput):
        erasure.request(report, " ", **hotline.hana.acts(now))
    erasure.request(report, "Mistake.", **hotline.hana.acts(now))
    handling.set_hold(report, is_on_hold=True, reason="Court order.", **hotline.hana.acts(now))
    with unchanged(), pytest.raises(Conflict):
        erasure.confirm(report, **hotline.otto.acts(now))


def test_report_when_taken_back_then_closed_to_all_at_once_and_destroyed_at_the_full_hour(
    hotline: HotlinePort, record: Record, now: datetime
) -> None:
    code = hotline.lodge(at=now, files=(PHOTO,))
    report, opened = hotline.report(code), hotline.opened(code)
    withdrawal.withdraw(opened)
    with pytest.raises(NotFound):
        receipt.reopen(report.pk, opened.code, opened.key)
    with pytest.raises(NotFound):
        handling.read(report, hotline.unlocked(hotline.hana), **hotline.hana.acts(now))
    hourly.look(at=now)
    assert nothing_is_left(report)
    assert set(record.kinds()) - {"hotline.notice.sent"} == {"hotline.slot.filled"}


def test_report_when_taken_back_while_on_hold_then_refused(hotline: HotlinePort, now: datetime) -> None:
    code = hotline.lodge(at=now)
    opened = hotline.opened(code)
    handling.set_hold(hotline.report(code), is_on_hold=True, reason="Court.", **hotline.hana.acts(now))
    with unchanged(), pytest.raises(Conflict) as refused:
        withdrawal.withdraw(opened)
    assert refused.value.code == "on_hold"


def test_proof_when_its_report_is_erased_then_the_place_in_the_record_stays(
    hotline: HotlinePort, now: datetime
) -> None:
    code = hotline.lodge(at=now)
    slot.fill_due(at=now + timedelta(hours=25))
    proof = conversation.conversation(hotline.opened(code), at=now).proof
    withdrawal.withdraw(hotline.opened(code))
    erasure.sweep(at=now)
    assert proof is not None
    assert Commitment.objects.filter(digest=proof.opening.digest, slot__entry=proof.entry).exists()
