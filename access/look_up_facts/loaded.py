"""From a row of the statement to the facts of a look-up, and the keys that its record needs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from access.gate.isps import IspsLevel
from access.gate_facts.holder import clearance_of
from access.look_up_facts import context, requester
from access.look_up_facts.asked import Asked
from access.need_to_know.facts import LookUpFacts

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys of the rows behind a look-up. `person_ref`: how logs name the requester; empty for nobody."""

    account: int | None
    person: int | None
    person_ref: str
    visit: int | None


@dataclass(frozen=True, slots=True)
class Loaded:
    """What one look-up is judged on, and what it is recorded with."""

    facts: LookUpFacts
    keys: Keys


def loaded(text: str, asked: Asked) -> Loaded:
    """The facts of one row, which is the answer to `asked`."""
    row = json.loads(text)
    return Loaded(facts_of(row, asked), keys_of(row))


def facts_of(row: Row, asked: Asked) -> LookUpFacts:
    """The facts as they stood when the statement ran. None of them may be kept for another look-up."""
    person = row["person"]
    return LookUpFacts(
        at=asked.local,
        account_live=requester.is_live(row),
        requester=requester.requester_of(row, asked.subject),
        clearance=clearance_of(row["clearance"], banned=False),
        action=asked.action,
        field_class=asked.field_class,
        object=asked.object,
        resource=context.resource_of(row),
        role_allows=requester.role_allows(row),
        work_orders=context.orders_of(row),
        release_hops=context.hops_of(row),
        shifts=requester.shifts_of(row),
        grants=context.grants_of(row),
        claimed_purpose=asked.purpose,
        claimed_work_ref=asked.work_ref,
        banned=person is not None and person["banned"],
        isps_level=IspsLevel(row["isps_level"]),
        has_badge=row["has_badge"],
        inside=requester.inside_of(row),
        remote=row["remote"],
        roster_kept=row["roster_kept"],
        break_glasses=context.break_glasses_of(row),
        hand_overs=context.hand_overs_of(row),
        acts=context.acts_of(row),
        searched_by=asked.searched_by,
    )


def keys_of(row: Row) -> Keys:
    account, person, stay = row["account"], row["person"], row["stay"]
    return Keys(
        account=account["id"] if account else None,
        person=person["id"] if person else None,
        person_ref=person["ref"] if person else "",
        visit=stay["id"] if stay else None,
    )
