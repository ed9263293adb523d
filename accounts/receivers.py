"""Records sign-ins, granted and refused."""

from __future__ import annotations

from typing import Any

import structlog
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest
from django_structlog.signals import bind_extra_request_metadata

from accounts.adapter import client_address
from accounts.models import User
from ledger.services import record
from portsec.kernel import clock

UNKNOWN = "(no such account)"


@receiver(bind_extra_request_metadata)
def log_client_address(sender: Any, request: HttpRequest, **kwargs: Any) -> None:
    structlog.contextvars.bind_contextvars(ip=client_address(request))


@receiver(user_logged_in)
def record_sign_in(sender: Any, user: Any, **kwargs: Any) -> None:
    with transaction.atomic():
        record.append(
            "accounts.session.started",
            actor=user.reference,
            at=clock.now(),
            subject=user.reference,
            username=user.username,
        )


@receiver(user_login_failed)
def record_refused_sign_in(sender: Any, credentials: dict[str, Any], **kwargs: Any) -> None:
    """What was typed is kept only when it names an account: people type passwords into the wrong field."""
    typed = str(credentials.get("username") or credentials.get("login") or "").replace("\x00", "")
    account = User.objects.filter(username=typed).first()
    with transaction.atomic():
        record.append(
            "accounts.session.refused",
            actor="anonymous",
            at=clock.now(),
            subject=account.reference if account else "user:unknown",
            username=account.username if account else UNKNOWN,
        )
