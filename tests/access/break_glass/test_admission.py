"""Who may break the glass: one defect a line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from access.break_glass.admission import ADMISSION_CHECKS, AdmissionFacts, may_break_glass
from access.enums import FieldClass
from access.gate.clearance import ENHANCED_LEVEL, STANDARD_LEVEL, ClearanceFacts

pytestmark = pytest.mark.unit

CLEARANCE = ClearanceFacts("granted", ENHANCED_LEVEL, date(2026, 1, 1), date(2027, 1, 1))
READY = AdmissionFacts(
    day=date(2026, 11, 20),
    field_class=FieldClass.S3,
    account_live=True,
    holder_known=True,
    clearance=CLEARANCE,
)
DEFECTS: dict[str, dict[str, Any]] = {
    "account_not_in_use": {"account_live": False},
    "nobody_known": {"holder_known": False, "clearance": None},
    "port_banned": {"is_banned": True},
    "clearance_missing": {"clearance": None},
    "clearance_suspended": {"clearance": replace(CLEARANCE, state="suspended")},
    "clearance_withdrawn": {"clearance": replace(CLEARANCE, state="withdrawn")},
    "clearance_state_unknown": {"clearance": replace(CLEARANCE, state="odd")},
    "clearance_expired": {"clearance": replace(CLEARANCE, valid_until=date(2026, 11, 19))},
    "clearance_not_yet_valid": {"clearance": replace(CLEARANCE, valid_from=date(2026, 11, 21))},
    "clearance_level_too_low": {"clearance": replace(CLEARANCE, level_rank=STANDARD_LEVEL)},
    "clearance_escort_only": {"clearance": replace(CLEARANCE, escort_only=True)},
    "review_overdue": {"overdue": 1},
}


def test_glass_when_everything_is_in_order_then_may_be_broken() -> None:
    assert may_break_glass(READY).allowed


@pytest.mark.parametrize("code", DEFECTS)
def test_glass_when_one_thing_is_wrong_then_that_reason_alone(code: str) -> None:
    assert may_break_glass(replace(READY, **DEFECTS[code])).codes == (code,)


def test_defects_when_compared_with_the_checks_then_each_has_its_line() -> None:
    assert set(DEFECTS) == {check.__name__ for check in ADMISSION_CHECKS}


def test_glass_when_the_class_is_lower_then_a_standard_clearance_is_enough() -> None:
    standard = replace(CLEARANCE, level_rank=STANDARD_LEVEL)
    assert may_break_glass(replace(READY, field_class=FieldClass.S2, clearance=standard)).allowed
