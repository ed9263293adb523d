"""Whom a reader of person-cases may see by name, and what stands for everybody else.

Cases are read without names until a reader gives a reason: a known name changes what one sees in a case.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.crypto import salted_hmac

from access.casework import pseudonym as names
from access.models import Badge, PersonCase, Unmasking
from access.selectors.person_case import visible_cases
from accounts.models import User
from portsec.kernel.errors import NotFound
from portsec.kernel.scope import Scope
from screening.models import Person


def pseudonym_of(port_id: int, subject: str) -> str:
    """What stands for a subject of a port's log."""
    return names.pseudonym(_key(), str(port_id), subject)


def with_sight(cases: QuerySet[PersonCase], viewer: Any, *, at: datetime) -> QuerySet[PersonCase]:
    """The same cases with `is_unmasked`: whether this reader has said why they need to know the person."""
    own = Unmasking.objects.filter(case=OuterRef("pk"), by=viewer.pk, until__gt=at)
    return cases.annotate(is_unmasked=Exists(own))


def seen_case(ref: str, *, scope: Scope, viewer: Any, at: datetime) -> PersonCase:
    """One person-case with `is_unmasked`. Raises NotFound when absent, out of reach or about the viewer."""
    case = with_sight(visible_cases(scope=scope), viewer, at=at).filter(ref=ref).first()
    if case is None:
        raise NotFound("person-case")
    return case


def unmasked(cases: QuerySet[PersonCase], viewer: Any, *, at: datetime) -> QuerySet[PersonCase]:
    """Only those that this reader has unmasked."""
    return with_sight(cases, viewer, at=at).filter(Q(is_unmasked=True))


def is_unmasked(case: PersonCase) -> bool:
    """Whether the reader for whom the case was fetched may see whom it is about; no when nobody asked."""
    return bool(getattr(case, "is_unmasked", False))


def name_of(case: PersonCase) -> str:
    """How the case's person is called for the reader for whom it was fetched."""
    if not is_unmasked(case):
        return pseudonym_of(case.port_id, case.subject)
    return case.person.full_name if case.person else case.subject


def stand_ins(port_id: int, texts: Iterable[str], subjects: Iterable[str]) -> Mapping[str, str]:
    """Every number of people in these texts, the subjects' own too, with the pseudonym that stands for each.

    People are found by their numbers, accounts and badges. Names of people never stand in what rules say.
    """
    words = names.words_of(texts)
    found = {subject: pseudonym_of(port_id, subject) for subject in subjects}
    people = Person.objects.filter(port_id=port_id).filter(Q(ref__in=words) | Q(external_ref__in=words))
    for person in people:
        stands = pseudonym_of(port_id, person.log_ref)
        found |= {number: stands for number in (person.ref, person.external_ref) if number}
    badges = Badge.objects.filter(port_id=port_id, serial__in=words)
    for badge in badges:
        found[badge.serial] = f"badge of {pseudonym_of(port_id, badge.person_ref or badge.serial)}"
    accounts = dict(User.objects.filter(username__in=words).values_list("username", "person_ref"))
    owners = _log_names(port_id, accounts.values())
    for account, ref in accounts.items():
        found[account] = f"account of {pseudonym_of(port_id, owners.get(ref, ref or account))}"
    return found


def _log_names(port_id: int, refs: Iterable[str]) -> dict[str, str]:
    """How the log names the people behind these references."""
    known = set(refs) - {""}
    people = Person.objects.filter(port_id=port_id).filter(Q(ref__in=known) | Q(external_ref__in=known))
    return {ref: person.log_ref for person in people for ref in (person.ref, person.external_ref) if ref}


def _key() -> bytes:
    return salted_hmac("access.pseudonym", "", algorithm="sha256").digest()
