"""The work queue."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any

from django.forms import Form
from django.http import HttpRequest
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from accounts.desk_list import DeskList
from accounts.models import User
from accounts.roles import Capability
from portsec.interface.listpage import Action, BulkAction, Column, CsvColumn, Empty, SavedView
from portsec.kernel import clock
from portsec.kernel.scope import Scope
from screening.enums import ApplicationState
from screening.forms.application import MINE, NOBODY, OPEN, CaseFilters
from screening.models import Application
from screening.selectors.application import OPEN_STATES, queue
from screening.selectors.check import with_check_counts
from screening.selectors.officer import case_officers
from screening.selectors.post import visible_posts

WORKS_ON_CASES = (Capability.ANSWER_CHECKS, Capability.COUNTERSIGN_DECISIONS)


class CaseList(DeskList):
    """Every case in reach, earliest deadline first."""

    capability = Capability.VIEW_CASES
    title = "Work queue"
    subtitle = "Suitability assessments, earliest deadline first."
    columns = (
        Column("application", "Application"),
        Column("post", "Post"),
        Column("state", "State"),
        Column("checks", "Checks"),
        Column("owner", "Owner"),
        Column("due", "Due"),
    )
    filters = CaseFilters
    views = (
        SavedView("open", "Open", {"state": OPEN}),
        SavedView("mine", "Mine", {"state": OPEN, "owner": MINE}),
        SavedView("unassigned", "Unassigned", {"state": OPEN, "owner": NOBODY}),
        SavedView("overdue", "Overdue", {"state": OPEN, "overdue": "on"}),
        SavedView("to-check", "To check", {"state": ApplicationState.RECEIVED.value}),
        SavedView("second-opinion", "Second opinion", {"state": ApplicationState.PROPOSED.value}),
        SavedView("panel", "Panel", {"state": ApplicationState.PANEL.value}),
        SavedView("hearing", "Hearing", {"state": ApplicationState.HEARING.value}),
        SavedView("everything", "Everything"),
    )
    ordering = ("due_on", "pk")
    pager_labels = ("Earlier", "Later")
    row_template = "screening/case_row.html"
    export_name = "work-queue"
    csv_columns = (
        CsvColumn("reference", "ref"),
        CsvColumn("person", "person.ref"),
        CsvColumn("name", "person.full_name"),
        CsvColumn("organisation", "person.organisation.name"),
        CsvColumn("post", "post.code"),
        CsvColumn("port", "port.locode"),
        CsvColumn("kind", "kind"),
        CsvColumn("level", "level"),
        CsvColumn("state", "state"),
        CsvColumn("owner", "owner.username"),
        CsvColumn("submitted_at", "submitted_at"),
        CsvColumn("due_on", "due_on"),
    )
    empty = Empty("inbox", "No applications here", "Choose another view above, or clear the filters.")

    @property
    def bulk_actions(self) -> tuple[BulkAction, ...]:
        if any(self.request.scope.holds(capability.value) for capability in WORKS_ON_CASES):
            return (BulkAction("Assign", reverse_lazy("case-assign"), icon="user-check"),)
        return ()

    bulk_template = "screening/case_bulk.html"

    @cached_property
    def today(self) -> date:
        return timezone.localdate(clock.now())

    @cached_property
    def officers(self) -> dict[str, User]:
        return {str(user.pk): user for user in case_officers(scope=self.request.scope)}

    @cached_property
    def posts(self) -> list[tuple[int, str]]:
        return list(visible_posts(scope=self.request.scope).values_list("pk", "name"))

    def filter_form(self, data: MultiValueDict[str, Any]) -> Form:
        owners = [(key, str(user)) for key, user in self.officers.items()]
        return CaseFilters(data, posts=self.posts, owners=owners)

    def queryset(self, scope: Scope, filters: dict[str, Any]) -> Any:
        owner, state = filters["owner"], filters["state"]
        found = queue(
            scope=scope,
            text=filters["text"],
            state="" if state == OPEN else state,
            kind=filters["kind"],
            post=filters["post"],
            owner=self.request.user if owner == MINE else self.officers.get(owner),
            unassigned=owner == NOBODY,
            overdue_at=clock.now() if filters["overdue"] else None,
            is_open=state == OPEN,
        )
        return self.exported(with_check_counts(found))

    def actions(self, request: HttpRequest) -> list[Action]:
        if not request.scope.holds(Capability.ENTER_APPLICATIONS.value):
            return []
        return [
            Action("From a list", reverse("case-import"), icon="file-up"),
            Action("New application", reverse("need-new"), icon="user-plus", variant="primary"),
        ]

    def row_tone(self, row: Application) -> str:
        return "bad" if self.is_overdue(row) else ""

    def row_name(self, row: Application) -> str:
        return f"{row.person.full_name}, {row.ref}"

    def is_overdue(self, row: Application) -> bool:
        return row.state in OPEN_STATES and row.due_on < self.today

    def extra_context(self, request: HttpRequest, queryset: Any) -> dict[str, Any]:
        return super().extra_context(request, queryset) | {
            "today": self.today,
            "open_states": OPEN_STATES,
            "officers": [
                (user.username, str(user)) for user in self.officers.values() if user != request.user
            ],
        }
