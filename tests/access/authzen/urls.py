"""Addresses of tests alone: the doors of AuthZEN with policies of published test suites behind them.

`records/` and `todos/` have the same doors, the same callers' checks and the same protocol as the port's own.
"""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path

from access.api import authzen
from access.authzen.policy import Policy
from portsec.urls import urlpatterns as port_urls
from tests.access.authzen.records import Records
from tests.access.authzen.todos import Todos

DOORS: dict[str, type[authzen.AuthzenDoor]] = {
    "evaluation": authzen.Evaluation,
    "evaluations": authzen.Evaluations,
    "search/subject": authzen.SubjectSearch,
    "search/resource": authzen.ResourceSearch,
    "search/action": authzen.ActionSearch,
}


def doors(name: str, policy: type[Any]) -> list[URLPattern]:
    def policy_of(request: Any) -> Policy:
        made: Policy = policy()
        return made

    return [path(f"{name}/{end}", door.as_view(policy_of=policy_of)) for end, door in DOORS.items()]


urlpatterns = [*port_urls, *doors("records", Records), *doors("todos", Todos)]
