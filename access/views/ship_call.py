"""Ships in port: whose crew may walk to the gate, who is ashore, and that a ship has left."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views import View
from django.views.decorators.http import require_POST

from access.selectors.ship_call import ships_in_port, walk_paths
from access.services import ship_call
from accounts.doors import Requires, requires
from accounts.models import Port
from accounts.roles import Capability
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput, NotFound

RECEIVES = Capability.RECEIVE_VISITS
SHOWN = 100  # people of one ship on the page; a cruise ship has two thousand


class VisitCrew(Requires, View):
    """The crews of the ships that are in port or come soon."""

    capability = RECEIVES

    def get(self, request: HttpRequest) -> HttpResponse:
        now = clock.now()
        sets_level = request.scope.ports(Capability.SET_ISPS_LEVEL.value)
        calls = ships_in_port(scope=request.scope, at=now)
        context = {
            "calls": [
                (call, call.has_left(now), call.port.pk in sets_level and call.eta < now < call.etd)
                for call in calls
            ],
            "paths": walk_paths(request.scope.ports(RECEIVES.value)),
            "shown": SHOWN,
        }
        return render(request, "access/visit_crew.html", context)


@require_POST
@requires(Capability.SET_ISPS_LEVEL)
def departed(request: HttpRequest) -> HttpResponse:
    """The ship has left: its permits end now."""
    wanted, call = request.POST.get("port", ""), request.POST.get("call", "")
    if not wanted or not call:
        raise InvalidInput("Name the port and the call that the ship has left.")
    port = Port.objects.filter(
        locode=wanted, pk__in=request.scope.ports(Capability.SET_ISPS_LEVEL.value)
    ).first()
    if port is None:
        raise NotFound("port")
    ended = ship_call.record_departure(
        port,
        call,
        actor=request.user,
        scope=request.scope,
        at=clock.now(),
    )
    messages.success(request, f"The ship has left; {ended} permit{'' if ended == 1 else 's'} ended.")
    return redirect("visit-crew")
