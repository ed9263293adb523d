"""Records sign-ins, granted and refused."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.db import transaction
from django.dispatch import receiver

from ledger.services import record
from portsec.kernel import clock

LONGEST_NAME_KEPT = 60  # characters of a name that somebody typed


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
    name = str(credentials.get("username") or credentials.get("login") or "")[:LONGEST_NAME_KEPT]
    name = "".join(character for character in name if character.isprintable())
    with transaction.atomic():
        record.append(
            "accounts.session.refused",
            actor="anonymous",
            at=clock.now(),
            subject=f"user:{name}",
            username=name,
        )
