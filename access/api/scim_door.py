"""What every SCIM address does alike: who calls, how bodies are read, how answers and errors are written."""

from __future__ import annotations

import hashlib
import json
from typing import Any, ClassVar

from pydantic import ValidationError
from rest_framework.authentication import SessionAuthentication
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.views import APIView
from scim2_models import (
    Context,
    Error,
    PreconditionFailedException,
    Resource,
    ResponseParameters,
    SCIMException,
)

from accounts.permissions import may_provision
from accounts.scim.resources import PROVIDER
from accounts.tokens import ApiToken, BearerToken
from portsec.kernel.errors import require

MEDIA_TYPE = "application/scim+json"
STRICT_PARSER: Any = api_settings.DEFAULT_PARSER_CLASSES[0]
KEYWORDS = {
    "name_taken": "uniqueness",
    "invalid": "invalidValue",
    "parse_error": "invalidSyntax",
}
"""SCIM's keywords (RFC 7644, table 9) for our codes of errors; the rest have none."""


class ScimParser(STRICT_PARSER):  # type: ignore[misc]
    """The strict reading of JSON under SCIM's own name."""

    media_type = MEDIA_TYPE


class ScimRenderer(JSONRenderer):
    media_type = MEDIA_TYPE
    charset = None


class OnlyScim(BaseContentNegotiation):
    """There is one form of answer, whatever a client says that it accepts (RFC 7644, section 3.1)."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        return next((each for each in parsers if each.media_type == _bare(request.content_type)), None)

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        return renderers[0], renderers[0].media_type


class ScimDoor(APIView):
    """Base of all SCIM views. Subclasses name the resource that they serve."""

    authentication_classes = (BearerToken, ApiToken, SessionAuthentication)
    parser_classes = (ScimParser, STRICT_PARSER)
    renderer_classes = (ScimRenderer,)
    content_negotiation_class = OnlyScim
    schema = None  # SCIM describes itself, at /scim/v2/Schemas
    resource: ClassVar[type[Resource[Any]]]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        require(may_provision(request.user, request.scope))

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        with PROVIDER:
            return super().dispatch(request, *args, **kwargs)

    def handle_exception(self, exc: Exception) -> Response:
        """Every error in SCIM's form (RFC 7644, section 3.12); one that nobody expected is raised on."""
        if isinstance(exc, ValidationError):
            error = Error.from_validation_errors(exc)[0]
            return Response(error.model_dump(), status=error.status)
        if isinstance(exc, SCIMException):
            return Response(exc.to_error().model_dump(), status=exc.status)
        response = super().handle_exception(exc)
        told = response.data
        error = Error(
            status=response.status_code, scim_type=KEYWORDS.get(told["code"]), detail=told["detail"]
        )
        response.data = error.model_dump()
        return response

    def parameters(self, request: Request) -> ResponseParameters[Any]:
        """Which attributes the caller wants to see."""
        return ResponseParameters[self.resource].model_validate(request.query_params.dict())

    def check_match(self, request: Request, shown: Resource[Any]) -> None:
        """Raises PreconditionFailedException unless the caller's If-Match names this version."""
        wanted = request.headers.get("If-Match", "").strip()
        if wanted and wanted != "*" and shown.meta.version not in _tags(wanted):
            raise PreconditionFailedException(detail="The resource was changed meanwhile.")

    def answer(
        self, request: Request, shown: Resource[Any], context: Context, *, status: int = 200
    ) -> Response:
        """One resource with its version; 304 where the caller has this one already."""
        headers = {"ETag": shown.meta.version}
        if request.method == "GET" and shown.meta.version in _tags(request.headers.get("If-None-Match", "")):
            return Response(status=304, headers=headers)
        if status == 201:
            headers["Location"] = shown.meta.location
        body = shown.model_dump(scim_ctx=context, response_parameters=self.parameters(request))
        return Response(body, status=status, headers=headers)


def version_of(shown: Resource[Any]) -> str:
    """A weak tag of what a resource says, so that it changes with whatever changes the answer."""
    said = json.dumps(shown.model_dump(), sort_keys=True, default=str)
    return f'W/"{hashlib.sha256(said.encode()).hexdigest()[:20]}"'


def _tags(header: str) -> set[str]:
    return {tag.strip() for tag in header.split(",") if tag.strip()}


def _bare(content_type: str | None) -> str:
    return (content_type or "").partition(";")[0].strip().lower()
