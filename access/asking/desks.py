"""Who answers a request for access, and how many hands it takes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta

from access.asking.words import Desk
from access.enums import FieldClass

DESKS: Mapping[FieldClass, tuple[Desk, ...]] = {
    FieldClass.S1: (Desk.DATA_OWNER,),
    FieldClass.S2: (Desk.DATA_OWNER,),
    FieldClass.S3: (Desk.DATA_OWNER, Desk.SECURITY),
}
"""Critical data (S3) takes two hands from two desks: insiders are paid for a single code, and one bought
approver must not be enough. House proposal of November 2026, to be set by each port's security plan."""

NEEDS_CASE: frozenset[FieldClass] = frozenset({FieldClass.S2, FieldClass.S3})
"""From S2 on a request names the case it serves (order, dossier, ticket), so that a reviewer can look it up;
S1 (size, weight, terminal) is asked for standing work that has no number."""

ANSWERED_WITHIN = timedelta(days=14)
"""What nobody answered for so long lapses: the need was not pressing, or nobody sat at the desk. House
proposal of November 2026."""

ASKABLE = tuple(DESKS)


def missing_desks(field_class: FieldClass, given: Collection[Desk]) -> tuple[Desk, ...]:
    """The desks that have not said yes yet, in order."""
    return tuple(desk for desk in DESKS[field_class] if desk not in given)


def place_for(
    field_class: FieldClass, given: Collection[Desk], serves: Collection[Desk]
) -> tuple[Desk | None, bool]:
    """The desk for which somebody who serves these would say yes, and whether that completes the request.

    None where no place is left that they could fill.
    """
    missing = missing_desks(field_class, given)
    place = next((desk for desk in missing if desk in serves), None)
    return place, place is not None and len(missing) == 1
