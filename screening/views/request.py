"""The requests desk."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_POST

from accounts.desk_list import DeskList
from accounts.doors import requires
from accounts.models import User
from accounts.roles import Capability
from portsec.interface.listpage import BulkAction, Column, CsvColumn, Empty, SavedView
from portsec.kernel import clock
from portsec.kernel.scope import Scope
from screening.forms.request import MINE, NOBODY, RequestFilters
from screening.models import Check
from screening.selectors.officer import case_officers
from screening.selectors.request import open_requests, requests_ticked, states_asked
from screening.services import request as requests_sent

ROW_NUMBER = re.compile(r"[0-9]{1,18}")
OVERDUE = "overdue"


class RequestList(DeskList):
    """Every open request in reach, the most urgent first."""

    capability = Capability.VIEW_CASES
    title = "Requests"
    subtitle = "Questions to States, authorities and employers, in working days of the State asked."
    columns = (
        Column("person", "Person"),
        Column("request", "Request"),
        Column("owner", "Officer"),
        Column("asked", "Asked"),
        Column("due", "Due"),
        Column("left", "Days left"),
    )
    filters = RequestFilters
    views = (
        SavedView("open", "Open"),
        SavedView("overdue", "Overdue", {"within": OVERDUE}),
        SavedView("week", "Due within a week", {"within": "7"}),
        SavedView("mine", "Mine", {"owner": MINE}),
        SavedView("unclear", "More data asked", {"unclear": "on"}),
        SavedView("unsent", "Not sent yet", {"unsent": "on"}),
    )
    ordering = ("due_on", "pk")
    pager_labels = ("Earlier", "Later")
    port_field = "application__port_id"
    row_template = "screening/request_row.html"
    export_name = "requests"
    csv_columns = (
        CsvColumn("reference", "application.ref"),
        CsvColumn("person", "application.person.ref"),
        CsvColumn("name", "application.person.full_name"),
        CsvColumn("kind", "kind"),
        CsvColumn("country", "country"),
        CsvColumn("subject", "subject"),
        CsvColumn("port", "application.port.locode"),
        CsvColumn("owner", "application.owner.username"),
        CsvColumn("requested_at", "requested_at"),
        CsvColumn("sent_on", "sent_on"),
        CsvColumn("due_on", "due_on"),
        CsvColumn("reminders", "chasers"),
    )
    empty = Empty(
        "inbox", "No requests here", "Nothing is awaited. Choose another view, or clear the filters."
    )

    @property
    def bulk_actions(self) -> tuple[BulkAction, ...]:
        if self.request.scope.holds(Capability.ANSWER_CHECKS.value):
            return (BulkAction("Send reminders", reverse_lazy("request-chase"), icon="clock-alert"),)
        return ()

    @cached_property
    def today(self) -> date:
        return timezone.localdate(clock.now())

    @cached_property
    def officers(self) -> dict[str, User]:
        return {str(user.pk): user for user in case_officers(scope=self.request.scope)}

    @cached_property
    def states(self) -> list[str]:
        return states_asked(scope=self.request.scope)

    def filter_form(self, data: MultiValueDict[str, Any]) -> Form:
        owners = [(key, str(user)) for key, user in self.officers.items()]
        return RequestFilters(data, states=self.states, owners=owners)

    def queryset(self, scope: Scope, filters: dict[str, Any]) -> Any:
        owner, within = filters["owner"], filters["within"]
        found = open_requests(
            scope=scope,
            text=filters["text"],
            country=filters["country"],
            kind=filters["kind"],
            owner=self.request.user if owner == MINE else self.officers.get(owner),
            unassigned=owner == NOBODY,
            overdue_at=self.today if within == OVERDUE else None,
            due_by=self.today + timedelta(days=int(within)) if within.isdigit() else None,
            unclear=filters["unclear"],
            unsent=filters["unsent"],
        )
        return self.exported(found)

    def row_tone(self, row: Check) -> str:
        return "bad" if requests_sent.is_overdue(row, self.today) else ""

    def row_name(self, row: Check) -> str:
        return f"{row.application.person.full_name}, {row}"


@require_POST
@requires(Capability.ANSWER_CHECKS)
def chase(request: HttpRequest) -> HttpResponse:
    """Remind about the ticked requests. What is not overdue, or was chased today, is passed over."""
    numbers = [int(number) for number in request.POST.getlist("selected") if ROW_NUMBER.fullmatch(number)]
    ticked = list(requests_ticked(numbers, scope=request.scope))
    done = requests_sent.chase_all(ticked, actor=request.user, scope=request.scope, at=clock.now())
    passed = len(ticked) - done
    said = "1 reminder is on record." if done == 1 else f"{done} reminders are on record."
    over = f" {passed} passed over: not overdue, or reminded today." if passed else ""
    messages.success(request, said + over)
    return redirect("request-list")
