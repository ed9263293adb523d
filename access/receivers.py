"""Hears of changed clearances. Follow-up only: if a signal is lost, gates still refuse."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from django.dispatch import receiver

from access.models import Credential
from access.services import status_list
from screening.enums import ClearanceState
from screening.models import Clearance
from screening.signals import clearance_changed

logger = logging.getLogger("portsec.access")


@receiver(clearance_changed)
def tell_badge_desk(
    sender: Any, clearance: Clearance, state: ClearanceState, at: datetime, by: str, **kwargs: Any
) -> None:
    """The badge desk sees it in its list of badges to retrieve, which reads clearances; this only logs."""
    held = clearance.person.badges.filter(state="active").count()
    if state is not ClearanceState.GRANTED and held:
        logger.info("badges to retrieve", extra={"person": clearance.person.ref, "badges": held})


@receiver(clearance_changed)
def publish_status_lists(
    sender: Any, clearance: Clearance, state: ClearanceState, at: datetime, by: str, **kwargs: Any
) -> None:
    """Readers that decide alone hear of it by the next list; nothing is asked for without a badge."""
    held = Credential.objects.filter(badge__person_id=clearance.person_id, ended_at=None, expires_at__gt=at)
    if held.exists():
        status_list.request(clearance.port, actor=by, at=at)
