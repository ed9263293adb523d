"""Every address of the desk, with what fills its blanks and who may open it (tests/matrix/routes.yaml)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.scenario import Scenario

MATRIX = Path(__file__).parent.parent / "matrix" / "routes.yaml"
PUBLIC, SIGNED_IN = "public", "signed_in"


@dataclass(frozen=True)
class Route:
    """One line of the matrix.

    `for_` is public, signed_in or a list of roles' names (the standing people who hold them). `method` is
    what the address is made for. `api` answers in JSON and without redirects.
    """

    name: str
    blanks: tuple[str, ...]
    who: str | tuple[str, ...]
    method: str = "get"
    api: bool = False
    scoped: bool = True
    fragment: bool = False

    def address(self, made: Scenario) -> str:
        return reverse(self.name, kwargs={blank: word_for(self.name, blank, made) for blank in self.blanks})


def word_for(name: str, blank: str, made: Scenario) -> Any:
    """What stands in a blank of an address, from the scenario."""
    by_name: dict[tuple[str, str], Any] = {
        ("approval-detail", "ref"): made.proposed.ref,
        ("person-detail", "ref"): made.erin.ref,
        ("person-case-detail", "ref"): made.person_case.ref,
        ("person-case-take", "ref"): made.person_case.ref,
        ("person-case-decide", "ref"): made.person_case.ref,
        ("person-case-decide", "step"): "escalate",
        ("badge-change", "step"): "suspend",
        ("clearance-change", "ref"): made.erin.ref,
        ("clearance-change", "step"): "suspend",
        ("clearance-change", "number"): made.clearance.pk,
        ("role-end", "number"): made.cast.alice.user.role_assignments.get().pk,
        ("saved-view-forget", "number"): 1,
    }
    common: dict[str, Any] = {
        "ref": made.case.ref,
        "kind": "watchlist",
        "number": made.hit.pk,
        "serial": made.badge.serial,
        "job_id": made.job.pk,
        "username": made.cast.alice.user.username,
    }
    return by_name.get((name, blank), common[blank] if (name, blank) not in by_name else None)


@cache
def routes() -> tuple[Route, ...]:
    lines = yaml.safe_load(MATRIX.read_text(encoding="utf-8"))
    return tuple(
        Route(
            name=line["route"],
            blanks=tuple(_blanks()[line["route"]]),
            who=line["for"] if isinstance(line["for"], str) else tuple(line["for"]),
            method=line.get("method", "get"),
            api=line.get("api", False),
            scoped=line.get("scoped", True),
            fragment=line.get("fragment", False),
        )
        for line in lines
    )


def named_patterns() -> dict[str, tuple[str, ...]]:
    """Every named address of ours with its blanks; allauth's own are walked by the sign-in tests."""
    return {name: blanks for name, blanks in _blanks().items() if name not in THEIRS and not _is_theirs(name)}


THEIRS = {"schema", "api-docs"}


def _is_theirs(name: str) -> bool:
    return name.startswith(("account_", "mfa_", "usersessions_"))


@cache
def _blanks() -> dict[str, tuple[str, ...]]:
    return dict(_walk(get_resolver()))


def _walk(resolver: URLResolver) -> Iterator[tuple[str, tuple[str, ...]]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _walk(entry)
        elif isinstance(entry, URLPattern) and entry.name:
            yield entry.name, tuple(entry.pattern.converters)
