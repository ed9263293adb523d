"""Two keepers open a report for a recipient who had no key to it."""

from __future__ import annotations

import io
from datetime import datetime

import pytest
from django.core.management import CommandError, call_command

from hotline.services import handling
from tests.hotline.hotline_port import PASSPHRASE, SAID, HotlinePort, cheap_code
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

GIVEN = ["--recipient", "sissi_h", "--reason", "Nobody else is left."]


def test_report_when_two_keepers_type_passphrases_then_the_recipient_reads_it(
    hotline: HotlinePort, record: Record, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = hotline.report(hotline.lodge(at=now, minted=cheap_code()))
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSPHRASE}\n{PASSPHRASE}\n"))
    keepers = ["--keeper", "otto_h", "--keeper", "olga_h"]
    call_command("recover_report", report.reference, *keepers, *GIVEN, stdout=io.StringIO())
    assert record.kinds() == ["hotline.recovery.offered", "hotline.recovery.used"]
    read = handling.read(report, hotline.unlocked(hotline.sissi), **hotline.sissi.acts(now))
    assert read.content == SAID


@pytest.mark.parametrize(
    "keepers",
    [["otto_h"], ["otto_h", "otto_h"], ["otto_h", "hana_h"], ["hana_h", "otto_h"]],
    ids=["one", "one twice", "no keeper second", "no keeper first"],
)
def test_report_when_fewer_than_two_keepers_agree_then_stays_closed(
    hotline: HotlinePort, now: datetime, monkeypatch: pytest.MonkeyPatch, keepers: list[str]
) -> None:
    report = hotline.report(hotline.lodge(at=now, minted=cheap_code()))
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSPHRASE}\n{PASSPHRASE}\n"))
    named = [each for name in keepers for each in ("--keeper", name)]
    with unchanged(), pytest.raises(CommandError):
        call_command("recover_report", report.reference, *named, *GIVEN)


def test_report_when_the_second_passphrase_is_wrong_then_nothing_is_kept_of_the_first(
    hotline: HotlinePort, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = hotline.report(hotline.lodge(at=now, minted=cheap_code()))
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSPHRASE}\nanother passphrase\n"))
    with unchanged(), pytest.raises(CommandError):
        call_command("recover_report", report.reference, "--keeper", "otto_h", "--keeper", "olga_h", *GIVEN)
