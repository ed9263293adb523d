"""Work context in the words of need-to-know; the live decision and the log are judged on the same facts."""

from __future__ import annotations

from access.enums import FieldClass
from access.models import Grant, VesselCall
from access.need_to_know.facts import GrantFact, VesselCallFact
from screening.models import Person


def vessel_call_fact(call: VesselCall) -> VesselCallFact:
    """A ship's stay: from arrival, or expected arrival, to departure."""
    return VesselCallFact(
        ref=call.code,
        handled_from=frozenset({call.berth} if call.berth else ()),
        starts_at=call.ata or call.eta,
        ends_at=call.etd,
    )


def grant_fact(grant: Grant) -> GrantFact:
    """A data owner's grant."""
    return GrantFact(
        object=grant.object_ref,
        field_class=FieldClass(grant.field_class),
        purpose=grant.purpose,
        valid_from=grant.valid_from,
        valid_until=grant.valid_until,
        granted_by=grant.granted_by.removeprefix("user:"),
        case_ref=grant.case_ref,
        ref=grant.reference,
    )


def teams_of(person: Person) -> frozenset[str]:
    """The teams that work orders may name for a person: their peer group."""
    return frozenset({person.peer_group} if person.peer_group else ())
