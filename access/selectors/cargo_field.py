"""The fields of a cargo visit by their class: what one look-up may show, and how actions name them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from access.enums import FieldClass
from access.models import CargoVisit, ReleaseHop
from accounts.models import Organisation

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
    """Who holds the right to collect the container now: where this stay's last hop led, else the owner."""
    same = {"port_id": visit.port_id, "container": visit.container}
    left = CargoVisit.objects.filter(**same, gate_out_at__isnull=False).exclude(pk=visit.pk)
    before = left.order_by("-gate_out_at").first()
    hops = ReleaseHop.objects.filter(**same)
    hop = (hops.filter(at__gt=before.gate_out_at) if before else hops).last()
    code = hop.to_organisation if hop else visit.owner
    name = Organisation.objects.filter(code=code).values_list("name", flat=True).first() if code else ""
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

CLASS_OF_FIELD = {field.name: field.field_class for field in FIELDS} | {
    "size": FieldClass.S1,  # kept by other systems that ask here before they show it
    "scan": FieldClass.S3,
    "customs": FieldClass.S3,
}
"""Field classes by the name that a caller of the decision API uses after `read:`."""


def shown_fields(visit: CargoVisit, field_class: FieldClass) -> list[ShownField]:
    """What a look-up of this class shows: its own fields and those of the classes below."""
    return [
        ShownField(field.label, field.field_class, field.value(visit) or "–")
        for field in FIELDS
        if field.field_class.rank <= field_class.rank
    ]
