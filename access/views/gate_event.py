"""The log of gate attempts."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.forms import Form
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict

from access.forms.event_log import EventFilters
from access.models import GateEvent
from access.selectors.event_log import gate_log, log_readers
from access.views.event_log import EventLog
from accounts.roles import Capability
from portsec.interface.listpage import Column, CsvColumn, Empty, SavedView
from portsec.kernel.scope import Scope


class EventList(EventLog):
    """Every attempt at a gate, granted or refused."""

    title = "Access events"
    noun = "events"
    columns = (
        Column("at", "When"),
        Column("person", "Person"),
        Column("gate", "Gate"),
        Column("result", "Result"),
        Column("unusual", "Unusual"),
        Column("record", "Record"),
    )
    filters = EventFilters
    views = (SavedView("all", "All"), SavedView("refused", "Refused", {"result": "refused"}))
    row_template = "access/gate_event_row.html"
    export_name = "access-events"
    csv_columns = (
        CsvColumn("event", "id"),
        CsvColumn("at", "at"),
        CsvColumn("received_at", "received_at"),
        CsvColumn("port", "port.locode"),
        CsvColumn("reader", "reader_code"),
        CsvColumn("direction", "direction"),
        CsvColumn("badge", "badge_serial"),
        CsvColumn("person", "person_ref"),
        CsvColumn("result", "result"),
        CsvColumn("reason", lambda row: " ".join(row.reasons)),
        CsvColumn("auth_mode", "auth_mode"),
        CsvColumn("vehicle", "vehicle"),
        CsvColumn("escort", "escort"),
        CsvColumn("source", "source"),
        CsvColumn("receipt", "receipt"),
    )
    empty = Empty("scroll-text", "No events here", "Widen the time, or clear the filters.")

    @cached_property
    def readers(self) -> list[tuple[str, str]]:
        return log_readers(scope=self.request.scope)

    def filter_form(self, data: MultiValueDict[str, Any]) -> Form:
        return EventFilters(data, readers=self.readers)

    def queryset(self, scope: Scope, filters: dict[str, Any]) -> Any:
        return self.exported(gate_log(scope=scope, **filters))

    def everything(self, scope: Scope) -> Any:
        return gate_log(scope=scope)

    def row_name(self, row: GateEvent) -> str:
        return f"{row.reader_code}, {row.at}"

    def row_tone(self, row: GateEvent) -> str:
        return "bad" if row.result == "refused" else ""

    def extra_context(self, request: HttpRequest, queryset: Any) -> dict[str, Any]:
        sees_badges = request.scope.holds(Capability.VIEW_BADGES.value)
        return super().extra_context(request, queryset) | {"can_see_badges": sees_badges}
