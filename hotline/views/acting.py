"""Who acts, as every command of the desk asks for it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from portsec.kernel import clock


def acting(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.user, "scope": request.scope, "at": clock.now()}
