"""Declarations that wait: for an officer's look, or for the person."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from accounts.desk_list import DeskList
from accounts.roles import Capability
from portsec.interface.listpage import Column, CsvColumn, Empty, SavedView
from portsec.kernel import clock
from portsec.kernel.scope import Scope
from screening.enums import ApplicationState
from screening.models import Application
from screening.selectors.completeness import declarations_waiting

OVERDUE = "overdue"
WAITING = (ApplicationState.RECEIVED, ApplicationState.INVITED, ApplicationState.DECLARING)


class WaitingFilters(forms.Form):
    state = forms.ChoiceField(
        label="Waits",
        required=False,
        choices=[
            ("", "All"),
            *((state.value, state.label) for state in WAITING),
            (OVERDUE, "The person's time has run out"),
        ],
    )


class DeclarationList(DeskList):
    """Cases in the person's hands or before an officer's look, the person's earliest last day first."""

    capability = Capability.VIEW_CASES
    title = "Declarations"
    subtitle = "What people fill in themselves. Nobody is closed by a clock; an officer looks first."
    columns = (
        Column("application", "Application"),
        Column("state", "State"),
        Column("until", "The person's last day"),
        Column("owner", "Owner"),
    )
    filters = WaitingFilters
    views = (
        SavedView("to-check", "To check", {"state": ApplicationState.RECEIVED.value}),
        SavedView("overdue", "Time has run out", {"state": OVERDUE}),
        SavedView("with-the-person", "With the person", {"state": ApplicationState.DECLARING.value}),
        SavedView("invited", "Invited", {"state": ApplicationState.INVITED.value}),
        SavedView("all", "All"),
    )
    ordering = ("persons_day", "pk")
    nullable = ("persons_day",)
    pager_labels = ("Earlier", "Later")
    row_template = "screening/declaration_row.html"
    csv_columns = (
        CsvColumn("reference", "ref"),
        CsvColumn("person", lambda row: row.person.full_name),
        CsvColumn("state", lambda row: row.state_word.label),
        CsvColumn("last day", "persons_day"),
    )
    export_name = "declarations"
    empty = Empty("file-check", "Nothing waits here", "Choose another view, or invite somebody.")

    def queryset(self, scope: Scope, filters: dict[str, Any]) -> Any:
        state = filters["state"]
        today = timezone.localdate(clock.now())
        rows = declarations_waiting(
            scope=scope, today=today, is_overdue=state == OVERDUE, state="" if state == OVERDUE else state
        )
        return self.exported(rows)

    def row_tone(self, row: Any) -> str:
        is_late = row.persons_day is not None and row.persons_day < timezone.localdate(clock.now())
        return "bad" if is_late and row.state_word is not ApplicationState.RECEIVED else ""

    def row_name(self, row: Application) -> str:
        return row.ref
