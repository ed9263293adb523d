"""Permissions on cargo visits, as django-guardian reads them."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.contrib.auth.models import Group, Permission
from django.db import models
from guardian.compat import user_model_label
from guardian.managers import BaseObjectPermissionManager
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from access.models.cargo import CargoVisit
from access.models.grant import Grant
from portsec.kernel.errors import Refused
from portsec.kernel.verdict import deny


class ReadOnlyPermissions(BaseObjectPermissionManager):
    """guardian's `assign_perm` and `remove_perm` say no: a right to cargo has a purpose and an end."""

    def _refuse(self, *args: Any, **values: Any) -> NoReturn:
        raise Refused(
            deny(
                "grant_needed", "Rights to cargo are given and taken back as grants (access.services.grant)."
            )
        )

    assign_perm = bulk_assign_perm = assign_perm_to_many = assign = _refuse
    remove_perm = bulk_remove_perm = remove_perm_from_many = _refuse


class CargoPermission(UserObjectPermissionBase):
    """An account has a right to a cargo visit at this moment: one row of a view, so nobody writes it.

    The view (`access.cargo_view`) reads grants, clearances and port bans as they stand; a row is gone with
    the statement that ends what it rests on.
    """

    id = models.CharField(max_length=60, primary_key=True)
    permission = models.ForeignKey(Permission, on_delete=models.DO_NOTHING)
    user = models.ForeignKey(user_model_label, on_delete=models.DO_NOTHING)
    content_object = models.ForeignKey(CargoVisit, on_delete=models.DO_NOTHING)
    grant = models.ForeignKey(Grant, on_delete=models.DO_NOTHING, null=True)
    valid_from = models.DateTimeField(null=True)
    valid_until = models.DateTimeField(null=True)
    purpose = models.CharField(max_length=200)
    case_ref = models.CharField(max_length=60)

    objects: ClassVar[Any] = ReadOnlyPermissions()

    class Meta:
        managed = False
        db_table = "access_cargopermission"
        default_permissions = ()
        unique_together = ()


class CargoGroupPermission(GroupObjectPermissionBase):
    """Groups have no right to cargo, since need-to-know is a person's: a view without rows."""

    id = models.CharField(max_length=60, primary_key=True)
    permission = models.ForeignKey(Permission, on_delete=models.DO_NOTHING)
    group = models.ForeignKey(Group, on_delete=models.DO_NOTHING)
    content_object = models.ForeignKey(CargoVisit, on_delete=models.DO_NOTHING)

    objects: ClassVar[Any] = ReadOnlyPermissions()

    class Meta:
        managed = False
        db_table = "access_cargogrouppermission"
        default_permissions = ()
        unique_together = ()
