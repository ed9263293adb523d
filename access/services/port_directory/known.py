"""What the port knows already, by the names that files use."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Q

from access.models import Badge, Reader
from accounts.models import Port
from screening.models import Person


def people_by_ref(port: Port, refs: Collection[str]) -> dict[str, Person]:
    """People by the number that logs give them: the port's own, or ours where the port has none."""
    named = Q(external_ref__in=refs) | Q(external_ref="", ref__in=refs)
    return {
        person.log_ref: person
        for person in Person.objects.filter(named, port=port).select_related("organisation", "port")
    }


@dataclass(slots=True)
class Known:
    """People, badges with their holders, and readers of a port, as primary keys by name.

    `met` are readers that no file names but the log of the gates.
    """

    people: dict[str, int]
    badges: dict[str, tuple[int, int | None]]
    readers: dict[str, int]
    met: set[str] = field(default_factory=set)

    @classmethod
    def at(cls, port: Port) -> Known:
        people = Person.objects.filter(port=port).values_list("pk", "external_ref", "ref")
        badges = Badge.objects.filter(port=port).values_list("serial", "pk", "person")
        return cls(
            people={external_ref or ref: pk for pk, external_ref, ref in people},
            badges={serial: (pk, person) for serial, pk, person in badges},
            readers=_readers(port),
        )

    def meet_readers(self, port: Port, codes: Collection[str]) -> None:
        """Take note of readers that were just made."""
        self.readers = _readers(port)
        self.met |= set(codes)

    def person_of(self, ref: str, badge: str = "") -> int | None:
        """The person whom an event names, or else the holder of the badge."""
        if ref:
            return self.people.get(ref)
        return self.badges.get(badge, (0, None))[1]


def _readers(port: Port) -> dict[str, int]:
    return dict(Reader.objects.filter(port=port).values_list("code", "pk"))
