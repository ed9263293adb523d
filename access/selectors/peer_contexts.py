"""People of a port with what makes others their peers."""

from __future__ import annotations

from collections.abc import Iterator

from access.detection.facts import PersonContext
from screening.models import Person

_COLUMNS = ("ref", "external_ref", "job_title", "employment", "peer_group")


def contexts_of(port_id: int) -> Iterator[PersonContext]:
    """Each under the number by which the log knows them."""
    people = Person.objects.filter(port_id=port_id).values_list(*_COLUMNS)
    for ref, external, role, employment, group in people:
        yield PersonContext(person=external or ref, role=role, employment=employment, peer_group=group)
