"""P06: a badge is used that no longer opens anything."""

from __future__ import annotations

from datetime import timedelta

import pytest

from access.detection.facts import BadgeSpan
from access.enums import BadgeState, Severity
from tests.access.detection.port import at, flags, read, report

pytestmark = pytest.mark.unit


def history(*states: tuple[str, float], until: float | None = None) -> list[BadgeSpan]:
    end = None if until is None else at(until)
    return [BadgeSpan("badge-dave", "dave", state, at(hour), end) for state, hour in states]


@pytest.mark.parametrize("state", ["revoked", "lost", "stolen", "superseded", "returned", "expired"])
@pytest.mark.parametrize("result", ["granted", "refused"])
def test_use_after_the_badge_died_is_critical(state: str, result: str) -> None:
    badges = history(("active", -100), (state, 8))
    (flag,) = flags("P06", gate=[read(at(9), result=result, event="use")], badges=badges)
    assert (flag.severity, flag.person, flag.events) == (Severity.CRITICAL, "dave", ("use",))
    assert "3 March 2026 08:00 UTC" in flag.text
    assert ("1 h after the change" in flag.text) == (result == "granted")


def test_use_after_the_last_valid_day_is_flagged_as_expired() -> None:
    (flag,) = flags("P06", gate=[read(at(9))], badges=history(("active", -100), until=8))
    assert "expired on 3 March 2026 08:00" in flag.text


def test_uses_of_one_day_make_one_flag_and_of_the_next_day_another() -> None:
    uses = [
        read(at(9), result="refused"),
        read(at(10), result="refused"),
        read(at(9, day=1), result="refused"),
    ]
    found = flags("P06", gate=uses, badges=history(("active", -100), ("lost", 8)))
    assert [flag.events for flag in found] == [(uses[0].id, uses[1].id), (uses[2].id,)]


def test_use_before_the_change_is_silent() -> None:
    assert not flags("P06", gate=[read(at(7.99))], badges=history(("active", -100), ("revoked", 8)))


def test_badge_that_is_active_again_is_silent() -> None:
    badges = history(("active", -100), ("revoked", 8), ("active", 9))
    assert not flags("P06", gate=[read(at(10))], badges=badges)


def test_suspended_badge_is_left_to_the_clearance_rule() -> None:
    assert not flags("P06", gate=[read(at(9))], badges=history(("active", -100), ("suspended", 8)))


def test_replacement_badge_of_the_same_person_is_silent() -> None:
    badges = [*history(("active", -100), ("superseded", 8)), BadgeSpan("new", "dave", "active", at(8))]
    assert not flags("P06", gate=[read(at(9), badge="new")], badges=badges)


@pytest.mark.parametrize("state", ["revoked", "expired"])
def test_leaving_with_a_right_that_just_ended_is_silent(state: str) -> None:
    assert not flags("P06", gate=[read(at(9), "out")], badges=history(("active", -100), (state, 8)))


def test_leaving_with_a_badge_reported_lost_is_flagged() -> None:
    assert flags("P06", gate=[read(at(9), "out")], badges=history(("active", -100), ("lost", 8)))


def test_pass_within_the_refresh_of_the_reader_list_is_medium_and_says_so() -> None:
    badges = history(("active", -100), ("lost", 8))
    (flag,) = flags("P06", gate=[read(at(8) + timedelta(minutes=15))], badges=badges)
    assert flag.severity == Severity.MEDIUM
    assert "may not have known yet" in flag.text


def test_refusal_within_the_refresh_shows_that_the_reader_knew() -> None:
    badges = history(("active", -100), ("lost", 8))
    (flag,) = flags("P06", gate=[read(at(8.1), result="refused")], badges=badges)
    assert flag.severity == Severity.CRITICAL


def test_unknown_person_is_named_by_the_holder_of_the_badge() -> None:
    badges = history(("active", -100), ("lost", 8))
    (flag,) = flags("P06", gate=[read(at(9), person="", badge="badge-dave")], badges=badges)
    assert flag.person == "dave"


def test_without_badge_states_it_is_not_evaluated() -> None:
    said = report("P06", gate=[read(at(9))])
    assert not said.flags
    assert [(item.rule, item.code) for item in said.not_evaluated] == [("P06", "feed_missing")]


def test_every_state_is_either_dead_or_alive_on_purpose() -> None:
    alive = {
        state
        for state in BadgeState
        if not flags("P06", gate=[read(at(9))], badges=history((state.value, 8)))
    }
    assert alive == {BadgeState.ACTIVE, BadgeState.SUSPENDED}
