"""What the port knows already, by the names that files use."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q

from accounts.models import Port
from screening.models import Person


def people_by_ref(port: Port, refs: Collection[str]) -> dict[str, Person]:
    """People by the number that logs give them: the port's own, or ours where the port has none."""
    named = Q(external_ref__in=refs) | Q(external_ref="", ref__in=refs)
    return {
        person.log_ref: person
        for person in Person.objects.filter(named, port=port).select_related("organisation", "port")
    }
