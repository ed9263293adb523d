"""Reads people within a scope."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from accounts.roles import Capability
from portsec.kernel.errors import NotFound
from portsec.kernel.scope import Scope
from screening.models import Person
from screening.person_name import plain_name

MAY_SEE_PEOPLE = (Capability.VIEW_PEOPLE.value, Capability.VIEW_CASES.value)


def visible_people(*, scope: Scope) -> QuerySet[Person]:
    """People at the ports where the caller may see people; an employer's own staff."""
    people = Person.objects.select_related("organisation", "port")
    if scope.is_system:
        return people
    reach = Q(port_id__in=scope.ports(*MAY_SEE_PEOPLE))
    if scope.organisation is not None:
        reach |= Q(
            port_id__in=scope.ports(Capability.VIEW_OUTCOMES.value), organisation_id=scope.organisation
        )
    return people.filter(reach)


def access_person(ref: str, *, scope: Scope) -> Person:
    """One person by reference. Raises NotFound when absent or out of reach."""
    person = visible_people(scope=scope).filter(ref=ref).first()
    if person is None:
        raise NotFound("person")
    return person


def people_named(text: str, *, scope: Scope) -> QuerySet[Person]:
    """People whose name contains every word of the text, or whose reference or employee number it is.

    Nobody for an empty text.
    """
    if not text.strip():
        return Person.objects.none()
    match = Q(ref__iexact=text.strip()) | Q(external_ref__iexact=text.strip())
    words = plain_name(text).split()
    if words:
        match |= Q(*(Q(search_name__contains=word) for word in words))
    return visible_people(scope=scope).filter(match)
