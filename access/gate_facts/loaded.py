"""From a row of the statement to the facts of an attempt, and the keys that its record needs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from access.gate.facts import GateFacts
from access.gate.isps import IspsLevel
from access.gate_facts import company, holder, place
from access.gate_facts.asked import Asked

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys of the rows behind an attempt. `areas`: by code those of both sides and around them.

    `person_ref`: how logs name the holder. `escort`: the person who was found as escort, fit or not.
    """

    reader: int | None
    badge: int | None
    badge_serial: str
    person: int | None
    person_ref: str
    name: str
    reference: str
    escort: int | None
    areas: Mapping[str, int]
    first: company.First | None


@dataclass(frozen=True, slots=True)
class Loaded:
    """What one attempt is judged on, and what it is recorded with."""

    facts: GateFacts
    keys: Keys


def loaded(text: str, asked: Asked) -> Loaded:
    """The facts of one row, which is the answer to `asked`."""
    row = json.loads(text)
    return Loaded(facts_of(row, asked), keys_of(row))


def place_of(text: str) -> int:
    """Which of several attempts a row answers."""
    return int(json.loads(text)["place"])


def facts_of(row: Row, asked: Asked) -> GateFacts:
    """The facts as they stood when the statement ran. None of them may be kept for another attempt."""
    banned = row["holder"] is not None and row["holder"]["banned"]
    clearance = holder.clearance_of(row["clearance"], banned=banned)
    near = GateFacts(
        at=asked.local,
        direction=asked.direction,
        badge=holder.badge_of(row["badge"]),
        clearance=clearance,
        reader=place.reader_of(row, asked.zone),
    )
    area, day = near.area, near.day
    escorted = company.may_escort(row["guide"], _person(row), asked)
    return replace(
        near,
        is_escorted=escorted,
        isps_level=IspsLevel(row["isps_level"]),
        lockdown=place.lockdown_of(row["lockdowns"]),
        functions=frozenset(row["functions"] or ()),
        biometric=asked.biometric,
        fallback_guards=company.guards_of(row, asked),
        drawn=asked.drawn,
        certificates=holder.certificates_of(row["certificates"]),
        roster=holder.roster_of(row, area),
        permit=None if holder.is_in_force(clearance, day) else holder.permit_of(row, asked, area),
        presence=holder.presence_of(row),
        group=company.group_of(row["guide"], area, asked) if escorted else None,
        escorting=company.escorting_of(row, area),
        others_inside=company.inside_of(row, area),
        second=company.second_of(row, asked),
        transport=company.transport_of(row, asked),
        is_duress=asked.is_duress,
        credential_fault=asked.credential_fault,
    )


def keys_of(row: Row) -> Keys:
    badge, reader, guide = row["badge"], row["reader"], row["guide"]
    person = row["holder"] if badge else None
    return Keys(
        reader=reader["id"] if reader else None,
        badge=badge["id"] if badge else None,
        badge_serial=badge["serial"] if badge else "",
        person=person["id"] if person else None,
        name=(person["name"] or person["log_ref"]) if person else "",
        person_ref=badge["person_ref"] if badge else "",
        reference=f"person:{person['ref']}" if person else "",
        escort=guide["badge"]["person"] if guide else None,
        areas={one["code"]: one["id"] for one in row["areas"] or ()},
        first=company.first_of(row),
    )


def _person(row: Row) -> int | None:
    return row["holder"]["id"] if row["holder"] else None
