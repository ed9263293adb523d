"""Work that other systems deliver: all rows or none, the same rows again change nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from access.models import CargoVisit, DataEvent, ReleaseRight, RosterSpan, WorkOrder
from accounts.models import Port
from accounts.roles import Role
from accounts.services import role
from tests import releases
from tests.people import MAKER, Actor, Cast, SignIn
from tests.releases import FORWARDER, HAULIER, LINE, WHY, Parties
from tests.scenario import CONTAINER, Scenario
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

VISITS, ORDERS, ROSTERS = "/api/v1/cargo/visits", "/api/v1/work-orders", "/api/v1/rosters"
STEPS, LOOK_UPS = "/api/v1/cargo/release-steps", "/api/v1/cargo/look-ups"
TOKENS = ("knox_authtoken",)
Call = Callable[..., Any]


@pytest.fixture
def parties(made: Scenario, now: datetime) -> Parties:
    return releases.make_parties(made, at=now - timedelta(hours=2))


def order(**said: Any) -> dict[str, Any]:
    return {"work_ref": "W-9", "kind": "job", "object": CONTAINER, "opened_at": "2026-11-22T08:00:00Z"} | said


def test_orders_when_delivered_then_kept_once_and_on_record(
    made: Scenario, cast: Cast, post: Call, record: Record
) -> None:
    record.new()
    first = post(ORDERS, {"rows": [order(), order(work_ref="W-10")]}, cast.dora).json()
    assert (first["new"], first["changed"], first["unchanged"]) == (2, 0, 0)
    assert record.one("access.work_context.delivered").body == {
        "table": "work_orders",
        "rows": 2,
        "new": 2,
        "changed": 0,
    }
    again = post(ORDERS, {"rows": [order(), order(work_ref="W-10", team="NIGHT")]}, cast.dora).json()
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 1, 1)


def test_orders_when_one_row_is_wrong_then_none_is_kept_and_the_fault_is_named(
    made: Scenario, cast: Cast, post: Call
) -> None:
    with unchanged(*TOKENS):
        answer = post(ORDERS, {"rows": [order(), order(work_ref="W-10", opened_at="soon")]}, cast.dora)
    assert answer.status_code == 400
    assert set(answer.json()["fields"]) == {"rows.1.opened_at"}
    assert not WorkOrder.objects.filter(ref="W-9").exists()


@pytest.mark.parametrize("body", [{}, {"rows": 7}, {"rows": [7]}, {"rows": [[]]}, [], "rows"])
def test_orders_when_the_body_is_none_of_rows_then_400(cast: Cast, post: Call, body: Any) -> None:
    assert post(ORDERS, body, cast.dora).status_code == 400


def test_delivery_when_the_port_is_not_named_or_not_yours_then_asked_for(
    made: Scenario, cast: Cast, other_port: Port, now: datetime, post: Call
) -> None:
    strange = post(ORDERS, {"port": other_port.locode, "rows": [order()]}, cast.dora)
    assert set(strange.json()["fields"]) == {"port"}
    role.give(cast.dora.user, Role.DATA_OWNER, other_port, actor=MAKER, at=now)
    assert set(post(ORDERS, {"rows": [order()]}, cast.dora).json()["fields"]) == {"port"}
    assert post(ORDERS, {"port": made.port.locode, "rows": [order()]}, cast.dora).status_code == 200


def test_orders_when_read_back_then_only_by_what_is_known_of_them(
    made: Scenario, cast: Cast, signed_in: SignIn
) -> None:
    browser = signed_in(cast.dora)
    assert browser.get(ORDERS).json()["results"] == []
    assert browser.get(ORDERS, {"work_ref": ""}).json()["results"] == []
    (found,) = browser.get(ORDERS, {"work_ref": "W-1"}).json()["results"]
    assert (found["object"], found["person"]) == (CONTAINER, made.erin.log_ref)
    assert signed_in(cast.frank).get(ORDERS, {"work_ref": "W-1"}).status_code == 404


def test_rosters_when_delivered_then_read_back_by_person(
    made: Scenario, cast: Cast, post: Call, signed_in: SignIn
) -> None:
    span = {"person": "P-1", "starts_at": "2026-11-22T06:00:00Z", "ends_at": "2026-11-22T14:00:00Z"}
    assert post(ROSTERS, {"rows": [span]}, cast.dora).json()["new"] == 1
    assert RosterSpan.objects.get(person_ref="P-1").kind == "shift"
    backwards = span | {"ends_at": "2026-11-22T05:00:00Z"}
    assert set(post(ROSTERS, {"rows": [backwards]}, cast.dora).json()["fields"]) == {"rows.0"}
    assert len(signed_in(cast.dora).get(ROSTERS, {"person": "P-1"}).json()["results"]) == 1


def test_visits_when_a_number_has_a_wrong_check_digit_then_kept_and_remarked(
    made: Scenario, cast: Cast, post: Call
) -> None:
    answer = post(VISITS, {"rows": [{"container": "HLXU1234567", "vessel_call": "VC-77"}]}, cast.dora).json()
    assert [remark["row"] for remark in answer["remarks"]] == [0]
    assert CargoVisit.objects.get(container="HLXU1234567").vessel_call.code == "VC-77"


def test_visits_when_the_container_has_left_then_its_release_right_ends(
    made: Scenario, parties: Parties, cast: Cast, now: datetime, post: Call
) -> None:
    right = releases.begun(made, at=now - timedelta(hours=1))
    row = {
        "container": CONTAINER,
        "discharged_at": made.visit.discharged_at.isoformat(),
        "gate_out_at": (now - timedelta(minutes=1)).isoformat(),
    }
    assert post(VISITS, {"rows": [row]}, cast.dora).json()["changed"] == 1
    right.refresh_from_db()
    assert right.state == "ended"


def test_look_up_when_asked_by_software_then_as_on_the_page(
    made: Scenario, parties: Parties, now: datetime, post: Call
) -> None:
    releases.begun(made, at=now - timedelta(hours=1))
    asked = {"container": CONTAINER, "field_class": "S3", "purpose": WHY}
    answer = post(LOOK_UPS, asked, parties.line.clerk).json()
    assert answer["decision"] is True
    assert {one["label"]: one["value"] for one in answer["fields_shown"]}["Block"] == "C12"
    refused = post(LOOK_UPS, asked, parties.haulier.clerk).json()
    assert (refused["decision"], refused["fields_shown"], refused["fields_masked"]) == (False, [], [])
    assert "no_need_to_know" in [reason["code"] for reason in refused["reasons"]]
    assert list(DataEvent.objects.order_by("-number").values_list("result", flat=True)[:2]) == [
        "denied",
        "ok",
    ]
    assert post(LOOK_UPS, asked | {"container": "BOX 1"}, parties.line.clerk).status_code == 400


def test_steps_when_each_is_sent_twice_then_taken_once(
    made: Scenario, parties: Parties, cast: Cast, post: Call, record: Record
) -> None:
    def twice(step: str, actor: Actor, **said: str) -> str:
        message = {"container": CONTAINER, "step": step, "purpose": WHY} | said
        first, second = post(STEPS, message, actor), post(STEPS, message, actor)
        assert first.status_code == 200, first.json()
        assert first.json() == second.json()
        return str(first.json()["state"])

    record.new()
    assert twice("begin", cast.dora) == "accepted"
    assert twice("offer", parties.line.clerk, to_organisation=FORWARDER) == "offered"
    assert twice("decline", parties.forwarder.clerk, reason="Not ours.") == "declined"
    assert twice("offer", parties.line.clerk, to_organisation=HAULIER) == "offered"
    assert twice("accept", parties.haulier.clerk) == "accepted"
    assert twice("withdraw", parties.line.clerk, reason="Mistake.") == "withdrawn"
    kinds = [kind for kind in record.kinds() if kind.startswith("access.release_right")]
    assert [kind.rpartition(".")[2] for kind in kinds] == [
        *("begun", "offered", "declined", "offered", "accepted", "withdrawn")
    ]
    assert ReleaseRight.objects.get(state="accepted").to_organisation == LINE


def test_steps_when_of_others_or_of_nothing_then_404_alike(
    made: Scenario, parties: Parties, now: datetime, post: Call
) -> None:
    releases.begun(made, at=now)
    offer = {"container": CONTAINER, "step": "offer", "to_organisation": FORWARDER, "purpose": WHY}
    not_yours = post(STEPS, offer, parties.haulier.clerk)
    absent = post(STEPS, offer | {"container": "GESU3927660"}, parties.haulier.clerk)
    assert not_yours.status_code == absent.status_code == 404
    assert not_yours.json() == absent.json()
    begin = post(STEPS, {"container": CONTAINER, "step": "begin"}, parties.line.clerk)
    assert begin.status_code == 400  # nobody begins a chain at a port whose cargo they do not keep


def test_steps_when_listed_then_those_of_the_own_organisation(
    made: Scenario, parties: Parties, now: datetime, signed_in: SignIn
) -> None:
    releases.begun(made, at=now)
    (mine,) = signed_in(parties.line.clerk).get(STEPS).json()["results"]
    assert (mine["container"], mine["to_organisation"], mine["state"]) == (CONTAINER, LINE, "accepted")
    assert signed_in(parties.haulier.clerk).get(STEPS).json()["results"] == []


def test_steps_when_the_session_is_stale_then_sign_in_again(
    made: Scenario, parties: Parties, now: datetime, signed_in: SignIn
) -> None:
    releases.begun(made, at=now)
    message = {"container": CONTAINER, "step": "offer", "to_organisation": FORWARDER, "purpose": WHY}
    browser = signed_in(parties.line.clerk, fresh=False)
    answer = browser.post(STEPS, message, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (403, "sign_in_again")
