"""Keeps the register of organisations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db import transaction

from accounts.models import Organisation
from accounts.models.organisation import OrganisationKind

DETAILS = ("name", "kind", "country")


class Kept(NamedTuple):
    """How many organisations were new and how many changed."""

    new: int
    changed: int


@transaction.atomic
def keep_many(delivered: Sequence[Organisation]) -> Kept:
    """Register organisations or change their details; `delivered` are unsaved rows, each code once.

    What is empty is not known, and changes nothing.
    Safe to repeat because: equal values change nothing.
    """
    known = Organisation.objects.in_bulk([one.code for one in delivered], field_name="code")
    new = [one for one in delivered if one.code not in known]
    changed = [kept for one in delivered if (kept := known.get(one.code)) and _take_over(kept, one)]
    for one in new:
        one.name = one.name or one.code
        one.kind = one.kind or OrganisationKind.OTHER.value
    Organisation.objects.bulk_create(new)
    Organisation.objects.bulk_update(changed, DETAILS)
    return Kept(len(new), len(changed))


@transaction.atomic
def named(codes: Iterable[str]) -> dict[str, Organisation]:
    """Organisations by code; one that is not registered is, under its code alone."""
    wanted = sorted({code for code in codes if code})
    known = Organisation.objects.in_bulk(wanted, field_name="code")
    keep_many([Organisation(code=code) for code in wanted if code not in known])
    return Organisation.objects.in_bulk(wanted, field_name="code")


def _take_over(kept: Organisation, delivered: Organisation) -> bool:
    """Copy what is known and differs; whether anything did."""
    differing = {
        name: value
        for name in DETAILS
        if (value := getattr(delivered, name)) and value != getattr(kept, name)
    }
    for name, value in differing.items():
        setattr(kept, name, value)
    return bool(differing)
