"""Lists and searches by what containers have in common."""

from __future__ import annotations

from access.enums import FieldClass
from access.need_to_know.audit import audit_assigned
from access.need_to_know.break_glass import glass_broken
from access.need_to_know.explanation import carries
from access.need_to_know.facts import LookUpFacts
from access.need_to_know.grant import granted_by_data_owner

TELLING = frozenset({"commodity", "consignee", "customs", "origin", "owner", "risk", "scan", "watch_list"})
"""Attributes by which a box is chosen rather than found: where it comes from, whether it is controlled."""


def browsed_by_attribute(facts: LookUpFacts) -> bool:
    """Sensitive data are not listed by an attribute such as the origin or the control status.

    Boxes for smuggling are chosen by origin, goods and control status (rule D06). Work names its boxes, ship
    or block; statistics need no numbers. An audit task or a grant that names the attribute opens the list.
    """
    if facts.searched_by not in TELLING or facts.protection_rank < FieldClass.S2.rank:
        return False
    return not any(
        carries(explaining, facts) for explaining in (granted_by_data_owner, audit_assigned, glass_broken)
    )
