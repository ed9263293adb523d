"""People found by name, reference or number."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from accounts.models import Organisation, Port
from portsec.kernel.scope import Scope
from screening.selectors import person
from screening.services import person as people
from tests.people import MAKER
from tests.screening import rows

pytestmark = [pytest.mark.db, pytest.mark.django_db]

EVERYTHING = Scope.system(reason="a test")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("müller", True),
        ("MULLER jurgen", True),
        ("jürg", True),
        ("Müller, Jürgen", True),
        ("E-77", True),
        ("e-77", True),
        ("Jürgen Maier", False),
        ("E-7", False),
        ("_", False),
        ("%", False),
        ("  ", False),
    ],
)
def test_people_when_named_then_by_every_word_or_number(
    port: Port, now: datetime, text: str, found: bool
) -> None:
    made = people.register(
        port=port, family_name="Müller", given_names="Jürgen", external_ref="E-77", actor=MAKER, at=now
    )
    rows.make_person(port, None)
    assert list(person.people_named(text, scope=EVERYTHING)) == ([made] if found else [])
    assert list(person.people_named(f" {made.ref.lower()} ", scope=EVERYTHING)) == [made]


def test_people_when_rows_grow_then_queries_do_not(
    port: Port, quayside: Organisation, django_assert_num_queries: Any
) -> None:
    for number in range(3):
        rows.make_person(port, quayside, f"Smit {number}")
    with django_assert_num_queries(1):
        assert (
            len([(row.organisation.name, row.port.name) for row in person.visible_people(scope=EVERYTHING)])
            == 3
        )
