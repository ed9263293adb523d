"""A thousand junk reports: the real one is taken at once, and stands before them in the inbox."""

from __future__ import annotations

import time
from datetime import datetime

import pytest

from hotline.models import Report
from hotline.sealing.content import Content
from hotline.selectors import inbox
from hotline.services import lodging
from tests.hotline.hotline_port import HotlinePort, cheap_code

pytestmark = [pytest.mark.db, pytest.mark.django_db]

JUNK = 1_000  # a tenth of the ten thousand of the scoreboard, which would take minutes
WITHIN = 60.0  # seconds


def test_real_report_when_junk_floods_the_hotline_then_taken_and_found_before_it(
    hotline: HotlinePort, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lodging, "_likeness", type(lodging._likeness)())  # texts of other tests do not count
    for number in range(JUNK // 2):
        _junk(hotline, number, now)
    begun = time.monotonic()
    real = hotline.lodge(at=now, content=Content("container", (), "The seal of this box was changed."))
    assert time.monotonic() - begun < WITHIN
    for number in range(JUNK // 2, JUNK):
        _junk(hotline, number, now)
    assert Report.objects.count() == JUNK + 1  # nothing is dropped
    found = inbox.visible_reports(hotline.hana.user, hotline.hana.scope, at=now)
    first = list(found.values_list("pk", flat=True)[:5])
    assert hotline.report(real).pk in first


def _junk(hotline: HotlinePort, number: int, at: datetime) -> None:
    hotline.lodge(at=at, content=Content("person", (), f"Buy now, offer {number}!"), minted=cheap_code())
