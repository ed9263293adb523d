"""The log of look-ups of logistics data."""

from __future__ import annotations

from typing import Any

from access.forms.event_log import LookUpFilters
from access.models import DataEvent
from access.selectors.event_log import look_up_log
from access.views.event_log import EventLog
from portsec.interface.listpage import Column, CsvColumn, Empty, SavedView
from portsec.kernel.scope import Scope


class DataEventList(EventLog):
    """Who looked at what, and which work explained it."""

    title = "Look-ups"
    noun = "look-ups"
    columns = (
        Column("at", "When"),
        Column("who", "Who"),
        Column("object", "Object"),
        Column("class", "Class"),
        Column("result", "Result"),
        Column("explained", "Explained by"),
        Column("record", "Record"),
    )
    filters = LookUpFilters
    views = (
        SavedView("all", "All"),
        SavedView("unexplained", "Unexplained", {"unexplained": "on"}),
        SavedView("refused", "Refused", {"result": "denied"}),
    )
    row_template = "access/data_event_row.html"
    export_name = "look-ups"
    csv_columns = (
        CsvColumn("event", "id"),
        CsvColumn("at", "at"),
        CsvColumn("port", "port.locode"),
        CsvColumn("account", "account"),
        CsvColumn("person", "person_ref"),
        CsvColumn("action", "action"),
        CsvColumn("object_type", "object_type"),
        CsvColumn("object", "object_ref"),
        CsvColumn("field_class", "field_class"),
        CsvColumn("rows", "rows"),
        CsvColumn("result", "result"),
        CsvColumn("reason", lambda row: " ".join(row.reasons)),
        CsvColumn("explanation", "explanation"),
        CsvColumn("explanation_ref", "explanation_ref"),
        CsvColumn("workstation_area", "workstation_area"),
        CsvColumn("ip", "ip"),
        CsvColumn("system", "system"),
        CsvColumn("purpose", "purpose"),
        CsvColumn("work_ref", "work_ref"),
        CsvColumn("source", "source"),
        CsvColumn("receipt", "receipt"),
    )
    empty = Empty("eye", "No look-ups here", "Widen the time, or clear the filters.")

    def queryset(self, scope: Scope, filters: dict[str, Any]) -> Any:
        return self.exported(look_up_log(scope=scope, **filters))

    def everything(self, scope: Scope) -> Any:
        return look_up_log(scope=scope)

    def row_name(self, row: DataEvent) -> str:
        return f"{row.account}, {row.object_ref}, {row.at}"

    def row_tone(self, row: DataEvent) -> str:
        return "bad" if row.result == "denied" else ""
