"""D18: the right to collect a box passes on in an odd way."""

from __future__ import annotations

import pytest

from access.detection.facts import ReleaseHop
from access.enums import Severity
from tests.access.detection.port import at, box, flags, look, person, report, visit

pytestmark = pytest.mark.unit

BOX = box(303)
OLD = [
    ReleaseHop(box(1), "line", "forwarder", at(10, -60)),
    ReleaseHop(box(2), "forwarder", "haulier", at(10, -59)),
]
CARGO = [visit(BOX, owner="line")]


def hop(hour: float, giver: str, receiver: str, **more) -> ReleaseHop:
    return ReleaseHop(BOX, giver, receiver, at(hour), more.pop("person", "dave"), **more)


def judged(*hops, cargo=CARGO, **context):
    return flags("D18", release_chain=[*OLD, *hops], cargo=cargo, **context)


def test_usual_chain_is_silent() -> None:
    assert not judged(hop(9, "line", "forwarder"), hop(11, "forwarder", "haulier"))


@pytest.mark.parametrize("hour", [11, 22])
def test_new_haulier_alone_or_at_night_is_the_spot_market(hour: float) -> None:
    assert not judged(hop(9, "line", "forwarder"), hop(hour, "forwarder", "newcomer"))


def test_giver_without_the_right_is_high() -> None:
    (flag,) = judged(hop(9, "line", "forwarder"), hop(11, "stranger", "haulier"))
    assert (flag.severity, flag.person, flag.objects) == (Severity.HIGH, "dave", (BOX,))
    assert "passed from stranger to haulier on 3 March 2026 11:00 UTC" in flag.text
    assert "the giver did not hold the right by the record" in flag.text


def test_several_signs_are_critical() -> None:
    assert (
        judged(hop(9, "line", "forwarder"), hop(22, "stranger", "newcomer"))[0].severity == Severity.CRITICAL
    )


def test_right_that_was_taken_back_is_held_no_more() -> None:
    chain = [hop(9, "line", "forwarder", ended_at=at(10)), hop(11, "forwarder", "haulier")]
    assert judged(*chain)


def test_chain_of_an_earlier_stay_gives_no_right() -> None:
    stays = [
        visit(BOX, owner="line", discharged_at=at(0, -20), gate_out_at=at(0, -10)),
        visit(BOX, owner="line", discharged_at=at(0, -1)),
    ]
    earlier = ReleaseHop(BOX, "line", "haulier", at(10, -15))
    assert judged(earlier, hop(9, "haulier", "forwarder"), cargo=stays)


def test_named_taken_out_and_named_again_is_flagged() -> None:
    (flag,) = judged(
        hop(9, "line", "forwarder"),
        hop(10, "forwarder", "haulier", ended_at=at(10.5)),
        hop(11, "forwarder", "haulier"),
    )
    assert "named again" in flag.text


def test_replaced_and_named_again_is_flagged() -> None:
    chain = [hop(9, "line", "forwarder")]
    chain += [hop(10 + index, "forwarder", name) for index, name in enumerate(("haulier", "line", "haulier"))]
    assert [flag.first_at for flag in judged(*chain)] == [at(12)]


@pytest.mark.parametrize(("hours", "found"), [(7 * 24, 1), (7 * 24 + 1, 0)])
def test_party_that_comes_back_after_a_week_is_a_new_deal(hours: float, found: int) -> None:
    first = hop(10, "line", "forwarder", ended_at=at(10.5))
    assert len(judged(first, hop(10 + hours, "line", "forwarder"))) == found


def test_replaced_haulier_at_night_is_a_truck_that_broke_down() -> None:
    chain = [hop(9, "line", "forwarder"), hop(10, "forwarder", "line"), hop(22, "forwarder", "haulier")]
    assert not judged(*chain, cargo=[visit(BOX, owner="line", gate_out_at=at(30))])


@pytest.mark.parametrize(("collected", "found"), [(46, 1), (46.1, 0)])
def test_stranger_named_within_a_day_of_the_pick_up_is_flagged(collected: float, found: int) -> None:
    chain = [hop(9, "line", "forwarder"), hop(10, "forwarder", "haulier"), hop(22, "forwarder", "newcomer")]
    gone = [visit(BOX, owner="line", gate_out_at=at(collected))]
    found_flags = judged(*chain, cargo=gone)
    assert len(found_flags) == found
    assert [flag.due_at for flag in found_flags] == [at(collected)] * found


def test_first_haulier_named_shortly_before_the_pick_up_is_silent() -> None:
    gone = [visit(BOX, owner="line", gate_out_at=at(24))]
    assert not judged(hop(9, "line", "forwarder"), hop(22, "forwarder", "haulier"), cargo=gone)


def test_newcomer_with_boxes_of_high_risk_is_flagged_at_night() -> None:
    boxes = [box(serial) for serial in range(700, 706)]
    cargo = [visit(name, owner="line", risk=3) for name in boxes]

    def jobs(hour: float):
        return [
            ReleaseHop(name, "line", "front", at(hour + index / 10), "dave")
            for index, name in enumerate(boxes)
        ]

    assert not judged(*jobs(12), cargo=cargo)
    assert [flag.objects for flag in judged(*jobs(22), cargo=cargo)] == [(boxes[4],), (boxes[5],)]
    assert not judged(*jobs(22), cargo=[visit(name, owner="line", risk=2) for name in boxes])


def test_everything_looks_new_while_the_chain_is_young() -> None:
    assert not flags("D18", release_chain=[hop(22, "line", "newcomer")], cargo=CARGO)


def test_hop_without_a_person_takes_the_one_who_nominated() -> None:
    nomination = look(at(11.1), BOX, "erin", action="nominate", field_class="S3")
    odd = hop(11, "stranger", "haulier", person="")
    (flag,) = judged(hop(9, "line", "forwarder"), odd, data=[nomination])
    assert (flag.person, flag.events) == ("erin", (nomination.id,))
    assert judged(hop(9, "line", "forwarder"), odd)[0].person == "organisation:haulier"


def test_without_the_release_chain_it_is_not_evaluated() -> None:
    assert report("D18", cargo=CARGO).not_evaluated[0].code == "feed_missing"


FIRMS = [person("dave", organisation="haulier"), person("erin", organisation="forwarder")]


def test_right_that_the_receiver_claims_is_high() -> None:
    chain = [hop(9, "line", "forwarder", person=""), hop(11, "forwarder", "haulier")]
    (flag,) = judged(*chain, people=FIRMS)
    assert (flag.severity, flag.person) == (Severity.HIGH, "dave")
    assert "recorded by an employee of the receiver itself" in flag.text


def test_right_that_the_giver_passes_on_or_a_machine_does_is_silent() -> None:
    for who in ("erin", "", "unknown"):
        assert not judged(
            hop(9, "line", "forwarder", person=""), hop(11, "forwarder", "haulier", person=who), people=FIRMS
        )


def test_platform_that_records_for_its_customers_is_silent() -> None:
    """Two of 25 records, or one of 24, were made by somebody else than the giver."""
    claimed = [hop(9, "line", "forwarder", person=""), hop(11, "forwarder", "haulier")]
    platform = [
        ReleaseHop(box(100 + number), "forwarder", "haulier", at(8), "dave" if number == 0 else "erin")
        for number in range(24)
    ]
    assert not judged(*claimed, *platform, people=FIRMS)
    assert len(judged(*claimed, *platform[1:], people=FIRMS)) == 1
