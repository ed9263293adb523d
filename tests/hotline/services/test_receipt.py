"""Coming back with a code: the same answer and time for every code that opens nothing."""

from __future__ import annotations

import time
from contextlib import suppress
from datetime import datetime
from statistics import mean
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from hotline.enums import CodeForm
from hotline.models import ReceiptScheme, Report
from hotline.receipt import code as codes
from hotline.receipt.stretch import USUAL
from hotline.services import destruction, receipt
from portsec.kernel.errors import Conflict, InvalidInput, NotFound
from tests.hotline.hotline_port import HotlinePort
from tests.witness import unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def test_code_when_it_opens_nothing_then_the_same_refusal_as_for_an_erased_report(
    hotline: HotlinePort, now: datetime
) -> None:
    code = hotline.lodge(at=now)
    destruction.destroy(hotline.report(code), at=now)
    refusals = []
    for typed in (code.code, codes.generate(CodeForm.DIGITS), codes.generate(CodeForm.WORDS)):
        with pytest.raises(NotFound) as refused:
            receipt.open_report(typed)
        refusals.append((refused.value.code, refused.value.detail))
    assert len(set(refusals)) == 1


def test_code_when_mistyped_then_refused_before_anything_is_looked_up(hotline: HotlinePort) -> None:
    with unchanged(), pytest.raises(InvalidInput):
        receipt.open_report("1234 5678 9012 3456-0")


def test_report_when_opened_and_read_then_no_row_changes(hotline: HotlinePort, now: datetime) -> None:
    code = hotline.lodge(at=now)
    with unchanged():
        receipt.open_report(code.code)
        hotline.opened(code)


def test_report_when_opened_again_with_another_key_then_not_found(
    hotline: HotlinePort, now: datetime
) -> None:
    code = hotline.lodge(at=now)
    with pytest.raises(NotFound):
        receipt.reopen(hotline.report(code).pk, code.code, b"x" * 32)


def test_code_when_changed_then_the_new_one_opens_and_the_old_one_does_not(
    hotline: HotlinePort, now: datetime
) -> None:
    code = hotline.lodge(at=now)
    opened = hotline.opened(code)
    new = receipt.mint(CodeForm.WORDS)
    receipt.change(opened, new)
    assert receipt.open_report(new.shown).report == opened.report
    with pytest.raises(NotFound):
        receipt.open_report(code.code)
    with pytest.raises(NotFound):
        receipt.reopen(opened.report.pk, code.code, code.stretched.key)
    with pytest.raises(Conflict):
        receipt.change(opened, receipt.mint(CodeForm.DIGITS))


def test_code_when_right_or_wrong_then_the_time_does_not_tell(hotline: HotlinePort, now: datetime) -> None:
    """What follows the stretching, which is the same for both, differs by less than a thousandth of a guess.

    The half of the tries that the machine disturbed least is compared.
    """
    code = hotline.lodge(at=now)
    pk, key = hotline.report(code).pk, code.stretched.key
    right = sorted(_seconds(pk, code.code, key) for _ in range(200))[:100]
    wrong = sorted(_seconds(UUID(int=number), code.code, key) for number in range(200))[:100]
    assert abs(mean(right) - mean(wrong)) < 0.001


def _seconds(pk: UUID, code: str, key: bytes) -> float:
    begun = time.perf_counter()
    with suppress(NotFound):
        receipt.reopen(pk, code, key)
    return time.perf_counter() - begun


def test_scheme_when_made_at_first_use_then_costs_as_usual_and_stays(db: None) -> None:
    scheme = receipt.make_scheme()
    assert (scheme.memory_kib, scheme.passes) == (USUAL.memory_kib, USUAL.passes)
    assert receipt.make_scheme() == scheme
    with pytest.raises(IntegrityError), transaction.atomic():
        ReceiptScheme.objects.filter(pk=scheme.pk).update(memory_kib=1024)


def test_look_up_when_kept_then_is_no_key(hotline: HotlinePort, now: datetime) -> None:
    code = hotline.lodge(at=now)
    kept = bytes(Report.objects.get().look_up)
    with pytest.raises(NotFound):
        receipt.reopen(hotline.report(code).pk, code.code, kept)
