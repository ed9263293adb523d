"""D11: an account is used in one area while its owner's badge is in another."""

from __future__ import annotations

import pytest

from access.detection.facts import AreaFact
from access.enums import Severity
from tests.access.detection.port import at, box, flags, look, order, read, report

pytestmark = pytest.mark.unit

BOX = box(12)
AREAS = [AreaFact("terminal"), AreaFact("office", "terminal"), AreaFact("vault", "terminal")]
IN_THE_VAULT = (
    read(at(8), area="vault", area_from="terminal"),
    read(at(12), "out", area="vault", area_from="terminal"),
)
OFFICE_READ = read(at(7), person="erin", area="office", area_from="terminal")


def used(hour: float, *, gate=IN_THE_VAULT, desk: str = "office", areas=AREAS, **more):
    data = [look(at(hour), BOX, workstation_area=desk, **more)]
    return flags("D11", gate=[*gate, OFFICE_READ], data=data, areas=areas)


def test_use_in_the_office_while_the_badge_is_in_the_vault_is_high() -> None:
    data = [look(at(hour), BOX, workstation_area="office") for hour in (10, 11)]
    (flag,) = flags("D11", gate=[*IN_THE_VAULT, OFFICE_READ], data=data, areas=AREAS)
    assert (flag.severity, flag.person, flag.objects) == (Severity.HIGH, "dave", (BOX,))
    assert set(flag.events) > {read.id for read in IN_THE_VAULT}
    assert "read in on 3 March 2026 08:00 UTC and out on 3 March 2026 12:00 UTC" in flag.text
    assert flag.due_at == at(12)


def test_one_look_up_is_medium() -> None:
    assert used(10)[0].severity == Severity.MEDIUM


def test_desk_at_which_the_owner_works_is_informational() -> None:
    data = [look(at(hour), BOX, workstation_area="office") for hour in (10, 11)]
    context = {"gate": [*IN_THE_VAULT, OFFICE_READ], "data": data, "areas": AREAS}
    (flag,) = flags("D11", work_orders=[order(BOX)], **context)
    assert flag.severity == Severity.INFORMATIONAL
    (flag,) = flags("D11", work_orders=[order("else")], **context)
    assert flag.severity == Severity.HIGH


@pytest.mark.parametrize("hour", [7.9, 12.1])
def test_use_before_or_after_the_stay_is_silent(hour: float) -> None:
    assert not used(hour)


def test_use_in_the_same_area_or_one_around_it_is_silent() -> None:
    assert not used(10, desk="vault")
    assert not used(10, desk="terminal")


def test_use_inside_the_area_of_the_badge_is_silent() -> None:
    in_terminal = (read(at(6), area="terminal"), read(at(14), "out", area="terminal"))
    assert not used(10, gate=in_terminal)


def test_stay_without_a_way_out_is_left_to_the_broken_sequence() -> None:
    assert not used(10, gate=IN_THE_VAULT[:1])
    assert not used(10, gate=(IN_THE_VAULT[0], read(at(11), area="office", area_from="terminal")))


@pytest.mark.parametrize(("out", "found"), [(26, 1), (26.1, 0)])
def test_way_out_follows_within_16_hours(out: float, found: int) -> None:
    gate = (IN_THE_VAULT[0], read(at(out), "out", area="vault", area_from="terminal"))
    assert len(used(10, gate=gate)) == found


@pytest.mark.parametrize("facts", [{"field_class": "S1"}, {"result": "denied"}, {"action": "write"}])
def test_what_is_no_sensitive_look_up_is_silent(facts) -> None:
    assert not used(10, **facts)


@pytest.mark.parametrize("desk", ["", "OUT"])
def test_use_from_outside_is_silent(desk: str) -> None:
    assert not used(10, desk=desk)


def test_desk_in_an_area_without_a_reader_is_not_judged() -> None:
    data = [look(at(10), BOX, workstation_area="canteen")]
    said = report("D11", gate=IN_THE_VAULT, data=data, areas=AREAS)
    assert not said.flags
    assert said.not_evaluated[0].code == "area_without_reader"


def test_without_areas_it_is_not_evaluated() -> None:
    said = report("D11", gate=IN_THE_VAULT, data=[look(at(10), BOX, workstation_area="office")])
    assert (said.flags, said.not_evaluated[0].code) == ((), "feed_missing")
