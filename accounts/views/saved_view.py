"""Keeps and forgets views of lists."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts.forms import SavedViewForm
from accounts.services import saved_view
from portsec.kernel.errors import InvalidInput


@require_POST
def saved_view_new(request: HttpRequest) -> HttpResponse:
    """Keep the list that the form stands on, as its address tells it."""
    form = SavedViewForm(request.POST)
    if not form.is_valid():
        raise InvalidInput("Give the view a name of at most 60 characters.")
    page, query = form.cleaned_data["page"], form.cleaned_data["query"]
    if not url_has_allowed_host_and_scheme(page, allowed_hosts=None) or not page.startswith("/"):
        raise InvalidInput("Only lists of this service can be kept.")
    label = form.cleaned_data["label"]
    saved_view.keep(request.user, page=page, label=label, query=query)
    messages.success(request, f"View '{label}' saved.")
    return redirect(f"{page}?{query}")


@require_POST
def saved_view_forget(request: HttpRequest, number: int) -> HttpResponse:
    saved_view.forget(request.user, number)
    messages.success(request, "View removed.")
    return redirect("profile")
