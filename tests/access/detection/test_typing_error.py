"""Slips of the finger."""

from __future__ import annotations

import pytest

from access.detection.typing_error import one_keystroke

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("typed", "right", "slip"),
    [
        ("MSCU1234565", "MSCU1234566", True),
        ("MSCU1235465", "MSCU1234565", True),
        ("MSUC1234565", "MSCU1234565", True),
        ("MSCU1234565", "MSCU1234565", False),
        ("MSCU1254365", "MSCU1234565", False),
        ("MSCU1299565", "MSCU1234565", False),
    ],
)
def test_one_changed_or_two_swapped_characters_are_a_slip(typed: str, right: str, slip: bool) -> None:
    assert one_keystroke(typed, right) is slip
