"""What of AuthZEN a server offers, for clients that look it up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

ENDPOINTS: Final = (
    "access_evaluation_endpoint",
    "access_evaluations_endpoint",
    "search_subject_endpoint",
    "search_resource_endpoint",
    "search_action_endpoint",
)


def configuration(here: str, endpoints: Mapping[str, str], capabilities: Sequence[str]) -> dict[str, Any]:
    """`here` is the server's own address; `endpoints` are paths on it by their names in the standard.

    Raises KeyError where one of the endpoints that this protocol has is missing.
    """
    named = {name: f"{here}{endpoints[name]}" for name in ENDPOINTS}
    more = {name: f"{here}{path}" for name, path in endpoints.items() if name not in named}
    said: dict[str, Any] = {"policy_decision_point": here} | named | more
    return said | ({"capabilities": list(capabilities)} if capabilities else {})
