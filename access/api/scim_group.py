"""SCIM doors of teams: /scim/v2/Groups."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from rest_framework.request import Request
from rest_framework.response import Response
from scim2_models import Context, PatchOp

from access.api.scim_door import ScimDoor
from access.api.scim_list import ScimList, address_of, read_patch
from access.api.scim_shape import said_of_team, shown_team
from access.models import Team
from access.selectors.team import CONDITIONS, provisioned_team, provisioned_teams
from access.services import team as teams
from accounts.scim import resources
from accounts.scim.filter import read_number
from portsec.kernel import clock


class ScimGroups(ScimList):
    """The teams of the caller's organisation, and a new one."""

    resource = resources.Group
    conditions = CONDITIONS

    def rows(self, request: Request) -> Any:
        return provisioned_teams(request.user, scope=request.scope)

    def shown(self, request: Request, row: Team) -> resources.Group:
        return shown_team(row, address_of(request))

    def make(self, request: Request, sent: Any) -> Team:
        said = said_of_team(sent)
        made = teams.make(**said, actor=request.user, scope=request.scope, at=clock.now())
        return provisioned_team(request.user, made.pk, scope=request.scope)


class ScimGroup(ScimDoor):
    """One of them."""

    resource = resources.Group

    def get(self, request: Request, number: str) -> Response:
        return self._answer(request, self._row(request, number), Context.RESOURCE_QUERY_RESPONSE)

    @transaction.atomic
    def put(self, request: Request, number: str) -> Response:
        row = self._row(request, number, lock=True)
        before = shown_team(row, address_of(request))
        self.check_match(request, before)
        sent = resources.Group.model_validate(request.data, scim_ctx=Context.RESOURCE_REPLACEMENT_REQUEST)
        sent.replace(before)
        return self._change(request, row, sent, Context.RESOURCE_REPLACEMENT_RESPONSE)

    @transaction.atomic
    def patch(self, request: Request, number: str) -> Response:
        row = self._row(request, number, lock=True)
        shown = shown_team(row, address_of(request))
        self.check_match(request, shown)
        read_patch(PatchOp[resources.Group], request).patch(shown)
        return self._change(request, row, shown, Context.RESOURCE_PATCH_RESPONSE)

    @transaction.atomic
    def delete(self, request: Request, number: str) -> Response:
        row = self._row(request, number, lock=True)
        self.check_match(request, shown_team(row, address_of(request)))
        teams.remove(row, actor=request.user, scope=request.scope, at=clock.now())
        return Response(status=204)

    def _row(self, request: Request, number: str, *, lock: bool = False) -> Team:
        return provisioned_team(request.user, read_number(number), scope=request.scope, lock=lock)

    def _change(self, request: Request, row: Team, sent: Any, context: Context) -> Response:
        said = said_of_team(sent)
        teams.change(row, **said, actor=request.user, scope=request.scope, at=clock.now())
        return self._answer(request, self._row(request, str(row.pk)), context)

    def _answer(self, request: Request, row: Team, context: Context) -> Response:
        return self.answer(request, shown_team(row, address_of(request)), context)
