"""Errors as pages, messages and machine answers; addresses that only mean one thing."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import DataError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from portsec import urls as real
from portsec.kernel.errors import Conflict, InvalidInput, NotFound, PortsecError, Refused, Unavailable
from portsec.kernel.verdict import Reason, Verdict
from tests.people import Actor, SignIn
from tests.portsec.test_health import no_database

pytestmark = [pytest.mark.db, pytest.mark.django_db, pytest.mark.urls(__name__)]

REFUSAL = Verdict(False, (Reason("own_file", "Your own file."), Reason("stale", "The check is <too> old.")))
ERRORS: dict[str, Exception] = {
    "not-found": NotFound("badge"),
    "refused": Refused(REFUSAL),
    "conflict": Conflict("Somebody was faster."),
    "invalid": InvalidInput("Give a date.", fields={"born": "Give a date."}),
    "unavailable": Unavailable("The register does not answer."),
    "suspicious": SuspiciousOperation("a detail for the log"),
    "denied": PermissionDenied("a detail for the log"),
    "database": OperationalError("connection to server failed: host=db.internal"),
    "closed": InterfaceError("the connection is closed"),
    "unstorable": DataError("PostgreSQL text fields cannot contain NUL: a detail for the log"),
    "fault": ZeroDivisionError("a detail for the log"),
}


@login_not_required
def fail(request: HttpRequest, kind: str) -> HttpResponse:
    raise ERRORS[kind]


urlpatterns = [
    path("fail/<slug:kind>/", fail),
    path("api/v1/fail/<slug:kind>/", fail),
    *real.urlpatterns,
]
handler400, handler403, handler404, handler500 = (
    real.handler400,
    real.handler403,
    real.handler404,
    real.handler500,
)


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


PAGES = [
    ("not-found", 404, "We cannot find that", "No such badge."),
    ("refused", 403, "This is not open to you", "The check is &lt;too&gt; old."),
    ("conflict", 409, "This could not be done", "Somebody was faster."),
    ("invalid", 400, "This could not be done", "Give a date."),
    ("unavailable", 503, "portsec is not available just now", "The register does not answer."),
    ("suspicious", 400, "This could not be done", "The request cannot be read."),
    ("denied", 403, "This is not open to you", "This is not allowed."),
    ("database", 503, "portsec is not available just now", "The database does not answer."),
    ("closed", 503, "portsec is not available just now", "The database does not answer."),
    ("unstorable", 400, "This could not be done", "a character or a number that cannot be kept"),
    ("fault", 500, "Something went wrong on our side", "The fault was written to the log."),
]


@pytest.mark.parametrize(("kind", "status", "heading", "sentence"), PAGES, ids=[kind for kind, *_ in PAGES])
def test_error_when_a_page_meets_it_then_status_heading_and_sentence(
    visitor: Client, kind: str, status: int, heading: str, sentence: str
) -> None:
    answer = visitor.get(f"/fail/{kind}/")
    page = answer.content.decode()
    assert answer.status_code == status
    assert heading in page
    assert sentence in page
    assert page.count("<h1") == 1
    assert page.count("<main") == 1
    assert 'lang="en"' in page
    assert 'href="/"' in page  # the way out
    assert "a detail for the log" not in page
    assert "db.internal" not in page
    assert "Content-Security-Policy" in answer.headers


@pytest.mark.parametrize(("kind", "status"), [(kind, status) for kind, status, *_ in PAGES])
def test_error_when_a_program_meets_it_then_the_same_status_as_json(
    visitor: Client, kind: str, status: int
) -> None:
    answer = visitor.get(f"/api/v1/fail/{kind}/")
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/json"
    body = answer.json()
    assert set(body) == {"code", "detail"}
    error = ERRORS[kind]
    if isinstance(error, PortsecError):
        assert (body["code"], body["detail"]) == (error.code, error.detail)
    else:
        assert str(error) not in answer.content.decode()


def test_refused_when_shown_then_every_reason_is_listed(visitor: Client) -> None:
    page = visitor.get("/fail/refused/").content.decode()
    assert "Your own file." in page
    assert "The check is &lt;too&gt; old." in page


@pytest.mark.parametrize("kind", ["unavailable", "database"])
def test_unavailable_when_answered_then_says_when_to_come_again(visitor: Client, kind: str) -> None:
    assert visitor.get(f"/fail/{kind}/")["Retry-After"] == "5"
    assert visitor.post(f"/api/v1/fail/{kind}/")["Retry-After"] == "5"


@pytest.mark.parametrize(
    "address",
    [
        "/cases/١/",
        "/cases/SA-２026-00001/",
        "/cases/\u202e1/",
        "/cases/a b/",
        "/cases/a%00b/",
        "/\u00e9/",
        "/cases/a%0Ab/",
    ],
)
def test_path_when_not_plain_ascii_then_404_before_anything_is_asked(
    alice: Actor, signed_in: SignIn, address: str, django_assert_num_queries: Any
) -> None:
    client = signed_in(alice)
    with django_assert_num_queries(0):
        answer = client.get(address)
    assert answer.status_code == 404
    assert answer.content == b"Not found."


def test_path_when_a_program_sends_it_then_404_as_json(visitor: Client) -> None:
    answer = visitor.get("/api/v1/applications/١/")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    "address", ["/api/", "/api/v1/nothing/here/", "/access/v1/nothing", "/.well-known/nothing"]
)
def test_unknown_path_when_a_program_asks_then_json(visitor: Client, address: str) -> None:
    answer = visitor.get(address)
    assert answer.status_code == 404
    assert answer.json() == {"code": "not_found", "detail": "No such page."}


def test_unknown_path_when_a_person_asks_then_the_page(visitor: Client) -> None:
    answer = visitor.get("/no/such/page/")
    assert answer.status_code == 404
    assert "We cannot find that" in answer.content.decode()


@pytest.mark.parametrize("kind", ["refused", "conflict", "invalid"])
def test_post_when_refused_then_back_to_the_form_with_the_sentence(
    alice: Actor, signed_in: SignIn, kind: str
) -> None:
    client = signed_in(alice)
    answer = client.post(f"/fail/{kind}/", headers={"referer": "http://testserver/me/?tab=2"})
    assert answer.status_code == 302
    assert answer["Location"] == "http://testserver/me/?tab=2"
    page = client.get("/me/").content.decode()
    error = ERRORS[kind]
    assert isinstance(error, PortsecError)
    assert error.detail.replace("<too>", "&lt;too&gt;") in page
    assert error.detail.split(".")[0] not in client.get("/me/").content.decode()  # told once


@pytest.mark.parametrize(
    "referer",
    [
        "https://evil.example/form",
        "http://testserver.evil.example/",
        "//evil.example/",
        "http://evil.example\\@testserver/",
        "javascript:alert(1)",
        "http:///evil.example",
        "",
    ],
)
def test_post_when_it_comes_from_elsewhere_then_a_page_and_no_redirect(
    alice: Actor, signed_in: SignIn, referer: str
) -> None:
    answer = signed_in(alice).post("/fail/conflict/", headers={"referer": referer})
    assert answer.status_code == 409
    assert "Somebody was faster." in answer.content.decode()


@pytest.mark.parametrize("kind", ["not-found", "unavailable", "database", "fault"])
def test_post_when_going_back_would_not_help_then_the_page(visitor: Client, kind: str) -> None:
    answer = visitor.post(f"/fail/{kind}/", headers={"referer": "http://testserver/me/"})
    assert answer.status_code >= 404
    assert "Location" not in answer.headers


def test_get_when_refused_then_the_page_and_no_redirect(visitor: Client) -> None:
    answer = visitor.get("/fail/conflict/", headers={"referer": "http://testserver/me/"})
    assert answer.status_code == 409


def test_form_when_its_token_is_missing_then_the_page_says_what_to_do(alice: Actor) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(alice.user, backend="django.contrib.auth.backends.ModelBackend")
    answer = strict.post("/me/theme/", {"theme": "dark"})
    assert answer.status_code == 403
    assert "This form is no longer valid" in answer.content.decode()
    alice.user.refresh_from_db()
    assert alice.user.theme == "auto"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("address", ["/me/", "/", "/api/v1/nothing/"])
def test_page_when_the_database_is_gone_then_503_also_for_those_who_were_signed_in(
    alice: Actor, signed_in: SignIn, address: str
) -> None:
    client = signed_in(alice)
    client.raise_request_exception = False
    with no_database():
        answer = client.get(address)
    assert answer.status_code == 503
    assert answer["Retry-After"] == "5"
    assert "The database does not answer." in answer.content.decode()
    assert client.get("/me/").status_code == 200


@pytest.fixture(autouse=True)
def _no_limit_carried_over() -> None:
    cache.clear()
