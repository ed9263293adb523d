"""What I may read, asking for more, giving back; and the desks that answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View

from access.asking.desks import missing_desks
from access.asking.duties import duty_conflicts, grounds_of
from access.asking.transitions import OPEN
from access.forms.access_request import (
    AccessRequestFilters,
    AskForm,
    NoForm,
    OptionalReasonForm,
    RemarkForm,
)
from access.models import AccessRequest
from access.permissions.grant import may_answer_request
from access.selectors.access_request import (
    SEES_REQUESTS,
    access_request_seen,
    access_requests,
    asker_facts,
    own_requests,
)
from access.selectors.break_glass import own_break_glasses
from access.selectors.hand import accounts_of, own_ports
from access.selectors.holding import ended_grants, own_grant, own_grants
from access.services import access_request, grant
from access.services.access_request import Wanted
from access.views.area_change import who
from accounts.desk_list import DeskList
from accounts.doors import fresh_sign_in
from accounts.models import User
from portsec.interface.form_errors import add_errors
from portsec.interface.listpage import Action, Column, CsvColumn, Empty, SavedView
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput, NotFound
from portsec.kernel.scope import Scope
from screening.selectors.timeline import display_names

NEWEST = 20  # own requests and break-glasses on one page; the record has all
BOX = {"object_ref": "container", "valid_until": "wanted_until"}  # where the form calls a field otherwise


class MyAccess(View):
    """What I hold, until when, why, and when I last used it; what I asked for."""

    def get(self, request: HttpRequest) -> HttpResponse:
        now = clock.now()
        context = {
            "held": own_grants(request.user, at=now),
            "ended": ended_grants(request.user, at=now),
            "asked": own_requests(request.user)[:NEWEST],
            "glasses": own_break_glasses(request.user)[:NEWEST],
            "may_ask": bool(own_ports(request.user, scope=request.scope)),
            "now": now,
        }
        return render(request, "access/my_access.html", context)


class GiveBack(View):
    """I need it no more."""

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        return self._page(number, OptionalReasonForm())

    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        held = own_grant(number, user=request.user)
        form = OptionalReasonForm(request.POST)
        if not form.is_valid():
            return self._page(number, form)
        reason = form.cleaned_data["reason"] or "Given back by its holder."
        grant.revoke(held, reason=reason, **who(request))
        messages.success(request, f"You gave back {held.object_ref}.")
        return redirect("my-access")

    def _page(self, number: int, form: OptionalReasonForm) -> HttpResponse:
        held = own_grant(number, user=self.request.user)
        context = {"grant": held, "form": form, "is_over": held.valid_until <= clock.now()}
        return render(self.request, "access/my_access_give_back.html", context)


class AskForAccess(View):
    """The form, and what will speak against it before it is sent."""

    def get(self, request: HttpRequest) -> HttpResponse:
        given = {"container": request.GET.get("container", ""), "field_class": "S2"}
        ports = own_ports(request.user, scope=request.scope)
        return self._page(AskForm(ports=ports, initial=given) if ports else None)

    def post(self, request: HttpRequest) -> HttpResponse:
        ports = own_ports(request.user, scope=request.scope)
        form = AskForm(request.POST, ports=ports) if ports else None
        if form is None or not form.is_valid() or request.POST.get("step") == "show":
            return self._page(form)
        values = form.cleaned_data
        wanted = Wanted(
            object_ref=values["container"],
            field_class=form.chosen_class(),
            purpose=values["purpose"],
            wanted_until=values["wanted_until"],
            case_ref=values["case_ref"],
        )
        try:
            asked = access_request.ask(form.chosen_port(), wanted, **who(request))
        except InvalidInput as error:
            add_errors(renamed(error), form)
            return self._page(form)
        messages.success(request, "You have it back." if asked.grant else "Asked. You see the answer here.")
        return redirect("access-request-detail", asked.pk)

    def _page(self, form: AskForm | None) -> HttpResponse:
        context: dict[str, Any] = {"form": form, "shown": False}
        if form is not None and form.is_bound and form.is_valid():
            facts = asker_facts(
                form.chosen_port(),
                self.request.user,
                object_ref=form.cleaned_data["container"],
                field_class=form.chosen_class(),
            )
            context |= {
                "shown": True,
                "against": duty_conflicts(facts),
                "desks": missing_desks(form.chosen_class(), ()),
            }
        return render(self.request, "access/access_request_new.html", context)


class AccessRequestList(DeskList):
    """What people ask to read."""

    capability = SEES_REQUESTS
    title = "Access requests"
    subtitle = "Critical data take two hands. Nobody answers for themselves."
    columns = (
        Column("account", "Who"),
        Column("object", "What"),
        Column("until", "Until"),
        Column("asked", "Asked"),
        Column("state", "State"),
    )
    filters = AccessRequestFilters
    views = (
        SavedView("waiting", "To answer", {"state": "waiting"}),
        SavedView("granted", "Granted", {"state": "granted"}),
        SavedView("refused", "Refused", {"state": "refused"}),
        SavedView("all", "All"),
    )
    ordering = ("-asked_at", "-pk")
    row_template = "access/access_request_row.html"
    template_name = "access/list.html"
    export_name = "access-requests"
    csv_columns = (
        CsvColumn("request", "pk"),
        CsvColumn("account", "account"),
        CsvColumn("object", "object_ref"),
        CsvColumn("field_class", "field_class"),
        CsvColumn("purpose", "purpose"),
        CsvColumn("case_ref", "case_ref"),
        CsvColumn("wanted_until", "wanted_until"),
        CsvColumn("state", "state"),
        CsvColumn("asked_at", "asked_at"),
        CsvColumn("closed_at", "closed_at"),
    )
    empty = Empty("key-round", "No requests here", "Choose another view above. People ask under “My access”.")

    def queryset(self, scope: Scope, filters: dict[str, Any]) -> Any:
        return self.exported(access_requests(scope=scope, **filters))

    def actions(self, request: HttpRequest) -> list[Action]:
        return [Action("Ask for access", reverse("access-request-new"), icon="key-round")]

    def row_name(self, row: AccessRequest) -> str:
        return f"{row.account}, {row.object_ref}"


class AccessRequestDetail(View):
    """One request: its asker and the desks see it, and the next step of whoever looks."""

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        return request_page(request, access_request_seen(number, user=request.user, scope=request.scope))


class AnswerAccessRequest(View):
    """Approve, refuse, or take back."""

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, number: int, step: str) -> HttpResponse:
        asked = access_request_seen(number, user=request.user, scope=request.scope)
        if step == "withdraw":
            access_request.withdraw(asked, **who(request))
            messages.success(request, "Taken back.")
        elif step == "approve":
            remark = RemarkForm(request.POST)
            if not remark.is_valid():
                return request_page(request, asked, yes=remark)
            done = access_request.approve(asked, remark=remark.cleaned_data["remark"], **who(request))
            said = "Granted." if done.grant else "You said yes; the second hand is to follow."
            messages.success(request, said)
        elif step == "refuse":
            form = NoForm(request.POST)
            try:  # the command comes first: who may not answer is told that, and not that a reason is missing
                access_request.refuse(asked, reason=request.POST.get("reason", ""), **who(request))
            except InvalidInput:
                form.is_valid()
                return request_page(request, asked, no=form)
            messages.success(request, "Refused. The asker reads your reason.")
        else:
            raise NotFound("page")
        return redirect("access-request-detail", asked.pk)


def request_page(
    request: HttpRequest, asked: AccessRequest, *, yes: Any = None, no: Any = None
) -> HttpResponse:
    """What the page of a request shows. The ground of a rule is for whoever answers."""
    approvals = list(asked.approvals.all())
    is_open = asked.state_word in OPEN
    serves = may_answer_request(request.user, request.scope, asked).allowed
    user = User.objects.filter(username=asked.account).first()
    facts = user and asker_facts(
        asked.port, user, object_ref=asked.object_ref, field_class=asked.field_class_word
    )
    against = duty_conflicts(facts) if facts else ()
    names = {each.by for each in approvals} | {asked.closed_by, f"user:{asked.account}"}
    context = {
        "asked": asked,
        "approvals": approvals,
        "missing": missing_desks(asked.field_class_word, [each.desk_word for each in approvals]),
        "names": display_names(names - {""}),
        "who": f"user:{asked.account}",
        "is_open": is_open,
        "is_own": asked.account in accounts_of(request.user),
        "serves": serves,
        "against": against if is_open else (),
        "grounds": grounds_of([reason.code for reason in against]) if serves else [],
        "yes": yes or RemarkForm(),
        "no": no or NoForm(),
        "verdict": access_request.answerable(asked, request.user, request.scope, clock.now())
        if serves and is_open
        else None,
    }
    return render(request, "access/access_request_detail.html", context)


def renamed(error: InvalidInput) -> InvalidInput:
    """The same with the names that the form has."""
    fields = {BOX.get(name, name): said for name, said in error.fields.items()}
    return InvalidInput(error.detail, fields=fields)
