"""What a row of django-guardian's permissions carries here: from when until when, for which purpose and case.

guardian joins these tables from permissions and from users without asking their manager. So what holds now is
a condition of the relations themselves, and every way in guardian gives the same answer; no sweep takes part.
Concrete tables stand in `accounts.models`; these bases know no account, so that guardian's own tests can be
run on them.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import Group, Permission
from django.db import models
from django.db.models.functions import Now
from django.db.models.lookups import GreaterThan, IsNull, LessThanOrEqual
from django.db.models.sql.where import WhereNode
from guardian.compat import user_model_label
from guardian.managers import GroupObjectPermissionManager, UserObjectPermissionManager
from guardian.models import GroupObjectPermissionAbstract, UserObjectPermissionAbstract

ENDS_AFTER_START = models.Q(valid_until__isnull=True) | models.Q(valid_until__gt=models.F("valid_from"))


def holds_now() -> models.Q:
    """Rows that hold at this moment, by the clock of the database, which all processes share."""
    return models.Q(valid_from__lte=Now()) & (
        models.Q(valid_until__isnull=True) | models.Q(valid_until__gt=Now())
    )


class InForceKey(models.ForeignKey[Any, Any]):
    """A foreign key that is followed, from either end, only while its own row holds."""

    def get_extra_restriction(self, alias: str | None, related_alias: str | None) -> WhereNode:
        start: Any = self.model._meta.get_field("valid_from")
        end: Any = self.model._meta.get_field("valid_until")
        has_begun: Any = LessThanOrEqual(start.get_col(related_alias), Now())
        is_open: Any = IsNull(end.get_col(related_alias), True)
        goes_on: Any = GreaterThan(end.get_col(related_alias), Now())
        return WhereNode([has_begun, WhereNode([is_open, goes_on], connector="OR")])


class UserPermissionsInForce(UserObjectPermissionManager):
    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().filter(holds_now())

    def get_or_create(self, *args: Any, **values: Any) -> tuple[Any, bool]:
        """What is assigned without an end lasts, whatever passing row is there besides."""
        return super().get_or_create(*args, valid_until=None, **values)


class GroupPermissionsInForce(GroupObjectPermissionManager):
    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().filter(holds_now())

    def get_or_create(self, *args: Any, **values: Any) -> tuple[Any, bool]:
        """As for users."""
        return super().get_or_create(*args, valid_until=None, **values)


class HeldPermission(models.Model):
    """The fields that guardian lacks. Without `valid_until` a permission holds until it is taken away."""

    permission = InForceKey(Permission, on_delete=models.CASCADE)
    valid_from = models.DateTimeField(db_default=Now())
    valid_until = models.DateTimeField(null=True)
    purpose = models.CharField(max_length=200, blank=True)
    case_ref = models.CharField(max_length=60, blank=True)
    grant_ref = models.CharField(max_length=60, blank=True)

    class Meta:
        abstract = True


class HeldUserPermission(HeldPermission, UserObjectPermissionAbstract):
    user = InForceKey(user_model_label, on_delete=models.CASCADE)

    objects: ClassVar[Any] = UserPermissionsInForce()

    class Meta:
        abstract = True
        constraints = (
            models.UniqueConstraint(
                fields=["user", "permission", "object_pk"],
                condition=models.Q(valid_until__isnull=True),
                name="%(class)s_once",
            ),
            models.CheckConstraint(name="%(class)s_ends_after_start", condition=ENDS_AFTER_START),
        )
        indexes = (
            models.Index(fields=["permission", "user", "content_type", "object_pk"]),
            models.Index(fields=["user", "content_type", "object_pk"]),
            models.Index(fields=["content_type", "object_pk"]),
        )


class HeldGroupPermission(HeldPermission, GroupObjectPermissionAbstract):
    group = InForceKey(Group, on_delete=models.CASCADE)

    objects: ClassVar[Any] = GroupPermissionsInForce()

    class Meta:
        abstract = True
        constraints = (
            models.UniqueConstraint(
                fields=["group", "permission", "object_pk"],
                condition=models.Q(valid_until__isnull=True),
                name="%(class)s_once",
            ),
            models.CheckConstraint(name="%(class)s_ends_after_start", condition=ENDS_AFTER_START),
        )
        indexes = (
            models.Index(fields=["permission", "group", "content_type", "object_pk"]),
            models.Index(fields=["group", "content_type", "object_pk"]),
            models.Index(fields=["content_type", "object_pk"]),
        )
