"""SCIM lists: queries by address and by body, pages, and new resources."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.urls import reverse
from rest_framework.request import Request
from rest_framework.response import Response
from scim2_models import Context, InvalidValueException, ListResponse, PatchOp, Resource, SearchRequest

from access.api.scim_door import ScimDoor
from accounts.scim.filter import Conditions, condition
from accounts.scim.resources import LARGEST_PAGE, MOST_OPERATIONS

FARTHEST = 1_000_000  # rows before a page; nobody turns so many pages, and larger numbers overflow


class ScimList(ScimDoor):
    """Subclasses say which rows there are, how one is shown, and how one is made."""

    conditions: ClassVar[Conditions]

    def rows(self, request: Request) -> Any:
        raise NotImplementedError

    def shown(self, request: Request, row: Any) -> Resource[Any]:
        raise NotImplementedError

    def make(self, request: Request, sent: Any) -> Any:
        raise NotImplementedError

    def get(self, request: Request) -> Response:
        query = SearchRequest[self.resource].model_validate(request.query_params.dict())
        return self.page(request, query, Context.RESOURCE_QUERY_RESPONSE)

    def post(self, request: Request) -> Response:
        sent = self.resource.model_validate(request.data, scim_ctx=Context.RESOURCE_CREATION_REQUEST)
        made = self.shown(request, self.make(request, sent))
        return self.answer(request, made, Context.RESOURCE_CREATION_RESPONSE, status=201)

    def page(self, request: Request, query: SearchRequest[Any], context: Context) -> Response:
        """One page of what the query asks for, in the order of numbers; sorting is not offered."""
        rows = self.rows(request)
        if query.filter:
            rows = rows.filter(condition(query.filter, self.conditions))
        start = min(query.start_index_0 or 0, FARTHEST)
        count = LARGEST_PAGE if query.count is None else min(query.count, LARGEST_PAGE)
        found = [self.shown(request, row) for row in rows[start : start + count]] if count else []
        body = ListResponse[self.resource](
            total_results=rows.count(), start_index=start + 1, items_per_page=len(found), resources=found
        )
        return Response(body.model_dump(scim_ctx=context, response_parameters=query))


class SearchOf(ScimDoor):
    """The same list with the query in the body: a filter can name people, and addresses end up in logs."""

    listed: type[ScimList] = ScimList

    def post(self, request: Request) -> Response:
        listed = self.listed()
        query = SearchRequest[listed.resource].model_validate(request.data, scim_ctx=Context.SEARCH_REQUEST)
        return listed.page(request, query, Context.SEARCH_RESPONSE)


def read_patch(patch: type[PatchOp[Any]], request: Request) -> PatchOp[Any]:
    """The operations of a PATCH. Raises InvalidValueException for more than anybody needs."""
    sent = request.data
    operations = sent.get("Operations") if isinstance(sent, dict) else None
    if isinstance(operations, list) and len(operations) > MOST_OPERATIONS:
        raise InvalidValueException(detail=f"A PATCH has at most {MOST_OPERATIONS} operations.")
    return patch.model_validate(sent, scim_ctx=Context.RESOURCE_PATCH_REQUEST)


def address_of(request: Request) -> Callable[[str], str]:
    """How a path below the service's root is addressed from outside."""
    root = request.build_absolute_uri(reverse("scim-root"))
    return lambda path: f"{root}{path}"
