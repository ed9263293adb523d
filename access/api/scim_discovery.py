"""SCIM doors through which a personnel system learns what is spoken here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response
from scim2_models import Context, ListResponse, Resource, ResourceType, Schema

from access.api.scim_door import ScimDoor
from accounts.scim.resources import CONFIG, PROVIDER
from portsec.kernel.errors import NotFound

SHOWN = Context.RESOURCE_QUERY_RESPONSE


class Described(ScimDoor):
    """Base: a list, or one of it. Filters are refused, as RFC 7644 asks in section 4."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if "filter" in request.query_params:
            raise exceptions.PermissionDenied("What the service announces cannot be filtered.")

    def everything(self) -> Sequence[Resource[Any]]:
        raise NotImplementedError

    def get(self, request: Request, name: str | None = None) -> Response:
        known = self.everything()
        if name is None:
            kind = type(known[0])
            body = ListResponse[kind](
                total_results=len(known), start_index=1, items_per_page=len(known), resources=list(known)
            )
            return Response(body.model_dump(scim_ctx=SHOWN))
        found = next((each for each in known if each.id == name), None)
        if found is None:
            raise NotFound("description")
        return Response(found.model_dump(scim_ctx=SHOWN))


class ScimSchemas(Described):
    resource = Schema

    def everything(self) -> Sequence[Schema]:
        return PROVIDER.schemas


class ScimResourceTypes(Described):
    resource = ResourceType

    def everything(self) -> Sequence[ResourceType]:
        return PROVIDER.resource_types


class ScimConfig(Described):
    def get(self, request: Request, name: str | None = None) -> Response:
        return Response(CONFIG.model_dump(scim_ctx=SHOWN))


class NotOffered(ScimDoor):
    """What RFC 7644 names and is not offered here: bulk operations, /Me, a search across both lists."""

    def post(self, request: Request) -> Response:
        raise NotImplementedHere

    get = put = patch = delete = post


class NotImplementedHere(exceptions.APIException):
    status_code = 501
    default_detail = "This part of SCIM is not offered here."


class Unknown(ScimDoor):
    """Any other address below the root."""

    def get(self, request: Request, rest: str = "") -> Response:
        raise NotFound("address")

    post = put = patch = delete = get
