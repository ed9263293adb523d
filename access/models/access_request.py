"""Requests for access to logistics data, and who said yes to them."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models

from access.asking.transitions import OPEN
from access.asking.words import AccessRequestState, Desk
from access.enums import FieldClass
from access.models.grant import Grant


class AccessRequest(models.Model):
    """An account asks to read a field class of one object, for a purpose and until a moment.

    Written by `access.services.access_request`. `conflicts` are the codes of the duty rules that spoke
    against it when it was asked; whoever approves is told those of that moment.
    """

    port = models.ForeignKey("accounts.Port", on_delete=models.PROTECT, related_name="access_requests")
    account = models.CharField(max_length=120)
    object_type = models.CharField(max_length=30, default="container")
    object_ref = models.CharField(max_length=60)
    field_class = models.CharField(max_length=2, choices=FieldClass.choices())
    purpose = models.CharField(max_length=200)
    case_ref = models.CharField(max_length=60, blank=True)
    wanted_until = models.DateTimeField()
    conflicts = ArrayField(models.CharField(max_length=60), default=list)
    state = models.CharField(
        max_length=10, choices=AccessRequestState.choices(), default=AccessRequestState.ASKED.value
    )
    asked_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=120, blank=True)
    answer = models.TextField(blank=True)
    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, null=True, related_name="requests")

    class Meta:
        ordering = ("-asked_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["port", "account", "object_type", "object_ref", "field_class"],
                condition=models.Q(state__in=[state.value for state in OPEN]),
                name="access_request_open_once",
            ),
            models.CheckConstraint(
                name="access_request_ends_later",
                condition=models.Q(wanted_until__gt=models.F("asked_at")),
            ),
        )
        indexes = (
            models.Index(fields=["port", "state", "-asked_at"], name="access_request_queue"),
            models.Index(fields=["account", "-asked_at"], name="access_request_by_account"),
        )
        triggers = (
            pgtrigger.ReadOnly(
                name="access_request_fixed",
                fields=[
                    *("port", "account", "object_type", "object_ref", "field_class"),
                    *("purpose", "case_ref", "wanted_until", "asked_at"),
                ],
            ),
        )

    def __str__(self) -> str:
        return f"{self.account} {self.field_class} {self.object_ref}"

    @property
    def reference(self) -> str:
        return f"access_request:{self.pk}"

    @property
    def state_word(self) -> AccessRequestState:
        return AccessRequestState(self.state)

    @property
    def field_class_word(self) -> FieldClass:
        return FieldClass(self.field_class)


class AccessApproval(models.Model):
    """One hand said yes to a request, at one desk. Written with the step, never altered."""

    request = models.ForeignKey(AccessRequest, on_delete=models.PROTECT, related_name="approvals")
    desk = models.CharField(max_length=12, choices=Desk.choices())
    by = models.CharField(max_length=120)
    at = models.DateTimeField()
    remark = models.TextField(blank=True)

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.UniqueConstraint(fields=["request", "desk"], name="access_approval_once_per_desk"),
            models.UniqueConstraint(fields=["request", "by"], name="access_approval_once_per_hand"),
        )
        indexes = (models.Index(fields=["by", "at"], name="access_approval_by_hand"),)
        triggers = (
            pgtrigger.Protect(name="access_approval_fixed", operation=pgtrigger.Update | pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.desk} {self.by}"

    @property
    def desk_word(self) -> Desk:
        return Desk(self.desk)
