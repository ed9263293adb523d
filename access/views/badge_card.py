"""The card of a badge: as PDF for the printer, as picture for the eye, and handed over."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views import View

from access.cards import render as cards
from access.cards.facts import BadgeCard
from access.forms.desk import HandOverForm
from access.models import Badge
from access.permissions.badge import may_hand_over
from access.selectors.badge import access_badge
from access.services import badge as badges
from access.services import badge_card
from accounts.doors import Requires, fresh_sign_in
from accounts.roles import Capability
from portsec.interface.form_errors import add_errors
from portsec.kernel import clock
from portsec.kernel.errors import Conflict, InvalidInput

ON_SCREEN = 200  # dots an inch: sharp on a screen of twice the density, and half the time of the print
SIDES = ("front", "back")
UNCACHED = {"Cache-Control": "private, no-store"}


class BadgePdf(Requires, View):
    """Front and back as PDF, in the size of the card."""

    capability = Capability.ISSUE_BADGES

    def get(self, request: HttpRequest, serial: str) -> HttpResponse:
        card = _card(request, serial)
        name = {"Content-Disposition": f'inline; filename="{card.serial}.pdf"'}
        return HttpResponse(cards.badge_pdf(card), content_type="application/pdf", headers=UNCACHED | name)


class BadgePicture(Requires, View):
    """One side as PNG, made from the same source as the PDF; `?side=back` is the other one."""

    capability = Capability.ISSUE_BADGES

    def get(self, request: HttpRequest, serial: str) -> HttpResponse:
        drawn = cards.badge_pictures(_card(request, serial), dpi=ON_SCREEN)
        side = SIDES.index(request.GET["side"]) if request.GET.get("side") in SIDES else 0
        return HttpResponse(drawn[side], content_type="image/png", headers=UNCACHED)


class HandOver(Requires, View):
    """Look at the card, print it, compare its holder, sign for it."""

    capability = Capability.ISSUE_BADGES

    def get(self, request: HttpRequest, serial: str) -> HttpResponse:
        return self._page(access_badge(serial, scope=request.scope), HandOverForm())

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, serial: str) -> HttpResponse:
        badge = access_badge(serial, scope=request.scope)
        form = HandOverForm(request.POST)
        if not form.is_valid():
            return self._page(badge, form)
        given = form.cleaned_data
        acts = {"actor": request.user, "scope": request.scope, "at": clock.now()}
        try:
            badges.hand_over(badge, paper=given["paper"], signed_as=given["signed_as"], **acts)
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(badge, form)
        messages.success(request, f"Badge {badge.serial} is handed over.")
        return redirect("badge-detail", badge.serial)

    def _page(self, badge: Badge, form: HandOverForm) -> HttpResponse:
        context = {
            "badge": badge,
            "form": form,
            "verdict": may_hand_over(self.request.user, self.request.scope, badge),
            "problem": _problem(self.request, badge),
        }
        return render(self.request, "access/badge_hand_over.html", context)


def _card(request: HttpRequest, serial: str) -> BadgeCard:
    badge = access_badge(serial, scope=request.scope)
    return badge_card.printable(badge, actor=request.user, scope=request.scope)


def _problem(request: HttpRequest, badge: Badge) -> str:
    """Why no card can be printed, as a sentence; empty when one can, or the caller may not anyhow."""
    if not may_hand_over(request.user, request.scope, badge).allowed:
        return ""
    try:
        badge_card.printable(badge, actor=request.user, scope=request.scope)
    except Conflict as error:
        return error.detail
    return ""
