"""D10: an account is used in the port while its owner is outside."""

from __future__ import annotations

import pytest

from access.enums import Severity
from tests.access.detection.port import at, box, flags, look, person, read, report

pytestmark = pytest.mark.unit

BOX = box(11)
HOME_AND_BACK = (read(at(6, -1)), read(at(14, -1), "out"), read(at(30)), read(at(38), "out"))


def used(hour: float, *, gate=HOME_AND_BACK, desk: str = "office", people=(), **more):
    data = [look(at(hour), BOX, workstation_area=desk, **more)]
    return flags("D10", gate=gate, data=data, people=list(people))


def test_use_at_a_desk_while_the_owner_is_at_home_is_high() -> None:
    (flag,) = used(10)
    assert (flag.severity, flag.person, flag.objects) == (Severity.HIGH, "dave", (BOX,))
    assert "at office from 3 March 2026 10:00 UTC" in flag.text
    assert "had been outside for 20 h" in flag.text
    assert flag.due_at == at(26)


def test_next_way_in_settles_it_earlier() -> None:
    assert used(20)[0].due_at == at(30)


@pytest.mark.parametrize(("hours", "found"), [(14.5, 0), (14.51, 1), (29.74, 1), (29.75, 0)])
def test_half_an_hour_after_and_a_quarter_before_is_allowed(hours: float, found: int) -> None:
    gate = (read(at(6)), read(at(14), "out"), read(at(30)))
    assert len(used(hours, gate=gate)) == found


def test_use_while_inside_is_silent() -> None:
    assert not used(35)


def test_missed_way_in_is_left_to_the_broken_sequence() -> None:
    assert not used(10, gate=(*HOME_AND_BACK[:2], read(at(14), "out")))
    assert not used(10, gate=(*HOME_AND_BACK[:2], read(at(11), area_from="yard", area="quay")))


def test_way_out_long_after_is_another_day() -> None:
    assert used(10, gate=(*HOME_AND_BACK[:2], read(at(26.1), "out")))


def test_use_from_outside_is_silent_unless_the_account_is_for_the_port_alone() -> None:
    assert not used(10, desk="OUT")
    assert not used(10, desk="")
    assert used(10, desk="OUT", people=[person("dave", on_site_only=True)])


@pytest.mark.parametrize("facts", [{"field_class": "S1"}, {"result": "denied"}])
def test_what_showed_nothing_sensitive_is_silent(facts) -> None:
    assert not used(10, **facts)


def test_change_counts_like_a_look_up() -> None:
    assert used(10, action="write")


def test_person_without_any_read_is_silent() -> None:
    assert not used(10, person="erin")


@pytest.mark.parametrize(("days", "found"), [(29.9, 1), (30.1, 0)])
def test_badge_that_was_not_read_for_30_days_is_silent(days: float, found: int) -> None:
    gate = (read(at(6, -35)), read(at(10 - days * 24), "out"))
    assert len(used(10, gate=gate)) == found


def test_refused_way_in_leaves_the_owner_outside() -> None:
    assert used(10, gate=(*HOME_AND_BACK[:2], read(at(9.9), result="refused"), HOME_AND_BACK[2]))


def test_nothing_is_said_before_it_is_certain() -> None:
    data = [look(at(10), BOX, workstation_area="office")]
    assert not flags("D10", gate=HOME_AND_BACK[:2], data=data, until=at(25))
    assert flags("D10", gate=HOME_AND_BACK[:2], data=data, until=at(26))


def test_late_way_in_takes_the_flag_back() -> None:
    assert not used(10, gate=(*HOME_AND_BACK, read(at(9))))


@pytest.mark.parametrize("missing", ["gate", "data"])
def test_without_one_of_the_logs_it_is_not_evaluated(missing: str) -> None:
    logs = {"gate": HOME_AND_BACK, "data": [look(at(10), BOX, workstation_area="office")]} | {missing: None}
    assert report("D10", **logs).not_evaluated[0].code == "feed_missing"
