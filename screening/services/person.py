"""Registers people and keeps their details."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import Organisation, Port
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput
from screening.enums import PersonCategory
from screening.models import Person
from screening.person_name import plain_name

# A change of these makes it a new question whether a listed entity is this person.
SCREENED_FIELDS = frozenset({"family_name", "given_names", "native_name", "birth_date", "nationality", "sex"})
EARLIEST_BIRTH = date(1900, 1, 1)


@transaction.atomic
def register(
    *,
    port: Port,
    family_name: str,
    given_names: str,
    actor: str,
    at: datetime,
    category: PersonCategory = PersonCategory.EMPLOYEE,
    birth_date: date | None = None,
    organisation: Organisation | None = None,
    **details: str,
) -> Person:
    """Register a person at a port. `details` are further columns of Person.

    Refuses when: the family name is empty or the birth date impossible (InvalidInput); the external
    reference is taken at this port (Conflict).
    Records: screening.person.registered.
    """
    _check_names(family_name)
    _check_birth(birth_date, at)
    person = Person(
        port=port,
        family_name=family_name.strip(),
        given_names=given_names.strip(),
        birth_date=birth_date,
        category=category.value,
        organisation=organisation,
        created_at=at,
        **details,
    )
    person.search_name = _searchable(person)
    _save(person)
    record.append(
        "screening.person.registered",
        actor=actor,
        at=at,
        subject=person.reference,
        port=port.locode,
        category=category.label.lower(),
    )
    return person


@transaction.atomic
def change(person: Person, *, actor: str, at: datetime, **details: Any) -> bool:
    """Change details of a person; True when something differed.

    Refuses as `register` does.
    Records: screening.person.changed with the names of the fields, not their values.
    Safe to repeat because: equal values change nothing.
    """
    locked = Person.objects.select_for_update().get(pk=person.pk)
    differing = sorted(name for name, value in details.items() if getattr(locked, name) != value)
    if not differing:
        return False
    for name in differing:
        setattr(locked, name, details[name])
    _check_names(locked.family_name)
    _check_birth(locked.birth_date, at)
    locked.search_name = _searchable(locked)
    if SCREENED_FIELDS & set(differing):
        locked.version += 1
    _save(locked)
    record.append(
        "screening.person.changed",
        actor=actor,
        at=at,
        subject=locked.reference,
        port=locked.port.locode,
        fields=[name.removesuffix("_id").replace("_", " ") for name in differing],
    )
    return True


def _save(person: Person) -> None:
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError:
        taken = f"There is already a person '{person.external_ref}' at {person.port.name}."
        raise Conflict(taken) from None


def _searchable(person: Person) -> str:
    return plain_name(f"{person.given_names} {person.family_name}")


def _check_names(family_name: str) -> None:
    if not family_name.strip():
        raise InvalidInput("A person needs a family name.", fields={"family_name": "Enter the family name."})


def _check_birth(birth_date: date | None, at: datetime) -> None:
    if birth_date is not None and not EARLIEST_BIRTH <= birth_date <= at.date():
        raise InvalidInput(
            f"{birth_date} cannot be a birth date.",
            fields={"birth_date": "Enter a date between 1900 and today."},
        )


@transaction.atomic
def register_many(port: Port, people: Sequence[Person], *, actor: str, at: datetime) -> None:
    """Register people whom a port delivers in bulk; `people` are unsaved, with details checked by the caller.

    A name may be empty here: logs are often delivered with numbers in place of names.
    Records: screening.person.registered, for each.
    """
    for person in people:
        person.port, person.created_at = port, at
        person.search_name = _searchable(person)
    for person in Person.objects.bulk_create(people):
        record.append(
            "screening.person.registered",
            actor=actor,
            at=at,
            subject=person.reference,
            port=port.locode,
            category=PersonCategory(person.category).label.lower(),
        )
