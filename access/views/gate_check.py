"""The guard's own check of a badge: a recorded attempt, answered in one big word."""

from __future__ import annotations

import uuid
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views import View

from access.enums import Direction
from access.forms.gate_check import GateCheckForm
from access.models import GateEvent, Reader
from access.selectors.area import attempt_readers
from access.selectors.gate_event import access_event
from access.services import gate_event as gate_events
from accounts.doors import Requires
from accounts.roles import Capability
from portsec.interface.form_errors import add_errors
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput

AUTH_MODE = "guard"
ANSWER_HOLDS = timedelta(seconds=60)  # an answer counts for the person who stands there; later it is history


class GateCheck(Requires, View):
    """The form, and above it the last answer while it is fresh."""

    capability = Capability.SUBMIT_GATE_ATTEMPTS

    def get(self, request: HttpRequest) -> HttpResponse:
        event = self._answered(request.GET.get("event", ""))
        reader = event.reader_id if event else None
        initial = {"reader": reader, "nonce": uuid.uuid4(), "direction": self._direction(event)}
        return self._page(GateCheckForm(readers=self.choices, initial=initial), event)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = GateCheckForm(request.POST, readers=self.choices)
        if not form.is_valid():
            return self._page(form, None)
        try:
            answer = gate_events.record_attempt(
                self.readers[form.cleaned_data["reader"]],
                gate_events.Attempt(
                    direction=Direction(form.cleaned_data["direction"]),
                    nonce=f"guard:{form.cleaned_data['nonce']}",
                    auth_mode=AUTH_MODE,
                    **form.named_badge(),
                ),
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

    def _answered(self, event_id: str) -> GateEvent | None:
        try:
            return access_event(str(uuid.UUID(event_id)), scope=self.request.scope) if event_id else None
        except ValueError:
            return None

    def _direction(self, event: GateEvent | None) -> str:
        return event.direction if event else Direction.IN.value

    def _page(self, form: GateCheckForm, event: GateEvent | None) -> HttpResponse:
        context: dict[str, Any] = {
            "form": form,
            "event": event,
            "is_fresh": event is not None and clock.now() - event.received_at <= ANSWER_HOLDS,
            "can_see_badges": self.request.scope.holds(Capability.VIEW_BADGES.value),
        }
        response = render(self.request, "access/gate_check.html", context)
        response["Cache-Control"] = "no-store"  # going back must not show an old green answer
        return response


def _named(reader: Reader, several_ports: bool) -> str:
    """The code of a reader and where it leads to."""
    leads_to = f" to {reader.area_to.name}" if reader.area_to else ""
    port = f" ({reader.port.locode})" if several_ports else ""
    return f"{reader.code}{leads_to}{port}"
