"""Every permission of a cargo visit means one action on one class."""

from __future__ import annotations

import pytest

from access.enums import CargoRight, DataAction, FieldClass
from access.granting.rights import MEANING, Meaning, meaning_of
from access.models import CargoVisit

pytestmark = pytest.mark.unit


def test_meaning_when_rights_are_counted_then_each_has_its_own() -> None:
    assert set(MEANING) == set(CargoRight)
    assert len(set(MEANING.values())) == len(CargoRight)


def test_permissions_when_the_model_is_read_then_the_rights_and_no_others() -> None:
    assert {codename for codename, _ in CargoVisit._meta.permissions} == {right.value for right in CargoRight}
    assert CargoVisit._meta.default_permissions == ()


@pytest.mark.parametrize("permission", ["access.read_release", "read_release"])
def test_meaning_when_named_with_or_without_the_app_then_the_same(permission: str) -> None:
    assert meaning_of(permission) == Meaning(DataAction.READ, FieldClass.S3)


@pytest.mark.parametrize("permission", ["access.view_cargovisit", "", "access."])
def test_meaning_when_no_right_to_cargo_then_none(permission: str) -> None:
    assert meaning_of(permission) is None
