"""Answers `user.has_perm(permission, row)`: rights to cargo by the decision, everything else by guardian."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from guardian.backends import ObjectPermissionBackend

from access.granting.rights import MEANING, meaning_of
from access.models import CargoVisit
from access.selectors.cargo_right import has_right
from portsec.kernel import clock


class NeedToKnowBackend(ObjectPermissionBackend):
    """Reads everything afresh at each question, so a change counts for the next one in every process."""

    def has_perm(self, user_obj: Any, perm: str, obj: Model | None = None) -> bool:
        if not isinstance(obj, CargoVisit):
            return bool(super().has_perm(user_obj, perm, obj))
        meaning = meaning_of(perm)
        if meaning is None or not user_obj.is_authenticated:
            return False
        return has_right(user_obj, meaning, obj, at=clock.now())

    def get_all_permissions(self, user_obj: Any, obj: Model | None = None) -> set[str]:
        if not isinstance(obj, CargoVisit):
            return set(super().get_all_permissions(user_obj, obj))
        return {right.value for right in MEANING if self.has_perm(user_obj, right.value, obj)}

    def get_group_permissions(self, user_obj: Any, obj: Model | None = None) -> set[str]:
        return set() if isinstance(obj, CargoVisit) else set(super().get_group_permissions(user_obj, obj))
