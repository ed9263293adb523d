"""The tables that guardian's own tests run on: the same bases as `accounts.models.permission`."""

from __future__ import annotations

from accounts.held_permission import HeldGroupPermission, HeldUserPermission


class AccountPermission(HeldUserPermission):
    class Meta(HeldUserPermission.Meta):
        app_label = "held"


class GroupPermission(HeldGroupPermission):
    class Meta(HeldGroupPermission.Meta):
        app_label = "held"
