"""Searches: what they look for, and how their parts follow each other."""

from __future__ import annotations

import base64
import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given

from access.authzen.answer import action_search, resource_search, subject_search
from access.authzen.search import (
    LARGEST_PAGE,
    USUAL_PAGE,
    Page,
    read_page,
    read_resource_search,
    read_subject_search,
)
from portsec.kernel.errors import InvalidInput
from tests.access.authzen.bodies import JSON, UNHURRIED
from tests.access.authzen.records import Records

pytestmark = pytest.mark.unit


def wanted(**more: Any) -> dict[str, Any]:
    return {
        "subject": {"type": "user"},
        "action": {"name": "read"},
        "resource": {"type": "record", "id": "record-1"},
    } | more


def as_token(said: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(said).encode()).decode().rstrip("=")


def test_search_when_read_in_parts_then_each_result_comes_once_and_the_end_is_said() -> None:
    whole = subject_search(wanted(), Records())
    first = subject_search(wanted(page={"limit": 1}), Records())
    token = first["page"]["next_token"]
    second = subject_search(wanted(page={"token": token}), Records())
    assert first["results"] + second["results"] == whole["results"]
    assert (first["context"]["complete"], second["context"]["complete"]) == (False, True)
    assert (second["page"]["next_token"], whole["page"]["next_token"]) == ("", "")
    assert [each["page"]["count"] for each in (first, second, whole)] == [1, 1, 2]


@pytest.mark.parametrize(
    "more",
    [
        {"action": {"name": "write"}},
        {"subject": {"type": "spaceship"}},
        {"resource": {"type": "record", "id": "record-2"}},
        {"resource": {"type": "record", "id": "record-1", "properties": {"status": "archived"}}},
        {"context": {"purpose": "other"}},
    ],
)
def test_token_when_the_search_is_another_then_refused(more: dict[str, Any]) -> None:
    token = subject_search(wanted(page={"limit": 1}), Records())["page"]["next_token"]
    with pytest.raises(InvalidInput) as caught:
        subject_search(wanted(page={"token": token}) | more, Records())
    assert "another search" in caught.value.fields["page.token"]


def test_token_when_it_comes_from_another_kind_of_search_then_refused() -> None:
    token = subject_search(wanted(page={"limit": 1}), Records())["page"]["next_token"]
    body = wanted(subject={"type": "user", "id": "alice"}, page={"token": token})
    with pytest.raises(InvalidInput):
        resource_search(body, Records())


@pytest.mark.parametrize(
    "token", ["x", "é", "AAAA", "=", "{}", as_token([1, 2]), as_token("ab"), as_token({"a": 1, "b": 2})]
)
def test_token_when_it_is_broken_then_refused(token: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        subject_search(wanted(page={"token": token}), Records())
    assert "page.token" in caught.value.fields


@pytest.mark.parametrize(
    ("page", "path"),
    [
        ([], "page"),
        (None, "page"),
        ({"limit": 0}, "page.limit"),
        ({"limit": -1}, "page.limit"),
        ({"limit": "1"}, "page.limit"),
        ({"limit": 1.0}, "page.limit"),
        ({"limit": True}, "page.limit"),
        ({"limit": None}, "page.limit"),
        ({"token": 7}, "page.token"),
    ],
)
def test_page_when_it_is_of_the_wrong_type_then_refused_with_its_place(page: Any, path: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        subject_search(wanted(page=page), Records())
    assert path in caught.value.fields


def test_page_when_nothing_or_too_much_is_wished_then_a_part_of_our_size() -> None:
    search = read_subject_search(wanted())
    assert read_page({}, search) == Page(USUAL_PAGE)
    assert read_page({"page": {"limit": 10**9, "mood": "x"}}, search) == Page(LARGEST_PAGE)


@pytest.mark.parametrize("missing", ["subject", "action", "resource"])
def test_search_when_a_member_is_missing_then_refused(missing: str) -> None:
    body = wanted(subject={"type": "user", "id": "alice"})
    del body[missing]
    with pytest.raises(InvalidInput):
        read_subject_search(body)
    with pytest.raises(InvalidInput):
        read_resource_search(body)


def test_search_when_an_id_of_what_is_wanted_comes_along_then_it_is_ignored() -> None:
    plain, stray = wanted(), wanted(subject={"type": "user", "id": "stray"})
    assert read_subject_search(stray) == read_subject_search(plain)
    action = action_search(wanted(subject={"type": "user", "id": "alice"}), Records())
    assert {"name": "read"} in action["results"]


@UNHURRIED
@given(JSON)
def test_search_when_body_is_anything_then_answered_or_refused(anything: Any) -> None:
    for search in (subject_search, resource_search, action_search):
        with suppress(InvalidInput):
            assert isinstance(search(anything, Records())["results"], list)
