"""REST: applications and the answers of their checks."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from knox.models import AuthToken

from accounts.models import Organisation, Port
from screening.enums import CheckKind
from screening.models import Application, Check, Conviction, Person, Post
from tests.moment import port_now
from tests.people import Actor, Cast, SignIn
from tests.screening import rows

pytestmark = [pytest.mark.db, pytest.mark.django_db]

URL = "/api/v1/applications/"
ERIN = {
    "family_name": "Domínguez",
    "given_names": "Erin",
    "birth_date": "1991-05-10",
    "nationality": "ES",
    "organisation": "QUAYSIDE",
}


def post(browser: Client, url: str, body: Any) -> Any:
    return browser.post(url, body, content_type="application/json")


def body(**changes: Any) -> dict[str, Any]:
    return {"new_person": ERIN, "post": "CRANE", "port": "XXPEX"} | changes


def test_submit_when_person_is_new_then_201_with_references(
    crane: Post, quayside: Organisation, alice: Actor, signed_in: SignIn
) -> None:
    answer = post(signed_in(alice), URL, body(declared_convictions=False, declared_history=True))
    case = Application.objects.get()
    assert answer.status_code == 201
    assert answer.json()["ref"] == case.ref
    assert answer.json()["person"] == case.person.ref
    assert case.person.organisation == quayside
    assert (case.declared_convictions, case.declared_history) == (False, True)


def test_submit_when_person_is_known_then_not_doubled(
    erin: Person, crane: Post, alice: Actor, signed_in: SignIn
) -> None:
    answer = post(signed_in(alice), URL, {"person": erin.ref, "post": "CRANE", "port": "XXPEX"})
    assert answer.status_code == 201
    assert Application.objects.get().person == erin


def test_submit_when_a_token_is_used_then_the_same(crane: Post, quayside: Organisation, alice: Actor) -> None:
    _, token = AuthToken.objects.create(user=alice.user, expiry=timedelta(hours=1))
    answer = Client().post(
        URL, body(), content_type="application/json", headers={"Authorization": f"Token {token}"}
    )
    assert answer.status_code == 201


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"person": "P-12345678"}, "person"),
        ({"new_person": ERIN | {"family_name": ""}}, "new_person.family_name"),
        ({"new_person": ERIN | {"birth_date": "10.5.1991"}}, "new_person.birth_date"),
        ({"new_person": ERIN | {"nationality": "ZZ"}}, "new_person.nationality"),
        ({"new_person": ERIN | {"organisation": "NOBODY"}}, "new_person.organisation"),
        ({"new_person": ERIN | {"birth_date": "1850-01-01"}}, "birth_date"),
    ],
)
def test_submit_when_a_value_is_wrong_then_400_names_the_field(
    crane: Post, quayside: Organisation, alice: Actor, signed_in: SignIn, changes: dict[str, Any], field: str
) -> None:
    answer = post(signed_in(alice), URL, body(**changes))
    assert answer.status_code == 400
    assert set(answer.json()) == {"code", "detail", "fields"}
    assert field in answer.json()["fields"]
    assert not Application.objects.exists()
    assert not Person.objects.exists()


def test_submit_when_post_is_out_of_reach_then_404(
    other_port: Port, crane: Post, alice: Actor, signed_in: SignIn
) -> None:
    rows.make_post(other_port, "FAR")
    answer = post(signed_in(alice), URL, body(post="FAR", port="XXOTH"))
    assert answer.status_code == 404
    assert answer.json() == {"code": "not_found", "detail": "No such post."}


def test_submit_when_one_is_open_then_409(case: Application, alice: Actor, signed_in: SignIn) -> None:
    answer = post(signed_in(alice), URL, {"person": case.person.ref, "post": "CRANE", "port": "XXPEX"})
    assert answer.status_code == 409
    assert answer.json()["code"] == "conflict"


def test_submit_when_employer_sends_own_person_then_received_and_file_stays_shut(
    crane: Post, quayside: Organisation, cast: Cast, signed_in: SignIn
) -> None:
    person = {name: value for name, value in ERIN.items() if name != "organisation"}
    browser = signed_in(cast.emma)
    answer = post(browser, URL, body(new_person=person))
    assert answer.status_code == 201
    case = Application.objects.get()
    assert case.person.organisation == quayside
    assert set(answer.json()) == {"ref", "person", "post", "port", "submitted_at"}
    assert browser.get(f"{URL}{case.ref}/").status_code == 404
    assert browser.get(URL).status_code == 404


def test_submit_when_employer_sends_anothers_person_then_403_and_nothing(
    crane: Post, cast: Cast, signed_in: SignIn
) -> None:
    Organisation.objects.create(code="OTHER", name="Other Ltd")
    answer = post(signed_in(cast.emma), URL, body(new_person=ERIN | {"organisation": "OTHER"}))
    assert answer.status_code == 403
    assert answer.json()["code"] == "capability_missing"
    assert not Person.objects.exists()


@pytest.mark.parametrize("name", ["bob", "carol", "dave", "frank"])
def test_submit_when_role_enters_nothing_then_404(
    crane: Post, cast: Cast, signed_in: SignIn, name: str
) -> None:
    assert post(signed_in(getattr(cast, name)), URL, body()).status_code == 404


def test_applications_when_anonymous_then_401(case: Application) -> None:
    for url in (URL, f"{URL}{case.ref}/", "/api/v1/people/", "/api/v1/watchlists/"):
        answer = Client().get(url)
        assert answer.status_code == 401, url
        assert answer.json()["code"] == "not_authenticated"


def test_applications_when_listed_then_cases_in_scope_with_checks(
    case: Application, alice: Actor, other_cast: Cast, signed_in: SignIn
) -> None:
    found = signed_in(alice).get(URL).json()["results"]
    assert [row["ref"] for row in found] == [case.ref]
    assert {check["kind"] for check in found[0]["checks"]} == {"identity", "criminal_record", "watchlist"}
    browser = signed_in(other_cast.alice)
    assert browser.get(URL).json()["results"] == []
    foreign, absent = browser.get(f"{URL}{case.ref}/"), browser.get(f"{URL}SA-2026-99999/")
    assert foreign.status_code == absent.status_code == 404
    assert foreign.json() == absent.json()


def test_applications_when_filtered_then_only_what_fits(
    case: Application, alice: Actor, signed_in: SignIn
) -> None:
    browser = signed_in(alice)
    assert len(browser.get(f"{URL}?state=checking&text=dominguez").json()["results"]) == 1
    assert browser.get(f"{URL}?state=granted").json()["results"] == []
    assert browser.get(f"{URL}?state=flying").json()["fields"] == {"state": '"flying" is not a valid choice.'}
    assert browser.get(f"{URL}?text=%00").status_code == 400


def test_applications_when_rows_grow_then_queries_do_not(
    case: Application, crane: Post, port: Port, quayside: Organisation, alice: Actor, signed_in: SignIn
) -> None:
    browser = signed_in(alice)
    browser.get(URL)
    with CaptureQueriesContext(connection) as one:
        browser.get(URL)
    for name in ("Second", "Third"):
        rows.make_case(rows.make_person(port, quayside, name), crane, alice)
    with CaptureQueriesContext(connection) as three:
        assert len(browser.get(URL).json()["results"]) == 3
    assert len(three) == len(one)


def test_identity_answer_when_sent_then_answered(case: Application, alice: Actor, signed_in: SignIn) -> None:
    url = f"{URL}{case.ref}/checks/identity/answer/"
    browser = signed_in(alice)
    answer = post(browser, url, {"result": "clear", "detail": "Passport: chip read"})
    assert answer.status_code == 200
    assert (answer.json()["state"], answer.json()["result"]) == ("answered", "clear")
    again = post(browser, url, {"result": "clear", "detail": "Passport"})
    assert again.status_code == 409
    assert again.json()["code"] == "step_not_possible"


def test_record_answer_when_convictions_are_sent_then_kept(
    case: Application, alice: Actor, signed_in: SignIn
) -> None:
    row = {"offence_code": "0701 00", "country": "ES", "decided_on": "2022-03-01", "sanction_months": 30}
    url = f"{URL}{case.ref}/checks/criminal_record-BE/record/"
    answer = post(signed_in(alice), url, {"convictions": [row], "detail": "Central register"})
    assert answer.json()["result"] == "findings"
    assert Conviction.objects.get().sanction_months == 30


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"convictions": [{"offence_code": "0701 00", "country": "ES"}]}, "convictions.0.decided_on"),
        (
            {"convictions": [{"offence_code": "9999 00", "country": "ES", "decided_on": "2022-03-01"}]},
            "convictions.0.offence_code",
        ),
        (
            {"convictions": [{"offence_code": "0701 00", "country": "ES", "decided_on": "2999-03-01"}]},
            "convictions.0.decided_on",
        ),
    ],
)
def test_record_answer_when_a_value_is_wrong_then_400_names_the_field(
    case: Application, alice: Actor, signed_in: SignIn, sent: dict[str, Any], field: str
) -> None:
    answer = post(signed_in(alice), f"{URL}{case.ref}/checks/criminal_record-BE/record/", sent)
    assert answer.status_code == 400
    assert field in answer.json()["fields"]
    assert rows.check_of(case, CheckKind.CRIMINAL_RECORD).state == "requested"


@pytest.mark.parametrize(("name", "status"), [("bob", 404), ("frank", 404), ("emma", 404), ("dave", 404)])
def test_answers_when_role_answers_nothing_then_404(
    case: Application, cast: Cast, signed_in: SignIn, name: str, status: int
) -> None:
    browser = signed_in(getattr(cast, name))
    for door in ("identity/answer", "criminal_record-BE/record", "criminal_record-BE/unobtainable"):
        answer = post(browser, f"{URL}{case.ref}/checks/{door}/", {"result": "clear", "detail": "x"})
        assert answer.status_code == status


def test_people_when_listed_then_clearance_of_today(
    erin: Person, carol: Actor, other_cast: Cast, signed_in: SignIn
) -> None:
    rows.cleared(erin)
    row = signed_in(carol).get("/api/v1/people/?text=dominguez").json()["results"][0]
    assert (row["ref"], row["organisation"]) == (erin.ref, "QUAYSIDE")
    assert row["clearance"]["state"] == "granted"
    assert signed_in(other_cast.carol).get("/api/v1/people/").json()["results"] == []
    assert signed_in(other_cast.emma).get("/api/v1/people/").status_code == 404


def test_people_when_rows_grow_then_queries_do_not(
    erin: Person, port: Port, quayside: Organisation, carol: Actor, signed_in: SignIn
) -> None:
    browser = signed_in(carol)
    browser.get("/api/v1/people/")
    with CaptureQueriesContext(connection) as one:
        browser.get("/api/v1/people/")
    for name in ("Second", "Third"):
        rows.cleared(rows.make_person(port, quayside, name))
    with CaptureQueriesContext(connection) as three:
        assert len(browser.get("/api/v1/people/").json()["results"]) == 3
    assert len(three) == len(one)


def test_watchlists_when_listed_then_the_versions_in_force(cast: Cast, signed_in: SignIn) -> None:
    rows.load_list(rows.entity("1", "ONE"))
    rows.load_list(rows.entity("1", "ONE"), rows.entity("2", "TWO"))
    found = signed_in(cast.paul).get("/api/v1/watchlists/").json()
    assert [(row["source"], row["number"], row["entries"]) for row in found] == [("un", 2, 2)]
    assert signed_in(cast.carol).get("/api/v1/watchlists/").status_code == 404


def test_schema_when_made_then_no_warnings(capsys: pytest.CaptureFixture[str]) -> None:
    from drf_spectacular.drainage import GENERATOR_STATS
    from drf_spectacular.generators import SchemaGenerator

    from screening.api import urls

    GENERATOR_STATS.reset()
    with GENERATOR_STATS.silence():
        schema = SchemaGenerator(patterns=urls.urlpatterns).get_schema(request=None, public=True)
    assert not GENERATOR_STATS._warn_cache
    assert not GENERATOR_STATS._error_cache
    assert "/applications/{ref}/checks/identity/answer/" in schema["paths"]


def test_submitted_at_when_answered_then_iso_time(
    erin: Person, crane: Post, alice: Actor, signed_in: SignIn
) -> None:
    answer = post(signed_in(alice), URL, {"person": erin.ref, "post": "CRANE", "port": "XXPEX"})
    submitted = datetime.fromisoformat(answer.json()["submitted_at"])
    assert timedelta() <= port_now() - submitted < timedelta(minutes=5)


def test_check_doors_when_used_then_each_does_its_step(
    case: Application, alice: Actor, signed_in: SignIn
) -> None:
    browser = signed_in(alice)
    base = f"{URL}{case.ref}/checks/"
    asked = post(browser, base, {"kind": "criminal_record", "country": "ES"})
    assert (asked.status_code, asked.json()["check"]) == (201, "criminal_record-ES")
    for step, status in {"send": 200, "unclear": 200, "data": 200, "chase": 409, "burn": 404}.items():
        assert post(browser, f"{base}criminal_record-ES/steps/{step}/", {}).status_code == status, step
    proof = {"kind": "consular_letter", "from_whom": "Consulate", "dated_on": "2026-01-05", "document": "D-7"}
    sent = {"reason": "no_record_system", "proofs": [proof]}
    few = post(browser, f"{base}criminal_record-ES/unobtainable/", sent)
    assert (few.status_code, set(few.json()["fields"])) == (400, {"proofs"})
    blank = proof | {"kind": "interview", "document": ""}
    wrong = post(browser, f"{base}criminal_record-ES/unobtainable/", sent | {"proofs": [proof, blank]})
    assert set(wrong.json()["fields"]) == {"proofs.1.document"}
    both = sent | {"proofs": [proof, blank | {"note": "Asked."}]}
    assert post(browser, f"{base}criminal_record-ES/unobtainable/", both).json()["result"] == "unobtainable"


def test_advice_when_sent_then_its_word_never_comes_back(
    case: Application, alice: Actor, signed_in: SignIn
) -> None:
    Check.objects.create(
        application=case,
        kind="authority_advice",
        subject="police",
        requested_at=case.submitted_at,
        due_on=case.due_on,
    )
    browser = signed_in(alice)
    url = f"{URL}{case.ref}/checks/authority_advice-police/advice/"
    answer = post(browser, url, {"advice": "negative", "reference": "P-77"})
    assert (answer.json()["state"], answer.json()["result"]) == ("answered", "")
    assert "P-77" not in browser.get(f"{URL}{case.ref}/").content.decode()


def test_requests_when_listed_then_open_ones_in_reach(
    case: Application, alice: Actor, other_cast: Cast, signed_in: SignIn
) -> None:
    found = signed_in(alice).get("/api/v1/requests/").json()["results"]
    assert [(row["application"], row["check"]) for row in found] == [(case.ref, "criminal_record-BE")]
    assert signed_in(alice).get("/api/v1/requests/?overdue=true").json()["results"] == []
    assert signed_in(other_cast.alice).get("/api/v1/requests/").json()["results"] == []
