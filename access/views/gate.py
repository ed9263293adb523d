"""Live gates: what readers decide and doors tell, as it happens."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.http import conditional_page

from access.forms.live import WatchForm
from access.selectors.live import Watched, calls, inside_by_area, newest_at, newest_events, watched_gates
from access.selectors.sighting import access_seen_thing
from access.services import sighting as sightings
from accounts.doors import Requires, fragment_of
from accounts.roles import Capability
from portsec.interface.components.tables import Column
from portsec.kernel import clock

COLUMNS = (
    Column("at", "Time"),
    Column("gate", "Gate"),
    Column("person", "Person"),
    Column("badge", "Badge"),
    Column("result", "Result"),
)
HELD = "1"


class GateLive(Requires, View):
    """The whole page. With `?hold=1` it stands still, for looking at one entry in peace."""

    capability = Capability.WATCH_GATES

    def get(self, request: HttpRequest) -> HttpResponse:
        held = request.GET.get("hold") == HELD
        form = _form(request)
        watched = form.watched()
        context = _live(request, watched) | {
            "form": form,
            "held": held,
            "held_at": clock.now(),
            "can_check": request.scope.holds(Capability.SUBMIT_GATE_ATTEMPTS.value),
            "query": watched.query(held=held),
            "rows_url": _address("gate-live-rows", watched),
            "run_url": _address("gate-live", watched),
            "hold_url": _address("gate-live", watched, held=True),
            "all_url": _address("gate-live", Watched(watched.gates)),
        }
        response = render(request, "access/gate_live.html", context)
        response["Cache-Control"] = "no-cache"
        return response


@method_decorator(fragment_of("gate-live", Capability.WATCH_GATES), name="dispatch")
@method_decorator(conditional_page, name="dispatch")
class GateLiveRows(View):
    """Tiles and attempts alone, at an address of their own: a page and its fragment never share an ETag.

    Nothing in it depends on the clock but which tiles stand, so that an unchanged gate answers 304. For the
    same reason its buttons belong to a form of the page around it, whose hidden token differs each time.
    """

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "access/gate_live_rows.html", _live(request, _form(request).watched()))


class GateSeen(Requires, View):
    """Somebody has seen one of the tiles: it goes, for everybody who watches."""

    capability = Capability.WATCH_GATES
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        seen = access_seen_thing(request.POST.get("seen", ""), scope=request.scope)
        noted = sightings.mark(seen, actor=request.user, scope=request.scope, at=clock.now())
        if noted.by_id != request.user.pk:
            messages.info(request, f"{noted.by} had seen it already.")
        held = request.GET.get("hold") == HELD
        return redirect(_address("gate-live", _form(request).watched(), held=held))


def _form(request: HttpRequest) -> WatchForm:
    return WatchForm(request.GET, gates=list(watched_gates(scope=request.scope)))


def _address(name: str, watched: Watched, *, held: bool = False) -> str:
    query = watched.query(held=held)
    return reverse(name) + (f"?{query}" if query else "")


def _live(request: HttpRequest, watched: Watched) -> dict[str, Any]:
    scope, now = request.scope, clock.now()
    called = calls(scope=scope, at=now, watched=watched)
    return {
        "watched": watched,
        "calls": called.shown,
        "more_calls": called.more,
        "gates": [(gate, newest_at(gate, scope=scope, badge=watched.badge)) for gate in watched.gates],
        "events": [] if watched.gates else newest_events(scope=scope, at=now, badge=watched.badge),
        "inside": inside_by_area(scope=scope, at=now),
        "columns": COLUMNS,
        "suspendable": scope.ports(Capability.SUSPEND_BADGES.value),
        "confirmable": scope.ports(Capability.CONFIRM_DUTY.value),
        "can_see_badges": scope.holds(Capability.VIEW_BADGES.value),
        "can_see_muster": scope.holds(Capability.RECEIVE_VISITS.value),
    }
