"""Opens and closes the hotline of a port hub. The one writer of hubs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import Port
from hotline.models import Hub
from ledger.services import record
from portsec.kernel.errors import Conflict


@transaction.atomic
def set_up(
    port: Port, languages: Sequence[str], *, sister: str = "", kept_days: int = 90, actor: str, at: datetime
) -> Hub:
    """Prepare the hotline of a port hub. It opens once its recovery key is made.

    Records: hotline.hub.set_up. Safe to repeat because: the port's LOCODE is unique.
    """
    given = {
        "name": port.name,
        "country": port.country,
        "languages": list(languages),
        "sister": sister,
        "kept_days": kept_days,
    }
    hub, is_new = Hub.objects.update_or_create(locode=port.locode, defaults=given)
    if is_new:
        _record(hub, "set_up", actor, at)
    return hub


@transaction.atomic
def open_hub(hub: Hub, *, actor: str, at: datetime) -> Hub:
    """Let reports come in.

    Refuses when: there is no recovery key yet (Conflict): a report whose recipients have all left would be
    lost. Records: hotline.hub.opened.
    """
    if not hub.recovery_key:
        raise Conflict("Make the recovery key with its three keepers first.")
    Hub.objects.filter(pk=hub.pk).update(is_open=True)
    hub.refresh_from_db()
    _record(hub, "opened", actor, at)
    return hub


@transaction.atomic
def close_hub(hub: Hub, *, actor: str, at: datetime) -> Hub:
    """Take no new reports. Whoever has a code can still come back. Records: hotline.hub.closed."""
    Hub.objects.filter(pk=hub.pk).update(is_open=False)
    hub.refresh_from_db()
    _record(hub, "closed", actor, at)
    return hub


def _record(hub: Hub, verb: str, actor: str, at: datetime) -> None:
    record.append(
        f"hotline.hub.{verb}", actor=actor, at=at, subject=f"hub:{hub.locode}", port=hub.locode, hub=hub.name
    )
