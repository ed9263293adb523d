"""The access-request profile of AuthZEN: whoever was denied asks for access by the denial."""

from __future__ import annotations

from typing import Any, Final

from django.core import signing
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from access.api.authzen import ERRORS, Door
from access.api.authzen_schema import AccessRequestSerializer, TaskSerializer
from access.api.port_question import meant_by
from access.asking.words import AccessRequestState
from access.authzen.access_request import AskedAccess, InvalidDenial, check_denial, read_access_request
from access.models import AccessRequest
from access.selectors.access_request import own_requests
from access.selectors.denial import Denial, denial_of
from access.services import access_request
from access.services.access_request import Wanted
from portsec.kernel import clock
from portsec.kernel.errors import NotFound, require
from portsec.kernel.verdict import deny

SALT: Final = "authzen.task"
STATUS: Final = {
    AccessRequestState.ASKED: "pending",
    AccessRequestState.HALF: "pending",
    AccessRequestState.GRANTED: "approved",
    AccessRequestState.REFUSED: "denied",
    AccessRequestState.WITHDRAWN: "cancelled",
    AccessRequestState.LAPSED: "expired",
}


class AccessRequests(Door):
    """Ask, for oneself, for what was denied a moment ago."""

    @extend_schema(
        operation_id="access_requests_create",
        request=AccessRequestSerializer,
        responses={202: TaskSerializer} | ERRORS,
    )
    def post(self, request: Request) -> Response:
        asked, at = read_access_request(request.data), clock.now()
        denial = _denial(asked, request)
        check_denial(asked, denial.at, at=at)
        made = access_request.ask(
            denial.port,
            Wanted(
                object_ref=denial.object_ref,
                field_class=denial.field_class,
                purpose=asked.justification,
                wanted_until=asked.wanted_until,
                case_ref=asked.case_ref,
            ),
            actor=request.user,
            scope=request.scope,
            at=at,
        )
        shown = _task(made, request)
        return Response(shown, status=202, headers={"Location": shown["task"]["status_endpoint"]})


class AccessRequestTask(Door):
    """How one's own request stands."""

    @extend_schema(operation_id="access_requests_read", responses={200: TaskSerializer} | ERRORS)
    def get(self, request: Request, task: str) -> Response:
        try:
            number = int(signing.loads(task, salt=SALT))
        except signing.BadSignature:
            raise NotFound("request") from None
        found = own_requests(request.user).filter(pk=number).first()
        if found is None:
            raise NotFound("request")
        return Response(_task(found, request))


def _denial(asked: AskedAccess, request: Request) -> Denial:
    """The evaluation that denied exactly this to exactly this account. Raises InvalidDenial and Refused."""
    subject, meant = asked.question.subject, meant_by(asked.question)
    if (subject.type, subject.id) != ("account", request.user.username):
        require(deny("not_oneself", "You ask for access for your own account only."))
    denial = denial_of(asked.evaluation_id, request.user)
    said = (meant.resource_id, meant.action, meant.field_class)
    if denial is None or said != (denial.object_ref, denial.action, denial.field_class):
        raise InvalidDenial("No such denial of this to you is on record.")
    return denial


def _task(made: AccessRequest, request: Request) -> dict[str, Any]:
    """The handle of the request; its id is signed, so that nobody finds others by counting."""
    name = signing.dumps(made.pk, salt=SALT)
    here = request.build_absolute_uri(reverse("authzen-request", args=[name]))
    shown: dict[str, Any] = {"task": {"id": name, "status": STATUS[made.state_word], "status_endpoint": here}}
    if made.grant is not None:
        approval = {"id": made.grant.reference, "approved_until": made.grant.valid_until.isoformat()}
        shown["result"] = {"approval": approval}
    return shown
