"""Gathers what look-ups are judged on, afresh for each: nothing here is ever cached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from django.db import connection
from django.db.models import Q

from access.look_up_facts.asked import Asked, as_json
from access.look_up_facts.loaded import Loaded, loaded
from access.look_up_facts.query import QUERY
from access.models import CargoVisit
from accounts.models import Port, User
from screening.models import Person

PREPARE_AFTER = 5  # psycopg's own default, which Django switches off
AT_ONCE = 500  # look-ups in one statement; a larger batch would hold all its rows in memory twice


def gathered(asked: Asked) -> Loaded:
    """What one look-up is judged on, and the keys of the rows behind it."""
    return gathered_all([asked])[0]


def gathered_all(asked: Sequence[Asked]) -> list[Loaded]:
    """The same for several look-ups, in their order, with one statement for each 500."""
    parts = (asked[start : start + AT_ONCE] for start in range(0, len(asked), AT_ONCE))
    return [found for part in parts for found in _gathered(part)]


def _gathered(asked: Sequence[Asked]) -> list[Loaded]:
    rows = fetched(QUERY, {"asked": as_json(asked)})
    return [loaded(text, one) for (text,), one in zip(rows, asked, strict=True)]


def fetched(query: str, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """The rows of a statement, run prepared: planning so long a one takes longer than running it."""
    connection.ensure_connection()
    raw = connection.connection
    raw.prepare_threshold = PREPARE_AFTER
    with connection.wrap_database_errors, psycopg.Cursor(raw) as cursor:
        return cursor.execute(query, parameters, prepare=True, binary=True).fetchall()


@dataclass(frozen=True, slots=True)
class Requester:
    """Who a subject of a question is: an account, a person, both, or nobody that we know."""

    name: str
    user: User | None
    person: Person | None

    @property
    def person_id(self) -> int | None:
        return self.person.pk if self.person else None

    @property
    def person_ref(self) -> str:
        return self.person.log_ref if self.person else ""

    @property
    def is_live(self) -> bool:
        return self.user.is_active if self.user else self.person is not None


def requester_named(port: Port, subject_type: str, name: str) -> Requester:
    """The account or person of that name at a port; one that is not there has neither."""
    if subject_type == "account":
        user = User.objects.filter(username=name).first()
        person = _person(port, user.person_ref) if user and user.person_ref else None
        return Requester(name, user, person)
    return Requester(name, None, _person(port, name) if subject_type == "person" else None)


def visit_of(port: Port, container: str) -> CargoVisit | None:
    """The container's present stay in the port, else its last one."""
    return (
        CargoVisit.objects.select_related("vessel_call")
        .filter(port=port, container=container)
        .order_by("-discharged_at", "-pk")
        .first()
    )


def _person(port: Port, name: str) -> Person | None:
    return (
        Person.objects.select_related("organisation")
        .filter(Q(external_ref=name) | Q(ref=name), port=port)
        .first()
    )
