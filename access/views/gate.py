"""Live gates: what readers decide, as it happens."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.http import conditional_page

from access.selectors.live import may_still_open, newest_events, newest_refusals
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
        context = _live(request) | {"held": held, "held_at": clock.now()}
        response = render(request, "access/gate_live.html", context)
        response["Cache-Control"] = "no-cache"
        return response


@method_decorator(fragment_of("gate-live", Capability.WATCH_GATES), name="dispatch")
@method_decorator(conditional_page, name="dispatch")
class GateLiveRows(View):
    """Tiles and table alone, at an address of their own: a page and its fragment never share an ETag.

    Nothing in it depends on the clock but which tiles stand, so that an unchanged gate answers 304.
    """

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "access/gate_live_rows.html", _live(request))


def _live(request: HttpRequest) -> dict[str, Any]:
    suspendable = request.scope.ports(Capability.SUSPEND_BADGES.value)
    refused = list(newest_refusals(scope=request.scope, at=clock.now()))
    return {
        "tiles": [(event, may_still_open(event) and event.port_id in suspendable) for event in refused],
        "events": newest_events(scope=request.scope),
        "columns": COLUMNS,
        "can_see_badges": request.scope.holds(Capability.VIEW_BADGES.value),
    }
