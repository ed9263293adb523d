"""What an employer learns of their own people: the outcome and its end, nothing else."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from accounts.desk_list import DeskList
from accounts.roles import Capability
from portsec.interface.listpage import Action, Column, Empty
from portsec.kernel import clock
from portsec.kernel.scope import Scope
from screening.forms.person import OutcomeFilters
from screening.models import Person
from screening.selectors.standing import own_staff


class OutcomeList(DeskList):
    """Own people, one word each. Neither grounds nor files are reachable from here."""

    capability = Capability.VIEW_OUTCOMES
    title = "Outcomes"
    subtitle = "Your people and whether they are cleared. Grounds are told to the person, not to employers."
    columns = (
        Column("person", "Person"),
        Column("outcome", "Outcome"),
        Column("until", "Valid until"),
    )
    filters = OutcomeFilters
    ordering = ("family_name", "given_names", "pk")
    pager_labels = ("Back", "Further")
    row_template = "screening/outcome_row.html"
    empty = Empty("badge-check", "Nobody here yet", "Enter an application for one of your people first.")

    def queryset(self, scope: Scope, filters: dict[str, Any]) -> Any:
        return own_staff(scope=scope, at=clock.now(), text=filters["text"])

    def actions(self, request: HttpRequest) -> list[Action]:
        if not request.scope.holds(Capability.ENTER_APPLICATIONS.value):
            return []
        return [Action("New application", reverse("case-new"), icon="user-plus", variant="primary")]

    def row_name(self, row: Person) -> str:
        return row.full_name

    def extra_context(self, request: HttpRequest, queryset: Any) -> dict[str, Any]:
        return {}
