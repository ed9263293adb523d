"""The fields of a cargo visit by their class: what one look-up may show, and how actions name them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from access.enums import FieldClass
from access.models import CargoVisit
from access.selectors.release_right import holder_of, names_of

RISKS = {1: "Low", 2: "Medium", 3: "High"}


@dataclass(frozen=True, slots=True)
class CargoField:
    """One field. A caller of the decision API asks for it as `read:<name>`."""

    name: str
    label: str
    field_class: FieldClass
    value: Callable[[CargoVisit], str]


@dataclass(frozen=True, slots=True)
class ShownField:
    label: str
    field_class: FieldClass
    value: str


def release_holder(visit: CargoVisit) -> str:
    """Who holds the right to collect the container now, by name and code; nobody once it has left with it."""
    code = holder_of(visit)
    name = names_of({code}).get(code, "")
    return f"{name} ({code})" if name else code


def _vessel_call(visit: CargoVisit) -> str:
    call = visit.vessel_call
    return " ".join(filter(None, (call.vessel, call.code))) if call else ""


FIELDS: tuple[CargoField, ...] = (
    CargoField("terminal", "Terminal", FieldClass.S1, lambda visit: visit.terminal),
    CargoField("vessel_call", "Vessel call", FieldClass.S1, _vessel_call),
    CargoField("position", "Block", FieldClass.S2, lambda visit: visit.block),
    CargoField("bill_of_lading", "Bill of lading", FieldClass.S2, lambda visit: visit.bill_of_lading),
    CargoField("origin", "Origin", FieldClass.S2, lambda visit: visit.origin),
    CargoField("release", "Holds the release now", FieldClass.S3, release_holder),
    CargoField("risk", "Risk of the origin", FieldClass.S3, lambda visit: RISKS[visit.risk]),
)

KEPT_ELSEWHERE = {
    "vessel": FieldClass.S0,
    "eta": FieldClass.S0,
    "number": FieldClass.S1,
    "size": FieldClass.S1,
    "weight": FieldClass.S1,
    "block_row": FieldClass.S1,
    "moves": FieldClass.S2,
    "consignee": FieldClass.S2,
    "driver": FieldClass.S2,
    "release_code": FieldClass.S3,
    "customs": FieldClass.S3,
    "scan": FieldClass.S3,
    "scan_time": FieldClass.S3,
    "watch_list": FieldClass.S3,
    "vetting": FieldClass.S3,
}
"""Fields that terminals, lines and customs keep, and for which they ask here before they show them. Which
ship carries a box is S1, although the ship's own name and arrival are public."""

CLASS_OF_FIELD = {field.name: field.field_class for field in FIELDS} | KEPT_ELSEWHERE
"""Field classes by the name that a caller of the decision API uses after `read:`."""
