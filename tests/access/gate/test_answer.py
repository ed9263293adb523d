"""What reader and screen are told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from access.gate.answer import answer_of, screen_text
from access.gate.decide import decide
from access.gate.duties import ADMIT_FIRST, ALARM, ESCORT_STAYS, FOLLOW, LOG, SHOWN, SILENT_ALARM
from tests.access.gate.people import clearance, erin

pytestmark = pytest.mark.unit


def test_answer_when_granted_then_reader_and_screen_say_so() -> None:
    verdict = decide(erin())
    assert answer_of(verdict) == {"decision": "grant", "reasons": [], "duties": []}
    assert screen_text(verdict) == "Granted"


def test_answer_when_refused_then_every_reason_in_words() -> None:
    verdict = decide(replace(erin(), badge=None, reader=None))
    assert [reason["code"] for reason in answer_of(verdict)["reasons"]] == ["badge_unknown", "reader_unknown"]
    assert screen_text(verdict).splitlines() == [
        "Refused",
        "This credential belongs to no badge.",
        "This gate is not known here.",
    ]


def test_answer_when_an_escort_must_stay_then_it_is_told() -> None:
    escorted = replace(erin(), clearance=clearance(escort_only=True), is_escorted=True)
    assert answer_of(decide(escorted))["duties"] == [ESCORT_STAYS]


def test_answer_when_duties_are_for_the_control_room_then_it_does_not_tell_them() -> None:
    assert not {LOG, ALARM, SILENT_ALARM, FOLLOW, ADMIT_FIRST} & set(SHOWN)
