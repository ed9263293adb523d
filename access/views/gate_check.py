"""The guard's own check of a badge: a recorded attempt, answered in one big word."""

from __future__ import annotations

import uuid
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View
from django_permissions_policy.decorators import permissions_policy_override

from access.enums import Direction
from access.forms.gate_check import ForgiveForm, GateCheckForm
from access.models import Reader
from access.selectors.area import attempt_readers
from access.selectors.gate_check import CheckAnswer, answer_of
from access.selectors.gate_event import access_event
from access.services import gate_event as gate_events
from access.services import presence
from accounts.doors import Requires
from accounts.roles import Capability
from portsec.interface.form_errors import add_errors
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput

AUTH_MODE = "guard"
LAST_READER = "gate_check_reader"  # in the session: who stands at a gate stays there
WITH_CAMERA = settings.PERMISSIONS_POLICY | {"camera": "self"}
MORE = ("vouched", "second_guard", "escort", "escort_picture", "vehicle", "occupants")


@method_decorator(permissions_policy_override(WITH_CAMERA), name="dispatch")
class GateCheck(Requires, View):
    """The form, and above it the last answer while it is fresh. The one page that may use the camera."""

    capability = Capability.SUBMIT_GATE_ATTEMPTS

    def get(self, request: HttpRequest) -> HttpResponse:
        answer = self._answered(request.GET.get("event", ""))
        return self._page(GateCheckForm(readers=self.choices, initial=self._initial(answer)), answer)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = GateCheckForm(request.POST, request.FILES, readers=self.choices)
        if not form.is_valid():
            return self._page(form, None)
        if form.visit_ref and request.scope.holds(Capability.RECEIVE_VISITS.value):
            return redirect("visit-detail", form.visit_ref)
        request.session[LAST_READER] = form.cleaned_data["reader"]
        nonce = f"guard:{form.cleaned_data['nonce']}"
        try:
            answer = gate_events.record_attempt(
                self.readers[form.cleaned_data["reader"]],
                gate_events.Attempt(nonce=nonce, auth_mode=AUTH_MODE, **form.attempt()),
                actor=request.user.reference,
                scope=request.scope,
                at=clock.now(),
            )
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(form, None)
        return redirect(f"{reverse('gate-check')}?event={answer.event.id}")

    @cached_property
    def readers(self) -> dict[str, Reader]:
        user = self.request.user
        found = attempt_readers(actor_id=user.pk, is_device=user.is_device, scope=self.request.scope)
        return {str(reader.pk): reader for reader in found}

    @cached_property
    def choices(self) -> list[tuple[str, str]]:
        several = len({reader.port_id for reader in self.readers.values()}) > 1
        return [(key, _named(reader, several)) for key, reader in self.readers.items()]

    def _answered(self, event_id: str) -> CheckAnswer | None:
        try:
            known = str(uuid.UUID(event_id)) if event_id else ""
        except ValueError:
            return None
        return answer_of(access_event(known, scope=self.request.scope), at=clock.now()) if known else None

    def _initial(self, answer: CheckAnswer | None) -> dict[str, Any]:
        """The same gate and way as before; the same badge where something was to be asked."""
        asked = self.request.GET.get("reader") or self.request.session.get(LAST_READER)
        initial = {"reader": asked, "nonce": uuid.uuid4(), "direction": Direction.IN.value}
        if answer is None:
            return initial
        event = answer.event
        initial |= {"reader": event.reader_id, "direction": event.direction}
        if answer.is_fresh and answer.advice.is_open_question:
            initial |= {"card": event.badge_serial, "vehicle": event.vehicle, "escort": event.escort}
        return initial

    def _page(self, form: GateCheckForm, answer: CheckAnswer | None) -> HttpResponse:
        return check_page(self.request, form, answer, ForgiveForm())


class Forgive(Requires, View):
    """A guard who has seen the person sets right where readers take them to be."""

    capability = Capability.WATCH_GATES
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        form, now = ForgiveForm(request.POST), clock.now()
        if not form.is_valid():
            raise InvalidInput("Say what you have seen.", fields={"reason": "Say what you have seen."})
        event = access_event(request.POST.get("event", ""), scope=request.scope)
        areas = answer_of(event, at=now).may_be_forgiven
        for area in areas:
            presence.forgive(
                event.person,
                area,
                reason=form.cleaned_data["reason"],
                actor=request.user,
                scope=request.scope,
                at=now,
            )
        names = ", ".join(area.name for area in areas) or "nothing"
        messages.success(request, f"Set right: {names}. Check the badge again.")
        return redirect(f"{reverse('gate-check')}?event={event.id}")


def check_page(
    request: HttpRequest, form: GateCheckForm, answer: CheckAnswer | None, forgive: ForgiveForm
) -> HttpResponse:
    """The page, never kept by a browser: going back must not show an old green answer."""
    context = {
        "form": form,
        "answer": answer,
        "forgive": forgive,
        "more": [form[name] for name in MORE],
        "more_is_open": any(form[name].errors or form[name].value() for name in MORE)
        or (answer is not None and answer.is_fresh and answer.advice.is_open_question),
        "can_see_badges": request.scope.holds(Capability.VIEW_BADGES.value),
    }
    response = render(request, "access/gate_check.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _named(reader: Reader, several_ports: bool) -> str:
    """The code of a reader and where it leads to."""
    leads_to = f" to {reader.area_to.name}" if reader.area_to else ""
    port = f" ({reader.port.locode})" if several_ports else ""
    return f"{reader.code}{leads_to}{port}"
