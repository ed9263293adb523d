"""Trainings and licences, who has them until when, and who is what for others in an emergency."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.decorators import method_decorator
from django.views import View

from access.badging.ending import warning
from access.enums import EmergencyFunction
from access.forms.qualification import (
    CertificateFilters,
    CertificateForm,
    FunctionForm,
    RevocationForm,
    TrainingForm,
)
from access.models import Training, TrainingCertificate
from access.permissions.qualification import may_enter_certificate
from access.selectors.qualification import (
    access_certificate,
    access_function,
    certificates_named,
    person_meant,
    visible_functions,
    visible_trainings,
)
from access.services import qualification
from accounts.desk_list import DeskList
from accounts.doors import Requires, fresh_sign_in
from accounts.models import Port
from accounts.roles import Capability
from portsec.interface.form_errors import add_errors
from portsec.interface.listpage import Action, Column, CsvColumn, Empty, SavedView
from portsec.kernel import clock
from portsec.kernel.errors import Conflict, InvalidInput
from portsec.kernel.scope import Scope

SEES_TRAININGS = (Capability.VIEW_BADGES, Capability.ISSUE_BADGES, Capability.MANAGE_AREAS)
ENTERS = (Capability.ISSUE_BADGES, Capability.MANAGE_AREAS)


class CertificateList(DeskList):
    """Every certificate in reach; what ends soon can be shown first."""

    capability = SEES_TRAININGS
    title = "Trainings"
    subtitle = (
        "Who has which training or licence, and until when. Gates and the desk read it at each attempt."
    )
    columns = (
        Column("person", "Person"),
        Column("training", "Training"),
        Column("from", "From"),
        Column("until", "Until"),
        Column("standing", "Standing"),
    )
    views = (
        SavedView("all", "All"),
        SavedView("ending", "End within 30 days", {"standing": "30"}),
        SavedView("soon", "End within 5 days", {"standing": "5"}),
        SavedView("ended", "Ended", {"standing": "ended"}),
        SavedView("revoked", "Taken back", {"standing": "revoked"}),
    )
    ordering = ("-first_day", "-pk")
    port_field = "person__port_id"
    row_template = "access/certificate_row.html"
    export_name = "trainings"
    csv_columns = (
        CsvColumn("person", "person.log_ref"),
        CsvColumn("name", "person.full_name"),
        CsvColumn("organisation", "person.organisation.name"),
        CsvColumn("training", "training.code"),
        CsvColumn("first_day", "first_day"),
        CsvColumn("last_day", "last_day"),
        CsvColumn("number", "number"),
        CsvColumn("revoked_at", "revoked_at"),
    )
    empty = Empty(
        "book-open-check",
        "No certificates here",
        "Enter one, or take in a table of a training provider. Trainings themselves stand under “Kinds”.",
        "Kinds of trainings",
        reverse_lazy("training-list"),
    )

    def filter_form(self, data: MultiValueDict[str, Any]) -> Form:
        return CertificateFilters(data, trainings=visible_trainings(scope=self.request.scope))

    def queryset(self, scope: Scope, filters: dict[str, Any]) -> Any:
        return self.exported(certificates_named(scope=scope, at=clock.now(), **filters))

    def actions(self, request: HttpRequest) -> list[Action]:
        found = [
            Action("Kinds", reverse("training-list"), icon="list"),
            Action("Safety functions", reverse("function-list"), icon="life-buoy"),
        ]
        if any(request.scope.holds(each.value) for each in ENTERS):
            found.append(Action("From a table", reverse("qualification-import"), icon="file-input"))
            new = reverse("qualification-new")
            found.append(Action("Enter a certificate", new, icon="plus", variant="primary"))
        return found

    def row_tone(self, row: TrainingCertificate) -> str:
        today = timezone.localdate(clock.now())
        ends = row.last_day if row.revoked_at is None else None
        return "wait" if ends and warning(ends, today=today) is not None else ""

    def extra_context(self, request: HttpRequest, queryset: Any) -> dict[str, Any]:
        more = {
            "today": timezone.localdate(clock.now()),
            "enters": any(request.scope.holds(each.value) for each in ENTERS),
        }
        return super().extra_context(request, queryset) | more


class CertificateNew(Requires, View):
    """Enter one certificate."""

    capability = ENTERS

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(self._form(initial={"person": request.GET.get("person", "")}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(form)
        values = form.cleaned_data
        try:
            person = person_meant(values["person"], scope=request.scope)
            qualification.enter(
                person,
                values["training"],
                values["first_day"],
                values["last_day"],
                number=values["number"],
                actor=request.user,
                scope=request.scope,
                at=clock.now(),
            )
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(form)
        messages.success(request, f"{values['training']} of {person} is on file.")
        return redirect("qualification-list")

    def _form(self, data: Any = None, **kwargs: Any) -> CertificateForm:
        return CertificateForm(data, trainings=visible_trainings(scope=self.request.scope), **kwargs)

    def _page(self, form: CertificateForm) -> HttpResponse:
        context = {"form": form, "has_trainings": visible_trainings(scope=self.request.scope).exists()}
        return render(self.request, "access/certificate_form.html", context)


class CertificateRevoke(Requires, View):
    """Take a certificate back."""

    capability = ENTERS

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        return self._page(access_certificate(number, scope=request.scope), RevocationForm())

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        certificate = access_certificate(number, scope=request.scope)
        form = RevocationForm(request.POST)
        if not form.is_valid():
            return self._page(certificate, form)
        try:
            qualification.revoke(
                certificate,
                reason=form.cleaned_data["reason"],
                actor=request.user,
                scope=request.scope,
                at=clock.now(),
            )
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(certificate, form)
        messages.success(request, f"{certificate.training} of {certificate.person} is taken back.")
        return redirect("qualification-list")

    def _page(self, certificate: TrainingCertificate, form: RevocationForm) -> HttpResponse:
        context = {
            "certificate": certificate,
            "form": form,
            "verdict": may_enter_certificate(self.request.user, self.request.scope, certificate.person),
        }
        return render(self.request, "access/certificate_revoke.html", context)


class TrainingList(Requires, View):
    """The kinds of trainings and licences of a port, with the form for a new one."""

    capability = SEES_TRAININGS

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(self._form())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(form)
        values = form.cleaned_data
        try:
            qualification.define_training(
                values["port"],
                values["code"],
                values["name"],
                is_licence=values["is_licence"],
                actor=request.user,
                scope=request.scope,
                at=clock.now(),
            )
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(form)
        messages.success(request, f"{values['name']} defined. Areas and types of badges can ask for it.")
        return redirect("training-list")

    def _form(self, data: Any = None) -> TrainingForm:
        return TrainingForm(data, ports=_ports(self.request))

    def _page(self, form: TrainingForm) -> HttpResponse:
        trainings: QuerySet[Training] = visible_trainings(scope=self.request.scope)
        sets_up = self.request.scope.holds(Capability.MANAGE_AREAS.value)
        context = {"trainings": trainings, "form": form if sets_up else None}
        return render(self.request, "access/training_list.html", context)


class FunctionList(Requires, View):
    """Who is what for others in an emergency, with the form to give somebody a function."""

    capability = SEES_TRAININGS

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(FunctionForm())

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest) -> HttpResponse:
        form = FunctionForm(request.POST)
        if not form.is_valid():
            return self._page(form)
        function = EmergencyFunction(form.cleaned_data["function"])
        try:
            person = person_meant(form.cleaned_data["person"], scope=request.scope)
            qualification.give_function(
                person, function, actor=request.user, scope=request.scope, at=clock.now()
            )
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(form)
        except Conflict as error:
            form.add_error("function", error.detail)
            return self._page(form)
        messages.success(request, f"{person}: {function.label.lower()}.")
        return redirect("function-list")

    def _page(self, form: FunctionForm) -> HttpResponse:
        sets_up = self.request.scope.holds(Capability.MANAGE_AREAS.value)
        functions = visible_functions(scope=self.request.scope)
        context = {"functions": functions, "form": form if sets_up else None}
        return render(self.request, "access/function_list.html", context)


class FunctionEnd(Requires, View):
    """End a safety function."""

    capability = Capability.MANAGE_AREAS

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        given = access_function(number, scope=request.scope)
        qualification.end_function(given, actor=request.user, scope=request.scope, at=clock.now())
        messages.success(request, f"{given.person} does not have this function any more.")
        return redirect("function-list")


def _ports(request: HttpRequest) -> QuerySet[Port]:
    return Port.objects.filter(pk__in=request.scope.ports(Capability.MANAGE_AREAS.value))
