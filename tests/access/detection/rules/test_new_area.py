"""P05: somebody goes into an area that neither they nor their peers have needed for months."""

from __future__ import annotations

import pytest

from access.detection.facts import AreaFact
from access.detection.physical_facts import AreaUse
from access.enums import Severity
from tests.access.detection.port import at, flags, person, read, report

pytestmark = pytest.mark.unit

PEERS = [f"p{number}" for number in range(20)]
PEOPLE = [person("dave"), *(person(name) for name in PEERS)]


def judged(*uses: AreaUse, gate=None, people=PEOPLE, **context):
    reads = [read(at(8))] if gate is None else gate
    return flags("P05", gate=reads, people=people, area_uses=uses, **context)


def used(days: float, name: str = "dave", area: str = "yard") -> AreaUse:
    return AreaUse(name, area, at(8, -days))


def test_area_that_nobody_of_the_role_uses_is_informational() -> None:
    (flag,) = judged()
    assert (flag.severity, flag.person) == (Severity.INFORMATIONAL, "dave")
    assert "for the first time in at least 90 days; 0 of 20 peers used it" in flag.text


def test_area_of_a_higher_level_is_medium() -> None:
    (flag,) = judged(areas=[AreaFact("yard", level=2)])
    assert flag.severity == Severity.MEDIUM


def test_own_use_within_ninety_days_is_silent() -> None:
    assert not judged(used(90))
    assert judged(used(91))
    assert judged(used(1, area="quay"))


def test_use_by_one_peer_in_twenty_is_silent() -> None:
    assert not judged(used(10, "p1"))
    assert judged(used(91, "p1"))
    assert judged(used(10, "stranger"))


def test_second_way_in_is_silent() -> None:
    assert len(judged(gate=[read(at(8)), read(at(9)), read(at(8, 1))])) == 1


def test_small_peer_group_way_out_or_refusal_is_silent() -> None:
    assert not judged(people=PEOPLE[:8])
    assert judged(people=PEOPLE[:9])
    assert not judged(gate=[read(at(8), "out"), read(at(9), result="refused")])


def test_without_earlier_uses_it_is_not_evaluated() -> None:
    said = report("P05", gate=[read(at(8))], people=PEOPLE)
    assert (said.flags, said.not_evaluated[0].code) == ((), "feed_missing")
