"""The inbox, overdue reports of sister ports, and one report as far as it is not sealed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views import View

from accounts.desk_list import DeskList
from accounts.doors import Requires
from accounts.roles import Capability
from hotline.clock.deadline import clocks
from hotline.enums import ReportEvent, ReportState
from hotline.forms.report import (
    OPEN,
    GradeForm,
    HoldForm,
    InboxFilters,
    LinkForm,
    PassphraseForm,
    ReplyForm,
)
from hotline.models import Report
from hotline.selectors.campaign import answers_for
from hotline.selectors.inbox import access_report, passed_on_to, visible_reports
from hotline.services.deadline import OVER
from hotline.services.handling import VERBS
from hotline.transitions import REPORT_TRANSITIONS
from hotline.views.held_key import held_key
from ledger.selectors.entry import entries_about
from portsec.interface.listpage import Column, Empty, SavedView
from portsec.kernel import clock
from portsec.kernel.scope import Scope

NEWEST = 30  # entries of the record shown


class Inbox(DeskList):
    """Reports that were sealed to the officer and have appeared. Nothing of what they say stands here."""

    capability = Capability.READ_REPORTS
    title = "Hotline"
    subtitle = "Reports that were sealed to you. Urgent ones first, much-repeated ones last."
    columns = (
        Column("report", "Report"),
        Column("topic", "About"),
        Column("day", "Day"),
        Column("deadline", "Next deadline"),
        Column("grade", "Grade"),
        Column("state", "State"),
    )
    filters = InboxFilters
    views = (
        SavedView("open", "To work on", {"state": OPEN}),
        SavedView("new", "New", {"state": ReportState.LODGED.value}),
        SavedView("answered", "Feedback given", {"state": ReportState.ANSWERED.value}),
        SavedView("closed", "Closed", {"state": ReportState.CLOSED.value}),
        SavedView("all", "All"),
    )
    ordering = ("is_repeated", "-is_urgent", "-day", "reference")
    row_template = "hotline/report_row.html"
    template_name = "hotline/inbox.html"
    port_field = "hub_id"
    empty = Empty(
        "inbox",
        "Nothing here",
        "A report that is not urgent appears within a day of being sent, at a full hour.",
    )

    def queryset(self, scope: Scope, filters: dict[str, Any]) -> Any:
        rows = visible_reports(self.request.user, scope, at=clock.now()).prefetch_related("gradings")
        if filters.get("urgent"):
            rows = rows.filter(is_urgent=True)
        state = filters.get("state")
        if state == OPEN:
            return rows.exclude(state__in=OVER)
        return rows.filter(state=state) if state else rows

    def row_name(self, row: Report) -> str:
        return row.reference

    def row_tone(self, row: Report) -> str:
        return "bad" if row.is_urgent and row.state not in OVER else ""

    def extra_context(self, request: HttpRequest, queryset: Any) -> dict[str, Any]:
        overdue = passed_on_to(request.user, request.scope).exclude(state__in=OVER)
        return super().extra_context(request, queryset) | {
            "today": timezone.localdate(),
            "passed_on": list(overdue),
        }


class ReportDetail(Requires, View):
    """One report: its state, deadlines, grade and links. Reading it is a deed of its own."""

    capability = Capability.READ_REPORTS

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        report = access_report(ref, request.user, request.scope, at=clock.now())
        return detail_page(request, report)


def detail_page(request: HttpRequest, report: Report, **forms: Any) -> HttpResponse:
    """The page, with the form that a command refused in place of an empty one."""
    answers = list(answers_for(report.hub, report.language))
    chosen = next((each for each in answers if str(each.pk) == request.GET.get("answer")), None)
    context: dict[str, Any] = {
        "report": report,
        "clocks": _clocks(report),
        "steps": possible_steps(report),
        "is_over": report.state_word is ReportState.ERASED,
        "grading": report.gradings.first(),
        "links": list(report.case_links.all()),
        "hand_overs": list(report.hand_overs.all()),
        "asked": getattr(report, "erasure_request", None),
        "entries": list(entries_about([report.subject])[:NEWEST]),
        "answers": answers,
        "is_unlocked": held_key(request, report.hub, at=clock.now()) is not None,
        "passphrase_form": PassphraseForm(),
        "reply_form": ReplyForm(initial={"text": chosen.text if chosen else ""}),
        "grade_form": GradeForm(),
        "link_form": LinkForm(),
        "hold_form": HoldForm(),
    }
    response = render(request, "hotline/report_detail.html", context | forms)
    response["Cache-Control"] = "no-store, private"
    return response


def possible_steps(report: Report) -> list[ReportEvent]:
    return [event for event in VERBS if (report.state_word, event) in REPORT_TRANSITIONS]


def _clocks(report: Report) -> list[Any]:
    told = clocks(report.earliest_day, report.acknowledged_on, report.answered_on, today=timezone.localdate())
    return list(told.values())
