"""D01: logistics data are looked up with no work that makes it necessary."""

from __future__ import annotations

from datetime import timedelta

import pytest

from access.detection.facts import PeerLimit, ReleaseHop
from access.enums import FieldClass, Severity
from access.need_to_know.facts import GrantFact, VesselCallFact
from tests.access.detection.port import at, box, flags, look, order, person, report, shift, visit

pytestmark = pytest.mark.unit

BOXES = [box(serial * 1000) for serial in range(1, 13)]
CARGO = [visit(number, bill_of_lading=f"BL-{number}", block="B4", owner="line") for number in BOXES]
PORT = {"work_orders": [order("something-else", "nobody")], "cargo": CARGO, "people": [person("dave")]}


def looks(count: int, **more):
    return [look(at(9 + index / 10), number, **more) for index, number in enumerate(BOXES[:count])]


def test_three_unexplained_objects_in_a_shift_are_medium() -> None:
    data = looks(3)
    (flag,) = flags("D01", data=data, **PORT)
    assert (flag.severity, flag.person, flag.objects) == (Severity.MEDIUM, "dave", tuple(BOXES[:3]))
    assert flag.events == tuple(fact.id for fact in data)
    assert "3 objects looked up on 3 March 2026" in flag.text
    assert "3 of 3 sensitive look-ups in that time had none" in flag.text
    assert "what is usual among peers has not been measured" in flag.text


def test_any_s3_among_them_is_high() -> None:
    data = [*looks(2), look(at(10), BOXES[5], field_class="S3")]
    assert flags("D01", data=data, **PORT)[0].severity == Severity.HIGH


def test_one_s3_look_up_of_a_box_of_high_risk_is_enough() -> None:
    risky = PORT | {"cargo": [visit(BOXES[0], risk=3)]}
    (flag,) = flags("D01", data=[look(at(9), BOXES[0], field_class="S3")], **risky)
    assert flag.severity == Severity.HIGH
    assert "1 at S3 and 1 of those of high risk" in flag.text
    assert not flags("D01", data=[look(at(9), BOXES[0], field_class="S2")], **risky)
    assert not flags("D01", data=[look(at(9), BOXES[0], field_class="S3")], **PORT)


def test_look_up_of_a_bill_of_lading_takes_the_risk_of_its_boxes() -> None:
    risky = PORT | {"cargo": [visit(BOXES[0], risk=3, bill_of_lading="BL1")]}
    data = [look(at(9), "BL1", field_class="S3", object_type="bill_of_lading")]
    assert flags("D01", data=data, **risky)


def test_tried_explanations_say_why_each_failed() -> None:
    (flag,) = flags("D01", data=looks(3), **PORT)
    tried = {item.code: item.why for item in flag.tried}
    assert set(tried) == {"E1", "E2", "E3", "E4", "E5", "E6", "E7", "E8", "E9", "G"}
    assert tried["E1"] == "No work order names this object and the requester. (3 of 3 objects)"
    assert tried["E2"] == "Could not be tried: the port has not delivered the release chain."


@pytest.mark.parametrize("count", [1, 2])
def test_one_or_two_objects_are_silent(count: int) -> None:
    assert not flags("D01", data=looks(count), **PORT)


def test_many_look_ups_of_two_objects_are_silent() -> None:
    assert not flags("D01", data=looks(2) * 3 + [look(at(11), BOXES[0]), look(at(12), BOXES[1])], **PORT)


@pytest.mark.parametrize(
    "facts",
    [
        {"field_class": "S1"},
        {"result": "denied"},
        {"result": "not_found"},
        {"action": "write"},
        {"object_type": "vetting_file"},
        {"person": ""},
    ],
)
def test_what_is_no_sensitive_look_up_of_cargo_by_a_known_person_is_silent(facts) -> None:
    assert not flags("D01", data=looks(5, **facts), **PORT)


def explained_by(**context):
    return flags("D01", data=looks(5), **(PORT | context))


def test_e1_work_order_of_the_person_or_the_team_is_silent() -> None:
    assert not explained_by(work_orders=[order(number) for number in BOXES])
    team = [order(number, "", team="quay-1") for number in BOXES]
    assert not explained_by(work_orders=team, people=[person("dave", teams=frozenset({"quay-1"}))])
    assert explained_by(work_orders=team)
    assert explained_by(work_orders=[order(number, "erin") for number in BOXES])


def test_e1_work_order_of_the_bill_of_lading_is_silent() -> None:
    assert not explained_by(work_orders=[order(f"BL-{number}") for number in BOXES])


def test_e1_order_explains_a_day_before_and_after_and_no_longer() -> None:
    def opened(hours: float):
        return explained_by(work_orders=[order(number, opened=at(9.4 + hours)) for number in BOXES])

    assert not opened(23.5)
    assert len(opened(24.5)) == 1
    closed = [order(number, opened=at(0, -9), closed_at=at(0, -1)) for number in BOXES]
    assert explained_by(work_orders=closed)


def test_e2_party_of_the_release_chain_is_silent() -> None:
    chain = [ReleaseHop(number, "line", "terminal", at(0, -1)) for number in BOXES]
    assert not explained_by(release_chain=chain)
    assert explained_by(release_chain=chain, people=[person("dave", organisation="other")])


def test_e2_release_chain_of_an_earlier_stay_explains_nothing() -> None:
    earlier = [
        visit(number, owner="line", discharged_at=at(0, -90), gate_out_at=at(0, -80)) for number in BOXES
    ]
    chain = [ReleaseHop(number, "line", "terminal", at(0, -85)) for number in BOXES]
    assert explained_by(release_chain=chain, cargo=[*earlier, *CARGO])


def test_e3_shift_that_handles_the_vessel_call_is_silent() -> None:
    call = VesselCallFact("CALL7", frozenset({"berth-7"}), at(0), at(30))
    context = {
        "vessel_calls": [call],
        "cargo": [visit(number, vessel_call="CALL7") for number in BOXES],
        "roster": [shift("dave", at(6), area="berth-7")],
    }
    assert not explained_by(**context)
    assert explained_by(**context | {"roster": [shift("dave", at(6), area="berth-8")]})
    assert flags("D01", data=looks(5, field_class="S3"), **(PORT | context))


def test_e4_inspection_and_e6_dossier_are_silent() -> None:
    assert not explained_by(work_orders=[order(number, kind="inspection") for number in BOXES])
    assert not explained_by(work_orders=[order(number, kind="claim") for number in BOXES])


def test_e5_ticket_explains_only_when_somebody_else_opened_it() -> None:
    assert not explained_by(work_orders=[order(number, kind="ticket", opened_by="erin") for number in BOXES])
    assert explained_by(work_orders=[order(number, kind="ticket", opened_by="dave") for number in BOXES])


def test_e7_emergency_in_the_block_is_silent_up_to_s2() -> None:
    emergency = [order("B4", "", kind="emergency", opened=at(8), opened_by="control-room")]
    assert not explained_by(work_orders=emergency)
    assert flags("D01", data=looks(5, field_class="S3"), **(PORT | {"work_orders": emergency}))
    assert explained_by(work_orders=[order("B4", "", kind="emergency", opened=at(8), opened_by="dave")])


def test_e8_hand_over_in_the_team_is_silent_for_twelve_hours() -> None:
    team = [person(name, teams=frozenset({"quay-1"})) for name in ("dave", "erin")]
    context = PORT | {
        "people": team,
        "work_orders": [order(number, "erin", opened=at(-20)) for number in BOXES],
    }
    before = [look(at(2), number, "erin") for number in BOXES[:5]]
    assert not flags("D01", data=[*before, *looks(5)], **context)
    critical = [look(at(2), number, "erin", field_class="S3") for number in BOXES[:5]]
    assert flags("D01", data=[*critical, *looks(5, field_class="S3")], **context)
    assert flags("D01", data=[*(look(at(-4), number, "erin") for number in BOXES[:5]), *looks(5)], **context)


@pytest.mark.parametrize("code", ["E1", "E9", "E10", "G"])
def test_explanation_that_the_live_decision_recorded_is_silent(code: str) -> None:
    assert not flags("D01", data=looks(5, explanation=code), **PORT)


def test_grant_of_the_data_owner_is_silent() -> None:
    grants = [GrantFact(number, FieldClass.S2, "audit", at(0), at(24), "owner") for number in BOXES]
    assert not flags("D01", data=looks(5, purpose="Audit"), grants={"account-dave": grants}, **PORT)
    assert flags("D01", data=looks(5), grants={"account-dave": grants}, **PORT)


def self_made(count: int):
    return [
        order(number, opened=fact.at - timedelta(minutes=10), opened_by="dave")
        for number, fact in zip(BOXES[:count], looks(count), strict=True)
    ]


def test_self_made_order_counts_half() -> None:
    assert not flags("D01", data=looks(5), **(PORT | {"work_orders": self_made(5)}))
    (flag,) = flags("D01", data=looks(6), **(PORT | {"work_orders": self_made(6)}))
    assert "For 6 objects the person made the work just before looking; it counts half." in flag.text


def test_self_made_order_counts_half_even_when_the_live_decision_accepted_it() -> None:
    assert flags("D01", data=looks(6, explanation="E1"), **(PORT | {"work_orders": self_made(6)}))


def test_shifts_are_counted_apart_and_one_over_midnight_together() -> None:
    night = [look(at(hour), number) for hour, number in zip((22.5, 23.5, 24.5), BOXES, strict=False)]
    assert not flags("D01", data=night, **PORT)
    (flag,) = flags("D01", data=night, roster=[shift("dave", at(22))], **PORT)
    assert "in the shift of 3 March 2026 22:00 UTC" in flag.text
    two = [shift("dave", at(6)), shift("dave", at(14))]
    afternoon = [look(at(hour), number) for hour, number in zip((13, 13.5, 15), BOXES, strict=False)]
    assert not flags("D01", data=afternoon, roster=two, **PORT)


def test_measured_peer_limit_raises_the_bar() -> None:
    limit = PeerLimit("D01", "planners", 5, 23, at(0, -90))
    assert not flags("D01", data=looks(4), peer_limits=[limit], **PORT)
    (flag,) = flags("D01", data=looks(5), peer_limits=[limit], **PORT)
    assert "of 100 shifts of 23 peers 99 stay under 5" in flag.text
    small_group = PeerLimit("D01", "planners", 5, 7, at(0, -90))
    assert flags("D01", data=looks(4), peer_limits=[small_group], **PORT)


def team(unexplained: int, size: int, **more):
    names = [f"p{number}" for number in range(size)]
    data = [
        look(at(9 + index / 10), number, name, **more)
        for name in names[:unexplained]
        for index, number in enumerate(BOXES[:3])
    ]
    orders = [order(BOXES[11], name) for name in names]
    data += [look(at(9), BOXES[11], name) for name in names[unexplained:]]
    return data, PORT | {"people": [person(name) for name in names], "work_orders": orders}


def test_team_gap_is_a_data_problem_and_said() -> None:
    data, context = team(3, 10)
    said = report("D01", data=data, **context)
    assert not said.flags
    assert [item.code for item in said.not_evaluated] == ["team_gap"]
    assert "3 of 10 readers of team planners" in said.not_evaluated[0].detail


def test_fewer_than_thirty_percent_of_a_team_are_people() -> None:
    data, context = team(3, 11)
    assert len(flags("D01", data=data, **context)) == 3


def test_two_people_of_a_small_team_are_no_gap() -> None:
    data, context = team(2, 4)
    assert len(flags("D01", data=data, **context)) == 2


def test_team_gap_never_excuses_s3() -> None:
    data, context = team(5, 10, field_class="S3")
    assert len(flags("D01", data=data, **context)) == 5


def orders_every_ten_minutes(until: float):
    return [
        order("elsewhere", "nobody", opened=at(-24) + number * timedelta(minutes=10), ref=f"w{number}")
        for number in range(int((24 + until) * 6))
    ]


def outage(readers: int, **more):
    data = [
        look(at(14 + index / 10), number, f"p{reader}", **more)
        for reader in range(readers)
        for index, number in enumerate(BOXES[:3])
    ]
    return {"data": data, "work_orders": orders_every_ten_minutes(12), "cargo": CARGO, "until": at(15)}


def test_silent_order_feed_suspends_s2_and_is_said() -> None:
    said = report("D01", **outage(5))
    assert not said.flags
    assert [item.code for item in said.not_evaluated] == ["orders_silent"]
    assert len(flags("D01", **outage(5, field_class="S3"))) == 5


def test_silence_that_few_feel_is_a_quiet_night() -> None:
    assert len(flags("D01", **outage(4))) == 4


def test_silence_that_most_readers_do_not_feel_is_a_weekend() -> None:
    facts = outage(5)
    others = [look(at(14), BOXES[11], f"q{reader}") for reader in range(12)]
    orders = [*facts["work_orders"], *(order(BOXES[11], f"q{reader}") for reader in range(12))]
    said = report("D01", **facts | {"data": facts["data"] + others, "work_orders": orders})
    assert len(said.flags) == 5


def test_running_order_feed_suspends_nothing() -> None:
    facts = outage(5) | {"work_orders": orders_every_ten_minutes(15)}
    assert len(flags("D01", **facts)) == 5


def test_without_work_orders_it_neither_fires_nor_passes() -> None:
    said = report("D01", data=looks(9), cargo=CARGO)
    assert (said.flags, [item.code for item in said.not_evaluated]) == ((), ["feed_missing"])
    assert said.not_evaluated[0].detail == "D01 needs work orders, which this port has not delivered."
