"""Permissions on single rows: what django-guardian reads."""

from __future__ import annotations

from accounts.held_permission import HeldGroupPermission, HeldUserPermission


class AccountPermission(HeldUserPermission):
    """An account holds a permission on one row, such as a capability at a port. Written by `services.role`.

    Permissions on cargo have no rows here: they follow from grants (`access.models.CargoPermission`).
    """


class GroupPermission(HeldGroupPermission):
    """A group of Django's holds a permission on one row. Nothing in the service gives any."""
