"""Which forms the reporter's door believes, what every answer carries, and how files arrive."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from hotline.public import uploading
from hotline.public.middleware import ErrorMiddleware, NoTraceMiddleware, SameOriginMiddleware
from hotline.public.pages import SENTENCES
from portsec.kernel.errors import InvalidInput, NotFound

pytestmark = pytest.mark.unit

HERE = "http://testserver"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture(autouse=True)
def _door(settings: Any) -> None:
    settings.HOTLINE_EXIT_URL = "https://weather.example/"
    settings.LANGUAGES = [("en", "English"), ("ar", "العربية")]
    settings.FILE_UPLOAD_HANDLERS = ["hotline.public.uploading.MemoryOnly"]


def answered(request: HttpRequest) -> HttpResponse:
    """What comes back through the door's own middleware."""
    return NoTraceMiddleware(SameOriginMiddleware(lambda _: HttpResponse("taken")))(request)


def post(content_type: str = FORM, **headers: str) -> HttpResponse:
    request = RequestFactory().generic("POST", "/report/en/", b"go=topic", content_type, headers=headers)
    return answered(request)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": HERE},
        {"Origin": HERE, "Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "same-origin"},
    ],
)
def test_form_when_it_stood_on_our_page_then_taken(headers: dict[str, str]) -> None:
    assert post(**headers).content == b"taken"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": f"{HERE}.elsewhere.example"},
        {"Origin": f"{HERE}:8443"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": HERE, "Sec-Fetch-Site": "cross-site"},
    ],
)
def test_form_when_another_page_made_it_then_refused(headers: dict[str, str]) -> None:
    assert post(**headers).status_code == 403


@pytest.mark.parametrize("content_type", ["text/plain", "application/json", "", "text/html"])
def test_form_when_in_a_form_that_no_page_of_ours_sends_then_refused(content_type: str) -> None:
    assert post(content_type, Origin=HERE).status_code == 403


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_method_when_no_page_needs_it_then_refused(method: str) -> None:
    request = RequestFactory().generic(method, "/report/en/", headers={"Origin": HERE})
    assert answered(request).status_code == 405


def test_answer_when_given_then_nobody_keeps_it_and_no_cookie_comes_along() -> None:
    for response in (post(Origin=HERE), post(), answered(RequestFactory().get("/report/en/"))):
        assert response["Cache-Control"] == "no-store"
        assert not response.cookies
        assert not response.has_header("ETag")


@pytest.mark.parametrize(
    ("error", "status"),
    [(NotFound("file"), 404), (InvalidInput("secret words"), 400), (RequestDataTooBig("x"), 413)],
)
def test_error_when_it_reaches_the_edge_then_a_plain_page_that_repeats_nothing(
    error: Exception, status: int
) -> None:
    request = RequestFactory().get("/report/en/secret-place/")
    response = ErrorMiddleware(answered).process_exception(request, error)
    assert response is not None
    assert response.status_code == status
    assert SENTENCES[status] in response.content.decode()
    assert b"secret" not in response.content


def upload(content: bytes) -> HttpRequest:
    file = io.BytesIO(content)
    file.name = "../../etc/gate.jpg"
    return RequestFactory().post("/report/en/", {"files": file})


def test_file_when_it_arrives_then_in_memory_under_its_last_name() -> None:
    (file,) = upload(b"x" * 3_000_000).FILES.getlist("files")
    assert file.read() == b"x" * 3_000_000
    assert not hasattr(file, "temporary_file_path")
    assert file.name == "gate.jpg"


def test_files_when_larger_than_what_is_taken_then_refused_before_they_are_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(uploading, "LARGEST_BODY", 1000)
    with pytest.raises(RequestDataTooBig):
        _ = upload(b"x" * 2000).FILES


def test_files_when_their_length_was_told_too_small_then_refused_while_they_arrive(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    handler = uploading.MemoryOnly()
    handler.handle_raw_input(None, {}, 10, "boundary")
    handler.new_file("files", "gate.jpg", "image/jpeg", None)
    monkeypatch.setattr(uploading, "LARGEST_BODY", 1000)
    handler.receive_data_chunk(b"x" * 900, 0)
    with pytest.raises(RequestDataTooBig):
        handler.receive_data_chunk(b"x" * 101, 900)
