"""The register of organisations: new ones, changed ones, and nothing twice."""

from __future__ import annotations

import pytest

from accounts.models import Organisation
from accounts.services import organisation

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def delivered(code: str, **details: str) -> Organisation:
    return Organisation(code=code, **({"name": "", "country": ""} | details))


def test_keep_many_when_new_and_changed_then_counted_and_kept() -> None:
    assert organisation.keep_many([delivered("A", name="Alpha", country="BE"), delivered("B")]) == (2, 0)
    assert organisation.keep_many(
        [delivered("A", name="Alfa"), delivered("B"), delivered("C", name="Gamma")]
    ) == (1, 1)
    kept = Organisation.objects.in_bulk(field_name="code")
    assert (kept["A"].name, kept["A"].country) == ("Alfa", "BE")  # an unknown country changes nothing
    assert kept["B"].name == "B"
    assert len(kept) == 3


def test_keep_many_when_repeated_then_nothing_changes() -> None:
    rows = [{"code": "A", "name": "Alpha", "kind": "terminal"}, {"code": "B", "name": "Beta"}]
    assert organisation.keep_many([delivered(**row) for row in rows]) == (2, 0)
    assert organisation.keep_many([delivered(**row) for row in rows]) == (0, 0)


def test_named_when_some_are_unknown_then_registered_by_their_code() -> None:
    organisation.keep_many([delivered("A", name="Alpha")])
    found = organisation.named(["A", "B", "", "B"])
    assert {code: one.name for code, one in found.items()} == {"A": "Alpha", "B": "B"}
    assert organisation.named([]) == {}
