"""Who could see a container between two times, who did, and why."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from access.enums import DataAction, FieldClass
from access.models import Grant, WorkOrder
from access.selectors.visible_between import Audit
from access.services import audit, data_access
from access.services.data_record import LookUp
from portsec.kernel.errors import InvalidInput, Refused
from screening.services import clearance
from tests.people import SignIn
from tests.scenario import CONTAINER, Scenario
from tests.witness import Record

pytestmark = [pytest.mark.db, pytest.mark.django_db]

DAY = timedelta(days=1)


def asked(made: Scenario, now: datetime, *, days: int = 2, container: str = CONTAINER) -> Audit:
    return audit.ask(made.port, container, now - days * DAY, now, **made.cast.frank.acts(now))


def looked(made: Scenario, who: str, at: datetime, field_class: FieldClass = FieldClass.S2) -> bool:
    look_up = LookUp("person", who, DataAction.READ, field_class, CONTAINER)
    given = {"actor": made.cast.dora.reference, "scope": made.cast.dora.scope, "at": at}
    return data_access.answer(made.port, look_up, **given).decision.verdict.allowed


def erin(found: Audit, made: Scenario) -> Any:
    return next((one for one in found.could if one.person == made.erin), None)


def test_audit_when_work_explains_it_then_she_could_and_did_and_both_say_why(
    made: Scenario, now: datetime, record: Record
) -> None:
    assert looked(made, made.erin.log_ref, now - timedelta(minutes=1))
    found = asked(made, now)
    hers = erin(found, made)
    assert {(part.code, part.source) for part in hers.stretches} == {("E1", "W-1")}
    mine = [one for one in found.did if one.event.person == made.erin and one.event.field_class == "S2"]
    assert (mine[-1].event.explanation, mine[-1].foreseen) == ("E1", True)
    assert mine[-1].ground.source == "W-1"
    entry = record.one("access.audit.asked")
    assert (entry.actor, entry.body["container"]) == ("user:frank", CONTAINER)


def test_audit_when_a_clearance_was_suspended_then_a_stretch_ends_there_and_later_looks_were_refused(
    made: Scenario, now: datetime
) -> None:
    at = now - timedelta(minutes=10)
    clearance.suspend(made.clearance, reason="Look.", **made.cast.bob.acts(at))
    assert not looked(made, made.erin.log_ref, now - timedelta(minutes=5))
    found = asked(made, now)
    assert max(part.until for part in erin(found, made).stretches) == at
    refused = [one for one in found.did if one.event.result == "denied"]
    assert "clearance_suspended" in refused[-1].event.reasons
    assert refused[-1].foreseen is None


def test_audit_when_the_work_was_taken_off_the_books_then_the_look_up_stands_out(
    made: Scenario, now: datetime
) -> None:
    assert looked(made, made.erin.log_ref, now - timedelta(minutes=1))
    WorkOrder.objects.filter(port=made.port).delete()
    found = asked(made, now)
    assert erin(found, made) is None
    assert [one.foreseen for one in found.did if one.event.person == made.erin][-1] is False


def test_audit_when_a_grant_had_ended_then_in_its_time_only(made: Scenario, now: datetime) -> None:
    WorkOrder.objects.filter(port=made.port).delete()
    since, until = now - timedelta(minutes=40), now - timedelta(minutes=20)
    given = {"object_type": "container", "object_ref": CONTAINER, "field_class": "S2", "purpose": "Claim"}
    Grant.objects.create(
        port=made.port,
        account=made.erin.log_ref,
        valid_from=since,
        valid_until=until,
        granted_by="user:dora",
        **given,
    )
    parts = [part for part in erin(asked(made, now), made).stretches if part.code == "G"]
    assert [(part.since, part.until) for part in parts] == [(since, until)]


def test_audit_when_nobody_had_work_then_nobody(made: Scenario, now: datetime) -> None:
    found = asked(made, now, container="MSCU0000000")
    assert (found.could, found.did, found.is_complete) == ([], [], True)


def test_audit_when_asked_by_somebody_without_the_log_or_elsewhere_then_refused(
    made: Scenario, elsewhere: Scenario, now: datetime, record: Record
) -> None:
    for who in (made.cast.alice, made.cast.adam, elsewhere.cast.frank):
        with pytest.raises(Refused):
            audit.ask(made.port, CONTAINER, now - DAY, now, **who.acts(now))
    assert "access.audit.asked" not in record.kinds()


@pytest.mark.parametrize(("begins", "ends"), [(0, 1), (1, 1), (-100, 0), (1, 2)])
def test_audit_when_the_time_makes_no_sense_then_invalid(
    made: Scenario, now: datetime, begins: int, ends: int
) -> None:
    with pytest.raises(InvalidInput):
        audit.ask(made.port, CONTAINER, now + begins * DAY, now + ends * DAY, **made.cast.frank.acts(now))


def form(now: datetime, **more: str) -> dict[str, str]:
    times = {"since": now - 2 * DAY, "until": now + DAY}
    words = {name: at.strftime("%Y-%m-%dT%H:%M") for name, at in times.items()}
    return {"container": CONTAINER, "field_class": ""} | words | more


def test_page_when_asked_then_both_lists_stand_side_by_side_with_a_picture(
    made: Scenario, now: datetime, signed_in: SignIn
) -> None:
    looked(made, made.erin.log_ref, now - timedelta(minutes=1))
    browser = signed_in(made.cast.frank)
    assert "Nothing asked yet" in browser.get("/cargo/audit/").content.decode()
    text = browser.post("/cargo/audit/", form(now)).content.decode()
    for expected in ("Who could see", "Who did", "Erin Vermeer", "W-1", "<svg", "What is reconstructed"):
        assert expected in text, expected
    assert "style=" not in text


def test_page_when_the_reader_may_not_see_people_then_references_only(
    made: Scenario, now: datetime, signed_in: SignIn
) -> None:
    looked(made, made.erin.log_ref, now - timedelta(minutes=1))
    text = signed_in(made.cast.dora).post("/cargo/audit/", form(now)).content.decode()
    assert made.erin.log_ref in text
    assert "Vermeer" not in text


def test_page_when_the_number_is_none_then_says_what_is_wrong(
    made: Scenario, now: datetime, signed_in: SignIn
) -> None:
    response = signed_in(made.cast.frank).post("/cargo/audit/", form(now, container="CSQU"))
    assert response.status_code == 400
    assert "11 characters" in response.content.decode()


def test_page_when_the_time_is_longer_than_a_quarter_then_says_what_is_wrong(
    made: Scenario, now: datetime, signed_in: SignIn
) -> None:
    long_ago = (now - 100 * DAY).strftime("%Y-%m-%dT%H:%M")
    response = signed_in(made.cast.frank).post("/cargo/audit/", form(now, since=long_ago))
    assert response.status_code == 400
    assert "at most 92 days" in response.content.decode()


def test_export_when_asked_then_the_same_as_the_api_and_on_record(
    made: Scenario, now: datetime, signed_in: SignIn, record: Record
) -> None:
    looked(made, made.erin.log_ref, now - timedelta(minutes=1))
    browser = signed_in(made.cast.frank)
    sheet = browser.post("/cargo/audit/", form(now, format="csv"))
    lines = list(csv.DictReader(io.StringIO(b"".join(sheet).decode("utf-8-sig"))))
    data = json.loads(browser.post("/cargo/audit/", form(now, format="json")).content)
    query = {"since": (now - 2 * DAY).isoformat(), "until": now.isoformat()}
    told = browser.get(f"/api/v1/cargo/{CONTAINER}/audit", query).json()
    assert [one["person"] for one in data["could_see"]] == [one["person"] for one in told["could_see"]]
    assert [one["event"] for one in data["did"]] == [one["event"] for one in told["did"]]
    assert len(lines) == sum(len(one["stretches"]) for one in told["could_see"]) + len(told["did"])
    assert told["complete"] is True
    kinds = record.kinds()
    assert (kinds.count("accounts.list.exported"), kinds.count("access.audit.asked")) == (2, 3)


def test_export_when_the_role_does_not_include_it_then_refused(
    made: Scenario, now: datetime, signed_in: SignIn, record: Record
) -> None:
    response = signed_in(made.cast.dora).post("/cargo/audit/", form(now, format="csv"))
    assert response.status_code == 403
    assert "accounts.list.exported" not in record.kinds()


@pytest.mark.parametrize("query", [{}, {"since": "x", "until": "y"}, {"since": "2026-01-01T00:00:00Z"}])
def test_api_when_the_time_is_missing_or_none_then_400(made: Scenario, query: dict[str, str]) -> None:
    response = SignIn(Client())(made.cast.frank).get(f"/api/v1/cargo/{CONTAINER}/audit", query)
    assert response.status_code == 400
