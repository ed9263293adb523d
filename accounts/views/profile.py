"""One's own profile: roles, second factors, sessions, look and keys."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts.forms import KeysForm, LookForm
from accounts.services import user as users


def profile(request: HttpRequest) -> HttpResponse:
    roles = request.user.role_assignments.filter(ended_at=None).select_related("port")
    views = request.user.saved_views.all()
    context = {
        "roles": roles,
        "views": views,
        "look": LookForm(initial={"theme": request.user.theme}),
        "keys_form": KeysForm(initial={"keys": request.user.keys_on}),
    }
    return render(request, "accounts/profile.html", context)


@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Light, dark or as the device says; goes back to the page it was set on."""
    users.set_look(request.user, theme=request.POST.get("theme", ""))
    return redirect(_back(request))


@require_POST
def set_keys(request: HttpRequest) -> HttpResponse:
    """Single-key shortcuts on or off (WCAG 2.1.4)."""
    users.set_look(request.user, keys_on=request.POST.get("keys") == "on")
    messages.success(request, "Saved.")
    return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    address = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()})
    return address if ours else "profile"
