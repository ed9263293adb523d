"""Who is inside, to be called out at the assembly point; on screen, on paper and as a file."""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views import View
from django.views.decorators.http import require_POST

from access.selectors.muster import Muster, access_muster_port, muster, muster_ports
from access.services import muster as roll_calls
from accounts.doors import Requires, requires
from accounts.roles import Capability
from accounts.services import export
from portsec.interface.csv_stream import stream
from portsec.kernel import clock
from portsec.kernel.errors import NotFound

WATCHES = Capability.WATCH_GATES
BY_AREA, BY_NAME = "area", "name"
HEADER = ("family_name", "given_names", "company", "area", "last_reading", "host", "escort", "seen_at")


class MusterPage(Requires, View):
    """The list. It reads and nothing more, so that it stands also while the database takes no changes."""

    capability = WATCHES

    def get(self, request: HttpRequest) -> HttpResponseBase:
        port = access_muster_port(request.GET.get("port", ""), scope=request.scope)
        listed = muster(port, at=clock.now())
        if request.GET.get("format") == "csv":
            return self._csv(listed)
        order = BY_NAME if request.GET.get("order") == BY_NAME else BY_AREA
        may_export = request.scope.holds(Capability.EXPORT_LISTS.value, port.pk)
        context = {
            "muster": listed,
            "groups": [(None, listed.people)] if order == BY_NAME else listed.by_area(),
            "order": order,
            "ports": muster_ports(scope=request.scope),
            "may_export": may_export,
        }
        response = render(request, "access/muster.html", context)
        response["Cache-Control"] = "no-store"  # an old list must not be called out
        return response

    def _csv(self, listed: Muster) -> HttpResponse:
        """The whole file at once: it goes on record before it leaves, or does not leave."""
        if not self.request.scope.holds(Capability.EXPORT_LISTS.value, listed.port.pk):
            raise NotFound("page")
        body = b"".join(stream(HEADER, (_cells(present) for present in listed.people), lambda *_: None))
        export.record(
            actor=self.request.user,
            at=listed.at,
            page=self.request.path,
            query=self.request.GET.urlencode(),
            rows=listed.total,
            digest=hashlib.sha256(body).hexdigest(),
        )
        response = HttpResponse(body, content_type="text/csv; charset=utf-8; header=present")
        response["Content-Disposition"] = 'attachment; filename="inside.csv"'
        response["Cache-Control"] = "no-store"
        return response


@require_POST
@requires(WATCHES)
def roll_call(request: HttpRequest) -> HttpResponse:
    """Start counting at the assembly point, or end it."""
    port = access_muster_port(request.POST.get("port", ""), scope=request.scope)
    if request.POST.get("step") == "end":
        roll_calls.end(port, **_acts(request))
        messages.success(request, "The roll call is ended.")
    else:
        roll_calls.start(port, **_acts(request))
    return _back(request)


@require_POST
@requires(WATCHES)
def seen(request: HttpRequest) -> HttpResponse:
    """Somebody was seen at the assembly point, or was not after all."""
    port = access_muster_port(request.POST.get("port", ""), scope=request.scope)
    person = request.POST.get("seen", "") or request.POST.get("not_seen", "")
    roll_calls.mark(port, person, seen="seen" in request.POST, **_acts(request))
    return _back(request, f"#{person}")


def _back(request: HttpRequest, anchor: str = "") -> HttpResponse:
    port = access_muster_port(request.POST.get("port", ""), scope=request.scope)
    order = BY_NAME if request.POST.get("order") == BY_NAME else BY_AREA
    return HttpResponseRedirect(f"{reverse('muster')}?port={port.locode}&order={order}{anchor}")


def _acts(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.user, "scope": request.scope, "at": clock.now()}


def _cells(present: Any) -> list[Any]:
    visit = present.visit
    return [
        present.person.family_name or present.person.log_ref,
        present.person.given_names,
        present.company,
        present.area.name if present.area else "",
        present.read_at,
        str(visit.host) if visit else "",
        str(visit.escort) if visit and visit.escort else "",
        present.seen.at if present.seen else None,
    ]
