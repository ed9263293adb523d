"""Who answers a request, and how many hands it takes."""

from __future__ import annotations

import pytest

from access.asking.desks import ASKABLE, DESKS, NEEDS_CASE, missing_desks, place_for
from access.asking.words import Desk
from access.enums import FieldClass

pytestmark = pytest.mark.unit

BOTH = (Desk.DATA_OWNER, Desk.SECURITY)


def test_desks_when_data_are_critical_then_two_and_else_one() -> None:
    assert {field_class: len(desks) for field_class, desks in DESKS.items()} == {
        FieldClass.S1: 1,
        FieldClass.S2: 1,
        FieldClass.S3: 2,
    }
    assert FieldClass.S0 not in ASKABLE
    assert FieldClass.S1 not in NEEDS_CASE


@pytest.mark.parametrize(
    ("field_class", "given", "serves", "place", "completes"),
    [
        (FieldClass.S1, (), (Desk.DATA_OWNER,), Desk.DATA_OWNER, True),
        (FieldClass.S2, (), (Desk.SECURITY,), None, False),
        (FieldClass.S3, (), (Desk.SECURITY,), Desk.SECURITY, False),
        (FieldClass.S3, (), BOTH, Desk.DATA_OWNER, False),
        (FieldClass.S3, (Desk.DATA_OWNER,), (Desk.SECURITY,), Desk.SECURITY, True),
        (FieldClass.S3, (Desk.SECURITY,), BOTH, Desk.DATA_OWNER, True),
        (FieldClass.S3, (Desk.DATA_OWNER,), (Desk.DATA_OWNER,), None, False),
        (FieldClass.S3, BOTH, BOTH, None, False),
        (FieldClass.S1, (), (), None, False),
    ],
)
def test_place_when_somebody_would_say_yes_then_the_first_free_desk_that_they_serve(
    field_class: FieldClass,
    given: tuple[Desk, ...],
    serves: tuple[Desk, ...],
    place: Desk | None,
    completes: bool,
) -> None:
    assert place_for(field_class, given, serves) == (place, completes)


def test_missing_desks_when_one_said_yes_then_the_other() -> None:
    assert missing_desks(FieldClass.S3, [Desk.DATA_OWNER]) == (Desk.SECURITY,)
