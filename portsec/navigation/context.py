"""Template context of every page: the links of the caller, and where one is."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from accounts.models import Port
from accounts.roles import Role
from portsec.kernel.scope import Scope
from portsec.navigation.banners import banners
from portsec.navigation.sections import SECTIONS, Item


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Template context of every page of a signed-in person."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"theme": "auto"}
    roles = sorted({Role(row.role).label for row in user.role_assignments.all() if row.ended_at is None})
    return {
        "navigation": _sections(request),
        "banners": banners(request),
        "port_name": _port_name(request.scope),
        "user_label": str(user),
        "role_label": ", ".join(roles),
        "theme": user.theme,
        "keys": "on" if user.keys_on else "off",
        "theme_url": reverse("theme"),
    }


def _sections(request: HttpRequest) -> list[dict[str, Any]]:
    """The links of the caller. Of several that fit the address the longest is the current one."""
    shown: list[dict[str, Any]] = []
    for label, items in SECTIONS:
        links = [_link(request, item) for item in items if item.is_for(request.scope)]
        if links:
            shown.append({"label": label, "items": links})
    every = [link for section in shown for link in section["items"]]
    fitting = [link for link in every if _leads_to(link["url"], request.path)]
    if fitting:
        max(fitting, key=lambda link: len(link["url"]))["current"] = True
    return shown


def _leads_to(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))


def _link(request: HttpRequest, item: Item) -> dict[str, Any]:
    url = reverse(item.url_name)
    return {
        "label": item.label,
        "icon": item.icon,
        "url": url,
        "count": item.count(request) if item.count else None,
        "current": False,
    }


def _port_name(scope: Scope) -> str:
    ports = {port for held in scope.capabilities.values() for port in held}
    return ", ".join(Port.objects.filter(pk__in=ports).values_list("name", flat=True)) or "No port"
