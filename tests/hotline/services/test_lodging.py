"""Lodging: what is kept of a report, for whom it is sealed, and what is not kept."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import AutoField, Model

from hotline.enums import CodeForm, ReportState
from hotline.models import (
    Commitment,
    Message,
    OriginalPart,
    Recipient,
    Report,
    ReportKey,
    SealedFile,
)
from hotline.sealing.content import Answer, Content
from hotline.sealing.handed_in import HandedIn
from hotline.services import conversation, lodging, receipt
from hotline.services.lodging import Submission
from ledger.models import Entry, Job
from portsec.kernel.errors import InvalidInput, NotFound
from tests.hotline.hotline_port import SAID, HotlinePort, cheap_code
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

MARKER = "zxqv-marker-zxqv"


def test_report_when_lodged_then_its_code_opens_it_and_nothing_is_on_record(
    hotline: HotlinePort, record: Record, now: datetime
) -> None:
    code = hotline.lodge(at=now)
    opened = receipt.open_report(code.shown)
    assert conversation.conversation(opened, at=now).content == SAID
    assert record.kinds() == []


def test_report_when_lodged_then_no_time_but_a_day_and_full_hours_is_kept(
    hotline: HotlinePort, now: datetime
) -> None:
    before = Entry.objects.count(), Job.objects.count()
    code = hotline.lodge(at=now, is_urgent=False)
    for row in (hotline.report(code), Commitment.objects.get()):
        for field in row._meta.concrete_fields:
            value = getattr(row, field.attname)
            if isinstance(value, datetime):
                assert (value.minute, value.second, value.microsecond) == (0, 0, 0), field.name
                assert timedelta() < value - now <= timedelta(hours=24)
            assert not isinstance(value, time)
    assert (Entry.objects.count(), Job.objects.count()) == before


def test_report_when_stored_then_no_column_holds_what_was_said(hotline: HotlinePort, now: datetime) -> None:
    said = Content("person", (Answer("who", MARKER),), MARKER)
    file = HandedIn(f"{MARKER}.jpg", "image/jpeg", MARKER.encode(), MARKER.encode(), "image/png", (MARKER,))
    code = hotline.lodge(at=now, content=said, files=(file,))
    report = hotline.report(code)
    rows = [report, *report.keys.all(), *report.files.all(), *Commitment.objects.all()]
    for row in rows:
        for field in row._meta.concrete_fields:
            value = getattr(row, field.attname)
            plain = bytes(value) if isinstance(value, memoryview | bytes) else str(value).encode()
            assert MARKER.encode() not in plain
            assert code.code.encode() not in plain


def test_report_when_not_urgent_then_the_day_kept_is_that_of_its_appearance(
    hotline: HotlinePort, now: datetime
) -> None:
    reports = [hotline.report(hotline.lodge(at=now, is_urgent=False, minted=cheap_code())) for _ in range(20)]
    assert all(
        each.held_until and each.day == each.held_until.astimezone(settings.ZONE).date() for each in reports
    )
    assert len({each.held_until for each in reports}) > 5  # of 24; all in one has the odds of 10^-26


def test_recipients_when_nobody_is_named_then_those_of_the_hub_and_recovery_get_keys(
    hotline: HotlinePort, now: datetime
) -> None:
    assert _holders(hotline.report(hotline.lodge(at=now))) == {"hana_h", "otto_h", None}


@pytest.mark.parametrize(
    ("wishes", "text", "holders"),
    [
        ({"named": ("Otto",)}, "", {"hana_h", None}),
        ({"excluded_units": ("unit of hana_h",)}, "", {"otto_h", None}),
        ({"named": ("Hana_H", "Otto_H")}, "", {"sissi_h", None}),
        ({"to_sister": True}, "", {"sissi_h", None}),
        ({}, "It is otto_h who takes the money.", {"hana_h", None}),
    ],
    ids=["named", "unit", "all named", "sister", "written"],
)
def test_recipients_when_the_report_is_about_them_then_get_no_key(
    hotline: HotlinePort, now: datetime, wishes: dict[str, object], text: str, holders: set[str | None]
) -> None:
    Recipient.objects.filter(account="otto_h").update(name="Otto")
    code = hotline.lodge(at=now, content=Content("person", (), text or "Somebody"), **wishes)
    Recipient.objects.filter(account="otto_h").update(name="Otto_H")
    assert _holders(hotline.report(code)) == holders


def test_report_when_nothing_is_said_then_refused(hotline: HotlinePort, now: datetime) -> None:
    with unchanged(), pytest.raises(InvalidInput):
        hotline.lodge(at=now, content=Content("person", (Answer("who", "  "),)), minted=cheap_code())


def test_report_when_longer_than_the_largest_text_then_refused(hotline: HotlinePort, now: datetime) -> None:
    with unchanged(), pytest.raises(InvalidInput):
        hotline.lodge(at=now, content=Content("", (), "x" * 70_000), minted=cheap_code())


@pytest.mark.parametrize("locode", ["XXPEX", "XXNON"])
def test_report_when_the_hub_has_no_open_hotline_then_not_found(
    hotline: HotlinePort, now: datetime, locode: str
) -> None:
    type(hotline.hub).objects.update(is_open=False)
    with pytest.raises(NotFound):
        lodging.lodge(Submission(locode, "en", SAID), cheap_code(), at=now)


def test_bodies_when_of_one_size_class_then_equally_long(hotline: HotlinePort, now: datetime) -> None:
    sizes = {
        len(
            bytes(
                hotline.report(
                    hotline.lodge(at=now, content=Content("", (), "x" * n), minted=cheap_code())
                ).body
            )
        )
        for n in (1, 400, 4_000)
    }
    assert len(sizes) == 1


def test_hub_when_open_without_recovery_key_then_the_database_refuses(hotline: HotlinePort) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        type(hotline.hub).objects.update(recovery_key="")


def test_report_when_erased_and_something_is_left_then_the_database_refuses(
    hotline: HotlinePort, now: datetime
) -> None:
    report = hotline.report(hotline.lodge(at=now, minted=cheap_code()))
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(state=ReportState.ERASED.value, erased_on=now.date())


def test_code_of_words_when_lodged_with_then_opens_the_report(hotline: HotlinePort, now: datetime) -> None:
    code = hotline.lodge(at=now, minted=receipt.mint(CodeForm.WORDS))
    assert receipt.open_report(f"  {code.shown.upper()} ").report == hotline.report(code)


def _holders(report: Report) -> set[str | None]:
    return set(ReportKey.objects.filter(report=report).values_list("recipient__account", flat=True))


@pytest.mark.parametrize("model", [Report, ReportKey, Message, SealedFile, OriginalPart, Commitment])
def test_rows_of_reports_when_numbered_then_at_random(model: type[Model]) -> None:
    """A sequence would put reports in their order, between urgent ones whose hour somebody saw."""
    assert not isinstance(model._meta.pk, AutoField)
