"""The REST doors: strict JSON in, one shape of error out."""

from __future__ import annotations

import json
import math
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from hypothesis import given
from hypothesis import strategies as st
from rest_framework import exceptions, serializers

from portsec.kernel.errors import Conflict, InvalidInput, NotFound, Refused, Unavailable
from portsec.kernel.verdict import Reason, Verdict
from portsec.rest import DEEPEST, StrictJSONParser, api_error, parse_json

pytestmark = pytest.mark.unit

documents = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")), inner, max_size=4
        )
    ),
    max_leaves=20,
)

REFUSED = [
    (b"", "The body is not JSON: Expecting value at line 1, column 1."),
    (b"{", "The body is not JSON:"),
    (b"{} {}", "The body is not JSON: Extra data at line 1, column 4."),
    (b"{'a': 1}", "The body is not JSON:"),
    (b"\xef\xbb\xbf{}", "The body is not JSON:"),
    (b"[1,]", "The body is not JSON:"),
    (b'"a\nb"', "The body is not JSON: Invalid control character"),
    (b'{"a": 1, "a": 2}', "The member 'a' is given twice."),
    (b'[{"b": {"a": 1, "\\u0061": 2}}]', "The member 'a' is given twice."),
    (
        b'{"' + b"k" * 5000 + b'": 1, "' + b"k" * 5000 + b'": 2}',
        "The member '" + "k" * 60 + "' is given twice.",
    ),
    (b'{"\\ud800": 1, "\\ud800": 2}', "The body holds a NUL or half of a surrogate pair."),
    (b"NaN", "NaN is not a JSON number."),
    (b"[-Infinity]", "-Infinity is not a JSON number."),
    (b"1e400", "A number in the body is too large."),
    (b'{"a": [-1e999]}', "A number in the body is too large."),
    (b"9" * 5000, "A number in the body is too long."),
    (b'"\\u0000"', "The body holds a NUL or half of a surrogate pair."),
    (b'{"a\\u0000": 1}', "The body holds a NUL or half of a surrogate pair."),
    (b'["\\ud800"]', "The body holds a NUL or half of a surrogate pair."),
    (b'["\\udc00\\ud800"]', "The body holds a NUL or half of a surrogate pair."),
    (b'"\xff"', "The body is not UTF-8."),
    (b'"\xed\xa0\x80"', "The body is not UTF-8."),
    ("{}".encode("utf-16"), "The body is not UTF-8."),
    (b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1), "The body is nested deeper than 32 levels."),
    (b'{"a":' * (DEEPEST + 1) + b"1" + b"}" * (DEEPEST + 1), "The body is nested deeper than 32 levels."),
    (b"[" * 100_000, "The body is nested deeper than 32 levels."),
]


@pytest.mark.parametrize(("raw", "line"), REFUSED, ids=[repr(raw[:24]) for raw, _ in REFUSED])
def test_parse_when_the_body_is_bad_then_400_with_one_line(raw: bytes, line: str) -> None:
    with pytest.raises(exceptions.ParseError) as refused:
        parse_json(raw)
    told = str(refused.value.detail)
    assert told.startswith(line)
    assert "\n" not in told
    assert len(told) < 200
    told.encode("utf-8")  # what was sent is never repeated in a form that cannot be answered


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (b"[" * DEEPEST + b"]" * DEEPEST, None),
        (b'"' + b"[" * 1000 + b'"', "[" * 1000),
        (b'"\\"[[[\\\\"', '"[[[\\'),
        (b'"\\ud83d\\udea2"', "🚢"),
        ('{"naïve": "\u202e"}'.encode(), {"naïve": "\u202e"}),
        (b" \n[1e3, -0.5, 12345678901234567890]\t", [1000.0, -0.5, 12345678901234567890]),
        (b'{"a": {"a": 1}, "b": {"a": 1}}', {"a": {"a": 1}, "b": {"a": 1}}),
    ],
)
def test_parse_when_the_body_is_good_then_its_value(raw: bytes, value: Any) -> None:
    parsed = parse_json(raw)
    assert value is None or parsed == value


def _flat_enough(value: Any, left: int = DEEPEST) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return inner is None or (left > 0 and all(_flat_enough(item, left - 1) for item in inner))


@given(documents)
def test_parse_when_written_by_a_stock_writer_then_the_same_document(value: Any) -> None:
    for ascii_only in (True, False):
        assert parse_json(json.dumps(value, ensure_ascii=ascii_only).encode()) == value


@given(st.binary(max_size=60) | st.text('[]{}",:\\u0018dDef-.eE NaInfity\x00\ud800', max_size=60))
def test_parse_when_given_anything_then_a_plain_value_or_a_parse_error(raw: bytes | str) -> None:
    sent = raw if isinstance(raw, bytes) else raw.encode("utf-8", "surrogatepass")
    try:
        value = parse_json(sent)
    except exceptions.ParseError:
        return
    json.dumps(value, allow_nan=False, ensure_ascii=False).encode("utf-8")
    assert _flat_enough(value)
    assert not (isinstance(value, float) and math.isnan(value))


def test_parser_when_the_body_is_larger_than_forms_may_be_then_413_and_not_read_whole(settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    assert StrictJSONParser().parse(BytesIO(b" " * 98 + b"{}")) == {}
    stream = BytesIO(b" " * 5000 + b"{}")
    with pytest.raises(exceptions.APIException) as refused:
        StrictJSONParser().parse(stream)
    assert (refused.value.status_code, refused.value.default_code) == (413, "too_large")
    assert stream.tell() == 101


class Inner(serializers.Serializer):
    code = serializers.CharField(max_length=3)


class Outer(serializers.Serializer):
    born = serializers.DateField()
    items = Inner(many=True)


def told(error: Exception) -> tuple[int, dict[str, Any]]:
    answer = api_error(error, {})
    assert answer is not None
    return answer.status_code, dict(answer.data)


REFUSAL = Verdict(False, (Reason("own_file", "Your own file."), Reason("stale", "Too old.")))


@pytest.mark.parametrize(
    ("error", "status", "code", "detail"),
    [
        (NotFound("badge"), 404, "not_found", "No such badge."),
        (Refused(REFUSAL), 403, "own_file", "Your own file. Too old."),
        (Conflict("Taken."), 409, "conflict", "Taken."),
        (Conflict("Not now.", code="step_not_possible"), 409, "step_not_possible", "Not now."),
        (InvalidInput("Wrong."), 400, "invalid", "Wrong."),
        (Unavailable("Gone."), 503, "unavailable", "Gone."),
        (Http404("secret table name"), 404, "not_found", "Not found."),
        (PermissionDenied("why"), 404, "not_found", "Not found."),
        (
            exceptions.NotAuthenticated(),
            401,
            "not_authenticated",
            "Authentication credentials were not provided.",
        ),
        (exceptions.ParseError("Bad."), 400, "parse_error", "Bad."),
        (exceptions.MethodNotAllowed("PUT"), 405, "method_not_allowed", 'Method "PUT" not allowed.'),
        (exceptions.Throttled(), 429, "throttled", "Request was throttled."),
    ],
)
def test_error_when_answered_then_code_and_detail_alone(
    error: Exception, status: int, code: str, detail: str
) -> None:
    assert told(error) == (status, {"code": code, "detail": detail})


def test_error_when_one_may_come_again_then_a_header_says_when() -> None:
    answer = api_error(exceptions.Throttled(wait=2.2), {})
    assert answer is not None
    assert answer.headers["Retry-After"] == "3"


def test_error_when_input_names_fields_then_they_stand_beside() -> None:
    status, body = told(InvalidInput("Wrong.", fields={"born": "Give a date."}))
    assert (status, body["fields"]) == (400, {"born": "Give a date."})


def test_error_when_nested_fields_are_wrong_then_one_level_of_dotted_names() -> None:
    form = Outer(data={"born": "never", "items": [{"code": "ok"}, {"code": "too long"}, {}]})
    assert not form.is_valid()
    status, body = told(exceptions.ValidationError(form.errors))
    assert status == 400
    assert (body["code"], sorted(body["fields"])) == ("invalid", ["born", "items.1.code", "items.2.code"])
    assert body["fields"]["items.2.code"] == "This field is required."
    assert all(isinstance(text, str) for text in body["fields"].values())


def test_error_when_a_whole_body_is_wrong_then_named_body() -> None:
    assert told(exceptions.ValidationError("Not like this."))[1]["fields"] == {"body": "Not like this."}


def test_error_when_it_is_a_fault_of_ours_then_left_to_the_server() -> None:
    assert api_error(ZeroDivisionError(), {}) is None
