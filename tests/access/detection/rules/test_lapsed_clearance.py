"""D22: access is tried after the clearance has ended."""

from __future__ import annotations

from datetime import datetime

import pytest

from access.detection.facts import ClearanceSpan
from access.enums import Severity
from tests.access.detection.port import at, flags, look, read, report

pytestmark = pytest.mark.unit


def span(state: str, since: datetime, until: datetime | None = None) -> ClearanceSpan:
    return ClearanceSpan("dave", state, "standard", since, until)


GRANTED = span("granted", at(0, day=-100))


@pytest.mark.parametrize("state", ["suspended", "withdrawn"])
@pytest.mark.parametrize(
    "attempt",
    [
        read(at(9), result="granted"),
        read(at(9), result="refused"),
        look(at(9), "MSCU1234565", result="ok"),
        look(at(9), "MSCU1234565", result="denied", field_class="S1"),
    ],
)
def test_any_attempt_after_the_end_is_critical(state: str, attempt) -> None:
    gate, data = ([attempt], []) if hasattr(attempt, "reader") else ([], [attempt])
    (flag,) = flags("D22", gate=gate, data=data, clearances=[GRANTED, span(state, at(8))])
    assert (flag.severity, flag.person, flag.events) == (Severity.CRITICAL, "dave", (attempt.id,))
    assert f"was {state} on 3 March 2026 08:00 UTC" in flag.text


def test_attempt_after_the_last_day_is_flagged_as_expired() -> None:
    (flag,) = flags("D22", gate=[read(at(9))], clearances=[span("granted", at(-100), until=at(8))])
    assert "The clearance expired on" in flag.text


def test_text_tells_how_long_the_system_took() -> None:
    gate = [read(at(8.5)), read(at(9), result="refused")]
    (flag,) = flags(
        "D22", gate=gate, data=[look(at(8.2), "X")], clearances=[GRANTED, span("suspended", at(8))]
    )
    assert "2 gate attempts and 1 data look-up" in flag.text
    assert "2 of 3 went through, the last one 30 min after the end" in flag.text
    assert "first refusal of that day came 1 h after the end" in flag.text
    assert flag.objects == ("X",)


def test_attempt_before_the_end_is_silent() -> None:
    assert not flags("D22", gate=[read(at(7.9))], clearances=[GRANTED, span("suspended", at(8))])


def test_attempt_after_the_suspension_was_lifted_is_silent() -> None:
    clearances = [GRANTED, span("suspended", at(8)), span("granted", at(9))]
    assert not flags("D22", gate=[read(at(10))], clearances=clearances)


def test_attempt_after_a_renewal_is_silent() -> None:
    clearances = [span("granted", at(-100), until=at(8)), span("granted", at(-1))]
    assert not flags("D22", gate=[read(at(10))], clearances=clearances)


def test_leaving_after_the_end_is_silent() -> None:
    assert not flags("D22", gate=[read(at(9), "out")], clearances=[GRANTED, span("suspended", at(8))])


def test_leaving_through_a_reader_that_leads_outside_is_silent() -> None:
    out = read(at(9), "in", area="OUT", area_from="yard")
    assert not flags("D22", gate=[out], clearances=[GRANTED, span("suspended", at(8))])


def test_somebody_else_is_not_touched() -> None:
    assert not flags("D22", gate=[read(at(9), person="erin")], clearances=[GRANTED, span("suspended", at(8))])


def test_person_without_any_clearance_is_no_matter_of_this_rule() -> None:
    assert not flags("D22", gate=[read(at(9), person="erin")], clearances=[GRANTED])


def test_only_data_events_are_enough_and_no_events_are_not() -> None:
    ended = [GRANTED, span("suspended", at(8))]
    assert flags("D22", data=[look(at(9), "X")], clearances=ended)
    said = report("D22", clearances=ended)
    assert [item.detail for item in said.not_evaluated] == [
        "D22 needs gate events or data events, which this port has not delivered."
    ]


def test_without_clearances_it_is_not_evaluated() -> None:
    said = report("D22", gate=[read(at(9))])
    assert (said.flags, said.not_evaluated[0].code) == ((), "feed_missing")
