"""The permissions on a cargo visit, each one an action on the fields of a class."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from access.enums import CargoRight, DataAction, FieldClass


class Meaning(NamedTuple):
    action: DataAction
    field_class: FieldClass


MEANING: Mapping[CargoRight, Meaning] = {
    CargoRight.READ_OPERATIONAL: Meaning(DataAction.READ, FieldClass.S1),
    CargoRight.READ_SENSITIVE: Meaning(DataAction.READ, FieldClass.S2),
    CargoRight.READ_RELEASE: Meaning(DataAction.READ, FieldClass.S3),
    CargoRight.EXPORT: Meaning(DataAction.EXPORT, FieldClass.S2),
    CargoRight.RELEASE: Meaning(DataAction.RELEASE, FieldClass.S3),
    CargoRight.NOMINATE: Meaning(DataAction.NOMINATE, FieldClass.S3),
    CargoRight.OVERRIDE: Meaning(DataAction.OVERRIDE, FieldClass.S3),
}

BY_CODENAME: Mapping[str, Meaning] = {right.value: meaning for right, meaning in MEANING.items()}


def meaning_of(permission: str) -> Meaning | None:
    """What `access.read_release` asks for; None for a permission that is no right to cargo."""
    return BY_CODENAME.get(permission.rpartition(".")[2])
