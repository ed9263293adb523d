"""The officer's own key: receive a hub's reports, change the passphrase, lock the key."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.http import require_POST

from accounts.doors import Requires, fresh_sign_in, requires
from accounts.roles import Capability
from hotline.enums import RecipientKind
from hotline.forms.recipient import ChangePassphraseForm, EnrolForm
from hotline.models import Hub
from hotline.permissions import is_outside_the_port
from hotline.selectors.campaign import own_keys
from hotline.services import recipient
from hotline.views.acting import acting
from hotline.views.held_key import drop
from portsec.interface.form_errors import add_errors
from portsec.kernel.errors import Conflict, InvalidInput, NotFound


class OwnKey(Requires, View):
    """Which hubs' reports one receives, and the way to receive those of one more."""

    capability = Capability.READ_REPORTS

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(self._form())

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(form)
        given = form.cleaned_data
        try:
            made = recipient.enrol(
                given["hub"],
                unit=given["unit"],
                kind=RecipientKind(given["kind"]),
                independence=given["independence"],
                passphrase=given["passphrase"],
                **acting(request),
            )
        except (InvalidInput, Conflict) as error:
            add_errors(error if isinstance(error, InvalidInput) else InvalidInput(error.detail), form)
            return self._page(form)
        messages.success(request, f"From now on reports of {made.hub} are sealed to you too.")
        return redirect("report-key")

    def _form(self, data: Any = None) -> EnrolForm:
        form = EnrolForm(data)
        form.fields["hub"].queryset = Hub.objects.order_by("name")  # type: ignore[attr-defined]
        return form

    def _page(self, form: EnrolForm) -> HttpResponse:
        context = {
            "form": form,
            "keys": list(own_keys(self.request.user, self.request.scope)),
            "outside": is_outside_the_port(self.request.user),
        }
        return render(self.request, "hotline/key.html", context)


class ChangePassphrase(Requires, View):
    """Wrap one's own key with another passphrase."""

    capability = Capability.READ_REPORTS

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        return self._page(self._own(number), ChangePassphraseForm())

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        own, form = self._own(number), ChangePassphraseForm(request.POST)
        if not form.is_valid():
            return self._page(own, form)
        try:
            recipient.change_passphrase(own, form.cleaned_data["old"], form.cleaned_data["new"])
        except InvalidInput as error:
            form.add_error(None, error.detail)
            return self._page(own, form)
        messages.success(request, "Your passphrase is changed.")
        return redirect("report-key")

    def _own(self, number: int) -> Any:
        own = own_keys(self.request.user, self.request.scope).filter(pk=number).first()
        if own is None:
            raise NotFound("key")
        return own

    def _page(self, own: Any, form: ChangePassphraseForm) -> HttpResponse:
        return render(self.request, "hotline/passphrase.html", {"own": own, "form": form})


@require_POST
@requires(Capability.READ_REPORTS)
def lock_key(request: HttpRequest) -> HttpResponse:
    """Forget the opened key before its quarter of an hour is over."""
    response = redirect("report-list")
    drop(response)
    messages.success(request, "Your key is locked.")
    return response
