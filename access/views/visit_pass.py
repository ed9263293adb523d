"""A visitor's card as PDF, to print at the reception."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views import View

from access.cards.facts import VisitorPass
from access.cards.render import visitor_pdf
from access.enums import VisitState
from access.models import Badge, Visit
from access.permissions.visit import may_receive
from access.selectors.badge_card import area_names, return_address
from access.selectors.visit import access_visit
from access.services import credential
from accounts.doors import Requires
from accounts.roles import Capability
from portsec.kernel.errors import Conflict, require


class VisitPass(Requires, View):
    """The card of a visitor on site, the same as often as it is printed."""

    capability = Capability.RECEIVE_VISITS

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        visit = access_visit(ref, user=request.user, scope=request.scope)
        require(may_receive(request.user, request.scope, visit))
        if visit.state_word is not VisitState.ARRIVED or visit.badge is None:
            raise Conflict("Only a visitor who was let in has a card.")
        response = HttpResponse(visitor_pdf(_card(visit, visit.badge)), content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="{visit.ref}.pdf"'
        response["Cache-Control"] = "no-store"  # its code opens gates
        return response


def _card(visit: Visit, card: Badge) -> VisitorPass:
    signed = credential.newest(card)
    if signed is None:
        raise Conflict("This card was taken back; its code opens nothing any more.")
    return VisitorPass(
        reference=visit.ref,
        serial=card.serial,
        port=visit.port.name,
        name=visit.visitor.full_name,
        native_name=visit.visitor.native_name,
        company=visit.company,
        host=str(visit.host),
        escort=visit.escort.full_name if visit.escort else "",
        areas=area_names(visit.port, visit.areas),
        valid_until=timezone.localtime(card.valid_until),
        credential=credential.again(signed).qr_text,
        return_to=return_address(visit.port),
    )
