"""One's own duress word: chosen here, told to nobody."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views import View

from access.forms.duress_word import DuressWordForm
from access.services import duress_word
from accounts.doors import Requires, fresh_sign_in
from accounts.roles import Capability
from portsec.interface.form_errors import add_errors
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput


class DuressWordPage(Requires, View):
    """The same page whether or not a word was chosen: whoever forces somebody to open it learns nothing."""

    capability = Capability.LOOK_UP_CARGO

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(DuressWordForm())

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest) -> HttpResponse:
        form = DuressWordForm(request.POST)
        if not form.is_valid():
            return self._page(form)
        try:
            duress_word.choose(form.cleaned_data["word"], actor=request.user, at=clock.now())
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(form)
        messages.success(request, "Kept.")
        return redirect("my-access")

    def _page(self, form: DuressWordForm) -> HttpResponse:
        response = render(self.request, "access/duress_word.html", {"form": form})
        response["Cache-Control"] = "no-store"
        return response
