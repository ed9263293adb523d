"""Reviews of what people may read: the campaigns, their lines, one line."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View

from access.forms.area import ReasonForm
from access.forms.review import KEEP, LineForm, LinesForm, ReviewFilters
from access.models import Grant, ReviewCampaign, ReviewLine
from access.permissions.grant import may_review_access
from access.reviewing.answers import GRACE, TWO_HANDS
from access.reviewing.evidence import Evidence
from access.reviewing.transitions import WAITING
from access.selectors.review import (
    REVIEWS_ACCESS,
    SEES_REVIEWS,
    campaign_seen,
    campaigns,
    line_seen,
)
from access.services import review
from access.views.area_change import who
from accounts.desk_list import DeskList
from accounts.doors import Requires, fresh_sign_in
from portsec.interface.components.tables import Column
from portsec.interface.form_errors import add_errors
from portsec.interface.listpage import Column as ListColumn
from portsec.interface.listpage import CsvColumn, Empty, SavedView
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput
from portsec.kernel.scope import Scope
from screening.selectors.timeline import display_names

COLUMNS = (
    Column("account", "Who holds it"),
    Column("grants", "Grants", numeric=True),
    Column("used", "Last used"),
    Column("peers", "Same work"),
    Column("cost", "Cost of removal"),
    Column("state", "Answer"),
)
SHOWN_GRANTS = 30  # of one line; the rest is counted


class ReviewList(DeskList):
    """Campaigns; the nearest end comes first."""

    capability = SEES_REVIEWS
    title = "Access reviews"
    subtitle = "What nobody answers by its end is removed."
    columns = (
        ListColumn("review", "Review"),
        ListColumn("trigger", "Why"),
        ListColumn("waiting", "To answer", numeric=True),
        ListColumn("due", "Due"),
    )
    filters = ReviewFilters
    views = (
        SavedView("open", "Open", {"state": "open"}),
        SavedView("closed", "Closed", {"state": "closed"}),
        SavedView("all", "All"),
    )
    ordering = ("due_at", "pk")
    row_template = "access/review_row.html"
    template_name = "access/list.html"
    export_name = "access-reviews"
    csv_columns = (
        CsvColumn("review", "pk"),
        CsvColumn("field_class", "field_class"),
        CsvColumn("trigger", "trigger"),
        CsvColumn("slot", "slot"),
        CsvColumn("account", "account"),
        CsvColumn("opened_at", "opened_at"),
        CsvColumn("due_at", "due_at"),
        CsvColumn("closed_at", "closed_at"),
        CsvColumn("lines", "line_count"),
    )
    empty = Empty(
        "list-checks", "No reviews here", "They open by themselves: each month, and when a holder changes."
    )

    def queryset(self, scope: Scope, filters: dict[str, Any]) -> Any:
        return self.exported(campaigns(scope=scope, **filters))

    def row_name(self, row: ReviewCampaign) -> str:
        return str(row)


class ReviewDetail(Requires, View):
    """One campaign. Lines of less than critical data can be answered together; critical ones one by one."""

    capability = SEES_REVIEWS

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        return self._page(campaign_seen(number, scope=request.scope))

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        campaign = campaign_seen(number, scope=request.scope)
        form = LinesForm(request.POST, lines=[line.pk for line in campaign.lines.all()])
        if not form.is_valid():
            return self._page(campaign, form)
        keep = form.cleaned_data["answer"] == KEEP
        said = review.answer_together(
            campaign, form.cleaned_data["lines"], keep=keep, reason="", **who(request)
        )
        messages.success(request, f"{said} lines answered.")
        return redirect("review-detail", number)

    def _page(self, campaign: ReviewCampaign, form: Any = None) -> HttpResponse:
        rows = [_told(line) for line in campaign.lines.all()]
        verdict = may_review_access(self.request.user, self.request.scope, campaign.port_id, campaign.account)
        context = {
            "campaign": campaign,
            "columns": COLUMNS,
            "rows": rows,
            "together": verdict.allowed and any(row["together"] for row in rows),
            "verdict": verdict,
            "may_postpone": verdict.allowed and not campaign.closed_at and not campaign.postponed_at,
            "names": display_names({f"user:{row['line'].account}" for row in rows}),
            "form": form,
            "now": clock.now(),
        }
        return render(self.request, "access/review_detail.html", context)


class ReviewOneLine(Requires, View):
    """One holder: what they may read, what is known of its use, and the answer."""

    capability = SEES_REVIEWS

    def get(self, request: HttpRequest, number: int, line: int) -> HttpResponse:
        row = line_seen(number, line, scope=request.scope)
        return self._page(row, LineForm(must_say=_must_say(row)))

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, number: int, line: int) -> HttpResponse:
        row = line_seen(number, line, scope=request.scope)
        form = LineForm(request.POST, must_say=_must_say(row))
        if not form.is_valid():
            return self._page(row, form)
        keep, reason = form.cleaned_data["answer"] == KEEP, form.cleaned_data["reason"]
        try:
            done = review.answer(row, keep=keep, reason=reason, **who(request))
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(row, form)
        messages.success(request, f"{done.state_word.label}.")
        return redirect("review-detail", number)

    def _page(self, line: ReviewLine, form: LineForm) -> HttpResponse:
        campaign = line.campaign
        grants = Grant.objects.filter(pk__in=line.grants).order_by("valid_until", "pk")
        people = {f"user:{line.account}", line.answered_by, line.verified_by}
        is_answered = line.state_word not in WAITING
        context = _told(line) | {
            "campaign": campaign,
            "grants": grants[:SHOWN_GRANTS],
            "further": max(len(line.grants) - SHOWN_GRANTS, 0),
            "names": display_names(people - {""}),
            "who": f"user:{line.account}",
            "verdict": may_review_access(
                self.request.user, self.request.scope, campaign.port_id, line.account
            ),
            "can_correct": not is_answered
            or (line.answered_at is not None and clock.now() <= line.answered_at + GRACE),
            "correct_until": line.answered_at + GRACE if is_answered and line.answered_at else None,
            "form": form,
        }
        return render(self.request, "access/review_line.html", context)


class PostponeReview(Requires, View):
    """A week more, once."""

    capability = REVIEWS_ACCESS

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        return self._page(campaign_seen(number, scope=request.scope), ReasonForm())

    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        campaign = campaign_seen(number, scope=request.scope)
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self._page(campaign, form)
        review.postpone(campaign, reason=form.cleaned_data["reason"], **who(request))
        messages.success(request, "Postponed by a week.")
        return redirect("review-detail", number)

    def _page(self, campaign: ReviewCampaign, form: ReasonForm) -> HttpResponse:
        back = reverse("review-detail", args=[campaign.pk])
        context = {"campaign": campaign, "form": form, "back": back}
        return render(self.request, "access/review_postpone.html", context)


def _told(line: ReviewLine) -> dict[str, Any]:
    """A line with its figures in words."""
    known = Evidence(line.last_used_at, line.uses, line.peers_having, line.peers_of)
    return {
        "line": line,
        "peers": known.peers,
        "two_hands": line.field_class_word in TWO_HANDS,
        "together": line.field_class_word not in TWO_HANDS and line.state_word in WAITING,
    }


def _must_say(line: ReviewLine) -> bool:
    return line.field_class_word in TWO_HANDS or line.state_word not in WAITING
