"""What the lists of every desk share: who may export, what that records, and the views that people kept."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from accounts.doors import Requires
from accounts.roles import Capability
from accounts.selectors.saved_view import saved_views
from accounts.services import export
from portsec.interface.listpage import ListPage
from portsec.kernel import clock
from portsec.kernel.verdict import Verdict, allow, deny


class DeskList(Requires, ListPage):
    """A list page behind a capability. `port_field` names the way to the port; it narrows exports."""

    request: Any
    port_field = "port_id"

    def may_export(self, request: Any) -> Verdict:
        if self.csv_columns and request.scope.holds(Capability.EXPORT_LISTS.value):
            return allow()
        return deny("no_export", "Your role does not include exporting this list.")

    def exported(self, queryset: Any) -> Any:
        """The same rows for the page; for an export those of ports where the caller may export."""
        if self.request.GET.get("format") != "csv" or self.request.scope.is_system:
            return queryset
        ports = self.request.scope.ports(Capability.EXPORT_LISTS.value)
        return queryset.filter(**{f"{self.port_field}__in": ports})

    def record_export(self, request: Any, rows: int, digest: str) -> None:
        export.record(
            actor=request.user,
            at=clock.now(),
            page=request.path,
            query=request.GET.urlencode(),
            rows=rows,
            digest=digest,
        )

    def saved_views(self, request: Any) -> list[tuple[str, str]]:
        kept = saved_views(request.user, request.path)
        return [(view.label, f"{request.path}?{view.query}") for view in kept]

    def extra_context(self, request: Any, queryset: Any) -> dict[str, Any]:
        return {"save_view_url": reverse("saved-view-new")}
