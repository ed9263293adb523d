"""SCIM doors of accounts: /scim/v2/Users."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from rest_framework.request import Request
from rest_framework.response import Response
from scim2_models import Context, MutabilityException, PatchOp

from access.api.scim_door import ScimDoor
from access.api.scim_list import ScimList, address_of, read_patch
from access.api.scim_shape import said_of_account, shown_account
from access.selectors.provisioned_account import CONDITIONS, provisioned_account, provisioned_accounts
from access.services import provisioned_account as accounts
from accounts.models import User
from accounts.scim import resources
from accounts.scim.filter import read_number
from portsec.kernel import clock


class ScimUsers(ScimList):
    """The people of the caller's organisation, and a new one."""

    resource = resources.User
    conditions = CONDITIONS

    def rows(self, request: Request) -> Any:
        return provisioned_accounts(request.user, scope=request.scope)

    def shown(self, request: Request, row: User) -> resources.User:
        return shown_account(row, address_of(request))

    def make(self, request: Request, sent: Any) -> User:
        made = accounts.make(
            (sent.user_name or "").strip(),
            said_of_account(sent),
            actor=request.user,
            scope=request.scope,
            at=clock.now(),
        )
        return provisioned_account(request.user, made.pk, scope=request.scope)


class ScimUser(ScimDoor):
    """One of them."""

    resource = resources.User

    def get(self, request: Request, number: str) -> Response:
        return self._answer(request, self._row(request, number), Context.RESOURCE_QUERY_RESPONSE)

    @transaction.atomic
    def put(self, request: Request, number: str) -> Response:
        row = self._row(request, number, lock=True)
        before = shown_account(row, address_of(request))
        self.check_match(request, before)
        sent = resources.User.model_validate(request.data, scim_ctx=Context.RESOURCE_REPLACEMENT_REQUEST)
        sent.replace(before)
        return self._change(request, row, sent, Context.RESOURCE_REPLACEMENT_RESPONSE)

    @transaction.atomic
    def patch(self, request: Request, number: str) -> Response:
        row = self._row(request, number, lock=True)
        shown = shown_account(row, address_of(request))
        self.check_match(request, shown)
        name = shown.user_name
        read_patch(PatchOp[resources.User], request).patch(shown)
        if shown.user_name != name:
            raise MutabilityException(detail="An account keeps its userName.")
        return self._change(request, row, shown, Context.RESOURCE_PATCH_RESPONSE)

    @transaction.atomic
    def delete(self, request: Request, number: str) -> Response:
        row = self._row(request, number, lock=True)
        self.check_match(request, shown_account(row, address_of(request)))
        accounts.remove(row, actor=request.user, scope=request.scope, at=clock.now())
        return Response(status=204)

    def _row(self, request: Request, number: str, *, lock: bool = False) -> User:
        return provisioned_account(request.user, read_number(number), scope=request.scope, lock=lock)

    def _change(self, request: Request, row: User, sent: Any, context: Context) -> Response:
        accounts.change(row, said_of_account(sent), actor=request.user, scope=request.scope, at=clock.now())
        return self._answer(request, self._row(request, str(row.pk)), context)

    def _answer(self, request: Request, row: User, context: Context) -> Response:
        return self.answer(request, shown_account(row, address_of(request)), context)
