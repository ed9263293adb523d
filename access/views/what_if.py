"""What would the gate say? The same rule as at the gate, without an attempt."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View

from access.enums import Direction
from access.forms.what_if import WhatIfForm
from access.gate.isps import IspsLevel
from access.models import Area, Badge, Reader
from access.selectors.area import visible_areas, visible_readers
from access.selectors.what_if import Outcome, WhatIf, holder_named, outcome
from accounts.doors import Requires
from accounts.roles import Capability
from portsec.kernel import clock
from screening.models import Person

NOBODY = "There is no badge and no person of this number at the port of this gate."


class WhatIfPage(Requires, View):
    """The form, and beside it the answer with all reasons and what would change each of them."""

    capability = Capability.VIEW_BADGES

    def get(self, request: HttpRequest) -> HttpResponse:
        choices = [
            (title, [(key, _named(place)) for key, place in self.places.items() if key.startswith(first)])
            for title, first in (("Gates", "g"), ("Areas", "a"))
        ]
        asked = "place" in request.GET
        form = WhatIfForm(request.GET if asked else None, places=choices, initial=request.GET.dict())
        context = {"form": form, "has_places": bool(self.places)}
        if asked and form.is_valid():
            context |= self._answer(form)
        response = render(request, "access/what_if.html", context)
        response["Cache-Control"] = "no-store"
        return response

    @cached_property
    def places(self) -> dict[str, Reader | Area]:
        """Readers and areas of the ports where the caller sees badges, by what the form calls them."""
        ports = self.request.scope.ports(Capability.VIEW_BADGES.value)
        readers = visible_readers(scope=self.request.scope).filter(port_id__in=ports)
        areas = visible_areas(scope=self.request.scope).filter(port_id__in=ports)
        return {f"g{reader.pk}": reader for reader in readers} | {f"a{area.pk}": area for area in areas}

    def _answer(self, form: WhatIfForm) -> dict[str, object]:
        said = form.cleaned_data
        place, at = self.places[said["place"]], said["at"] or clock.now()
        holder = holder_named(said["who"], place.port_id)
        if holder is None:
            form.add_error("who", NOBODY)
            return {}
        found = _outcome(holder, place, at, said)
        return {
            "outcome": found,
            "at": at,
            "place": place,
            "badge_serial": found.facts.badge.serial if found.facts.badge else "",
            "person": holder.person if isinstance(holder, Badge) else holder,
            "sentences": {reason.code: reason.detail for reason in found.verdict.reasons},
        }


def _named(place: Reader | Area) -> str:
    """An area by its name, a reader by its code and where it leads to."""
    if isinstance(place, Area):
        return place.name
    return f"{place.code} to {place.area_to.name}" if place.area_to else place.code


def _outcome(holder: Badge | Person, place: Reader | Area, at: datetime, said: dict[str, str]) -> Outcome:
    return outcome(
        WhatIf(
            holder=holder,
            place=place,
            at=at,
            direction=Direction(said["way"]),
            level=IspsLevel(int(said["level"])) if said["level"] else None,
            escort=said["escort"].strip(),
        )
    )
