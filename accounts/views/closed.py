"""Addresses that the sign-in library brings along and that this service does without."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse

from portsec.kernel.errors import NotFound


@login_not_required
def closed(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """No sign-up, and nothing by e-mail: whoever reads the mail of an officer must not become the officer.

    An administrator makes accounts and hands over the link that sets a password.
    """
    raise NotFound("page")
