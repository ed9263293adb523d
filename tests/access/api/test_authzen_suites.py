"""The published suites for AuthZEN, through the doors of the port's callers, on policies of the suites."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.people import Actor, Cast
from tests.screening.published import published

pytestmark = [
    pytest.mark.external,
    pytest.mark.db,
    pytest.mark.django_db,
    pytest.mark.urls("tests.access.authzen.urls"),
]

Ask = Callable[..., HttpResponse]
Case = Mapping[str, Any]
PLAIN = "application/json"


def read(name: str) -> Any:
    return json.loads(published("authzen", name).read_text(encoding="utf-8"))


@pytest.fixture
def ask(cast: Cast, token: Callable[[Actor], str]) -> Ask:
    """`ask(suite, endpoint, body)`: one request as a caller with a token, as the suites send them."""
    key = token(cast.dora)

    def send(
        suite: str,
        endpoint: str,
        body: Any,
        *,
        method: str = "POST",
        content_type: str = PLAIN,
        credential: str | None = None,
    ) -> HttpResponse:
        headers = {"x-request-id": "req-7"}
        said = f"Bearer {key}" if credential is None else credential
        if said:
            headers["authorization"] = said
        raw = body if isinstance(body, str) else json.dumps(body)
        answer: HttpResponse = Client().generic(
            method, f"/{suite}/{endpoint}", raw, content_type=content_type, headers=headers
        )
        assert answer["X-Request-ID"] == "req-7"
        return answer

    return send


def holds(expected: Any, found: Any) -> bool:
    """Decisions in the same order and number; results as a set that holds at least the expected ones."""
    if "results" in expected:
        return all(each in found["results"] for each in expected["results"])
    if "evaluations" in expected:
        wanted = [each["decision"] for each in expected["evaluations"]]
        return [each["decision"] for each in found["evaluations"]] == wanted
    return "decision" not in expected or found["decision"] is expected["decision"]


def test_certification_when_all_cases_are_asked_then_each_is_answered_as_expected(ask: Ask) -> None:
    cases = read("certification_cases.json")["cases"]
    answers: dict[str, Any] = {}
    wrong = []
    for case in cases:
        body = json.loads(json.dumps(case["request"]))
        if "<next_token" in str(body.get("page")):
            body["page"]["token"] = answers["c-4-5-1"]["page"]["next_token"]
        answer = ask("records", case["endpoint"], body)
        found = answer.json()
        answers[case["section"]] = found
        if answer.status_code != case["status"] or not _matches(case, found, answers):
            wrong.append(f"{case['section']} {case['title']}: {answer.status_code} {found}")
    assert len(cases) == 50
    assert not wrong, "\n".join(wrong)


def _matches(case: Case, found: Any, answers: Mapping[str, Any]) -> bool:
    match: str = case["match"]
    if match.startswith("identical-to:"):
        return bool(found["results"] == answers[match.removeprefix("identical-to:")]["results"])
    if match == "empty":
        return bool(found["results"] == [])
    if match == "structure" and case["endpoint"] == "evaluations":
        return [type(each["decision"]) for each in found["evaluations"]] == [bool, bool]
    if match == "structure":  # of the two parts of a search, one result each
        return len(found["results"]) == 1 and isinstance(found["page"]["next_token"], str)
    return match == "status-only" or holds(case["expect"], found)


def test_conformance_when_all_modules_are_asked_then_each_is_answered_as_expected(ask: Ask) -> None:
    modules = read("protocol_modules.json")["modules"]
    wrong = []
    for module in modules:
        answer = _asked(ask, module)
        allowed = module.get("status_any_of") or [module.get("status") or 200]
        right = answer.status_code in allowed
        if right and answer.status_code == 200:
            right = holds(module.get("expect") or {}, _whole(ask, module, answer.json()))
        if right and "idempotency" in module["id"]:
            right = _asked(ask, module).json() == answer.json()
        if not right:
            wrong.append(f"{module['id']}: {answer.status_code} {answer.content[:200]!r}")
    assert len(modules) == 127
    assert not wrong, "\n".join(wrong)


def _asked(ask: Ask, module: Case) -> HttpResponse:
    credential = None
    if module.get("auth") == "omit":
        credential = ""
    elif "invalid-credentials" in module["id"]:
        credential = "Bearer wrong"
    return ask(
        "records",
        module["endpoint"],
        module.get("raw_body", module["request"]),
        method=module.get("method", "POST"),
        content_type=module.get("content_type") or PLAIN,
        credential=credential,
    )


def _whole(ask: Ask, module: Case, found: Any) -> Any:
    """All results of a search that asked for a part of them."""
    token = found.get("page", {}).get("next_token")
    while token:
        assert len(found["results"]) >= 1
        body = {**module["request"], "page": {**module["request"]["page"], "token": token}}
        more = ask("records", module["endpoint"], body).json()
        assert len(more["results"]) <= module["request"]["page"]["limit"]
        found["results"] += more["results"]
        token = more["page"]["next_token"]
    return found


def test_todos_when_all_decisions_are_asked_for_then_each_is_as_expected(ask: Ask) -> None:
    cases = read("todo_decisions.json")
    singles, batches = cases["evaluation"], cases["evaluations"]
    wrong = [
        case["request"]
        for case in singles
        if ask("todos", "evaluation", case["request"]).json() != {"decision": case["expected"]}
    ]
    wrong += [
        case["request"]
        for case in batches  # the suite compares them as text: nothing may stand beside a decision
        if ask("todos", "evaluations", case["request"]).json() != {"evaluations": case["expected"]}
    ]
    assert (len(singles), len(batches)) == (40, 3)
    assert not wrong
