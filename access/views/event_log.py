"""What the two logs share: newest first, an honest size, and a link to the person-case that names a row."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import HttpRequest

from access.selectors.event_log import cases_of_events, log_size
from accounts.desk_list import DeskList
from accounts.roles import Capability
from portsec.interface.keyset import Page
from portsec.kernel import clock
from portsec.kernel.scope import Scope


class EventLog(DeskList):
    """Subclasses name their rows (`noun`) and give `everything`, the log without filters."""

    capability = Capability.VIEW_EVENTS
    ordering = ("-at", "-number")
    template_name = "access/list.html"
    count_views = False  # a count of refusals would read a million rows for a figure that nobody needs
    noun = "rows"

    def everything(self, scope: Scope) -> Any:
        raise NotImplementedError

    @cached_property
    def subtitle(self) -> str:  # type: ignore[override]
        size, is_exact = log_size(self.everything(self.request.scope))
        return f"{size:,} {self.noun} · newest first" if is_exact else self._about(size)

    def _about(self, size: int) -> str:
        """Two figures of an estimate are honest, the rest is not."""
        step = 10 ** max(len(str(size)) - 2, 0)
        return f"About {round(size / step) * step:,} {self.noun} · newest first · further pages are as fast"

    def _page(self, queryset: Any) -> Page:
        """The base's page, each row with the reference of the person-case that names it."""
        found = super()._page(queryset)
        viewer = self.request.user.pk
        cases = cases_of_events(found.rows, scope=self.request.scope, viewer=viewer, at=clock.now())
        for row in found.rows:
            row.case_ref = cases.get(row.number, "")
        return found

    def extra_context(self, request: HttpRequest, queryset: Any) -> dict[str, Any]:
        sees_people = request.scope.holds(Capability.VIEW_PEOPLE.value)
        return super().extra_context(request, queryset) | {"can_see_people": sees_people}
