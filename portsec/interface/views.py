"""The gallery: every component on one page, for those who build pages and for the browser tests."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portsec.interface.gallery import sample


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Routed only where no people sign in: in development and in tests."""
    messages.success(request, "The badge was issued.")
    messages.warning(request, "The clearance ends in 12 days.")
    return render(request, "interface/gallery.html", sample())
