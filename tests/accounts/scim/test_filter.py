"""SCIM filters as database conditions."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import Q
from scim2_models import InvalidFilterException, ScimFilter, TooManyException

from accounts.scim.filter import LONGEST, MOST_TERMS, Column, Conditions, condition, read_number
from accounts.scim.resources import Group, User

pytestmark = pytest.mark.unit

KNOWN = Conditions(
    columns={
        "id": Column("pk", "number"),
        "username": Column("username"),
        "externalid": Column("external", "exact"),
        "active": Column("is_active", "flag"),
        "meta.lastmodified": Column("changed", "time"),
    },
    members={"members": lambda number: Q(member=number)},
)


def read(text: str, resource: Any = User) -> Q:
    return condition(ScimFilter[resource](text), KNOWN)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('userName eq "Ada"', Q(username__iexact="Ada")),
        ('USERNAME sw "a"', Q(username__istartswith="a")),
        ('userName co "d"', Q(username__icontains="d")),
        ('externalId eq "X-1"', Q(external__exact="X-1")),
        ("active eq true", Q(is_active=True)),
        ("active ne true", ~Q(is_active=True)),
        ('id eq "17"', Q(pk=17)),
        ('id eq "17a"', Q(pk__in=())),
        ("externalId pr", Q(external__gt="")),
        ('not (userName eq "a")', ~Q(username__iexact="a")),
        ('userName eq "a" and active eq false', Q(username__iexact="a") & Q(is_active=False)),
        ('userName eq "a" or userName eq "b"', Q(username__iexact="a") | Q(username__iexact="b")),
    ],
)
def test_filter_when_offered_then_one_condition(text: str, expected: Q) -> None:
    assert read(text) == expected


@pytest.mark.parametrize("text", ['members eq "5"', 'members.value eq "5"', 'members[value eq "5"]'])
def test_filter_when_by_member_then_by_their_number(text: str) -> None:
    assert read(text, Group) == Q(member=5)


@pytest.mark.parametrize("text", ['name.formatted eq "x"', 'userName gt "a"', "active co true"])
def test_filter_when_not_offered_then_refused(text: str) -> None:
    with pytest.raises(InvalidFilterException):
        read(text)


@pytest.mark.parametrize("text", ['meta.lastModified gt "2026-01-01T00:00:00"', 'meta.lastModified gt "x"'])
def test_filter_when_a_moment_is_not_certain_then_refused(text: str) -> None:
    with pytest.raises(InvalidFilterException):
        read(text)


def test_filter_when_it_would_cost_too_much_then_refused() -> None:
    with pytest.raises(TooManyException):
        read(" or ".join(['userName eq "a"'] * (MOST_TERMS + 1)))
    with pytest.raises(TooManyException):
        read(f'userName eq "{"a" * LONGEST}"')


@pytest.mark.parametrize("text", ["", "-1", "1.0", "١٢", "9" * 30, "x"])
def test_identifier_when_no_number_of_ours_then_names_nothing(text: str) -> None:
    assert read_number(text) is None
