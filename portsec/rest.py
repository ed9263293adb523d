"""How the REST doors read and answer: strict JSON in, one shape of error out, newest first."""

from __future__ import annotations

import json
import re
from collections import Counter
from math import ceil, isfinite
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions, status
from rest_framework.pagination import CursorPagination
from rest_framework.parsers import BaseParser
from rest_framework.response import Response

from portsec.http import status_of
from portsec.kernel.errors import PortsecError

DEEPEST = 32  # levels: a deeper document made the stock parser answer 500
LONGEST_QUOTE = 60  # characters of what was sent that an answer repeats
BRACKETS = re.compile(r'[\[\]{}]|"[^"\\]*(?:\\.[^"\\]*)*"?', re.DOTALL)  # or a text, in which none counts
ESCAPED = "\\u"  # in UTF-8, half of a surrogate pair only comes so, and NUL, too: JSON refuses it plain
UNPRINTABLE = re.compile(r"[\x00\ud800-\udfff]")  # PostgreSQL refuses both inside JSON, as a 500


class NewestFirst(CursorPagination):
    """Keyset paging; every page costs the same."""

    ordering = "-pk"
    page_size = 50
    page_size_query_param = "limit"
    max_page_size = 500


class TooLarge(exceptions.APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "too_large"
    default_detail = "The body is too large."


class StrictJSONParser(BaseParser):
    """Refuses what parsers read in two ways: duplicate keys, NaN, deep nesting, NUL, lone surrogates."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        """Raises TooLarge (413) and ParseError (400)."""
        largest = (
            settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        )  # Django watches it in forms, not in a stream that is read
        raw = stream.read(largest + 1)
        if len(raw) > largest:
            raise TooLarge
        return parse_json(raw)


def parse_json(raw: bytes) -> Any:
    """Raises ParseError (400) with one clear line."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise exceptions.ParseError("The body is not UTF-8.") from None
    _check_depth(text)
    try:
        value = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant, parse_float=_finite)
    except json.JSONDecodeError as error:
        raise exceptions.ParseError(
            f"The body is not JSON: {error.msg} at line {error.lineno}, column {error.colno}."
        ) from None
    except ValueError:
        raise exceptions.ParseError("A number in the body is too long.") from None
    if ESCAPED in text:
        _check_text(value)
    return value


def _check_depth(text: str) -> None:
    depth = 0
    for found in BRACKETS.finditer(text):
        character = text[found.start()]
        if character in "[{":
            depth += 1
            if depth > DEEPEST:
                raise exceptions.ParseError(f"The body is nested deeper than {DEEPEST} levels.")
        elif character in "]}":
            depth -= 1


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = Counter(key for key, _ in pairs).most_common(1)[0][0]
        _check_text(twice)  # before it is quoted in an answer
        raise exceptions.ParseError(f"The member '{twice[:LONGEST_QUOTE]}' is given twice.")
    return found


def _finite(digits: str) -> float:
    number = float(digits)
    if not isfinite(number):
        raise exceptions.ParseError("A number in the body is too large.")
    return number


def _no_constant(name: str) -> Any:
    raise exceptions.ParseError(f"{name} is not a JSON number.")


def _check_text(value: Any) -> None:
    if isinstance(value, str) and UNPRINTABLE.search(value):
        raise exceptions.ParseError("The body holds a NUL or half of a surrogate pair.")
    if isinstance(value, dict):
        for key, item in value.items():
            _check_text(key)
            _check_text(item)
    if isinstance(value, list):
        for item in value:
            _check_text(item)


def api_error(error: Exception, context: dict[str, Any]) -> Response | None:
    """Every error as `{"code", "detail", "fields"?}`."""
    if isinstance(error, PortsecError):
        body: dict[str, Any] = {"code": error.code, "detail": error.detail}
        if getattr(error, "fields", None):
            body["fields"] = error.fields  # type: ignore[attr-defined]
        return Response(body, status=status_of(error))
    if isinstance(error, exceptions.ValidationError):
        return Response(
            {
                "code": "invalid",
                "detail": "Some fields cannot be taken as they are.",
                "fields": _flat(error.detail),
            },
            status=status.HTTP_400_BAD_REQUEST,
        )
    if isinstance(error, Http404 | PermissionDenied):
        error = exceptions.NotFound()
    if not isinstance(error, exceptions.APIException):
        return None
    body = {"code": _code(error), "detail": str(error.detail)}
    return Response(body, status=error.status_code, headers=_headers(error))


def _headers(error: exceptions.APIException) -> dict[str, str]:
    """How to sign in, or when to come again."""
    headers = {}
    if getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = error.auth_header
    if getattr(error, "wait", None):
        headers["Retry-After"] = str(ceil(error.wait))
    return headers


def _code(error: exceptions.APIException) -> str:
    codes = error.get_codes()
    return codes if isinstance(codes, str) else error.default_code


def _flat(detail: Any, path: str = "") -> dict[str, str]:
    """Nested field errors as one level of dotted names."""
    if isinstance(detail, dict):
        found: dict[str, str] = {}
        for key, value in detail.items():
            found |= _flat(value, f"{path}.{key}" if path else str(key))
        return found
    if isinstance(detail, list) and any(isinstance(item, dict | list) for item in detail):
        found = {}
        for number, value in enumerate(detail):
            found |= _flat(value, f"{path}.{number}" if path else str(number))
        return found
    texts = [str(item) for item in detail] if isinstance(detail, list) else [str(detail)]
    return {path or "body": " ".join(texts)}
