"""A data user looks up a container: one question, one recorded answer, in short or as a whole page."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views import View

from access.containers import ContainerNumber
from access.enums import DataAction, FieldClass
from access.forms.look_up import NOT_A_NUMBER, LookUpForm
from access.permissions.release_right import may_begin_release
from access.selectors.break_glass import with_open_glass
from access.selectors.cargo_visit import cargo_page, opened_fields
from access.selectors.release_right import holding_right, organisation_code
from access.selectors.visible_objects import open_classes
from access.selectors.visible_to import ACCOUNT
from access.selectors.would_see import Asking, Sight
from access.services import data_access
from access.services.data_access import Answer
from access.services.data_record import LookUp
from accounts.doors import Requires, has_fresh_sign_in
from accounts.models import Port
from accounts.roles import Capability
from portsec.kernel import clock

SYSTEM = "portsec"  # what the log says where the look-up was made


class LookUpPage(Requires, View):
    """The form, and after it the decision with its reasons. What is shown was decided and recorded first.

    A number whose check digit is wrong is recorded too, since numbers tried one after the other are how
    boxes are found by guessing. Where a container was delivered under such a number, it is shown with a flag
    to whoever may see it; to all others the page only says that it is none.
    """

    capability = Capability.LOOK_UP_CARGO
    template_name = "access/look_up.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Whoever broke a glass looks up through it, whatever their role, for as long as it is open."""
        request.scope = with_open_glass(request.user, request.scope, at=clock.now())
        return super().dispatch(request, *args, **kwargs)

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
        if answer.visit is None and not number.has_right_check_digit:
            form.add_error("container", NOT_A_NUMBER)
            return self._page(form, {})
        return self._page(form, self.found(number, answer))

    def found(self, number: ContainerNumber, answer: Answer) -> dict[str, Any]:
        """What the template shows of an answer."""
        asked, is_fresh = FieldClass(answer.event.field_class), has_fresh_sign_in(self.request)
        visit = answer.visit
        opened = opened_fields(visit, answer.decision, asked, is_fresh=is_fresh) if visit else None
        return {
            "answer": answer,
            "allowed": answer.decision.verdict.allowed,
            "fields": opened.shown if opened else (),
            "withheld": opened.withheld if opened else (),
            "number_text": str(number),
            "right_digit": None if number.has_right_check_digit else number.computed_check_digit,
        }

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
        response = render(self.request, self.template_name, {"form": form} | found)
        response["Cache-Control"] = "no-store"
        return response


class CargoVisitPage(LookUpPage):
    """The same question, answered with the whole visit: fields, events, release chain, and who looked."""

    template_name = "access/cargo_visit.html"

    def found(self, number: ContainerNumber, answer: Answer) -> dict[str, Any]:
        found = super().found(number, answer)
        visit, asked = answer.visit, FieldClass(answer.event.field_class)
        if visit is None:
            return found
        page = cargo_page(
            visit,
            answer.decision,
            asked,
            is_fresh=has_fresh_sign_in(self.request),
            scope=self.request.scope,
        )
        held = holding_right(visit) if page.field_class is FieldClass.S3 else None
        is_own = held is not None and held.to_organisation == organisation_code(self.request.user)
        return found | {
            "visit": visit,
            "page": page,
            "fields": page.shown,
            "own_right": held if is_own else None,
            "may_begin": may_begin_release(self.request.scope, visit.port_id).allowed,
            "higher": self._open_above(answer, asked),
        }

    def _open_above(self, answer: Answer, asked: FieldClass) -> list[FieldClass]:
        """The higher classes that the same purpose would open now; no button leads to a refusal."""
        event = answer.event
        sight = Sight(event.port, DataAction.READ, asked, event.at, event.purpose)
        asking = Asking(ACCOUNT, self.request.user.username, event.object_ref)
        return open_classes(sight, asking, asked)
