"""X02: somebody looks up a box without a reason, and is then refused where it stands."""

from __future__ import annotations

import pytest

from access.detection.facts import AreaFact, GateFact
from access.enums import Severity
from tests.access.detection.port import at, box, flags, look, order, read, report, visit

pytestmark = pytest.mark.unit

BOX = box(1000)
PORT = {
    "work_orders": [order("something-else", "nobody")],
    "cargo": [visit(BOX, block="B4")],
    "areas": [AreaFact("yard"), AreaFact("B4", "yard"), AreaFact("B9", "yard")],
}


def refused(hour: float, area: str = "B4", **more) -> GateFact:
    return read(at(hour), area=area, **{"result": "refused", "area_from": "yard"} | more)


def judged(*gate: GateFact, data=None, **context):
    looked = [look(at(9), BOX)] if data is None else data
    return flags("X02", gate=gate, data=looked, **(PORT | context))


def test_refusal_where_the_box_stands_is_high() -> None:
    fact, looked = refused(20), look(at(9), BOX)
    (flag,) = judged(fact, data=[looked])
    assert (flag.severity, flag.person, flag.objects) == (Severity.HIGH, "dave", (BOX,))
    assert flag.events == (looked.id, fact.id)
    assert "11 h after a look reader B4-in at B4 refused the badge" in flag.text


def test_refusal_at_the_area_around_it_counts() -> None:
    assert judged(refused(20, "yard", area_from="OUT"))


def test_day_is_the_limit_and_the_look_comes_first() -> None:
    assert judged(refused(33))
    assert not judged(refused(33.1))
    assert not judged(refused(8.9))


def test_other_place_a_way_out_or_a_pass_is_silent() -> None:
    assert not judged(refused(20, "B9"))
    assert not judged(refused(20, direction="out"))
    assert not judged(refused(20, result="granted"))
    assert not judged(refused(20, person="erin"))


def test_refusal_for_papers_alone_is_silent() -> None:
    assert not judged(refused(20, reasons=("training_expired",)))
    assert judged(refused(20, reasons=("training_expired", "area_not_granted")))


def test_explained_look_up_is_silent() -> None:
    assert not judged(refused(20), work_orders=[order(BOX)])


def test_refusals_of_a_day_make_one_flag() -> None:
    assert len(judged(refused(20), refused(20.1))) == 1
    assert len(judged(refused(20), refused(30))) == 2


@pytest.mark.parametrize("missing", ["gate", "data", "cargo", "work_orders"])
def test_without_its_feeds_it_is_not_evaluated(missing: str) -> None:
    facts = {"gate": [refused(20)], "data": [look(at(9), BOX)]} | PORT
    said = report("X02", **{name: fact for name, fact in facts.items() if name != missing})
    assert (said.flags, said.not_evaluated[0].code) == ((), "feed_missing")
