"""What the pages about sight are about, and the names that their readers may know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from access.models import CargoVisit
from access.selectors.visible_to import ACCOUNT, Seer
from access.selectors.would_see import Foreseen
from accounts.models import Port, User
from accounts.roles import Capability
from portsec.kernel.errors import NotFound
from portsec.kernel.scope import Scope
from screening.models import Person


@dataclass(frozen=True, slots=True)
class NamedSeer:
    """A row of the page. `name` and `person` (the reference of their page) are empty for a reader who may not
    see people; `reference` is what logs say anyhow."""

    reference: str
    foreseen: Foreseen
    name: str = ""
    person: str = ""
    organisation: str = ""

    @property
    def title(self) -> str:
        return self.name or self.reference


def access_visit(container: str, *, scope: Scope) -> CargoVisit:
    """The newest stay of a container at a port where the caller sees events. Raises NotFound."""
    visits = CargoVisit.objects.select_related("port").filter(
        container=container, port_id__in=scope.ports(Capability.VIEW_EVENTS.value)
    )
    visit = visits.order_by("-discharged_at", "-pk").first()
    if visit is None:
        raise NotFound("container")
    return visit


def access_seer(ref: str, *, scope: Scope) -> Person:
    """A person at a port where the caller sees events. Raises NotFound."""
    people = Person.objects.select_related("port", "organisation")
    person = people.filter(ref=ref, port_id__in=scope.ports(Capability.VIEW_EVENTS.value)).first()
    if person is None:
        raise NotFound("person")
    return person


def sight_of(text: str, *, scope: Scope) -> CargoVisit | Person | None:
    """The container or person that a number names, at ports where the caller sees events."""
    ports = scope.ports(Capability.VIEW_EVENTS.value)
    number = "".join(text.split())
    visit = CargoVisit.objects.filter(port_id__in=ports, container=number.upper()).first()
    if visit is not None:
        return visit
    return Person.objects.filter(Q(ref=number) | Q(external_ref=number), port_id__in=ports).first()


def named(port: Port, subject_type: str, rows: Sequence[Seer], *, scope: Scope) -> list[NamedSeer]:
    """The rows with names, where the caller may see people of this port."""
    if port.pk not in scope.ports(Capability.VIEW_PEOPLE.value):
        return [NamedSeer(row.name, row.foreseen) for row in rows]
    if subject_type == ACCOUNT:
        shown = dict(
            User.objects.filter(username__in=[row.name for row in rows]).values_list(
                "username", "display_name"
            )
        )
        return [NamedSeer(row.name, row.foreseen, shown.get(row.name, "")) for row in rows]
    people = _people(port, [row.name for row in rows])
    return [_named(row, people.get(row.name)) for row in rows]


def _people(port: Port, names: Sequence[str]) -> dict[str, Person]:
    found = Person.objects.select_related("organisation").filter(
        Q(ref__in=names) | Q(external_ref__in=names), port=port
    )
    return {person.log_ref: person for person in found}


def _named(row: Seer, person: Person | None) -> NamedSeer:
    if person is None:
        return NamedSeer(row.name, row.foreseen)
    organisation = person.organisation.name if person.organisation else ""
    return NamedSeer(row.name, row.foreseen, person.full_name, person.ref, organisation)
