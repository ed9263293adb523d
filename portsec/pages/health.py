"""Is the service alive, can it work, and how much did it do?"""

from __future__ import annotations

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django_prometheus.exports import ExportToDjangoView

from ledger.models import Entry

SECONDS = 2  # a server that needs longer than this is not ready
LOOPBACK = frozenset({"127.0.0.1", "::1", ""})


@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. Nothing else is asked, so that a slow database does not restart it."""
    return JsonResponse({"status": "alive"})


@login_not_required
def readyz(request: HttpRequest) -> HttpResponse:
    """Database, broker and ledger can be reached; 503 names the one that cannot."""
    checks = {"database": _database(), "broker": _broker(), "ledger": _ledger()}
    ready = all(checks.values())
    state = {name: "ok" if works else "unreachable" for name, works in checks.items()}
    return JsonResponse({"status": "ready" if ready else "not ready", **state}, status=200 if ready else 503)


@login_not_required
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus metrics, for the machine itself; a proxy never passes this on."""
    if request.META.get("REMOTE_ADDR", "") not in LOOPBACK or "HTTP_X_FORWARDED_FOR" in request.META:
        raise PermissionDenied
    return ExportToDjangoView(request)


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _broker() -> bool:
    client = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=SECONDS, socket_connect_timeout=SECONDS)
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
    finally:
        client.close()


def _ledger() -> bool:
    try:
        Entry.objects.order_by("-position").values_list("position", flat=True).first()
    except DatabaseError:
        return False
    return True
