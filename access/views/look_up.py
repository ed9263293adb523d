"""A data user looks up a container: one question, one recorded answer."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View

from access.enums import DataAction, FieldClass
from access.forms.look_up import NOT_A_NUMBER, LookUpForm
from access.selectors.cargo_field import shown_fields
from access.services import data_access
from access.services.data_access import Answer, LookUp
from accounts.doors import Requires
from accounts.models import Port
from accounts.roles import Capability
from portsec.kernel import clock

SYSTEM = "portsec"  # what the log says where the look-up was made


class LookUpPage(Requires, View):
    """The form, and after it the decision with its reasons. What is shown was decided and recorded first.

    A number whose check digit is wrong is recorded too, since numbers tried one after the other are how
    boxes are found by guessing; the page only says that it is none.
    """

    capability = Capability.LOOK_UP_CARGO

    def get(self, request: HttpRequest) -> HttpResponse:
        number = request.GET.get("container", "")
        form = LookUpForm(
            ports=self._ports(), initial={"container": number, "field_class": FieldClass.S1.value}
        )
        return self._page(form, {})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = LookUpForm(request.POST, ports=self._ports())
        if not form.is_valid():
            return self._page(form, {})
        number = form.cleaned_data["container"]
        answer = self._answer(form)
        if not number.has_right_check_digit:
            form.add_error("container", NOT_A_NUMBER)
            return self._page(form, {})
        allowed = answer.decision.verdict.allowed
        fields = shown_fields(answer.visit, FieldClass(answer.event.field_class)) if answer.visit else []
        return self._page(
            form, {"answer": answer, "allowed": allowed, "fields": fields, "number_text": str(number)}
        )

    def _answer(self, form: LookUpForm) -> Answer:
        values = form.cleaned_data
        look_up = LookUp(
            subject_type="account",
            subject_id=self.request.user.username,
            action=DataAction.READ,
            field_class=FieldClass(values["field_class"]),
            object_ref=str(values["container"]),
            purpose=values["purpose"],
            work_ref=values["work_ref"],
            system=SYSTEM,
            ip=self.request.META.get("REMOTE_ADDR", ""),
        )
        return data_access.answer(
            form.chosen_port(),
            look_up,
            actor=self.request.user.reference,
            scope=self.request.scope,
            at=clock.now(),
        )

    def _ports(self) -> QuerySet[Port]:
        return Port.objects.filter(pk__in=self.request.scope.ports(Capability.LOOK_UP_CARGO.value))

    def _page(self, form: LookUpForm, found: dict[str, Any]) -> HttpResponse:
        response = render(self.request, "access/look_up.html", {"form": form} | found)
        response["Cache-Control"] = "no-store"
        return response
